//! The rules of placing an order, inside its transaction.

use std::{collections::HashSet, net::IpAddr};

use contract::{
    error::ErrorCode,
    event::Event,
    newtypes::Invalid,
    order::{PlaceOrder, PlaceOrderLine},
    pickup::{PickupChange, PickupStatus},
};

use super::{
    availability,
    hours::round_up_to_quarter,
    idempotency::{self, Key},
    order::Caller,
    outbox::{self, Entry},
    pass, pickup,
    price::PriceInputs,
    refusal::{Outcome, Refusal, invalid, not_found, refuse},
    secret, store,
};
use crate::{
    app::App,
    db::{
        self, Tx,
        offer::Offer,
        order::{LineRow, OrderRow},
        pickup::PickupRow,
        stock::Hold,
        store::StoreRow,
    },
};

const MAX_LINES: usize = 50;
/// Order numbers are drawn until one is free; a second draw is rare.
const DRAWS: u32 = 20;

/// The id of the order that this key places, and whether it was placed just now.
pub async fn once(
    tx: &mut Tx,
    app: &App,
    caller: &Caller<'_>,
    request: &PlaceOrder,
) -> Outcome<(String, bool)> {
    match idempotency::claim(tx, "orders", caller, request, app.clock.now()).await? {
        Key::Made(id) => Ok((id, false)),
        Key::New { scope } => {
            let id = new(tx, app, caller.address, request).await?;
            idempotency::made(tx, &scope, caller, &id).await?;
            Ok((id, true))
        }
    }
}

/// Places it, by the rules that every order obeys, and answers its id; `address` is that of the network that asks.
pub async fn new(tx: &mut Tx, app: &App, address: IpAddr, request: &PlaceOrder) -> Outcome<String> {
    check_lines(app, &request.lines)?;
    let store = db::store::find_to_promise(tx, &request.store_id).await?.ok_or_else(|| not_found("store"))?;
    store::check_open(app, &store)?;
    let lines = price_lines(tx, app, request, &store).await?;
    check_caps(tx, app, address, request).await?;
    let order = insert_order(tx, app, address, request, &lines).await?;
    insert_pickup(tx, app, &order.id, &store, &lines).await?;
    Ok(order.id)
}

fn check_lines(app: &App, lines: &[PlaceOrderLine]) -> Outcome<()> {
    if lines.is_empty() {
        return Err(invalid("lines", Invalid::Required));
    }
    if lines.len() > MAX_LINES {
        return Err(invalid("lines", Invalid::TooLong));
    }
    let mut seen = HashSet::new();
    for (position, line) in lines.iter().enumerate() {
        if !seen.insert(&line.sku) {
            return Err(invalid(&format!("lines/{position}/sku"), Invalid::Malformed));
        }
        let cap = app.retailer.pickup.max_units_per_line;
        if line.quantity.get() > cap {
            let title = format!("at most {cap} units of one article go to one person");
            return Err(refuse(ErrorCode::TooManyUnits, title).of_sku(&line.sku, Some(i64::from(cap))));
        }
    }
    Ok(())
}

/// The lines in the order they came, at the prices of now; refused when the shopper saw another total.
async fn price_lines(
    tx: &mut Tx,
    app: &App,
    request: &PlaceOrder,
    store: &StoreRow,
) -> Outcome<Vec<LineRow>> {
    let skus: Vec<String> = request.lines.iter().map(|line| line.sku.clone()).collect();
    let language = request.language.tag();
    let default_language = app.retailer.default_language.tag();
    let offers = db::offer::of_skus(tx, &skus, Some(&store.id), language, default_language).await?;
    let mut lines = Vec::new();
    for line in &request.lines {
        let offer = offers.iter().find(|offer| offer.sku == line.sku);
        let offer = offer.filter(|offer| !offer.withdrawn && offer.pickup_method.can_order());
        let offer = offer.ok_or_else(|| {
            refuse(ErrorCode::NotOrderable, "this article can't be ordered in this store")
                .of_sku(&line.sku, None)
        })?;
        lines.push(line_of(app, offer, line.quantity.get()));
    }
    let total: i64 = lines.iter().map(|line| line.unit_price * i64::from(line.quantity)).sum();
    let expected = &request.expected_total;
    if expected.amount != total || expected.currency != app.retailer.currency {
        return Err(refuse(ErrorCode::PriceChanged, "the total is not what it was: read the cart again"));
    }
    Ok(lines)
}

fn line_of(app: &App, offer: &Offer, quantity: u32) -> LineRow {
    LineRow {
        id: secret::new_id(),
        sku: offer.sku.clone(),
        product_slug: offer.product_slug.clone(),
        name: offer.name.clone(),
        colour: offer.colour.clone(),
        size: offer.size.clone(),
        picture_id: offer.picture_id.clone(),
        quantity,
        unit_price: PriceInputs::of_offer(offer).price_at(app.clock.now()).current,
        vat_rate: offer.vat_rate,
        outcome: None,
    }
}

