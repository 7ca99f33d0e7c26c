//! Which variants are favourites, for the hearts. The server keeps them; how many there are is remembered so that a
//! visit of a guest without any asks nothing.

use contract::favourite::Favourites;
use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;

use super::changes::{ChangeKind, ChangesState, Want};
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
    pub(super) skus: RwSignal<Vec<String>>,
    asked: StoredValue<bool>,
    /// The server told this page: that is newer than what the device kept before.
    told: StoredValue<bool>,
    /// Counts changes: what was read before one says nothing any more.
    turn: StoredValue<u32>,
    /// One change at a time, since each undoes what the one before it did.
    busy: StoredValue<bool>,
    /// An answer came while a change was under way and may or may not contain it.
    missed: StoredValue<bool>,
    changes: ChangesState,
}

impl FavouritesState {
    pub fn provide() -> Self {
        let state = Self {
            skus: RwSignal::new(Vec::new()),
            asked: StoredValue::new(false),
            told: StoredValue::new(false),
            turn: StoredValue::new(0),
            busy: StoredValue::new(false),
            missed: StoredValue::new(false),
            changes: ChangesState::expect(),
        };
        provide_context(state);
        state
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn has(&self, sku: &str) -> bool {
        let waits = self.changes.wanted(ChangeKind::Favourite, sku).map(|wanted| wanted > 0);
        waits.unwrap_or_else(|| self.skus.with(|skus| skus.iter().any(|known| known == sku)))
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
        let turn = self.turn.get_value();
        spawn_local(async move {
            let answer = api::read(api::favourites::list(text::language(), None).url()).await;
            if self.is_busy() {
                return self.missed.set_value(true);
            }
            if turn != self.turn.get_value() {
                return self.read();
            }
            match answer.and_then(|answer| Ok((api::parse::<Kept>(&answer.text)?, answer.kept_since))) {
                Ok((list, kept_since)) => {
                    self.learn(list.items.into_iter().map(|item| item.sku).collect(), kept_since.is_some());
                }
                // The next page that needs them asks again.
                Err(_) => self.asked.set_value(false),
            }
        });
    }

    pub fn take(self, list: &Favourites, is_kept: bool) {
        self.asked.set_value(true);
        if self.is_busy() {
            return self.missed.set_value(true);
        }
        self.learn(list.items.iter().map(|favourite| favourite.sku.clone()).collect(), is_kept);
    }

    fn learn(self, skus: Vec<String>, is_kept: bool) {
        if !is_kept {
            self.told.set_value(true);
        }
        if !is_kept || !self.told.get_value() {
            self.show(skus);
        }
    }

    /// It is taken out as soon as there is a network again.
    pub fn is_going(&self, sku: &str) -> bool {
        self.changes.wanted(ChangeKind::Favourite, sku) == Some(0)
    }

    fn show(self, skus: Vec<String>) {
        match skus.len() {
            0 => storage::local().remove(COUNT),
            count => storage::local().set(COUNT, &count.to_string()),
        }
        self.skus.set(skus);
    }

    /// Whether a change is under way; another one waits for the next tap.
    pub fn is_busy(&self) -> bool {
        self.busy.get_value()
    }

    /// Keeps a variant, or no longer; the heart shows it before the server has answered, and when it waits for a network.
    pub async fn set(self, sku: &str, name: &str, keep: bool) -> Result<(), ApiError> {
        self.busy.set_value(true);
        let turn = self.begin_turn();
        self.put(sku, keep);
        let kind = ChangeKind::Favourite;
        let answer = match api::favourites::change(sku, keep).send().await {
            Ok(_) => {
                self.told.set_value(true);
                self.changes.settle(kind, sku);
                Ok(())
            }
            Err(ApiError::Network) if ChangesState::can_wait() => {
                let (sku, name) = (sku.to_string(), name.to_string());
                let want = Want { kind, sku: sku.clone(), name, quantity: keep.into(), was: (!keep).into() };
                self.changes.wait(want, |_| api::favourites::change(&sku, keep));
                Ok(())
            }
            Err(error) => Err(error),
        };
        self.busy.set_value(false);
        if answer.is_err() && turn == self.turn.get_value() {
            self.put(sku, !keep);
        }
        self.begin_turn();
        if self.missed.get_value() {
            self.missed.set_value(false);
            self.read();
        }
        answer
    }

    fn begin_turn(self) -> u32 {
        self.turn.update_value(|turn| *turn += 1);
        self.turn.get_value()
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
        self.begin_turn();
        self.told.set_value(false);
        self.show(Vec::new());
    }
}
