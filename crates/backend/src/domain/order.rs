//! Placing an order, and reading it back.

use std::net::IpAddr;

use contract::{
    money::Money,
    newtypes::Invalid,
    order::{Order, OrderLine, Pickup, PlaceOrder, PlacedOrder, VatAmount, vat_contained},
    page::Page,
    pickup::{CancelledBy, PickupStatus},
};

use super::{
    account,
    clock::timestamp,
    page::Asked,
    place_order,
    refusal::{Outcome, invalid, not_found},
    session,
};
use crate::{
    app::App,
    db::{self, Tx, order::LineRow, pickup::PickupRow},
};

/// Who places an order, and with which key.
pub struct Caller<'a> {
    pub session: Option<&'a str>,
    pub address: IpAddr,
    pub idempotency_key: &'a str,
}

/// A placed order, with the secret of a session that was made for it.
pub struct Placed {
    pub placed: PlacedOrder,
    pub new_token: Option<String>,
}

/// Places an order, or answers the one that the same key placed before.
pub async fn place(app: &App, caller: &Caller<'_>, request: &PlaceOrder) -> Outcome<Placed> {
    if !request.channel.is_of_shopper() {
        return Err(invalid("channel", Invalid::Malformed));
    }
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let (order_id, is_new) = place_order::once(&mut tx, app, caller, request).await?;
    let opened = session::open(&mut tx, caller.session, now).await?;
    session::grant(&mut tx, &opened, &order_id).await?;
    let link_token = session::mint_link(&mut tx, &order_id, now).await?;
    if is_new {
        if let Some(cart_id) = &opened.cart_id {
            let ordered: Vec<&str> = request.lines.iter().map(|line| line.sku.as_str()).collect();
            db::cart::remove_lines(&mut tx, cart_id, &ordered, now).await?;
        }
        place_order::publish(&mut tx, app, &order_id).await?;
        account::tell(&mut tx, app, opened.account_id.as_deref()).await?;
    }
    let order = view(&mut tx, app, &order_id).await?;
    tx.commit().await?;
    if is_new {
        app.ring().await;
    }
    Ok(Placed { placed: PlacedOrder { order, link_token }, new_token: opened.new_token })
}

/// The orders that the caller's session may see, the last placed first.
pub async fn list(app: &App, session: Option<&str>, asked: Asked) -> Outcome<Page<Order>> {
    let mut tx = app.db.read().await?;
    let Some(session) = session else {
        return Ok(asked.answer(Vec::new(), 0));
    };
    let now = app.clock.now();
    let (ids, total) = db::seen::orders(&mut tx, session, now, asked.per_page, asked.skip()).await?;
    let mut items = Vec::new();
    for id in ids {
        items.push(view(&mut tx, app, &id).await?);
    }
    Ok(asked.answer(items, total))
}

/// The order, for a session that may see it. Others can't tell it from one that does not exist.
pub async fn find(app: &App, session: Option<&str>, id: &str) -> Outcome<Order> {
    let mut tx = app.db.read().await?;
    check_access(&mut tx, app, session, id, "order").await?;
    view(&mut tx, app, id).await
}

/// Lets a session pass that may see the order or the reservation.
pub async fn check_access(
    tx: &mut Tx,
    app: &App,
    session: Option<&str>,
    id: &str,
    what: &str,
) -> Outcome<()> {
    let Some(session) = session else {
        return Err(not_found(what));
    };
    if db::session::may_see(tx, session, id, app.clock.now()).await? {
        return Ok(());
    }
    Err(not_found(what))
}