async fn check_caps(tx: &mut Tx, app: &App, address: IpAddr, request: &PlaceOrder) -> Outcome<()> {
    let email = request.email.as_str();
    // Two orders of one person at once must not both pass the cap.
    db::attempt::queue(tx, &format!("orders {}", email.to_lowercase()), app.clock.now()).await?;
    let rules = &app.retailer.pickup;
    let too_many = db::order::open_of_email(tx, email).await? >= rules.max_open_orders
        || db::order::open_of_address(tx, &address.to_string()).await? >= rules.max_open_orders_per_address;
    if too_many {
        let title = "this person has as many orders waiting as the retailer allows";
        return Err(refuse(ErrorCode::TooManyOrders, title));
    }
    Ok(())
}

async fn insert_order(
    tx: &mut Tx,
    app: &App,
    address: IpAddr,
    request: &PlaceOrder,
    lines: &[LineRow],
) -> Outcome<OrderRow> {
    let mut order = OrderRow {
        id: secret::new_id(),
        number: secret::new_order_number(),
        channel: request.channel,
        name: request.name.as_str().to_string(),
        email: request.email.as_str().to_string(),
        phone: request.phone.as_ref().map(|phone| phone.as_str().to_string()),
        language: request.language,
        currency: app.retailer.currency.clone(),
        total: lines.iter().map(|line| line.unit_price * i64::from(line.quantity)).sum(),
        address: address.to_string(),
        placed_at: app.clock.now(),
    };
    for _ in 0..DRAWS {
        if db::order::insert(tx, &order).await? {
            return Ok(order);
        }
        order.number = secret::new_order_number();
    }
    Err(Refusal::Failure(anyhow::anyhow!("no order number was free")))
}

async fn insert_pickup(
    tx: &mut Tx,
    app: &App,
    order_id: &str,
    store: &StoreRow,
    lines: &[LineRow],
) -> Outcome<()> {
    let now = app.clock.now();
    let hours = store.hours();
    let ready_by = round_up_to_quarter(hours.after_opening_for(now, app.retailer.lead()));
    let pickup = PickupRow {
        id: secret::new_id(),
        order_id: order_id.to_string(),
        store_id: store.id.clone(),
        status: PickupStatus::Placed,
        ready_by,
        collect_by: hours.last_closing_before(now, ready_by + app.retailer.keep()).max(ready_by),
        ready_at: None,
        collected_at: None,
        ended_at: None,
        cancelled_by: None,
        staging_place: None,
    };
    db::pickup::insert(tx, &pickup).await?;
    for (position, line) in (0..).zip(lines) {
        db::order::insert_line(tx, order_id, &pickup.id, position, line).await?;
    }
    hold_stock(tx, app, &pickup, lines).await?;
    pass::issue(tx, &app.signer, &pickup.id, &store.id, now).await?;
    Ok(())
}

/// Takes the stock in SKU order, so that two orders never wait for each other.
async fn hold_stock(tx: &mut Tx, app: &App, pickup: &PickupRow, lines: &[LineRow]) -> Outcome<()> {
    let mut lines: Vec<&LineRow> = lines.iter().collect();
    lines.sort_by(|a, b| a.sku.cmp(&b.sku));
    for line in lines {
        let hold = Hold {
            sku: line.sku.clone(),
            store_id: pickup.store_id.clone(),
            quantity: i64::from(line.quantity),
        };
        let id = secret::new_id();
        let safety_stock = app.retailer.stock.safety_stock;
        if !db::stock::hold(tx, &pickup.id, &id, &hold, safety_stock, app.clock.now()).await? {
            return Err(short(tx, app, &hold).await?);
        }
    }
    Ok(())
}

/// Why the units could not be taken.
pub async fn short(tx: &mut Tx, app: &App, hold: &Hold) -> Outcome<Refusal> {
    let left = availability::load(tx, app, &hold.sku, &hold.store_id).await?;
    let code = match &left {
        None => ErrorCode::NotOrderable,
        Some(left) if left.quantity.is_none() => ErrorCode::StockUnknown,
        Some(_) => ErrorCode::NotEnoughStock,
    };
    let left = left.and_then(|left| left.quantity);
    Ok(refuse(code, "the store can't give that many").of_sku(&hold.sku, left))
}

/// Tells everyone what became of the stock, and the store and the shopper of the order.
pub async fn publish(tx: &mut Tx, app: &App, order_id: &str) -> Outcome<()> {
    let mut entries = Vec::new();
    for pickup in db::pickup::of_order(tx, order_id).await? {
        entries.push(pickup::entry(&pickup, PickupChange::Status));
        for line in db::order::lines_of_pickup(tx, &pickup.id).await? {
            let left = availability::load(tx, app, &line.sku, &pickup.store_id).await?;
            entries.extend(left.map(|left| Entry::public(Event::AvailabilityChanged(left))));
        }
    }
    outbox::publish(tx, app.clock.now(), entries).await?;
    Ok(())
}
