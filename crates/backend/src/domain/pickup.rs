//! What happens to a pickup. Each change is one transaction: status, stock, ledger, pass and outbox together.

use contract::{
    error::ErrorCode,
    event::Event,
    pickup::{CancelledBy, LineOutcome, PickupChange, PickupStatus},
};

use super::{
    availability,
    outbox::{self, Entry},
    refusal::{Outcome, Refusal, not_found, refuse},
};
use crate::{
    app::App,
    db::{self, Tx, pickup::PickupRow, stock::Hold},
};

/// How many overdue pickups are ended in one go.
const BATCH: i64 = 100;

/// The pickup, or that there is none.
pub async fn find(tx: &mut Tx, id: &str) -> Outcome<PickupRow> {
    db::pickup::find(tx, id).await?.ok_or_else(|| not_found("pickup"))
}

/// Says why a pickup in this status can't be changed, and since when, so that the associate can explain it.
pub fn refusal(app: &App, pickup: &PickupRow) -> Refusal {
    let (code, title, moment) = match pickup.status {
        PickupStatus::Collected => (ErrorCode::AlreadyCollected, "it was handed over", pickup.collected_at),
        PickupStatus::Cancelled => (ErrorCode::AlreadyCancelled, "it was cancelled", pickup.ended_at),
        PickupStatus::Expired => (ErrorCode::AlreadyExpired, "it was not collected in time", pickup.ended_at),
        PickupStatus::Placed | PickupStatus::Preparing => {
            (ErrorCode::NotReady, "it is not ready yet", Some(pickup.ready_by))
        }
        PickupStatus::Ready => (ErrorCode::WrongStatus, "it is ready already", pickup.ready_at),
    };
    let refusal = refuse(code, title);
    match moment {
        Some(moment) => refusal.at(super::clock::timestamp(moment, &app.retailer.zone())),
        None => refusal,
    }
}

/// Writes the change if nobody was faster; who was slower learns what the other did.
async fn change(tx: &mut Tx, app: &App, from: PickupStatus, pickup: &PickupRow) -> Outcome<()> {
    if db::pickup::change(tx, from, pickup).await? {
        return Ok(());
    }
    let current = find(tx, &pickup.id).await?;
    Err(refusal(app, &current))
}

pub async fn prepare(tx: &mut Tx, app: &App, pickup: &mut PickupRow) -> Outcome<()> {
    let from = pickup.status;
    if !from.can_prepare() {
        return Err(refusal(app, pickup));
    }
    pickup.status = PickupStatus::Preparing;
    change(tx, app, from, pickup).await?;
    publish(tx, app, pickup, &[]).await
}

pub async fn make_ready(
    tx: &mut Tx,
    app: &App,
    pickup: &mut PickupRow,
    staging_place: Option<String>,
) -> Outcome<()> {
    let from = pickup.status;
    if !from.can_make_ready() {
        return Err(refusal(app, pickup));
    }
    let now = app.clock.now();
    pickup.status = PickupStatus::Ready;
    pickup.ready_at = Some(now);
    pickup.staging_place = staging_place;
    // What is ready late is kept as long as what is ready in time.
    if let Some(store) = db::store::find(tx, &pickup.store_id).await? {
        let keep_until = store.hours().last_closing_before(now, now + app.retailer.keep());
        pickup.collect_by = pickup.collect_by.max(keep_until);
    }
    change(tx, app, from, pickup).await?;
    db::order::set_outcomes(tx, &pickup.id, LineOutcome::Found).await?;
    publish(tx, app, pickup, &[]).await
}

