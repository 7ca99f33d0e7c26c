//! Return requests: what was bought comes back. Each change is one transaction: status, lines, stock, money and outbox.

mod desk;
mod exchange;
mod expire;
mod goods;
mod place;
mod receive;
mod refund;
mod view;

use contract::{
    error::ErrorCode,
    event::Event,
    page::Page,
    return_request::{ReturnChange, ReturnRequest, ReturnStatus},
};
pub use desk::{
    check_may_look, check_takes_returns, find as find_at_desk, find_purchase, list as of_store,
    place as place_at_desk, view_at_desk,
};
pub use expire::expire_overdue;
pub use goods::{Goods, not_returnable, units, view_store};
pub use place::{Placed, Wish, insert, place, placed};
pub use receive::receive;
pub use refund::refund;
pub use view::view;

use super::{
    availability,
    clock::timestamp,
    outbox::{self, Entry},
    page::Asked,
    refusal::{Outcome, Refusal, not_found, refuse},
};
use crate::{
    app::App,
    db::{self, Tx, return_request::ReturnRow, stock::Hold},
};

pub async fn load(tx: &mut Tx, id: &str) -> Outcome<ReturnRow> {
    db::return_request::find(tx, id).await?.ok_or_else(|| not_found("return"))
}

/// The return while nobody else can change it, and its purchase while nothing else of it goes back.
async fn lock(tx: &mut Tx, id: &str) -> Outcome<(ReturnRow, Goods)> {
    let purchase_id = load(tx, id).await?.purchase_id;
    let goods = Goods::queue(tx, &purchase_id).await?;
    let row = db::return_request::lock(tx, id).await?.ok_or_else(|| not_found("return"))?;
    Ok((row, goods))
}

/// The returns that the caller's session sees, the last requested first.
pub async fn list(app: &App, session: Option<&str>, asked: Asked) -> Outcome<Page<ReturnRequest>> {
    let mut tx = app.db.read().await?;
    let Some(session) = session else {
        return Ok(asked.answer(Vec::new(), 0));
    };
    let now = app.clock.now();
    let (ids, total) =
        db::return_request::seen_by(&mut tx, session, now, asked.per_page, asked.skip()).await?;
    let mut items = Vec::new();
    for id in ids {
        let row = load(&mut tx, &id).await?;
        items.push(view(&mut tx, app, row).await?);
    }
    Ok(asked.answer(items, total))
}

/// The return, for a session that may see it. Others can't tell it from one that does not exist.
pub async fn find(app: &App, session: Option<&str>, id: &str) -> Outcome<ReturnRequest> {
    let mut tx = app.db.read().await?;
    check_access(&mut tx, app, session, id).await?;
    let row = load(&mut tx, id).await?;
    view(&mut tx, app, row).await
}

async fn check_access(tx: &mut Tx, app: &App, session: Option<&str>, id: &str) -> Outcome<()> {
    if let Some(session) = session
        && db::return_request::may_see(tx, session, id, app.clock.now()).await?
    {
        return Ok(());
    }
    Err(not_found("return"))
}

/// The shopper keeps the goods after all.
pub async fn cancel(app: &App, session: Option<&str>, id: &str) -> Outcome<ReturnRequest> {
    let mut tx = app.db.write().await?;
    check_access(&mut tx, app, session, id).await?;
    let mut row = db::return_request::lock(&mut tx, id).await?.ok_or_else(|| not_found("return"))?;
    end(&mut tx, app, &mut row).await?;
    let view = view(&mut tx, app, row).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(view)
}

/// Ends what was announced and is not brought: its units may go back another time.
async fn end(tx: &mut Tx, app: &App, row: &mut ReturnRow) -> Outcome<()> {
    let from = row.status;
    if !from.can_cancel() {
        return Err(refusal(app, row));
    }
    let now = app.clock.now();
    row.status = ReturnStatus::Cancelled;
    row.ended_at = Some(now);
    change(tx, app, from, row).await?;
    db::pass::end(tx, &row.id, now).await?;
    publish(tx, app, row, ReturnChange::Status, Moved::default()).await
}

/// Says why a return in this status can't be changed, and since when.
fn refusal(app: &App, row: &ReturnRow) -> Refusal {
    let (code, title, moment) = match row.status {
        ReturnStatus::Requested => (ErrorCode::WrongStatus, "nobody has received it yet", None),
        ReturnStatus::Received => (ErrorCode::WrongStatus, "a store has received it", row.received_at),
        ReturnStatus::Refunded => (ErrorCode::WrongStatus, "it was paid back", row.refunded_at),
        ReturnStatus::Refused => (ErrorCode::WrongStatus, "all of it was refused", row.ended_at),
        ReturnStatus::Cancelled => (ErrorCode::AlreadyCancelled, "it was cancelled", row.ended_at),
    };
    let refusal = refuse(code, title);
    match moment {
        Some(moment) => refusal.at(timestamp(moment, &app.retailer.zone())),
        None => refusal,
    }
}

/// Writes the change if nobody was faster; who was slower learns what the other did.
async fn change(tx: &mut Tx, app: &App, from: ReturnStatus, row: &ReturnRow) -> Outcome<()> {
    if db::return_request::change(tx, from, row).await? {
        return Ok(());
    }
    let current = load(tx, &row.id).await?;
    Err(refusal(app, &current))
}

/// What else a change brought about.
#[derive(Default)]
pub struct Moved<'a> {
    /// Whose availability changed, in SKU order.
    pub stock: &'a [Hold],
    /// The receipt of what was taken along.
    pub receipt_id: Option<String>,
}

/// Tells those who may know, last in the transaction. The buyer of a gift learns nothing.
pub async fn publish(
    tx: &mut Tx,
    app: &App,
    row: &ReturnRow,
    change: ReturnChange,
    moved: Moved<'_>,
) -> Outcome<()> {
    let event = Event::ReturnChanged {
        return_id: row.id.clone(),
        store_id: row.store_id.clone(),
        status: row.status,
        change,
    };
    let mut entries = vec![Entry { event, subject_id: Some(row.id.clone()), store_id: row.store_id.clone() }];
    let bought = Some(row.purchase_id.clone()).filter(|_| !row.is_gift());
    entries.extend(bought.into_iter().chain(moved.receipt_id).map(|purchase_id| Entry {
        event: Event::PurchaseChanged { purchase_id: purchase_id.clone() },
        subject_id: Some(purchase_id),
        store_id: None,
    }));
    entries.extend(availability::changed(tx, app, moved.stock).await?);
    outbox::publish(tx, app.clock.now(), entries).await?;
    Ok(())
}
