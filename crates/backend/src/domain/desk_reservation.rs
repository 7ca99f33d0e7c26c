//! Reservations as associates see and change them. They reach only their own store's.

use contract::{
    desk::{DeskReservation, DeskReservationLine, DeskReservations, Undo, UndoStep},
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
    db::{
        self, Tx,
        associate::Associate,
        reservation::{ReservationLineRow, ReservationRow},
        store::StoreRow,
    },
};

/// What an associate does to a reservation.
pub enum Action {
    Prepare,
    SayFound { line_id: String },
    SayMissing { line_id: String },
    MakeReady { staging_place: Option<String> },
    Arrive,
    Close { bought: Vec<String> },
    NoShow,
    Undo,
}

impl Action {
    fn name(&self) -> &'static str {
        match self {
            Action::Prepare => "reservation.prepare",
            Action::SayFound { .. } => "reservation.found",
            Action::SayMissing { .. } => "reservation.missing",
            Action::MakeReady { .. } => "reservation.ready",
            Action::Arrive => "reservation.arrive",
            Action::Close { .. } => "reservation.close",
            Action::NoShow => "reservation.no_show",
            Action::Undo => "reservation.undo",
        }
    }

    /// How it can be taken back, and the piece it is about.
    fn step(&self) -> Option<(UndoStep, Option<&str>)> {
        Some(match self {
            Action::Prepare => (UndoStep::Prepare, None),
            Action::SayFound { line_id } => (UndoStep::Found, Some(line_id)),
            Action::SayMissing { line_id } => (UndoStep::Missing, Some(line_id)),
            Action::MakeReady { .. } => (UndoStep::Ready, None),
            Action::Arrive => (UndoStep::Arrive, None),
            Action::Close { .. } => (UndoStep::Close, None),
            Action::NoShow => (UndoStep::NoShow, None),
            Action::Undo => return None,
        })
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
    let mut tx = app.db.write().await?;
    let mut row = reservation::lock(&mut tx, id).await?;
    check_store(&mut tx, who, &row).await?;
    db::associate::audit(&mut tx, &secret::new_id(), who, action.name(), id, app.clock.now()).await?;
    if let Some((step, line_id)) = action.step() {
        reservation::remember(&mut tx, app, who, &row, step, line_id).await?;
    }
    match action {
        Action::Prepare => reservation::prepare(&mut tx, app, who, &mut row).await?,
        Action::SayFound { line_id } => {
            reservation::say_found(&mut tx, app, who, &mut row, &line_id).await?;
        }
        Action::SayMissing { line_id } => {
            reservation::say_missing(&mut tx, app, &mut row, &line_id).await?;
        }
        Action::MakeReady { staging_place: place } => {
            reservation::make_ready(&mut tx, app, who, &mut row, staging_place(place)?).await?;
        }
        Action::Arrive => reservation::arrive(&mut tx, app, &mut row).await?,
        Action::Close { bought } => reservation::close(&mut tx, app, &mut row, &bought).await?,
        Action::NoShow => reservation::no_show(&mut tx, app, &mut row).await?,
        Action::Undo => reservation::undo(&mut tx, app, &mut row).await?,
    }
    let view = view(&mut tx, app, row).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(view)
}

/// The reservation if it is of the associate's store.
pub async fn of_my_store(tx: &mut Tx, who: &Associate, id: &str) -> Outcome<ReservationRow> {
    let row = reservation::load(tx, id).await?;
    check_store(tx, who, &row).await?;
    Ok(row)
}

async fn check_store(tx: &mut Tx, who: &Associate, row: &ReservationRow) -> Outcome<()> {
    if row.store_id == who.store_id {
        return Ok(());
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
    let undo = undo(tx, app, &row, &lines, &store).await?;
    let prepared_by = match &row.prepared_by {
        Some(id) => db::associate::name(tx, id).await?,
        None => None,
    };
    let lines = reservation::view_lines(tx, app, lines, &row, &store).await?.into_iter().map(|line| {
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
        here_at: row.here_at.map(|moment| timestamp(moment, &zone)),
        late_until: row.late_until.map(|moment| timestamp(moment, &zone)),
        prepared_by,
        undo,
    })
}

async fn undo(
    tx: &mut Tx,
    app: &App,
    row: &ReservationRow,
    lines: &[ReservationLineRow],
    store: &StoreRow,
) -> Outcome<Option<Undo>> {
    let undoable = reservation::undoable(tx, app, row, lines).await?;
    Ok(undoable.map(|(step, row)| Undo {
        step,
        by: row.by,
        until: store.time(row.at + reservation::UNDO_WINDOW),
    }))
}
