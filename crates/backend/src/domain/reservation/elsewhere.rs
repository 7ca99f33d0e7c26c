//! Where else a missing piece is.

use std::collections::HashMap;

use contract::reservation::{Elsewhere, ReservationLineStatus};

use crate::{
    app::App,
    db::{self, Tx, availability::ListedRow, reservation::ReservationLineRow, store::StoreRow},
    domain::{availability::availability, refusal::Outcome, store::Place},
};

/// By SKU: the nearest other store that can give one of what is missing.
pub async fn of_missing(
    tx: &mut Tx,
    app: &App,
    lines: &[ReservationLineRow],
    store: &StoreRow,
) -> Outcome<HashMap<String, Elsewhere>> {
    let missing = lines.iter().filter(|line| line.status == ReservationLineStatus::Missing);
    let skus: Vec<String> = missing.map(|line| line.sku.clone()).collect();
    let mut nearest: HashMap<String, Elsewhere> = HashMap::new();
    for listed in db::availability::stores_of_skus(tx, &skus).await? {
        let Some(found) = offered(app, &listed, store) else { continue };
        let is_nearer = nearest
            .get(&listed.stock.sku)
            .is_none_or(|known| found.distance.unwrap_or(u32::MAX) < known.distance.unwrap_or(u32::MAX));
        if is_nearer {
            nearest.insert(listed.stock.sku, found);
        }
    }
    Ok(nearest)
}

/// What another store can give of it.
fn offered(app: &App, listed: &ListedRow, from: &StoreRow) -> Option<Elsewhere> {
    let available = availability(&listed.stock, &listed.store, &app.retailer.stock, app.clock.now());
    let can_order = available.status.can_order() && listed.pickup_method.can_order();
    if listed.store.id == from.id || !can_order {
        return None;
    }
    let distance = Place::of(from).and_then(|from| Some(from.metres_to(Place::of(&listed.store)?)));
    Some(Elsewhere {
        store_id: listed.store.id.clone(),
        slug: listed.store.slug.clone(),
        name: listed.store.name.clone(),
        distance,
        quantity: available.quantity?,
    })
}
