//! The cart. The server keeps it; the number of its units is remembered so that a visit without a cart asks nothing.

use contract::{
    cart::{Cart, CartLine},
    error::ErrorCode,
    newtypes::Quantity,
};
use leptos::prelude::*;

use super::{
    changes::{ChangeKind, ChangesState, Want},
    query::Remote,
};
use crate::{
    api::{self, ApiError},
    browser::{storage, time},
    text,
};

const UNITS: &str = "cart-units";

/// « Robe en lin, Cognac, 38 »
fn full_name(line: &CartLine) -> String {
    let parts = [Some(&line.name), line.colour.as_ref(), line.size.as_ref()];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// A variant or a store, and what the shopper calls it.
pub struct Named {
    pub id: String,
    pub name: String,
}

#[derive(Clone, Copy)]
pub struct CartState {
    pub cart: RwSignal<Remote<Cart>>,
    pub units: RwSignal<u32>,
    /// Since when this device has kept what is shown, when no server answered for it.
    pub kept_since: RwSignal<Option<f64>>,
    /// When the server last said what is shown, by its own clock.
    said_at: StoredValue<f64>,
    changes: ChangesState,
    /// Counts how often it was forgotten: what was read before is another shopper's.
    turn: StoredValue<u32>,
}

impl CartState {
    pub fn provide() -> Self {
        let units = storage::local().get(UNITS).and_then(|units| units.parse().ok()).unwrap_or(0);
        let state = Self {
            cart: RwSignal::new(Remote::Loading),
            units: RwSignal::new(units),
            kept_since: RwSignal::new(None),
            said_at: StoredValue::new(0.0),
            changes: ChangesState::expect(),
            turn: StoredValue::new(0),
        };
        provide_context(state);
        state
    }

    pub fn expect() -> Self {
        expect_context()
    }

    fn take(self, cart: Cart) {
        storage::local().set(UNITS, &cart.units.to_string());
        self.units.set(cart.units);
        self.kept_since.set(None);
        self.said_at.set_value(time::server_now());
        self.cart.set(Remote::Ready(cart));
    }

    /// Reads the cart; one that is shown stays when it can't be read.
    pub async fn load(self) {
        let turn = self.turn.get_value();
        let answer = api::read(api::cart::get(text::language()).url()).await;
        if turn != self.turn.get_value() {
            return;
        }
        match answer.and_then(|answer| Ok((api::parse(&answer.text)?, answer.kept_since))) {
            // What the server told this page is newer than what the device kept before.
            Ok((_, Some(_))) if !self.is_old() => self.kept_since.set(Some(self.said_at.get_value())),
            Ok((cart, kept_since)) => {
                self.take(cart);
                self.kept_since.set(kept_since);
            }
            Err(error) => {
                if self.cart.with_untracked(|cart| cart.ready().is_none()) {
                    self.cart.set(Remote::Failed(error));
                }
            }
        }
    }

    /// Sets how many units of a SKU it holds; none takes it out. Without a network the change waits for one.
    pub async fn set_units(self, sku: &str, units: u32) -> Result<(), ApiError> {
        let name = self
            .cart
            .with_untracked(|cart| cart.ready()?.lines.iter().find(|line| line.sku == sku).map(full_name));
        self.set_named(sku, name.unwrap_or_default(), units).await
    }

    async fn set_named(self, sku: &str, name: String, units: u32) -> Result<(), ApiError> {
        let quantity = match units {
            0 => None,
            units => Some(Quantity::try_from(i64::from(units)).map_err(|_| ApiError::Unreadable)?),
        };
        let was = self.has(sku);
        let request = |was| api::cart::line(sku, quantity, was, text::language());
        match api::cart::change(request(self.is_old().then_some(was))).await {
            Ok(cart) => {
                self.changes.settle(ChangeKind::Cart, sku);
                self.take(cart);
            }
            Err(ApiError::Network) if ChangesState::can_wait() => {
                let want = Want { kind: ChangeKind::Cart, sku: sku.to_string(), name, quantity: units, was };
                self.changes.wait(want, |was| request(Some(was)));
            }
            Err(error) => {
                if error.code() == Some(ErrorCode::CartChanged) {
                    self.load().await;
                }
                return Err(error);
            }
        }
        Ok(())
    }

    /// No server says that what is shown is of now: what was changed elsewhere meanwhile is not to be overwritten.
    fn is_old(self) -> bool {
        self.kept_since.with_untracked(Option::is_some)
            || self.cart.with_untracked(|cart| cart.ready().is_none())
    }

    /// Units that the server has of a SKU, as far as it is known.
    fn has(self, sku: &str) -> u32 {
        self.cart.with_untracked(|cart| {
            let line = cart.ready().and_then(|cart| cart.lines.iter().find(|line| line.sku == sku));
            line.map_or(0, |line| line.quantity)
        })
    }

    async fn set_store(self, store: Named, was: String) -> Result<(), ApiError> {
        let request = |was| api::cart::store(store.id.clone(), was, text::language());
        let kind = ChangeKind::Store;
        match api::cart::change(request(self.is_old().then(|| was.clone()))).await {
            Ok(cart) => {
                self.changes.settle(kind, "");
                self.take(cart);
            }
            Err(ApiError::Network) if ChangesState::can_wait() => {
                let want = Want { kind, sku: String::new(), name: store.name.clone(), quantity: 1, was: 0 };
                self.changes.wait(want, |_| request(Some(was)));
            }
            Err(error) => {
                if error.code() == Some(ErrorCode::CartChanged) {
                    self.load().await;
                }
                return Err(error);
            }
        }
        Ok(())
    }

    /// Adds units of a variant to what the cart has of it, to be picked up in a store. The names are for what has to wait
    /// for the network; the answer says whether it does.
    pub async fn add(self, variant: Named, units: u32, store: Named) -> Result<bool, ApiError> {
        if self.cart.with_untracked(|cart| cart.ready().is_none()) {
            self.load().await;
        }
        let was = self.cart.with_untracked(|cart| {
            let store = cart.ready().and_then(|cart| cart.store.as_ref());
            store.map(|store| store.id.clone()).unwrap_or_default()
        });
        if was != store.id {
            self.set_store(store, was).await?;
        }
        let Named { id: sku, name } = variant;
        let wanted = |sku: &str| untrack(|| self.changes.wanted(ChangeKind::Cart, sku));
        let has = wanted(&sku).unwrap_or_else(|| self.has(&sku));
        self.set_named(&sku, name, (has + units).clamp(1, Quantity::MAX)).await?;
        Ok(wanted(&sku).is_some())
    }

    /// After an order the server empties it; whoever signs out takes theirs along.
    pub fn forget(self) {
        self.turn.update_value(|turn| *turn += 1);
        storage::local().remove(UNITS);
        self.units.set(0);
        self.cart.set(Remote::Loading);
    }
}
