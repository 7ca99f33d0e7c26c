//! What can be promised, where.

use contract::{
    availability::{Availability, AvailabilityList, AvailabilityStatus, StoreAvailability},
    event::Event,
};

use super::{
    clock::HOUR,
    hours::round_up_to_quarter,
    outbox::Entry,
    price::PriceInputs,
    refusal::{Outcome, not_found},
    retailer::StockRules,
    store::Place,
};
use crate::{
    app::App,
    db::{
        self, Tx,
        availability::{ListedRow, StockRow},
        offer::Offer,
        stock::Hold,
        store::StoreRow,
    },
};

/// What a count promises now.
pub fn availability(stock: &StockRow, store: &StoreRow, rules: &StockRules, now: i64) -> Availability {
    // A store that had to close promises nothing.
    let left = available(stock, rules).map(|left| if store.closed_at(now).is_some() { 0 } else { left });
    let status = AvailabilityStatus::of(left, rules.limited_at);
    let is_stale = stock.counted_at.is_none_or(|at| now - at > rules.stale_after_hours * HOUR);
    Availability {
        sku: stock.sku.clone(),
        store_id: stock.store_id.clone(),
        status,
        quantity: left,
        counted_at: stock.counted_at.map(|at| store.time(at)),
        to_confirm: is_stale && status == AvailabilityStatus::Limited,
    }
}

/// Units available to promise; `None` when never counted.
pub fn available(stock: &StockRow, rules: &StockRules) -> Option<i64> {
    stock.on_hand.map(|on_hand| (on_hand - stock.held - rules.safety_stock).max(0))
}

/// What a store has of a variant; `None` when it does not list it.
pub async fn load(tx: &mut Tx, app: &App, sku: &str, store_id: &str) -> Outcome<Option<Availability>> {
    let Some(store) = db::store::find(tx, store_id).await? else {
        return Ok(None);
    };
    let stock = db::availability::of(tx, sku, store_id).await?;
    Ok(stock.map(|stock| availability(&stock, &store, &app.retailer.stock, app.clock.now())))
}

/// What is told of stock that was held or freed.
pub async fn changed(tx: &mut Tx, app: &App, moved: &[Hold]) -> Outcome<Vec<Entry>> {
    let mut entries = Vec::new();
    for hold in moved {
        let availability = load(tx, app, &hold.sku, &hold.store_id).await?;
        entries.extend(availability.map(|now| Entry::public(Event::AvailabilityChanged(now))));
    }
    Ok(entries)
}

/// What the store of an offer has; what it does not list is unknown there.
pub fn of_offer(app: &App, offer: &Offer, store: &StoreRow) -> Availability {
    let stock = offer.stock.as_ref();
    let stock = StockRow {
        sku: offer.sku.clone(),
        store_id: store.id.clone(),
        on_hand: stock.and_then(|stock| stock.on_hand),
        held: stock.map_or(0, |stock| stock.held),
        counted_at: stock.and_then(|stock| stock.counted_at),
    };
    availability(&stock, store, &app.retailer.stock, app.clock.now())
}

/// The stores that list a variant: those that can give it first, each group nearest first. Distances are from
/// the place, else from the shopper's own store, which then leads its group.
pub async fn list(
    app: &App,
    sku: &str,
    place: Option<Place>,
    own_store: Option<&str>,
) -> Outcome<AvailabilityList> {
    let mut tx = app.db.read().await?;
    let cursor = db::outbox::last(&mut tx).await?;
    let price = db::product::price_of(&mut tx, sku).await?.ok_or_else(|| not_found("variant"))?;
    let own_store = match own_store {
        Some(id) => Some(db::store::find_visible(&mut tx, id).await?.ok_or_else(|| not_found("store"))?),
        None => None,
    };
    let from = place.or_else(|| own_store.as_ref().and_then(Place::of));
    let listed = db::availability::stores_of(&mut tx, sku).await?;
    let mut items: Vec<_> = listed.iter().map(|row| in_store(app, row, price, from)).collect();
    let is_own = |id: &str| place.is_none() && own_store.as_ref().is_some_and(|store| store.id == id);
    items.sort_by_key(|item| (!item.can_order(), !is_own(&item.store.id), item.distance.unwrap_or(u32::MAX)));
    Ok(AvailabilityList { items, cursor })
}

fn in_store(app: &App, row: &ListedRow, price: PriceInputs, from: Option<Place>) -> StoreAvailability {
    let now = app.clock.now();
    let distance = from.and_then(|from| Some(from.metres_to(Place::of(&row.store)?)));
    let price = PriceInputs { local: row.local_price, ..price }.price_at(now);
    let mut item = StoreAvailability {
        availability: availability(&row.stock, &row.store, &app.retailer.stock, now),
        store: row.store.summary(now, distance),
        distance,
        pickup_method: row.pickup_method,
        aisle: row.aisle.clone(),
        price: contract::money::Money::new(price.current, &app.retailer.currency),
        ready_by: None,
    };
    if item.can_order() {
        let ready = row.store.hours().after_opening_for(now, app.retailer.lead());
        item.ready_by = Some(row.store.time(round_up_to_quarter(ready)));
    }
    item
}
