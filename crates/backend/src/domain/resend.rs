//! The desk asks for the last e-mail again: the letter of what a pickup or a reservation is now.

use contract::{
    pickup::{PickupChange, PickupStatus},
    reservation::{ReservationChange, ReservationStatus},
};

use super::{
    attempt::{self, Limit},
    clock::MINUTE,
    desk, desk_reservation, pickup,
    refusal::Outcome,
    reservation, secret,
};
use crate::{
    app::App,
    db::{self, Tx, associate::Associate},
};

/// Nobody's inbox is filled from the desk.
const LIMIT: Limit = Limit { tries: 3, window: 10 * MINUTE };

pub async fn of_reservation(app: &App, who: &Associate, id: &str) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    let row = desk_reservation::of_my_store(&mut tx, who, id).await?;
    // Nothing is written to somebody who stands in the store, or has left it.
    if matches!(row.status, ReservationStatus::Arrived | ReservationStatus::Closed) {
        return Err(reservation::refusal(app, &row));
    }
    note(&mut tx, app, who, id, "reservation.resend").await?;
    reservation::publish_with(&mut tx, app, &row, &[], ReservationChange::Resent).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(())
}

pub async fn of_pickup(app: &App, who: &Associate, id: &str) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    let row = desk::of_my_store(&mut tx, who, id).await?;
    if row.status == PickupStatus::Collected {
        return Err(pickup::refusal(app, &row));
    }
    note(&mut tx, app, who, id, "resend").await?;
    pickup::publish_with(&mut tx, app, &row, &[], PickupChange::Resent).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(())
}

async fn note(tx: &mut Tx, app: &App, who: &Associate, id: &str, action: &str) -> Outcome<()> {
    attempt::spend(tx, app, &format!("resend {id}"), &LIMIT).await?;
    db::associate::audit(tx, &secret::new_id(), who, action, id, app.clock.now()).await?;
    Ok(())
}
