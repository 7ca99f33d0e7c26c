//! What shoppers do until they arrive: another slot, a piece less, « Je suis là », « J'ai du retard », or nothing at all.

use contract::{
    error::ErrorCode,
    newtypes::Invalid,
    reservation::{
        ChangeSlot, Reservation, ReservationChange, ReservationLineStatus as LineStatus, ReservationStatus,
        SayLate,
    },
};

use super::{change, end, let_go, lock, publish_with, refusal, view};
use crate::{
    app::App,
    db::{self, Tx, reservation::ReservationRow},
    domain::{
        clock::MINUTE,
        notice,
        order::check_access,
        refusal::{Outcome, invalid, not_found, refuse},
        slots, store,
    },
};

/// Minutes by which one may be late.
const LATE: std::ops::RangeInclusive<u32> = 5..=180;

/// The reservation that a session may see, locked, while it may still change.
async fn open(tx: &mut Tx, app: &App, session: Option<&str>, id: &str) -> Outcome<ReservationRow> {
    check_access(tx, app, session, id, "reservation").await?;
    let reservation = lock(tx, id).await?;
    if reservation.status.can_change() { Ok(reservation) } else { Err(refusal(app, &reservation)) }
}

async fn done(mut tx: Tx, app: &App, id: &str) -> Outcome<Reservation> {
    let view = view(&mut tx, app, id).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(view)
}

pub async fn cancel(app: &App, session: Option<&str>, id: &str) -> Outcome<Reservation> {
    let mut tx = app.db.write().await?;
    let mut reservation = open(&mut tx, app, session, id).await?;
    end(&mut tx, app, &mut reservation, ReservationStatus::Cancelled, &[]).await?;
    done(tx, app, id).await
}

/// Moves to a slot that the store offers now; how long the pieces are kept follows.
pub async fn change_slot(
    app: &App,
    session: Option<&str>,
    id: &str,
    request: &ChangeSlot,
) -> Outcome<Reservation> {
    let mut tx = app.db.write().await?;
    let mut reservation = open(&mut tx, app, session, id).await?;
    if slots::moment(&request.slot)? == reservation.slot_from {
        return view(&mut tx, app, id).await;
    }
    let place = db::store::find_visible(&mut tx, &reservation.store_id).await?;
    let place = place.ok_or_else(|| refuse(ErrorCode::SlotGone, "the store is no more"))?;
    let slot = slots::find(app, &place.hours(), &request.slot).map_err(|refused| {
        // Of a store that had to close, that is the better reason.
        store::check_open(app, &place)
            .err()
            .filter(|_| refused.code() == Some(ErrorCode::SlotGone))
            .unwrap_or(refused)
    })?;
    reservation.slot_from = slot.from;
    reservation.slot_until = slot.until;
    reservation.keep_until = slot.keep_until;
    reservation.here_at = None;
    reservation.late_until = None;
    change(&mut tx, app, reservation.status, &reservation).await?;
    notice::told(&mut tx, app, &reservation, &place.zone()).await?;
    publish_with(&mut tx, app, &reservation, &[], ReservationChange::SlotChanged).await?;
    done(tx, app, id).await
}

/// Gives a piece back at once; without any piece there is nothing to come for.
pub async fn drop_piece(app: &App, session: Option<&str>, id: &str, line_id: &str) -> Outcome<Reservation> {
    let mut tx = app.db.write().await?;
    let mut reservation = open(&mut tx, app, session, id).await?;
    let lines = db::reservation::lines(&mut tx, id).await?;
    let line = lines.iter().find(|line| line.id == line_id).ok_or_else(|| not_found("piece"))?;
    if !line.status.is_kept() {
        return Err(refuse(ErrorCode::WrongStatus, "this piece is not kept any more"));
    }
    if lines.iter().all(|other| other.id == line_id || !other.status.is_kept()) {
        end(&mut tx, app, &mut reservation, ReservationStatus::Cancelled, &[]).await?;
        return done(tx, app, id).await;
    }
    let freed = let_go(&mut tx, &reservation, line, LineStatus::ReturnedToShelf, app.clock.now()).await?;
    let change = ReservationChange::PieceDropped;
    publish_with(&mut tx, app, &reservation, freed.as_slice(), change).await?;
    done(tx, app, id).await
}

/// « Je suis là », said once.
pub async fn say_here(app: &App, session: Option<&str>, id: &str) -> Outcome<Reservation> {
    let mut tx = app.db.write().await?;
    let mut reservation = open(&mut tx, app, session, id).await?;
    if reservation.here_at.is_some() {
        return view(&mut tx, app, id).await;
    }
    reservation.here_at = Some(app.clock.now());
    change(&mut tx, app, reservation.status, &reservation).await?;
    publish_with(&mut tx, app, &reservation, &[], ReservationChange::Here).await?;
    done(tx, app, id).await
}

/// « J'ai du retard »: the pieces are kept until then and the grace. However often it is said, the shopper comes while
/// the store is open, on a day on which it keeps the pieces anyway.
pub async fn say_late(app: &App, session: Option<&str>, id: &str, request: &SayLate) -> Outcome<Reservation> {
    if !LATE.contains(&request.minutes) {
        return Err(invalid("minutes", Invalid::OutOfRange));
    }
    let mut tx = app.db.write().await?;
    let mut reservation = open(&mut tx, app, session, id).await?;
    let store = db::store::find(&mut tx, &reservation.store_id).await?.ok_or_else(|| not_found("store"))?;
    let late_until = app.clock.now() + i64::from(request.minutes) * MINUTE;
    let hours = store.hours();
    let closing =
        |moment, unknown| if hours.week.is_some() { hours.closing_of(moment) } else { Some(unknown) };
    let in_time = closing(reservation.slot_from, reservation.slot_until).is_some_and(|end| late_until <= end);
    let grace = app.retailer.reservation.grace_minutes * MINUTE;
    let is_kept_then = late_until <= reservation.keep_until - grace
        && closing(late_until, late_until).is_some_and(|end| late_until <= end);
    if !in_time && !is_kept_then {
        return Err(invalid("minutes", Invalid::OutOfRange));
    }
    reservation.late_until = Some(late_until);
    reservation.keep_until = reservation.keep_until.max(late_until + grace);
    change(&mut tx, app, reservation.status, &reservation).await?;
    notice::told(&mut tx, app, &reservation, &store.zone()).await?;
    publish_with(&mut tx, app, &reservation, &[], ReservationChange::Late).await?;
    done(tx, app, id).await
}
