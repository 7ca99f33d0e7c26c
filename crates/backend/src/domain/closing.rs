//! A store that must close unexpectedly: it promises nothing until it opens again, and keeps for longer what it holds.

use contract::{
    desk::{CloseStore, Closing},
    event::Event,
    newtypes::Invalid,
    pickup::PickupChange,
    reservation::ReservationChange,
};
use jiff::Timestamp;

use super::{
    clock::{DAY, MINUTE},
    notice,
    outbox::{self, Entry},
    pickup,
    refusal::{Outcome, invalid, not_found},
    reservation, secret,
};
use crate::{
    app::App,
    db::{self, Tx, associate::Associate, store::StoreRow},
};

/// A store that stays closed for longer has other means of telling.
const LONGEST: i64 = 14 * DAY;

pub async fn find(app: &App, who: &Associate) -> Outcome<Closing> {
    view(&mut app.db.read().await?, app, who).await
}

/// Closes the associate's store; saying the same again changes nothing.
pub async fn close(app: &App, who: &Associate, request: &CloseStore) -> Outcome<Closing> {
    let until: Timestamp =
        request.until.as_str().parse().map_err(|_| invalid("until", Invalid::Malformed))?;
    let (until, now) = (until.as_millisecond(), app.clock.now());
    if until <= now || until > now + LONGEST {
        return Err(invalid("until", Invalid::OutOfRange));
    }
    set(app, who, Some(until), "store.close").await
}

/// Opens it again; what was promised meanwhile stays as it is.
pub async fn open(app: &App, who: &Associate) -> Outcome<Closing> {
    set(app, who, None, "store.open").await
}

async fn set(app: &App, who: &Associate, until: Option<i64>, action: &str) -> Outcome<Closing> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let changed = db::store::set_closed_until(&mut tx, &who.store_id, until).await?;
    if changed {
        db::associate::audit(&mut tx, &secret::new_id(), who, action, &who.store_id, now).await?;
        // What can be ordered in the store has changed as a whole: everyone reads again what is on screen.
        let mut entries = vec![Entry::public(Event::Resync)];
        if until.is_some() {
            let store = store(&mut tx, who).await?;
            entries.extend(keep_longer(&mut tx, app, &store).await?);
        }
        outbox::publish(&mut tx, now, entries).await?;
    }
    let view = view(&mut tx, app, who).await?;
    tx.commit().await?;
    if changed {
        app.ring().await;
    }
    Ok(view)
}

/// Keeps everything at least until the end of the first opening day after it opens again, and tells everybody.
async fn keep_longer(tx: &mut Tx, app: &App, store: &StoreRow) -> Outcome<Vec<Entry>> {
    let opens = store.closed_until.unwrap_or_else(|| app.clock.now());
    let until = store.hours().end_of_day(opens, 0) + app.retailer.reservation.grace_minutes * MINUTE;
    let mut entries = Vec::new();
    for row in db::reservation::keep_longer(tx, &store.id, until).await? {
        notice::told(tx, app, &row, &store.zone()).await?;
        entries.push(reservation::entry(&row, ReservationChange::StoreClosed));
    }
    for row in db::pickup::keep_longer(tx, &store.id, until).await? {
        notice::told_of_pickup(tx, app, &row, &store.zone()).await?;
        entries.push(pickup::entry(&row, PickupChange::StoreClosed));
    }
    Ok(entries)
}

async fn store(tx: &mut Tx, who: &Associate) -> Outcome<StoreRow> {
    db::store::find(tx, &who.store_id).await?.ok_or_else(|| not_found("store"))
}

async fn view(tx: &mut Tx, app: &App, who: &Associate) -> Outcome<Closing> {
    let store = store(tx, who).await?;
    let count = |value: i64| u32::try_from(value).unwrap_or(u32::MAX);
    Ok(Closing {
        until: store.closed_at(app.clock.now()).map(|until| store.time(until)),
        pickups: count(db::pickup::live_in_store(tx, &store.id).await?),
        reservations: count(db::reservation::waiting_in_store(tx, &store.id).await?),
    })
}
