//! A page of a list.

use serde::{Deserialize, Serialize};

pub const PER_PAGE: u32 = 24;
pub const MAX_PER_PAGE: u32 = 100;

/// What every list answers; a list may answer more beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    pub items: Vec<T>,
    /// How many items there are on all pages.
    pub total: u64,
    /// Counted from 1.
    pub page: u32,
    pub per_page: u32,
}

impl<T> Page<T> {
    pub fn pages(&self) -> u32 {
        u32::try_from(self.total.div_ceil(u64::from(self.per_page.max(1)))).unwrap_or(u32::MAX)
    }
}
