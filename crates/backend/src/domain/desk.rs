//! What associates of a store see and do. They reach only their own store's pickups.

use contract::{
    desk::{DeskLine, DeskPickup, DeskPickups, FoundPass},
    error::ErrorCode,
    money::Money,
    newtypes::Invalid,
    pass::FindPass,
};

use super::{
    attempt,
    clock::{DAY, timestamp},
    desk_reservation,
    order::view_lines,
    pickup,
    refusal::{Outcome, invalid, not_found, refuse},
    return_request, secret,
};
use crate::{
    app::App,
    db::{self, Tx, associate::Associate, pickup::PickupRow},
};

/// What an associate does to a pickup.
pub enum Action {
    Prepare,
    MakeReady { staging_place: Option<String> },
    Collect,
}

impl Action {
    fn name(&self) -> &'static str {
        match self {
            Action::Prepare => "prepare",
            Action::MakeReady { .. } => "make_ready",
            Action::Collect => "collect",
        }
    }
}

pub async fn pickups(app: &App, who: &Associate) -> Outcome<DeskPickups> {
    let mut tx = app.db.read().await?;
    let cursor = db::outbox::last(&mut tx).await?;
    let mut items = Vec::new();
    for pickup in db::pickup::of_store(&mut tx, &who.store_id, app.clock.now() - DAY).await? {
        items.push(view(&mut tx, app, pickup).await?);
    }
    Ok(DeskPickups { items, cursor })
}

pub async fn act(app: &App, who: &Associate, pickup_id: &str, action: Action) -> Outcome<DeskPickup> {
    let name = action.name();
    let mut tx = app.db.write().await?;
    let mut pickup = of_my_store(&mut tx, who, pickup_id).await?;
    db::associate::audit(&mut tx, &secret::new_id(), who, name, pickup_id, app.clock.now()).await?;
    match action {
        Action::Prepare => pickup::prepare(&mut tx, app, &mut pickup).await?,
        Action::MakeReady { staging_place } => {
            pickup::make_ready(&mut tx, app, &mut pickup, self::staging_place(staging_place)?).await?;
        }
        Action::Collect => pickup::collect(&mut tx, app, &mut pickup).await?,
    }
    let view = view(&mut tx, app, pickup).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(view)
}

/// Where prepared goods wait, as the associate typed it.
pub fn staging_place(typed: Option<String>) -> Outcome<Option<String>> {
    let place = typed.map(|place| place.trim().to_string()).filter(|place| !place.is_empty());
    if place.as_ref().is_some_and(|place| place.chars().count() > 40) {
        return Err(invalid("staging_place", Invalid::TooLong));
    }
    Ok(place)
}

pub async fn of_my_store(tx: &mut Tx, who: &Associate, pickup_id: &str) -> Outcome<PickupRow> {
    let pickup = pickup::find(tx, pickup_id).await?;
    if pickup.store_id == who.store_id {
        return Ok(pickup);
    }
    let name = db::store::find(tx, &pickup.store_id).await?.map(|store| store.name).unwrap_or_default();
    Err(refuse(ErrorCode::WrongStore, "the pass is for another store").in_store(&name))
}

/// Finds what a pass that was scanned or typed is for; what is over is found too, its status says so.
pub async fn find(app: &App, who: &Associate, pass: &FindPass) -> Outcome<FoundPass> {
    let scope = format!("digits {}", who.id);
    attempt::check(app, &scope, &attempt::DIGITS).await?;
    let mut tx = app.db.read().await?;
    let subject_id = match pass {
        FindPass::Token(token) => app
            .signer
            .check(token)
            .map(|genuine| genuine.subject_id)
            .ok_or_else(|| refuse(ErrorCode::PassNotGenuine, "this shop did not sign that code"))?,
        FindPass::Digits(digits) => match db::pass::find(&mut tx, digits.as_str(), &who.store_id).await? {
            Some((subject_id, _)) => subject_id,
            None => {
                attempt::failed(app, &scope, &attempt::DIGITS).await?;
                return Err(refuse(ErrorCode::PassNotFound, "no pass has these digits"));
            }
        },
    };
    if db::reservation::find(&mut tx, &subject_id).await?.is_some() {
        let reservation = desk_reservation::of_my_store(&mut tx, who, &subject_id).await?;
        return Ok(FoundPass::Reservation(desk_reservation::view(&mut tx, app, reservation).await?));
    }
    if let Some(row) = db::return_request::find(&mut tx, &subject_id).await? {
        return_request::check_may_look(&mut tx, app, who, &row).await?;
        let found = return_request::view_at_desk(&mut tx, app, who, row).await?;
        return Ok(FoundPass::Return(Box::new(found)));
    }
    let pickup = of_my_store(&mut tx, who, &subject_id).await?;
    Ok(FoundPass::Pickup(view(&mut tx, app, pickup).await?))
}

pub async fn view(tx: &mut Tx, app: &App, pickup: PickupRow) -> Outcome<DeskPickup> {
    let order = db::order::find(tx, &pickup.order_id).await?.ok_or_else(|| not_found("order"))?;
    let lines = db::order::lines_of_pickup(tx, &pickup.id).await?;
    let lines = view_lines(tx, lines, &order.currency).await?;
    let skus: Vec<String> = lines.iter().map(|line| line.sku.clone()).collect();
    let language = app.retailer.default_language.tag();
    let offers = db::offer::of_skus(tx, &skus, Some(&pickup.store_id), language, language).await?;
    let total = lines.iter().map(|line| line.total.amount).sum();
    let lines = lines.into_iter().map(|line| {
        let offer = offers.iter().find(|offer| offer.sku == line.sku);
        DeskLine {
            aisle: offer.and_then(|offer| offer.stock.as_ref()?.aisle.clone()),
            gtin: offer.and_then(|offer| offer.gtin.clone()),
            line,
        }
    });
    let zone = app.retailer.zone();
    Ok(DeskPickup {
        lines: lines.collect(),
        mail_failed: db::mail::last_is_dead(tx, &pickup.id).await?,
        id: pickup.id,
        order_number: order.number,
        status: pickup.status,
        name: order.name,
        placed_at: timestamp(order.placed_at, &zone),
        ready_by: timestamp(pickup.ready_by, &zone),
        collect_by: timestamp(pickup.collect_by, &zone),
        ready_at: pickup.ready_at.map(|moment| timestamp(moment, &zone)),
        collected_at: pickup.collected_at.map(|moment| timestamp(moment, &zone)),
        staging_place: pickup.staging_place,
        total: Money::new(total, order.currency),
    })
}
