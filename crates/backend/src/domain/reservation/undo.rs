//! Taking back what an associate did last: a slip of the finger costs nobody a fitting.

use contract::{
    desk::UndoStep,
    error::ErrorCode,
    reservation::{ReservationChange, ReservationLineStatus as LineStatus, ReservationStatus as Status},
};

use super::{change, publish_all};
use crate::{
    app::App,
    db::{
        self, Tx,
        associate::Associate,
        reservation::{ReservationLineRow, ReservationRow},
        reservation_step::StepRow,
        stock::Hold,
    },
    domain::{
        clock::MINUTE,
        outbox::Entry,
        pass,
        place_order::short,
        receipt,
        refusal::{Outcome, refuse},
        secret,
    },
};

/// How long a step can be taken back.
pub const WINDOW: i64 = 5 * MINUTE;

const STEPS: [(UndoStep, &str); 7] = [
    (UndoStep::Prepare, "prepare"),
    (UndoStep::Found, "found"),
    (UndoStep::Missing, "missing"),
    (UndoStep::Ready, "ready"),
    (UndoStep::Arrive, "arrive"),
    (UndoStep::Close, "close"),
    (UndoStep::NoShow, "no_show"),
];

/// Writes down what an associate is about to do, with what is there before.
pub async fn remember(
    tx: &mut Tx,
    app: &App,
    who: &Associate,
    reservation: &ReservationRow,
    step: UndoStep,
    line_id: Option<&str>,
) -> Outcome<()> {
    let lines = db::reservation::lines(tx, &reservation.id).await?;
    let name = STEPS.iter().find(|(known, _)| *known == step).map_or("", |(_, name)| name);
    let row = StepRow {
        id: secret::new_id(),
        step: name.to_string(),
        line_id: line_id.map(String::from),
        at: app.clock.now(),
        by: who.id.clone(),
        status: reservation.status,
        ready_at: reservation.ready_at,
        staging_place: reservation.staging_place.clone(),
        prepared_by: reservation.prepared_by.clone(),
        pieces: lines.into_iter().map(|line| (line.id, line.status)).collect(),
    };
    db::reservation_step::insert(tx, &reservation.id, &row).await?;
    Ok(())
}

/// The step that can be taken back now: the last one, while nothing else has come of it.
pub async fn undoable(
    tx: &mut Tx,
    app: &App,
    reservation: &ReservationRow,
    lines: &[ReservationLineRow],
) -> Outcome<Option<(UndoStep, StepRow)>> {
    let since = app.clock.now() - WINDOW;
    let last = db::reservation_step::last(tx, &reservation.id, since).await?;
    let known = last.and_then(|row| {
        let (step, _) = STEPS.into_iter().find(|(_, name)| *name == row.step)?;
        Some((step, row))
    });
    Ok(known.filter(|(step, row)| still_stands(*step, row, reservation.status, lines)))
}

/// Whether the reservation is as the step left it.
fn still_stands(step: UndoStep, row: &StepRow, status: Status, lines: &[ReservationLineRow]) -> bool {
    let piece_is = |expected: LineStatus| {
        let piece = lines.iter().find(|line| Some(&line.id) == row.line_id.as_ref());
        piece.is_some_and(|line| line.status == expected)
    };
    match step {
        UndoStep::Prepare => status == Status::Preparing,
        UndoStep::Found if row.status.can_prepare() => {
            status == Status::Preparing && piece_is(LineStatus::Found)
        }
        UndoStep::Found => status == row.status && piece_is(LineStatus::Found),
        UndoStep::Missing => {
            (status == row.status || status == Status::Declined) && piece_is(LineStatus::Missing)
        }
        UndoStep::Ready => status == Status::Ready,
        UndoStep::Arrive => status == Status::Arrived,
        UndoStep::Close => status == Status::Closed,
        UndoStep::NoShow => status == Status::NoShow,
    }
}