/// Cancels what is live of an order; that nothing is live any more is refused with the reason.
pub async fn cancel(app: &App, session: Option<&str>, id: &str) -> Outcome<Order> {
    let mut tx = app.db.write().await?;
    check_access(&mut tx, app, session, id, "order").await?;
    let pickups = db::pickup::of_order(&mut tx, id).await?;
    let nothing_live = pickups.iter().all(|pickup| !pickup.status.can_cancel());
    if let (true, Some(ended)) = (nothing_live, pickups.last()) {
        return Err(super::pickup::refusal(app, ended));
    }
    for mut pickup in pickups {
        if pickup.status.can_cancel() {
            super::pickup::end(&mut tx, app, &mut pickup, PickupStatus::Cancelled, CancelledBy::Shopper)
                .await?;
        }
    }
    let order = view(&mut tx, app, id).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(order)
}

/// The order as its shopper sees it. Names of what was bought stay as they were; only the store is of today.
pub async fn view(tx: &mut Tx, app: &App, id: &str) -> Outcome<Order> {
    let cursor = db::outbox::last(tx).await?;
    let order = db::order::find(tx, id).await?.ok_or_else(|| not_found("order"))?;
    let mut pickups = Vec::new();
    for pickup in db::pickup::of_order(tx, id).await? {
        pickups.push(view_pickup(tx, app, pickup, &order.currency).await?);
    }
    let lines = pickups.iter().flat_map(|pickup| &pickup.lines);
    Ok(Order {
        vat: vat_by_rate(lines, &order.currency),
        placed_at: timestamp(order.placed_at, &app.retailer.zone()),
        total: Money::new(order.total, &order.currency),
        id: order.id,
        number: order.number,
        channel: order.channel,
        name: order.name,
        email: order.email,
        phone: order.phone,
        pickups,
        cursor,
    })
}

async fn view_pickup(tx: &mut Tx, app: &App, pickup: PickupRow, currency: &str) -> Outcome<Pickup> {
    let store = db::store::find(tx, &pickup.store_id).await?.ok_or_else(|| not_found("store"))?;
    let zone = store.zone();
    let lines = db::order::lines_of_pickup(tx, &pickup.id).await?;
    let pass = if pickup.status.is_live() { db::pass::live(tx, &pickup.id).await? } else { None };
    Ok(Pickup {
        store: super::store::view(&store, app.clock.now()),
        status: pickup.status,
        lines: view_lines(tx, lines, currency).await?,
        pass,
        ready_by: timestamp(pickup.ready_by, &zone),
        collect_by: timestamp(pickup.collect_by, &zone),
        ready_at: pickup.ready_at.map(|moment| timestamp(moment, &zone)),
        collected_at: pickup.collected_at.map(|moment| timestamp(moment, &zone)),
        ended_at: pickup.ended_at.map(|moment| timestamp(moment, &zone)),
        cancelled_by: pickup.cancelled_by,
        id: pickup.id,
    })
}

pub async fn view_lines(tx: &mut Tx, lines: Vec<LineRow>, currency: &str) -> Outcome<Vec<OrderLine>> {
    let pictures: Vec<String> = lines.iter().filter_map(|line| line.picture_id.clone()).collect();
    let pictures = db::picture::by_ids(tx, &pictures).await?;
    let view = |line: LineRow| OrderLine {
        picture: line.picture_id.and_then(|id| pictures.get(&id).cloned()),
        sku: line.sku,
        product_slug: line.product_slug,
        name: line.name,
        colour: line.colour,
        size: line.size,
        quantity: line.quantity,
        unit_price: Money::new(line.unit_price, currency),
        total: Money::new(line.unit_price * i64::from(line.quantity), currency),
        vat_rate: line.vat_rate,
        outcome: line.outcome,
    };
    Ok(lines.into_iter().map(view).collect())
}

/// The VAT in the total, by rate, from the lowest.
fn vat_by_rate<'a>(lines: impl Iterator<Item = &'a OrderLine>, currency: &str) -> Vec<VatAmount> {
    let mut by_rate = std::collections::BTreeMap::new();
    for line in lines {
        *by_rate.entry(line.vat_rate).or_insert(0) += line.total.amount;
    }
    let vat = |(rate, amount)| VatAmount { rate, vat: Money::new(vat_contained(amount, rate), currency) };
    by_rate.into_iter().map(vat).collect()
}
