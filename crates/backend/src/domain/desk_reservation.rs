//! Reservations as associates see and change them. They reach only their own store's.

use contract::{
    desk::{DeskReservation, DeskReservationLine, DeskReservations},
    error::ErrorCode,
    reservation::Slot,
};

use super::{
    clock::{DAY, timestamp},
    desk::staging_place,
    refusal::{Outcome, not_found, refuse},
    reservation, secret,
};
use crate::{
    app::App,
    db::{self, Tx, associate::Associate, reservation::ReservationRow},
};

/// What an associate does to a reservation.
pub enum Action {
    Prepare,
    SayMissing { line_id: String },
    MakeReady { staging_place: Option<String> },
    Arrive,
    Close { bought: Vec<String> },
}

impl Action {
    fn name(&self) -> &'static str {
        match self {
            Action::Prepare => "reservation.prepare",
            Action::SayMissing { .. } => "reservation.missing",
            Action::MakeReady { .. } => "reservation.ready",
            Action::Arrive => "reservation.arrive",
            Action::Close { .. } => "reservation.close",
        }
    }
}

pub async fn list(app: &App, who: &Associate) -> Outcome<DeskReservations> {
    let mut tx = app.db.read().await?;
    let cursor = db::outbox::last(&mut tx).await?;
    let mut items = Vec::new();
    for row in db::reservation::of_store(&mut tx, &who.store_id, app.clock.now() - DAY).await? {
        items.push(view(&mut tx, app, row).await?);
    }
    Ok(DeskReservations { items, cursor })
}

pub async fn act(app: &App, who: &Associate, id: &str, action: Action) -> Outcome<DeskReservation> {
    let name = action.name();
    let mut tx = app.db.write().await?;
    let mut row = of_my_store(&mut tx, who, id).await?;
    db::associate::audit(&mut tx, &secret::new_id(), who, name, id, app.clock.now()).await?;
    match action {
        Action::Prepare => reservation::prepare(&mut tx, app, &mut row).await?,
        Action::SayMissing { line_id } => {
            reservation::say_missing(&mut tx, app, &mut row, &line_id).await?;
        }
        Action::MakeReady { staging_place: place } => {
            reservation::make_ready(&mut tx, app, &mut row, staging_place(place)?).await?;
        }
        Action::Arrive => reservation::arrive(&mut tx, app, &mut row).await?,
        Action::Close { bought } => reservation::close(&mut tx, app, &mut row, &bought).await?,
    }
    let view = view(&mut tx, app, row).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(view)
}

/// The reservation if it is of the associate's store.
pub async fn of_my_store(tx: &mut Tx, who: &Associate, id: &str) -> Outcome<ReservationRow> {
    let row = reservation::load(tx, id).await?;
    if row.store_id == who.store_id {
        return Ok(row);
    }
    let name = db::store::find(tx, &row.store_id).await?.map(|store| store.name).unwrap_or_default();
    Err(refuse(ErrorCode::WrongStore, "the reservation is in another store").in_store(&name))
}

pub async fn view(tx: &mut Tx, app: &App, row: ReservationRow) -> Outcome<DeskReservation> {
    let store = db::store::find(tx, &row.store_id).await?.ok_or_else(|| not_found("store"))?;
    let zone = store.zone();
    let lines = db::reservation::lines(tx, &row.id).await?;
    let skus: Vec<String> = lines.iter().map(|line| line.sku.clone()).collect();
    let language = app.retailer.default_language.tag();
    let offers = db::offer::of_skus(tx, &skus, Some(&row.store_id), language, language).await?;
    let lines = reservation::view_lines(tx, lines, &row.currency).await?.into_iter().map(|line| {
        let offer = offers.iter().find(|offer| offer.sku == line.sku);
        DeskReservationLine {
            aisle: offer.and_then(|offer| offer.stock.as_ref()?.aisle.clone()),
            gtin: offer.and_then(|offer| offer.gtin.clone()),
            line,
        }
    });
    Ok(DeskReservation {
        lines: lines.collect(),
        mail_failed: db::mail::last_is_dead(tx, &row.id).await?,
        slot: Slot { from: timestamp(row.slot_from, &zone), until: timestamp(row.slot_until, &zone) },
        keep_until: timestamp(row.keep_until, &zone),
        requested_at: timestamp(row.requested_at, &zone),
        ready_at: row.ready_at.map(|moment| timestamp(moment, &zone)),
        ended_at: row.ended_at.map(|moment| timestamp(moment, &zone)),
        id: row.id,
        number: row.number,
        status: row.status,
        name: row.name,
        phone: row.phone,
        note: row.note,
        staging_place: row.staging_place,
        here_at: None,
        late_until: None,
        prepared_by: None,
        undo: None,
    })
}