pub async fn undo(tx: &mut Tx, app: &App, reservation: &mut ReservationRow) -> Outcome<()> {
    let lines = db::reservation::lines(tx, &reservation.id).await?;
    let nothing = || refuse(ErrorCode::NothingToUndo, "there is nothing that could be taken back");
    let (step, row) = undoable(tx, app, reservation, &lines).await?.ok_or_else(nothing)?;
    let now = app.clock.now();
    if !db::reservation_step::undone(tx, &row.id, now).await? {
        return Err(nothing());
    }
    let from = reservation.status;
    restore(app, reservation, &row);
    change(tx, app, from, reservation).await?;
    let sale = take_sale_back(tx, app, reservation, step, &lines).await?;
    let held = take_pieces_back(tx, app, reservation, step, &row, lines).await?;
    if !from.is_live() {
        pass::issue_again(tx, &app.signer, &reservation.id, &reservation.store_id, now).await?;
    }
    // Of what no letter told, none tells that it was taken back.
    let change = match step {
        UndoStep::Missing | UndoStep::Ready | UndoStep::NoShow => ReservationChange::Undone,
        UndoStep::Prepare | UndoStep::Found | UndoStep::Arrive | UndoStep::Close => {
            ReservationChange::UndoneQuietly
        }
    };
    publish_all(tx, app, reservation, &held, change, sale).await
}

/// What was over is kept for the grace at least, so that it does not end again at once.
fn restore(app: &App, reservation: &mut ReservationRow, row: &StepRow) {
    let soonest = app.clock.now() + app.retailer.reservation.grace_minutes * MINUTE;
    if !reservation.status.can_expire() {
        reservation.keep_until = reservation.keep_until.max(soonest);
    }
    reservation.close_by = match row.status {
        Status::Arrived => reservation.close_by.map(|moment| moment.max(soonest)),
        _ => None,
    };
    reservation.status = row.status;
    reservation.ended_at = None;
    reservation.ready_at = row.ready_at;
    reservation.staging_place = row.staging_place.clone();
    reservation.prepared_by = row.prepared_by.clone();
}

/// What was bought is on hand again, so that it can be held. All pieces are locked in SKU order before.
async fn take_sale_back(
    tx: &mut Tx,
    app: &App,
    reservation: &ReservationRow,
    step: UndoStep,
    lines: &[ReservationLineRow],
) -> Outcome<Option<Entry>> {
    if step != UndoStep::Close {
        return Ok(None);
    }
    let mut skus: Vec<&str> = lines.iter().map(|line| line.sku.as_str()).collect();
    skus.sort_unstable();
    for sku in skus {
        db::stock::lock(tx, sku, &reservation.store_id).await?;
    }
    let sale = receipt::undo_record(tx, app, &reservation.id).await?;
    Ok(sale.map(|id| receipt::changed(&id)))
}

/// Puts each piece back to what it was, in SKU order, and answers those that are held again.
async fn take_pieces_back(
    tx: &mut Tx,
    app: &App,
    reservation: &ReservationRow,
    step: UndoStep,
    row: &StepRow,
    mut lines: Vec<ReservationLineRow>,
) -> Outcome<Vec<Hold>> {
    lines.sort_by(|a, b| a.sku.cmp(&b.sku));
    let mut held = Vec::new();
    for line in &lines {
        let Some(&before) = row.pieces.get(&line.id) else { continue };
        let is_its_piece = row.line_id.as_ref() == Some(&line.id);
        let was_missing = match (step, line.status) {
            (UndoStep::Missing, LineStatus::Missing) if is_its_piece => true,
            (UndoStep::Close, LineStatus::Bought) => false,
            (UndoStep::Close | UndoStep::NoShow, LineStatus::ReturnedToShelf) if before.is_kept() => false,
            (UndoStep::Ready | UndoStep::Found, LineStatus::Found) if before == LineStatus::Held => {
                db::reservation::change_line(tx, &line.id, LineStatus::Found, before).await?;
                continue;
            }
            // It was so before, or the shopper gave it back meanwhile.
            _ => continue,
        };
        held.push(hold_again(tx, app, reservation, line, before, was_missing).await?);
    }
    Ok(held)
}

async fn hold_again(
    tx: &mut Tx,
    app: &App,
    reservation: &ReservationRow,
    line: &ReservationLineRow,
    before: LineStatus,
    was_missing: bool,
) -> Outcome<Hold> {
    let now = app.clock.now();
    let hold = Hold { sku: line.sku.clone(), store_id: reservation.store_id.clone(), quantity: 1 };
    if was_missing {
        db::stock::moved(tx, &hold.sku, &hold.store_id, "count", 1, &reservation.id, now).await?;
    }
    let safety_stock = app.retailer.stock.safety_stock;
    if !db::stock::hold(tx, &reservation.id, &secret::new_id(), &hold, safety_stock, now).await? {
        return Err(short(tx, app, &hold).await?);
    }
    db::reservation::change_line(tx, &line.id, line.status, before).await?;
    Ok(hold)
}
