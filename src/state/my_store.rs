//! The store that the shopper calls theirs, remembered by the browser.

use contract::store::StoreSummary;
use leptos::prelude::*;

use super::query::Query;
use crate::{api, browser::storage, text};

const KEY: &str = "my-store";

#[derive(Clone, Copy)]
pub struct MyStore(RwSignal<Option<StoreSummary>>);

impl MyStore {
    /// What is remembered is shown at once; its opening is read again, since it is of another hour.
    pub fn provide() -> Self {
        let store = Self(RwSignal::new(storage::local().get_json(KEY)));
        let slug = store.0.get_untracked().map(|store| store.slug);
        let fresh = Query::new(move || slug.as_ref().map(|slug| api::stores::get(slug, text::language())));
        Effect::new(move |_| {
            let Some(now) = fresh.ready() else { return };
            if store.0.with_untracked(|known| known.as_ref().is_some_and(|known| known.id == now.summary.id))
            {
                store.0.set(Some(now.summary));
            }
        });
        provide_context(store);
        store
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn get(&self) -> Option<StoreSummary> {
        self.0.get()
    }

    pub fn id(&self) -> Option<String> {
        self.0.with(|store| store.as_ref().map(|store| store.id.clone()))
    }

    pub fn is(&self, id: &str) -> bool {
        self.0.with(|store| store.as_ref().is_some_and(|store| store.id == id))
    }

    pub fn choose(&self, store: StoreSummary) {
        storage::local().set_json(KEY, &store);
        self.0.set(Some(store));
    }

    pub fn forget(&self) {
        storage::local().remove(KEY);
        self.0.set(None);
    }
}