/// Hands over, once and only once: the held units leave the store.
pub async fn collect(tx: &mut Tx, app: &App, pickup: &mut PickupRow) -> Outcome<()> {
    let from = pickup.status;
    if !from.can_collect() {
        return Err(refusal(app, pickup));
    }
    let now = app.clock.now();
    pickup.status = PickupStatus::Collected;
    pickup.collected_at = Some(now);
    pickup.ended_at = Some(now);
    change(tx, app, from, pickup).await?;
    let holds = db::stock::release(tx, &pickup.id, now).await?;
    for hold in &holds {
        db::stock::moved(tx, &hold.sku, &hold.store_id, "sale", -hold.quantity, &pickup.id, now).await?;
    }
    db::order::set_outcomes(tx, &pickup.id, LineOutcome::Collected).await?;
    db::pass::end(tx, &pickup.id, now).await?;
    super::invoice::issue(tx, app, &pickup.order_id).await?;
    publish(tx, app, pickup, &[]).await
}

/// Ends a pickup without a hand-over, and frees its stock.
pub async fn end(
    tx: &mut Tx,
    app: &App,
    pickup: &mut PickupRow,
    to: PickupStatus,
    by: CancelledBy,
) -> Outcome<()> {
    let from = pickup.status;
    if !from.is_live() {
        return Err(refusal(app, pickup));
    }
    let now = app.clock.now();
    pickup.status = to;
    pickup.ended_at = Some(now);
    pickup.cancelled_by = Some(by);
    change(tx, app, from, pickup).await?;
    let freed = db::stock::release(tx, &pickup.id, now).await?;
    db::order::set_outcomes(tx, &pickup.id, LineOutcome::Dropped).await?;
    db::pass::end(tx, &pickup.id, now).await?;
    publish(tx, app, pickup, &freed).await
}

/// Tells those who may know, last in the transaction, with what became of the stock.
pub async fn publish(tx: &mut Tx, app: &App, pickup: &PickupRow, moved: &[Hold]) -> Outcome<()> {
    publish_with(tx, app, pickup, moved, PickupChange::Status).await
}

pub async fn publish_with(
    tx: &mut Tx,
    app: &App,
    pickup: &PickupRow,
    moved: &[Hold],
    change: PickupChange,
) -> Outcome<()> {
    let mut entries = vec![entry(pickup, change)];
    entries.extend(availability::changed(tx, app, moved).await?);
    outbox::publish(tx, app.clock.now(), entries).await?;
    Ok(())
}

/// What happened, for the shopper and the store.
pub fn entry(pickup: &PickupRow, change: PickupChange) -> Entry {
    Entry {
        event: Event::PickupChanged {
            order_id: pickup.order_id.clone(),
            pickup_id: pickup.id.clone(),
            store_id: pickup.store_id.clone(),
            status: pickup.status,
            change,
        },
        subject_id: Some(pickup.order_id.clone()),
        store_id: Some(pickup.store_id.clone()),
    }
}

/// Ends what was not collected in time; each in a transaction of its own, so one that fails stops no other.
pub async fn expire_overdue(app: &App) -> Outcome<usize> {
    let overdue = db::pickup::overdue(&mut app.db.read().await?, app.clock.now(), BATCH).await?;
    let mut ended = 0;
    for pickup in overdue {
        match expire(app, &pickup.id).await {
            Ok(has_ended) => ended += usize::from(has_ended),
            // Somebody was faster.
            Err(Refusal::Problem(_)) => {}
            Err(failure) => tracing::error!(id = pickup.id, ?failure, "cannot end a pickup"),
        }
    }
    if ended > 0 {
        app.ring().await;
    }
    Ok(ended)
}

/// Locked, since its store may be closing just now, and keep it for longer.
async fn expire(app: &App, id: &str) -> Outcome<bool> {
    let mut tx = app.db.write().await?;
    let mut pickup = db::pickup::lock(&mut tx, id).await?.ok_or_else(|| not_found("pickup"))?;
    if !pickup.status.can_expire() || pickup.collect_by > app.clock.now() {
        return Ok(false);
    }
    end(&mut tx, app, &mut pickup, PickupStatus::Expired, CancelledBy::System).await?;
    tx.commit().await?;
    Ok(true)
}
