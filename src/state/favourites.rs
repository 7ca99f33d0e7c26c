//! Which variants are favourites, for the hearts. The server keeps them; how many there are is remembered so that a
//! visit of a guest without any asks nothing.

use contract::favourite::Favourites;
use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;

use crate::{
    api::{self, ApiError},
    browser::storage,
    text,
};

const COUNT: &str = "favourites";

/// What the hearts need of the list: the first visit carries no reader of the rest.
#[derive(Deserialize)]
struct Kept {
    items: Vec<KeptItem>,
}

#[derive(Deserialize)]
struct KeptItem {
    sku: String,
}

#[derive(Clone, Copy)]
pub struct FavouritesState {
    skus: RwSignal<Vec<String>>,
    asked: StoredValue<bool>,
}

impl FavouritesState {
    pub fn provide() -> Self {
        let state = Self { skus: RwSignal::new(Vec::new()), asked: StoredValue::new(false) };
        provide_context(state);
        state
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn has(&self, sku: &str) -> bool {
        self.skus.with(|skus| skus.iter().any(|known| known == sku))
    }

    /// Reads them once, where there may be some.
    pub fn need(self, is_signed_in: bool) {
        let may_have = is_signed_in || storage::local().get(COUNT).is_some();
        if may_have && !self.asked.get_value() {
            self.read();
        }
    }

    /// Reads them again, if they were ever needed.
    pub fn refresh(self) {
        if self.asked.get_value() {
            self.read();
        }
    }

    fn read(self) {
        self.asked.set_value(true);
        spawn_local(async move {
            let answer = api::get_text(api::favourites::list(text::language(), None).url()).await;
            match answer.and_then(|text| api::parse::<Kept>(&text)) {
                Ok(list) => self.show(list.items.into_iter().map(|item| item.sku).collect()),
                // The next page that needs them asks again.
                Err(_) => self.asked.set_value(false),
            }
        });
    }

    pub fn take(self, list: &Favourites) {
        self.asked.set_value(true);
        self.show(list.items.iter().map(|favourite| favourite.sku.clone()).collect());
    }

    fn show(self, skus: Vec<String>) {
        match skus.len() {
            0 => storage::local().remove(COUNT),
            count => storage::local().set(COUNT, &count.to_string()),
        }
        self.skus.set(skus);
    }

    /// Keeps a variant, or no longer; the heart shows it before the server has answered.
    pub async fn set(self, sku: &str, keep: bool) -> Result<(), ApiError> {
        self.put(sku, keep);
        let answer = api::favourites::set(sku, keep).await;
        if answer.is_err() {
            self.put(sku, !keep);
        }
        answer
    }

    fn put(self, sku: &str, keep: bool) {
        let mut skus = self.skus.get_untracked();
        skus.retain(|known| known != sku);
        if keep {
            skus.insert(0, sku.to_string());
        }
        self.show(skus);
    }

    /// Another shopper's are not this one's.
    pub fn forget(self) {
        self.show(Vec::new());
    }
}
