//! What happens to a reservation. Each change is one transaction: status, pieces, stock, ledger, pass and outbox.

mod view;

use contract::{
    error::ErrorCode,
    event::Event,
    page::Page,
    reservation::{Reservation, ReservationChange, ReservationLineStatus as LineStatus, ReservationStatus},
};
pub use view::{view, view_lines};

use super::{
    availability,
    clock::timestamp,
    order::check_access,
    outbox::{self, Entry},
    page::Asked,
    refusal::{Outcome, Refusal, not_found, refuse},
};
use crate::{
    app::App,
    db::{
        self, Tx,
        reservation::{ReservationLineRow, ReservationRow},
        stock::Hold,
    },
};

/// How many overdue reservations are ended in one go.
const BATCH: i64 = 100;

pub async fn load(tx: &mut Tx, id: &str) -> Outcome<ReservationRow> {
    db::reservation::find(tx, id).await?.ok_or_else(|| not_found("reservation"))
}

/// The reservations that the caller's session may see, the last requested first.
pub async fn list(app: &App, session: Option<&str>, asked: Asked) -> Outcome<Page<Reservation>> {
    let mut tx = app.db.read().await?;
    let Some(session) = session else {
        return Ok(asked.answer(Vec::new(), 0));
    };
    let now = app.clock.now();
    let (ids, total) = db::seen::reservations(&mut tx, session, now, asked.per_page, asked.skip()).await?;
    let mut items = Vec::new();
    for id in ids {
        items.push(view(&mut tx, app, &id).await?);
    }
    Ok(asked.answer(items, total))
}

/// The reservation, for a session that may see it. Others can't tell it from one that does not exist.
pub async fn find(app: &App, session: Option<&str>, id: &str) -> Outcome<Reservation> {
    let mut tx = app.db.read().await?;
    check_access(&mut tx, app, session, id, "reservation").await?;
    view(&mut tx, app, id).await
}

pub async fn cancel(app: &App, session: Option<&str>, id: &str) -> Outcome<Reservation> {
    let mut tx = app.db.write().await?;
    check_access(&mut tx, app, session, id, "reservation").await?;
    let mut reservation = load(&mut tx, id).await?;
    if !reservation.status.can_cancel() {
        return Err(refusal(app, &reservation));
    }
    end(&mut tx, app, &mut reservation, ReservationStatus::Cancelled, &[]).await?;
    let view = view(&mut tx, app, id).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(view)
}

/// Says why a reservation in this status can't be changed, and since when.
pub fn refusal(app: &App, reservation: &ReservationRow) -> Refusal {
    use ReservationStatus as Status;
    let ended = reservation.ended_at;
    let (code, title, moment) = match reservation.status {
        Status::Cancelled => (ErrorCode::AlreadyCancelled, "it was cancelled", ended),
        Status::Expired | Status::NoShow => (ErrorCode::AlreadyExpired, "its time is over", ended),
        Status::Requested => (ErrorCode::WrongStatus, "nobody has begun to prepare it", None),
        Status::Preparing => (ErrorCode::WrongStatus, "somebody is preparing it", None),
        Status::Ready => (ErrorCode::WrongStatus, "it is ready already", reservation.ready_at),
        Status::Arrived => (ErrorCode::WrongStatus, "the shopper has arrived", None),
        Status::Closed | Status::Declined => (ErrorCode::WrongStatus, "it is over", ended),
    };
    let refusal = refuse(code, title);
    match moment {
        Some(moment) => refusal.at(timestamp(moment, &app.retailer.zone())),
        None => refusal,
    }
}

/// Writes the change if nobody was faster; who was slower learns what the other did.
async fn change(
    tx: &mut Tx,
    app: &App,
    from: ReservationStatus,
    reservation: &ReservationRow,
) -> Outcome<()> {
    if db::reservation::change(tx, from, reservation).await? {
        return Ok(());
    }
    let current = load(tx, &reservation.id).await?;
    Err(refusal(app, &current))
}

pub async fn prepare(tx: &mut Tx, app: &App, reservation: &mut ReservationRow) -> Outcome<()> {
    let from = reservation.status;
    if !from.can_prepare() {
        return Err(refusal(app, reservation));
    }
    reservation.status = ReservationStatus::Preparing;
    change(tx, app, from, reservation).await?;
    publish(tx, app, reservation, &[]).await
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
    // Two associates who each miss a piece come one after the other: the second one sees that none is left.
    change(tx, app, reservation.status, reservation).await?;
    let lines = db::reservation::lines(tx, &reservation.id).await?;
    let line = lines.iter().find(|line| line.id == line_id).ok_or_else(|| not_found("piece"))?;
    let now = app.clock.now();
    let freed = let_go(tx, reservation, line, LineStatus::Missing, now).await?;
    let Some(hold) = &freed else {
        return Err(refuse(ErrorCode::WrongStatus, "somebody said before what became of this piece"));
    };
    db::stock::moved(tx, &hold.sku, &hold.store_id, "count", -hold.quantity, &reservation.id, now).await?;
    if lines.iter().all(|other| other.id == line_id || !other.status.is_kept()) {
        return end(tx, app, reservation, ReservationStatus::Declined, &[]).await;
    }
    publish_with(tx, app, reservation, freed.as_slice(), ReservationChange::PieceMissing).await
}

