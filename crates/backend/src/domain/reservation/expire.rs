//! What ends by itself.

use contract::reservation::ReservationStatus;

use super::{end, lock};
use crate::{
    app::App,
    db::{self, reservation::ReservationRow},
    domain::refusal::{Outcome, Refusal},
};

/// How many overdue reservations are ended in one go.
const BATCH: i64 = 100;

/// Ends what nobody came for in time, and closes what nobody closed, everything back on the shelf; each in a
/// transaction of its own, so one that fails stops no other.
pub async fn expire_overdue(app: &App) -> Outcome<usize> {
    let overdue = db::reservation::overdue(&mut app.db.read().await?, app.clock.now(), BATCH).await?;
    let mut ended = 0;
    for reservation in overdue {
        match expire(app, &reservation.id).await {
            Ok(has_ended) => ended += usize::from(has_ended),
            // Somebody was faster.
            Err(Refusal::Problem(_)) => {}
            Err(failure) => tracing::error!(id = reservation.id, ?failure, "cannot end a reservation"),
        }
    }
    if ended > 0 {
        app.ring().await;
    }
    Ok(ended)
}

async fn expire(app: &App, id: &str) -> Outcome<bool> {
    let mut tx = app.db.write().await?;
    let mut reservation = lock(&mut tx, id).await?;
    let Some(to) = end_of(&reservation, app.clock.now()) else { return Ok(false) };
    end(&mut tx, app, &mut reservation, to, &[]).await?;
    tx.commit().await?;
    Ok(true)
}

/// How it ends at a moment; `None` while it goes on.
fn end_of(reservation: &ReservationRow, now: i64) -> Option<ReservationStatus> {
    match reservation.status {
        ReservationStatus::Arrived if reservation.close_by.is_some_and(|moment| moment <= now) => {
            Some(ReservationStatus::Closed)
        }
        status if !status.can_expire() || reservation.keep_until > now => None,
        ReservationStatus::Ready => Some(ReservationStatus::NoShow),
        _ => Some(ReservationStatus::Expired),
    }
}
