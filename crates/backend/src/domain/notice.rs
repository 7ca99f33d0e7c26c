//! What shoppers are told before a moment comes: the slot is near, or what waits for them soon goes back.
//!
//! Any number of machines may look; a conditional update in the transaction of the outbox row decides who tells. What
//! came about after the moment at which one would have told is not told: the shopper knows it already. Nobody is told to come
//! to a store that had to close.

use contract::{pickup::PickupChange, reservation::ReservationChange};
use jiff::{Timestamp, civil::time, tz::TimeZone};

use super::{
    clock::{DAY, HOUR, MINUTE},
    pickup,
    refusal::Outcome,
    reservation,
};
use crate::{
    app::App,
    db::{self, Tx, notice, pickup::PickupRow, reservation::ReservationRow},
};

/// How many are looked at in one go.
const BATCH: i64 = 500;
/// A moment of the night is moved by less than this.
const NIGHT: i64 = DAY / 2;
const MORNING: i8 = 8;
const EVENING: i8 = 20;

/// Tells what is to be told now; answers how many shoppers were told.
pub async fn tell(app: &App) -> Outcome<usize> {
    let told = remind(app).await? + warn(app).await? + warn_of_pickups(app).await?;
    if told > 0 {
        app.ring().await;
    }
    Ok(told)
}

/// A moment by day at which to tell of `end`: `before` earlier, or when the night is over, or the evening before.
fn by_day(end: i64, before: i64, zone: &TimeZone) -> i64 {
    let wanted = end - before;
    let local = Timestamp::from_millisecond(wanted).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone());
    let at = |date: jiff::civil::Date, hour| {
        let zoned = date.to_datetime(time(hour, 0, 0, 0)).to_zoned(zone.clone());
        zoned.map_or(wanted, |zoned| zoned.timestamp().as_millisecond())
    };
    if (MORNING..EVENING).contains(&local.hour()) {
        return wanted;
    }
    let today = local.date();
    let (evening, morning) = match local.hour() < MORNING {
        true => (today.yesterday().unwrap_or(today), today),
        false => (today, today.tomorrow().unwrap_or(today)),
    };
    let morning = at(morning, MORNING);
    if morning < end { morning } else { at(evening, EVENING) }
}

async fn remind(app: &App) -> Outcome<usize> {
    let now = app.clock.now();
    let until = now + app.retailer.reservation.remind_minutes * MINUTE + NIGHT;
    let mut told = 0;
    let near = notice::to_remind(&mut app.db.read().await?, now, until, BATCH).await?;
    for id in near {
        told += count(&id, remind_of(app, &id).await);
    }
    Ok(told)
}

async fn remind_of(app: &App, id: &str) -> Outcome<bool> {
    let Some((row, zone)) = of_reservation(app, id).await? else { return Ok(false) };
    let due = reminder_of(app, &row, &zone);
    if due > app.clock.now() {
        return Ok(false);
    }
    let mut tx = app.db.write().await?;
    if !notice::reminded(&mut tx, id, row.slot_from).await? {
        return Ok(false);
    }
    let row = reservation::load(&mut tx, id).await?;
    let is_news = row.requested_at <= due;
    if is_news {
        reservation::publish_with(&mut tx, app, &row, &[], ReservationChange::Reminder).await?;
    }
    tx.commit().await?;
    Ok(is_news)
}

async fn warn(app: &App) -> Outcome<usize> {
    let now = app.clock.now();
    let until = now + app.retailer.reservation.warn_minutes * MINUTE;
    let mut told = 0;
    let ending = notice::to_warn(&mut app.db.read().await?, now, until, BATCH).await?;
    for id in ending {
        told += count(&id, warn_of(app, &id).await);
    }
    Ok(told)
}

async fn warn_of(app: &App, id: &str) -> Outcome<bool> {
    let Some((row, _)) = of_reservation(app, id).await? else { return Ok(false) };
    let due = warning_of(app, &row);
    if due > app.clock.now() {
        return Ok(false);
    }
    let mut tx = app.db.write().await?;
    if !notice::warned(&mut tx, id, row.keep_until).await? {
        return Ok(false);
    }
    let row = reservation::load(&mut tx, id).await?;
    let is_news = row.ready_at.is_some_and(|ready| ready <= due);
    if is_news {
        reservation::publish_with(&mut tx, app, &row, &[], ReservationChange::Expiring).await?;
    }
    tx.commit().await?;
    Ok(is_news)
}

async fn of_reservation(app: &App, id: &str) -> db::Result<Option<(ReservationRow, TimeZone)>> {
    let mut tx = app.db.read().await?;
    let Some(row) = db::reservation::find(&mut tx, id).await? else { return Ok(None) };
    let store = db::store::find(&mut tx, &row.store_id).await?;
    Ok(store.map(|store| (row, store.zone())))
}

