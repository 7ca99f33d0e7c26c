//! The cart. The server keeps it; the number of its units is remembered so that a visit without a cart asks nothing.

use contract::{cart::Cart, newtypes::Quantity};
use leptos::prelude::*;

use super::query::Remote;
use crate::{
    api::{self, ApiError},
    browser::storage,
    text,
};

const UNITS: &str = "cart-units";

#[derive(Clone, Copy)]
pub struct CartState {
    pub cart: RwSignal<Remote<Cart>>,
    pub units: RwSignal<u32>,
    /// Counts how often it was forgotten: what was read before is another shopper's.
    turn: StoredValue<u32>,
}

impl CartState {
    pub fn provide() -> Self {
        let units = storage::local().get(UNITS).and_then(|units| units.parse().ok()).unwrap_or(0);
        let (cart, turn) = (RwSignal::new(Remote::Loading), StoredValue::new(0));
        let state = Self { cart, units: RwSignal::new(units), turn };
        provide_context(state);
        state
    }

    pub fn expect() -> Self {
        expect_context()
    }

    fn take(self, cart: Cart) {
        storage::local().set(UNITS, &cart.units.to_string());
        self.units.set(cart.units);
        self.cart.set(Remote::Ready(cart));
    }

    /// Reads the cart; one that is shown stays when it can't be read.
    pub async fn load(self) {
        let turn = self.turn.get_value();
        let answer = api::get_text(api::cart::get(text::language()).url()).await;
        if turn != self.turn.get_value() {
            return;
        }
        match answer.and_then(|text| api::parse(&text)) {
            Ok(cart) => self.take(cart),
            Err(error) => {
                if self.cart.with_untracked(|cart| cart.ready().is_none()) {
                    self.cart.set(Remote::Failed(error));
                }
            }
        }
    }

    pub async fn set_line(self, sku: &str, quantity: Quantity) -> Result<(), ApiError> {
        self.take(api::cart::set_line(sku, quantity, text::language()).await?);
        Ok(())
    }

    pub async fn remove_line(self, sku: &str) -> Result<(), ApiError> {
        self.take(api::cart::remove_line(sku, text::language()).await?);
        Ok(())
    }

    pub async fn set_store(self, store_id: String) -> Result<(), ApiError> {
        self.take(api::cart::set_store(store_id, text::language()).await?);
        Ok(())
    }

    /// Adds units of a variant to what the cart has of it, to be picked up in a store.
    pub async fn add(self, sku: &str, units: u32, store_id: String) -> Result<(), ApiError> {
        if self.cart.with_untracked(|cart| cart.ready().is_none()) {
            self.load().await;
        }
        let (has, elsewhere) = self.cart.with_untracked(|cart| {
            let Some(cart) = cart.ready() else {
                return (0, true);
            };
            let line = cart.lines.iter().find(|line| line.sku == sku);
            let here = cart.store.as_ref().is_some_and(|store| store.id == store_id);
            (line.map_or(0, |line| line.quantity), !here)
        });
        if elsewhere {
            self.set_store(store_id).await?;
        }
        let wanted = (has + units).clamp(1, Quantity::MAX);
        let quantity = Quantity::try_from(i64::from(wanted)).map_err(|_| ApiError::Unreadable)?;
        self.set_line(sku, quantity).await
    }

    /// After an order the server empties it; whoever signs out takes theirs along.
    pub fn forget(self) {
        self.turn.update_value(|turn| *turn += 1);
        storage::local().remove(UNITS);
        self.units.set(0);
        self.cart.set(Remote::Loading);
    }
}
