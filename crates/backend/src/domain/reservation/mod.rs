//! What happens to a reservation. Each change is one transaction: status, pieces, stock, ledger, pass and outbox.

mod desk;
mod elsewhere;
mod expire;
mod shopper;
mod undo;
mod view;

use contract::{
    error::ErrorCode,
    event::Event,
    invoice::{Payment, PaymentMethod},
    money::Money,
    page::Page,
    reservation::{Reservation, ReservationChange, ReservationLineStatus as LineStatus, ReservationStatus},
};
pub use desk::{arrive, close, make_ready, no_show, prepare, say_found, say_missing};
pub use expire::expire_overdue;
pub use shopper::{cancel, change_slot, drop_piece, say_here, say_late};
pub use undo::{WINDOW as UNDO_WINDOW, remember, undo, undoable};
pub use view::{view, view_lines};

use super::{
    availability,
    clock::timestamp,
    order::check_access,
    outbox::{self, Entry},
    page::Asked,
    receipt::{self, Sale, SaleLine},
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

/// The reservation, while nobody else can change it.
pub async fn lock(tx: &mut Tx, id: &str) -> Outcome<ReservationRow> {
    db::reservation::lock(tx, id).await?.ok_or_else(|| not_found("reservation"))
}

/// The reservation, for a session that may see it. Others can't tell it from one that does not exist.
pub async fn find(app: &App, session: Option<&str>, id: &str) -> Outcome<Reservation> {
    let mut tx = app.db.read().await?;
    check_access(&mut tx, app, session, id, "reservation").await?;
    view(&mut tx, app, id).await
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
            Some(hold) => freed.push(hold),
            None if is_bought => {
                return Err(refuse(ErrorCode::WrongStatus, "a piece that was bought is not kept any more"));
            }
            None => {}
        }
    }
    let sold: Vec<&ReservationLineRow> = lines.iter().filter(|line| bought.contains(&line.id)).collect();
    let receipt = sell(tx, app, reservation, &sold).await?;
    publish_all(tx, app, reservation, &freed, ReservationChange::Status, receipt).await
}

/// The receipt of what was bought of a fitting, at the prices it was reserved for; it takes the pieces out of the stock.
async fn sell(
    tx: &mut Tx,
    app: &App,
    reservation: &ReservationRow,
    sold: &[&ReservationLineRow],
) -> Outcome<Option<Entry>> {
    if sold.is_empty() {
        return Ok(None);
    }
    let total = sold.iter().map(|line| line.price).sum();
    let line =
        |line: &&ReservationLineRow| SaleLine { sku: line.sku.clone(), quantity: 1, unit_price: line.price };
    let sale = Sale {
        store_id: &reservation.store_id,
        name: Some(&reservation.name),
        email: Some(&reservation.email),
        language: reservation.language,
        lines: sold.iter().map(line).collect(),
        payments: vec![Payment {
            method: PaymentMethod::Other,
            amount: Money::new(total, &reservation.currency),
        }],
        seen_with: &reservation.id,
    };
    let id = receipt::record(tx, app, &sale).await?;
    Ok(Some(receipt::changed(&id)))
}

/// Tells those who may know, last in the transaction, with what became of the stock.
pub async fn publish(tx: &mut Tx, app: &App, reservation: &ReservationRow, moved: &[Hold]) -> Outcome<()> {
    publish_with(tx, app, reservation, moved, ReservationChange::Status).await
}

/// What happened, for the shopper and the store.
pub fn entry(reservation: &ReservationRow, change: ReservationChange) -> Entry {
    Entry {
        event: Event::ReservationChanged {
            reservation_id: reservation.id.clone(),
            store_id: reservation.store_id.clone(),
            status: reservation.status,
            change,
        },
        subject_id: Some(reservation.id.clone()),
        store_id: Some(reservation.store_id.clone()),
    }
}

pub async fn publish_with(
    tx: &mut Tx,
    app: &App,
    reservation: &ReservationRow,
    moved: &[Hold],
    change: ReservationChange,
) -> Outcome<()> {
    publish_all(tx, app, reservation, moved, change, None).await
}

/// The same with what became of the receipt.
async fn publish_all(
    tx: &mut Tx,
    app: &App,
    reservation: &ReservationRow,
    moved: &[Hold],
    change: ReservationChange,
    receipt: Option<Entry>,
) -> Outcome<()> {
    let mut entries = vec![entry(reservation, change)];
    entries.extend(receipt);
    entries.extend(availability::changed(tx, app, moved).await?);
    outbox::publish(tx, app.clock.now(), entries).await?;
    Ok(())
}
