//! A reservation as its shopper sees it.

use contract::{
    money::Money,
    reservation::{Reservation, ReservationLine, Slot},
};

use super::{elsewhere, load};
use crate::{
    app::App,
    db::{
        self, Tx,
        reservation::{ReservationLineRow, ReservationRow},
        store::StoreRow,
    },
    domain::{
        clock::timestamp,
        refusal::{Outcome, not_found},
    },
};

/// Names stay as they were; only the store is of today.
pub async fn view(tx: &mut Tx, app: &App, id: &str) -> Outcome<Reservation> {
    let cursor = db::outbox::last(tx).await?;
    let row = load(tx, id).await?;
    let store = db::store::find(tx, &row.store_id).await?.ok_or_else(|| not_found("store"))?;
    let zone = store.zone();
    let pass = if row.status.is_live() { db::pass::live(tx, id).await? } else { None };
    let lines = db::reservation::lines(tx, id).await?;
    Ok(Reservation {
        lines: view_lines(tx, app, lines, &row, &store).await?,
        store: crate::domain::store::view(&store, app.clock.now()),
        slot: Slot { from: timestamp(row.slot_from, &zone), until: timestamp(row.slot_until, &zone) },
        keep_until: timestamp(row.keep_until, &zone),
        requested_at: timestamp(row.requested_at, &zone),
        ready_at: row.ready_at.map(|moment| timestamp(moment, &zone)),
        here_at: row.here_at.map(|moment| timestamp(moment, &zone)),
        late_until: row.late_until.map(|moment| timestamp(moment, &zone)),
        ended_at: row.ended_at.map(|moment| timestamp(moment, &zone)),
        id: row.id,
        number: row.number,
        status: row.status,
        name: row.name,
        email: row.email,
        note: row.note,
        pass,
        cursor,
    })
}

pub async fn view_lines(
    tx: &mut Tx,
    app: &App,
    lines: Vec<ReservationLineRow>,
    reservation: &ReservationRow,
    store: &StoreRow,
) -> Outcome<Vec<ReservationLine>> {
    let pictures: Vec<String> = lines.iter().filter_map(|line| line.picture_id.clone()).collect();
    let pictures = db::picture::by_ids(tx, &pictures).await?;
    let mut elsewhere = elsewhere::of_missing(tx, app, &lines, store).await?;
    let view = |line: ReservationLineRow| ReservationLine {
        elsewhere: elsewhere.remove(&line.sku),
        picture: line.picture_id.and_then(|id| pictures.get(&id).cloned()),
        id: line.id,
        sku: line.sku,
        product_slug: line.product_slug,
        name: line.name,
        colour: line.colour,
        size: line.size,
        price: Money::new(line.price, &reservation.currency),
        status: line.status,
    };
    Ok(lines.into_iter().map(view).collect())
}
