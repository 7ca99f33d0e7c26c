//! What associates do: prepare piece by piece, receive the shopper, and end the fitting.

use contract::{
    error::ErrorCode,
    reservation::{ReservationChange, ReservationLineStatus as LineStatus, ReservationStatus},
};

use super::{change, end, let_go, publish, publish_with, refusal};
use crate::{
    app::App,
    db::{
        self, Tx,
        associate::Associate,
        reservation::{ReservationLineRow, ReservationRow},
    },
    domain::{
        clock::timestamp,
        refusal::{Outcome, Refusal, not_found, refuse},
    },
};

pub async fn prepare(
    tx: &mut Tx,
    app: &App,
    who: &Associate,
    reservation: &mut ReservationRow,
) -> Outcome<()> {
    let from = reservation.status;
    if !from.can_prepare() {
        return Err(refusal(app, reservation));
    }
    reservation.status = ReservationStatus::Preparing;
    reservation.prepared_by = Some(who.id.clone());
    change(tx, app, from, reservation).await?;
    publish(tx, app, reservation, &[]).await
}

/// A piece was found and put aside. Whoever finds the first one has begun to prepare.
pub async fn say_found(
    tx: &mut Tx,
    app: &App,
    who: &Associate,
    reservation: &mut ReservationRow,
    line_id: &str,
) -> Outcome<()> {
    let from = reservation.status;
    if !from.is_live() {
        return Err(refusal(app, reservation));
    }
    let lines = db::reservation::lines(tx, &reservation.id).await?;
    find_line(&lines, line_id)?;
    if !db::reservation::change_line(tx, line_id, LineStatus::Held, LineStatus::Found).await? {
        return Err(said_before());
    }
    if from.can_prepare() {
        reservation.status = ReservationStatus::Preparing;
        reservation.prepared_by = Some(who.id.clone());
        change(tx, app, from, reservation).await?;
    }
    publish_with(tx, app, reservation, &[], ReservationChange::PieceFound).await
}

/// A piece that was not found is not there: the count is corrected by it. When none is left the store declines.
pub async fn say_missing(
    tx: &mut Tx,
    app: &App,
    reservation: &mut ReservationRow,
    line_id: &str,
) -> Outcome<()> {
    if !reservation.status.is_live() {
        return Err(refusal(app, reservation));
    }
    let lines = db::reservation::lines(tx, &reservation.id).await?;
    let line = find_line(&lines, line_id)?;
    let now = app.clock.now();
    let freed = let_go(tx, reservation, line, LineStatus::Missing, now).await?;
    let Some(hold) = &freed else {
        return Err(said_before());
    };
    db::stock::moved(tx, &hold.sku, &hold.store_id, "count", -hold.quantity, &reservation.id, now).await?;
    if lines.iter().all(|other| other.id == line_id || !other.status.is_kept()) {
        return end(tx, app, reservation, ReservationStatus::Declined, &[]).await;
    }
    publish_with(tx, app, reservation, freed.as_slice(), ReservationChange::PieceMissing).await
}

fn find_line<'a>(lines: &'a [ReservationLineRow], line_id: &str) -> Outcome<&'a ReservationLineRow> {
    lines.iter().find(|line| line.id == line_id).ok_or_else(|| not_found("piece"))
}

fn said_before() -> Refusal {
    refuse(ErrorCode::WrongStatus, "somebody said before what became of this piece")
}

pub async fn make_ready(
    tx: &mut Tx,
    app: &App,
    who: &Associate,
    reservation: &mut ReservationRow,
    staging_place: Option<String>,
) -> Outcome<()> {
    let from = reservation.status;
    if !from.can_make_ready() {
        return Err(refusal(app, reservation));
    }
    reservation.status = ReservationStatus::Ready;
    reservation.ready_at = Some(app.clock.now());
    reservation.staging_place = staging_place;
    reservation.prepared_by.get_or_insert_with(|| who.id.clone());
    change(tx, app, from, reservation).await?;
    for line in db::reservation::lines(tx, &reservation.id).await? {
        if line.status == LineStatus::Held {
            db::reservation::change_line(tx, &line.id, LineStatus::Held, LineStatus::Found).await?;
        }
    }
    publish(tx, app, reservation, &[]).await
}

/// The shopper has come: nothing expires any more, but what nobody closes is closed after some opening days.
pub async fn arrive(tx: &mut Tx, app: &App, reservation: &mut ReservationRow) -> Outcome<()> {
    let from = reservation.status;
    if !from.can_arrive() {
        return Err(refusal(app, reservation));
    }
    let store = db::store::find(tx, &reservation.store_id).await?.ok_or_else(|| not_found("store"))?;
    let days = app.retailer.reservation.close_after_days;
    reservation.status = ReservationStatus::Arrived;
    reservation.close_by = Some(store.hours().end_of_day(app.clock.now(), days));
    change(tx, app, from, reservation).await?;
    publish(tx, app, reservation, &[]).await
}

/// Ends a fitting: what was bought leaves the store, the rest goes back on the shelf.
pub async fn close(
    tx: &mut Tx,
    app: &App,
    reservation: &mut ReservationRow,
    bought: &[String],
) -> Outcome<()> {
    if !reservation.status.can_close() {
        return Err(refusal(app, reservation));
    }
    let lines = db::reservation::lines(tx, &reservation.id).await?;
    if bought.iter().any(|id| !lines.iter().any(|line| &line.id == id)) {
        return Err(not_found("piece"));
    }
    end(tx, app, reservation, ReservationStatus::Closed, bought).await
}

/// Nobody came: not before the slot has begun, nor before the moment that a late shopper named.
pub async fn no_show(tx: &mut Tx, app: &App, reservation: &mut ReservationRow) -> Outcome<()> {
    let zone = app.retailer.zone();
    match reservation.status {
        ReservationStatus::Ready => {}
        status if status.can_make_ready() => {
            return Err(refuse(ErrorCode::NotReady, "nobody can miss what was never ready"));
        }
        _ => return Err(refusal(app, reservation)),
    }
    let awaited = reservation.slot_from.max(reservation.late_until.unwrap_or(i64::MIN));
    if awaited > app.clock.now() {
        let refusal = refuse(ErrorCode::WrongStatus, "the shopper may still come");
        return Err(refusal.at(timestamp(awaited, &zone)));
    }
    end(tx, app, reservation, ReservationStatus::NoShow, &[]).await
}