/// A piece is kept no longer; nothing if somebody was faster.
async fn let_go(
    tx: &mut Tx,
    reservation: &ReservationRow,
    line: &ReservationLineRow,
    to: LineStatus,
    now: i64,
) -> Outcome<Option<Hold>> {
    if !line.status.is_kept() || !db::reservation::change_line(tx, &line.id, line.status, to).await? {
        return Ok(None);
    }
    Ok(db::stock::release_one(tx, &reservation.id, &line.sku, now).await?)
}

pub async fn make_ready(
    tx: &mut Tx,
    app: &App,
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
    change(tx, app, from, reservation).await?;
    for line in db::reservation::lines(tx, &reservation.id).await? {
        if line.status == LineStatus::Held {
            db::reservation::change_line(tx, &line.id, LineStatus::Held, LineStatus::Found).await?;
        }
    }
    publish(tx, app, reservation, &[]).await
}

pub async fn arrive(tx: &mut Tx, app: &App, reservation: &mut ReservationRow) -> Outcome<()> {
    let from = reservation.status;
    if !from.can_arrive() {
        return Err(refusal(app, reservation));
    }
    reservation.status = ReservationStatus::Arrived;
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

/// Ends a reservation in one way or another: the status first, since only one can change it, then the pieces in SKU
/// order, so that transactions lock rows in one order.
async fn end(
    tx: &mut Tx,
    app: &App,
    reservation: &mut ReservationRow,
    to: ReservationStatus,
    bought: &[String],
) -> Outcome<()> {
    let from = reservation.status;
    let now = app.clock.now();
    reservation.status = to;
    reservation.ended_at = Some(now);
    change(tx, app, from, reservation).await?;
    db::pass::end(tx, &reservation.id, now).await?;
    let mut lines = db::reservation::lines(tx, &reservation.id).await?;
    lines.sort_by(|a, b| a.sku.cmp(&b.sku));
    let mut freed = Vec::new();
    for line in &lines {
        let is_bought = bought.contains(&line.id);
        let to = if is_bought { LineStatus::Bought } else { LineStatus::ReturnedToShelf };
        match let_go(tx, reservation, line, to, now).await? {
            Some(hold) => {
                if is_bought {
                    db::stock::moved(tx, &hold.sku, &hold.store_id, "sale", -1, &reservation.id, now).await?;
                }
                freed.push(hold);
            }
            None if is_bought => {
                return Err(refuse(ErrorCode::WrongStatus, "a piece that was bought is not kept any more"));
            }
            None => {}
        }
    }
    publish(tx, app, reservation, &freed).await
}

/// Tells those who may know, last in the transaction, with what became of the stock.
pub async fn publish(tx: &mut Tx, app: &App, reservation: &ReservationRow, moved: &[Hold]) -> Outcome<()> {
    publish_with(tx, app, reservation, moved, ReservationChange::Status).await
}

async fn publish_with(
    tx: &mut Tx,
    app: &App,
    reservation: &ReservationRow,
    moved: &[Hold],
    change: ReservationChange,
) -> Outcome<()> {
    let mut entries = vec![Entry {
        event: Event::ReservationChanged {
            reservation_id: reservation.id.clone(),
            store_id: reservation.store_id.clone(),
            status: reservation.status,
            change,
        },
        subject_id: Some(reservation.id.clone()),
        store_id: Some(reservation.store_id.clone()),
    }];
    for hold in moved {
        let availability = availability::load(tx, app, &hold.sku, &hold.store_id).await?;
        entries.extend(availability.map(|now| Entry::public(Event::AvailabilityChanged(now))));
    }
    outbox::publish(tx, app.clock.now(), entries).await?;
    Ok(())
}

/// Ends what nobody came for in time; each in a transaction of its own, so one that fails stops no other.
pub async fn expire_overdue(app: &App) -> Outcome<usize> {
    let overdue = db::reservation::overdue(&mut app.db.read().await?, app.clock.now(), BATCH).await?;
    let mut ended = 0;
    for reservation in overdue {
        let mut tx = app.db.write().await?;
        let mut reservation = load(&mut tx, &reservation.id).await?;
        if !reservation.status.can_expire() || reservation.keep_until > app.clock.now() {
            continue;
        }
        let to = match reservation.status {
            ReservationStatus::Ready => ReservationStatus::NoShow,
            _ => ReservationStatus::Expired,
        };
        match end(&mut tx, app, &mut reservation, to, &[]).await {
            Ok(()) => {
                tx.commit().await?;
                ended += 1;
            }
            // Somebody was faster.
            Err(Refusal::Problem(_)) => continue,
            Err(failure) => return Err(failure),
        }
    }
    if ended > 0 {
        app.ring().await;
    }
    Ok(ended)
}
