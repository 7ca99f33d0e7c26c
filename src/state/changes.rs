//! What the shopper changed while there was no network: it is shown at once, kept on this device, and sent once, by the
//! service worker, when the network is back. What keeps it comes with the chunk `pocket`.

use contract::{CONTRACT, error::Problem};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::keeper::Keeper;
use crate::{
    api::Request,
    browser::{random, time, worker},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// How many units of a SKU the cart holds.
    Cart,
    /// In which store it is picked up; `sku` is empty.
    Store,
    /// Whether a SKU is a favourite: 1 or 0.
    Favourite,
}

/// What the server said to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    pub status: u16,
    pub answer: Option<Problem>,
}

/// A change as the database has it; the worker reads the first six fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Its Idempotency-Key.
    pub key: String,
    /// By this device's clock, in milliseconds since 1970: it is only for the order.
    pub at: f64,
    pub method: String,
    pub url: String,
    pub body: Option<String>,
    /// What the app was built for that made it: a server that no longer understands it says so. 0 is not known.
    #[serde(default)]
    pub contract: u32,
    pub kind: ChangeKind,
    pub sku: String,
    /// As the shopper knows it.
    pub name: String,
    pub quantity: u32,
    /// What the server had when the shopper changed it.
    pub was: u32,
    /// Written by the worker: it can't be made.
    #[serde(default)]
    pub refused: Option<Refused>,
}

/// What the shopper wants.
pub struct Want {
    pub kind: ChangeKind,
    pub sku: String,
    pub name: String,
    pub quantity: u32,
    pub was: u32,
}

/// What is to be written down.
pub enum Step {
    Put(Change),
    Drop(String),
    Clear,
}

#[derive(Clone, Copy)]
pub struct ChangesState {
    /// Those that wait and those that were refused.
    pub all: RwSignal<Vec<Change>>,
    /// How many were sent since the network was back.
    pub sent: RwSignal<u32>,
    pub keeper: Keeper<Step>,
}

impl ChangesState {
    pub fn provide() -> Self {
        let state =
            Self { all: RwSignal::new(Vec::new()), sent: RwSignal::new(0), keeper: Keeper::default() };
        provide_context(state);
        state
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Whether a change can wait for the network: without a worker nobody would send it.
    pub fn can_wait() -> bool {
        worker::is_there()
    }

    /// What waits of a kind, the first first.
    fn waiting(&self, kind: ChangeKind) -> Vec<Change> {
        let waits = |change: &&Change| change.kind == kind && change.refused.is_none();
        self.all.with(|all| all.iter().filter(waits).cloned().collect())
    }

    /// What of the cart waits: its store and its lines.
    pub fn waiting_of_cart(&self) -> Vec<Change> {
        [ChangeKind::Store, ChangeKind::Cart].into_iter().flat_map(|kind| self.waiting(kind)).collect()
    }

    /// How many wait, of whatever kind.
    pub fn unsent(&self) -> u32 {
        let waiting = self.all.with(|all| all.iter().filter(|change| change.refused.is_none()).count());
        u32::try_from(waiting).unwrap_or(u32::MAX)
    }

    /// What is wanted of a SKU once the network is back.
    pub fn wanted(&self, kind: ChangeKind, sku: &str) -> Option<u32> {
        let waits = |change: &&Change| change.is_of(kind, sku) && change.refused.is_none();
        self.all.with(|all| all.iter().find(waits).map(|change| change.quantity))
    }

    /// Waits; of several changes of one thing only the last is sent.
    pub fn wait(self, want: Want, request: impl FnOnce(u32) -> Request) {
        let Want { kind, sku, name, quantity, mut was } = want;
        let earlier = self.settle(kind, &sku);
        if earlier.is_none() && quantity == was && kind != ChangeKind::Store {
            return;
        }
        let mut seen = was;
        if let Some(earlier) = earlier {
            was = earlier.was;
            // The earlier one may have arrived without an answer: what takes it back is right whether it has or not.
            seen = if quantity == was { earlier.quantity } else { was };
        }
        let Request { method, url, body } = request(seen);
        let (method, key, at) = (method.to_string(), random::uuid(), time::now());
        let (contract, refused) = (CONTRACT, None);
        let change = Change { key, at, method, url, body, contract, kind, sku, name, quantity, was, refused };
        self.all.update(|all| all.push(change.clone()));
        self.keeper.tell(Step::Put(change));
    }

    /// What waited of a thing does so no more: it was sent, or is no longer wanted.
    pub fn settle(self, kind: ChangeKind, sku: &str) -> Option<Change> {
        let waits = |change: &&Change| change.is_of(kind, sku) && change.refused.is_none();
        let earlier = self.all.with_untracked(|all| all.iter().find(waits).cloned())?;
        self.drop(&earlier.key);
        Some(earlier)
    }

    pub fn drop(self, key: &str) {
        self.all.update(|all| all.retain(|change| change.key != key));
        self.keeper.tell(Step::Drop(key.to_string()));
    }

    /// Another shopper's are not this one's.
    pub fn forget(self) {
        self.all.set(Vec::new());
        self.keeper.tell(Step::Clear);
    }
}

impl Change {
    fn is_of(&self, kind: ChangeKind, sku: &str) -> bool {
        self.kind == kind && self.sku == sku
    }
}

#[cfg(test)]
mod tests {
    use contract::{language::Language, newtypes::Quantity};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::api;

    /// What waits after the cart's line was changed from 1 to each of these.
    fn waiting(wanted: &[u32]) -> Vec<(u32, Option<String>)> {
        let owner = Owner::new();
        owner.set();
        let changes = ChangesState::provide();
        for quantity in wanted.iter().copied() {
            let (sku, name) = ("A-1".to_string(), "Robe".to_string());
            let want = Want { kind: ChangeKind::Cart, sku, name, quantity, was: 1 };
            changes.wait(want, |was| {
                let quantity = Quantity::try_from(i64::from(quantity)).ok();
                api::cart::line("A-1", quantity, Some(was), Language::Fr)
            });
        }
        changes.all.get_untracked().into_iter().map(|change| (change.quantity, change.body)).collect()
    }

    fn body(quantity: u32, was: u32) -> Option<String> {
        Some(format!(r#"{{"quantity":{quantity},"was":{was}}}"#))
    }

    #[wasm_bindgen_test]
    fn of_several_changes_the_last_waits_with_what_was_before_them() {
        assert_eq!(waiting(&[2]), [(2, body(2, 1))]);
        assert_eq!(waiting(&[2, 3]), [(3, body(3, 1))]);
    }

    #[wasm_bindgen_test]
    fn one_that_is_taken_back_may_have_arrived() {
        assert_eq!(waiting(&[1]), []);
        assert_eq!(waiting(&[2, 1]), [(1, body(1, 2))]);
        assert_eq!(waiting(&[2, 1, 3]), [(3, body(3, 1))]);
    }
}