async fn warn_of_pickups(app: &App) -> Outcome<usize> {
    let now = app.clock.now();
    let until = now + app.retailer.pickup.warn_hours * HOUR + NIGHT;
    let mut told = 0;
    let ending = notice::pickups_to_warn(&mut app.db.read().await?, now, until, BATCH).await?;
    for id in ending {
        told += count(&id, warn_of_pickup(app, &id).await);
    }
    Ok(told)
}

async fn warn_of_pickup(app: &App, id: &str) -> Outcome<bool> {
    let Some((row, zone)) = of_pickup(app, id).await? else { return Ok(false) };
    let due = warning_of_pickup(app, &row, &zone);
    if due > app.clock.now() {
        return Ok(false);
    }
    let mut tx = app.db.write().await?;
    if !notice::pickup_warned(&mut tx, id, row.collect_by).await? {
        return Ok(false);
    }
    let row = pickup::find(&mut tx, id).await?;
    let is_news = row.ready_at.is_some_and(|ready| ready <= due);
    if is_news {
        pickup::publish_with(&mut tx, app, &row, &[], PickupChange::Expiring).await?;
    }
    tx.commit().await?;
    Ok(is_news)
}

async fn of_pickup(app: &App, id: &str) -> db::Result<Option<(PickupRow, TimeZone)>> {
    let mut tx = app.db.read().await?;
    let Some(row) = db::pickup::find(&mut tx, id).await? else { return Ok(None) };
    let store = db::store::find(&mut tx, &row.store_id).await?;
    Ok(store.map(|store| (row, store.zone())))
}

/// One that can't be told of stops no other.
fn count(id: &str, told: Outcome<bool>) -> usize {
    match told {
        Ok(told) => usize::from(told),
        Err(failure) => {
            tracing::error!(id, ?failure, "cannot tell a shopper beforehand");
            0
        }
    }
}

fn reminder_of(app: &App, row: &ReservationRow, zone: &TimeZone) -> i64 {
    by_day(row.slot_from, app.retailer.reservation.remind_minutes * MINUTE, zone)
}

/// Nobody is late before the slot has begun.
fn warning_of(app: &App, row: &ReservationRow) -> i64 {
    (row.keep_until - app.retailer.reservation.warn_minutes * MINUTE).max(row.slot_from)
}

fn warning_of_pickup(app: &App, row: &PickupRow, zone: &TimeZone) -> i64 {
    by_day(row.collect_by, app.retailer.pickup.warn_hours * HOUR, zone)
}

/// A reservation that has just changed: the shopper is told of the change, so what would be told at once beside it is
/// not told.
pub async fn told(tx: &mut Tx, app: &App, row: &ReservationRow, zone: &TimeZone) -> db::Result<()> {
    let now = app.clock.now();
    if reminder_of(app, row, zone) <= now {
        notice::reminded(tx, &row.id, row.slot_from).await?;
    }
    if warning_of(app, row) <= now {
        notice::warned(tx, &row.id, row.keep_until).await?;
    }
    Ok(())
}

/// The same of a pickup.
pub async fn told_of_pickup(tx: &mut Tx, app: &App, row: &PickupRow, zone: &TimeZone) -> db::Result<()> {
    if warning_of_pickup(app, row, zone) <= app.clock.now() {
        notice::pickup_warned(tx, &row.id, row.collect_by).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::{timestamp, zone};

    fn told(end: &str, minutes: i64) -> String {
        let end = end.parse::<Timestamp>().expect("a time").as_millisecond();
        let paris = zone("Europe/Paris");
        timestamp(by_day(end, minutes * MINUTE, &paris), &paris).as_str()[..16].to_string()
    }

    #[test]
    fn nobody_is_told_in_the_night() {
        assert_eq!(told("2026-11-21T16:00:00+01:00", 180), "2026-11-21T13:00");
        assert_eq!(told("2026-11-21T10:00:00+01:00", 180), "2026-11-21T08:00");
        assert_eq!(told("2026-11-21T08:00:00+01:00", 180), "2026-11-20T20:00");
        assert_eq!(told("2026-11-21T10:00:00+01:00", 720), "2026-11-21T08:00");
        assert_eq!(told("2026-11-21T19:00:00+01:00", 1440), "2026-11-20T19:00");
    }

    #[test]
    fn a_change_of_clocks_is_no_night() {
        assert_eq!(told("2026-03-29T10:00:00+02:00", 180), "2026-03-29T08:00");
        assert_eq!(told("2026-10-25T12:00:00+01:00", 180), "2026-10-25T09:00");
    }
}
