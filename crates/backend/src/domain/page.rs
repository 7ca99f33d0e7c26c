//! Which page of a list was asked for.

use contract::{
    newtypes::Invalid,
    page::{MAX_PER_PAGE, PER_PAGE, Page},
};

use super::refusal::{Outcome, invalid};

#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub page: u32,
    pub per_page: u32,
}

impl Asked {
    pub fn check(page: Option<u32>, per_page: Option<u32>) -> Outcome<Self> {
        let (page, per_page) = (page.unwrap_or(1), per_page.unwrap_or(PER_PAGE));
        if page == 0 {
            return Err(invalid("page", Invalid::OutOfRange));
        }
        if per_page == 0 || per_page > MAX_PER_PAGE {
            return Err(invalid("per_page", Invalid::OutOfRange));
        }
        Ok(Self { page, per_page })
    }

    /// How many items come before.
    pub fn skip(self) -> i64 {
        (i64::from(self.page) - 1) * i64::from(self.per_page)
    }

    pub fn answer<T>(self, items: Vec<T>, total: u64) -> Page<T> {
        Page { items, total, page: self.page, per_page: self.per_page }
    }
}
