//! The store that the shopper calls theirs, remembered by the browser.

use contract::store::StoreSummary;
use leptos::prelude::*;

use super::query::Query;
use crate::{api, browser::storage, text};

const KEY: &str = "my-store";

#[derive(Clone, Copy)]
pub struct MyStore {
    pub(super) store: RwSignal<Option<StoreSummary>>,
    /// What the shopper last chose on this page, for those who pass it on: a store's id, or none.
    pub choice: RwSignal<Option<Option<String>>>,
}

impl MyStore {
    /// What is remembered is shown at once; its opening is read again, since it is of another hour.
    pub fn provide() -> Self {
        let store =
            Self { store: RwSignal::new(storage::local().get_json(KEY)), choice: RwSignal::new(None) };
        let slug = store.store.get_untracked().map(|store| store.slug);
        let fresh =
            Query::new(move || slug.as_ref().map(|slug| api::stores::summary(slug, text::language())));
        Effect::new(move |_| {
            let Some(now) = fresh.ready() else { return };
            if store.store.with_untracked(|known| known.as_ref().is_some_and(|known| known.id == now.id)) {
                store.store.set(Some(now));
            }
        });
        provide_context(store);
        store
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn get(&self) -> Option<StoreSummary> {
        self.store.get()
    }

    pub fn slug(&self) -> Option<String> {
        self.store.with(|store| store.as_ref().map(|store| store.slug.clone()))
    }

    pub fn id(&self) -> Option<String> {
        self.store.with(|store| store.as_ref().map(|store| store.id.clone()))
    }

    pub fn is(&self, id: &str) -> bool {
        self.store.with(|store| store.as_ref().is_some_and(|store| store.id == id))
    }

    pub fn choose(&self, store: StoreSummary) {
        self.choice.set(Some(Some(store.id.clone())));
        self.take(store);
    }

    /// Takes the store that was chosen on another device.
    pub fn take(&self, store: StoreSummary) {
        storage::local().set_json(KEY, &store);
        self.store.set(Some(store));
    }

    pub fn forget(&self) {
        storage::local().remove(KEY);
        self.store.set(None);
        self.choice.set(Some(None));
    }
}
