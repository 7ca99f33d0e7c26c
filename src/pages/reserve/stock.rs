//! What the stores have of the pieces, piece by piece.

use std::{cmp::Reverse, collections::HashMap};

use contract::{
    availability::{AvailabilityList, StoreAvailability},
    store::StoreSummary,
};
use leptos::prelude::*;

use crate::{api::ApiError, state::query::Remote};

/// The stores of a list, in its order, with how far they are.
pub type Order = Vec<(String, Option<u32>)>;

#[derive(Clone, Copy)]
pub struct Stock(RwSignal<HashMap<String, Remote<AvailabilityList>>>);

impl Stock {
    pub fn new() -> Self {
        Self(RwSignal::new(HashMap::new()))
    }

    pub fn set(&self, sku: String, list: Remote<AvailabilityList>) {
        self.0.update(|lists| {
            lists.insert(sku, list);
        });
    }

    pub fn forget(&self, sku: &str) {
        // The page may be gone by then.
        let _ = self.0.try_update(|lists| lists.remove(sku));
    }

    /// What a store has of a piece.
    pub fn at(&self, sku: &str, store_id: &str) -> Option<StoreAvailability> {
        self.0.with(|lists| {
            let items = &lists.get(sku)?.ready()?.items;
            items.iter().find(|row| row.store.id == store_id).cloned()
        })
    }

    pub fn can_give(&self, sku: &str, store_id: &str) -> bool {
        self.at(sku, store_id).is_some_and(|row| row.can_order())
    }

    pub fn store(&self, skus: &[String], store_id: &str) -> Option<StoreSummary> {
        skus.iter().find_map(|sku| self.at(sku, store_id)).map(|row| row.store)
    }

    /// Nothing until it was read. What is not sold is in no store.
    pub fn order_of(&self, sku: &str) -> Option<Order> {
        self.0.with(|lists| match lists.get(sku)? {
            Remote::Loading => None,
            Remote::Failed(_) => Some(Order::new()),
            Remote::Ready(list) => {
                Some(list.items.iter().map(|row| (row.store.id.clone(), row.distance)).collect())
            }
        })
    }

    /// Why a list could not be read, unless the piece is no longer sold.
    pub fn failure(&self) -> Option<ApiError> {
        self.0.with(|lists| {
            lists.values().find_map(|list| match list {
                Remote::Failed(error) if !error.is_not_found() => Some(error.clone()),
                _ => None,
            })
        })
    }

    /// The stores that have one of the pieces, best first.
    pub fn rank(&self, skus: &[String], own: Option<&str>) -> Vec<String> {
        self.0.with(|lists| {
            let ready = skus.iter().filter_map(|sku| lists.get(sku)?.ready());
            rank(ready.flat_map(|list| &list.items).map(Offer::of), own)
        })
    }
}

/// Whether a store can give a piece, and how far it is.
struct Offer<'a> {
    store_id: &'a str,
    distance: Option<u32>,
    can_give: bool,
}

impl<'a> Offer<'a> {
    fn of(row: &'a StoreAvailability) -> Self {
        Self { store_id: &row.store.id, distance: row.distance, can_give: row.can_order() }
    }
}

/// Those first that can give the most pieces, then the shopper's own, then the nearest; none that has nothing.
fn rank<'a>(offers: impl Iterator<Item = Offer<'a>>, own: Option<&str>) -> Vec<String> {
    let mut stores: Vec<(Offer, usize)> = Vec::new();
    for offer in offers.filter(|offer| offer.can_give) {
        match stores.iter_mut().find(|(store, _)| store.store_id == offer.store_id) {
            Some((_, pieces)) => *pieces += 1,
            None => stores.push((offer, 1)),
        }
    }
    stores.sort_by_key(|(store, pieces)| {
        (Reverse(*pieces), Some(store.store_id) != own, store.distance.unwrap_or(u32::MAX))
    });
    stores.into_iter().map(|(store, _)| store.store_id.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn a_store_with_all_pieces_goes_before_my_own_and_that_before_the_nearest() {
        let offer = |store_id, distance, can_give| Offer { store_id, distance: Some(distance), can_give };
        let offers = || {
            let first = [offer("near", 100, true), offer("far", 900, true), offer("mine", 500, true)];
            let second = [offer("far", 900, true), offer("none", 10, false), offer("near", 100, false)];
            first.into_iter().chain(second)
        };
        assert_eq!(rank(offers(), Some("mine")), ["far", "mine", "near"]);
        assert_eq!(rank(offers(), None), ["far", "near", "mine"]);
    }
}
