//! A return as its shopper sees it.

use contract::{
    money::Money,
    return_request::{Refund, ReturnBy, ReturnKind, ReturnLine, ReturnRequest, ReturnStatus},
};

use super::view_store;
use crate::{
    app::App,
    db::{self, Tx, purchase::PurchaseLineRow, return_line::ReturnLineRow, return_request::ReturnRow},
    domain::{
        clock::{timestamp, zone},
        refusal::{Outcome, not_found},
        store_credit,
    },
};

/// Names stay as they were when it was bought. The bearer of a gift receipt sees no amount before a store has received
/// the gift, and never whose purchase it was.
pub async fn view(tx: &mut Tx, app: &App, row: ReturnRow) -> Outcome<ReturnRequest> {
    let cursor = db::outbox::last(tx).await?;
    let purchase = db::purchase::find(tx, &row.purchase_id).await?.ok_or_else(|| not_found("purchase"))?;
    let store = match &row.store_id {
        Some(id) => db::store::find(tx, id).await?,
        None => None,
    };
    let bought_in = db::store::find(tx, &purchase.store_id).await?;
    let zone = store.as_ref().or(bought_in.as_ref()).map_or_else(|| zone("UTC"), |store| store.zone());
    let pass = if row.status.is_live() { db::pass::live(tx, &row.id).await? } else { None };
    let lines = db::return_line::of(tx, &row.id).await?;
    let may_be_sent =
        app.retailer.returns.by_post && (row.by == ReturnBy::Post || row.kind == ReturnKind::Withdrawal);
    let shows_buyer = !row.is_gift();
    Ok(ReturnRequest {
        refund: refund(tx, app, &row, &lines).await?,
        lines: view_lines(tx, app, &row, lines).await?,
        store: store.as_ref().map(view_store),
        purchase_id: shows_buyer.then_some(purchase.id),
        purchase_number: shows_buyer.then_some(purchase.number),
        requested_at: timestamp(row.requested_at, &zone),
        bring_by: timestamp(row.bring_by, &zone),
        received_at: row.received_at.map(|moment| timestamp(moment, &zone)),
        ended_at: row.ended_at.map(|moment| timestamp(moment, &zone)),
        post_address: may_be_sent.then(|| app.retailer.returns.post_address.trim().to_string()),
        id: row.id,
        number: row.number,
        kind: row.kind,
        status: row.status,
        by: row.by,
        pass,
        cursor,
    })
}

/// What is to be paid back; before a store has looked, if it accepts everything.
async fn refund(tx: &mut Tx, app: &App, row: &ReturnRow, lines: &[ReturnLineRow]) -> Outcome<Option<Refund>> {
    let is_over = matches!(row.status, ReturnStatus::Refused | ReturnStatus::Cancelled);
    if is_over || !shows_amounts(row) {
        return Ok(None);
    }
    let expected = lines.iter().map(|line| line.amount).sum();
    let zone = app.retailer.zone();
    Ok(Some(Refund {
        amount: Money::new(row.refund_amount.unwrap_or(expected), &row.currency),
        way: row.way,
        due_by: timestamp(row.due_by, &zone),
        paid_at: row.refunded_at.map(|moment| timestamp(moment, &zone)),
        store_credit: store_credit::of_return(tx, app, row).await?,
    }))
}

fn shows_amounts(row: &ReturnRow) -> bool {
    !row.is_gift() || row.received_at.is_some()
}

async fn view_lines(
    tx: &mut Tx,
    app: &App,
    row: &ReturnRow,
    lines: Vec<ReturnLineRow>,
) -> Outcome<Vec<ReturnLine>> {
    let bought = db::purchase::lines(tx, &row.purchase_id).await?;
    let pictures: Vec<String> = bought.iter().filter_map(|line| line.picture_id.clone()).collect();
    let pictures = db::picture::by_ids(tx, &pictures).await?;
    let wanted: Vec<String> = lines.iter().filter_map(|line| line.exchange_sku.clone()).collect();
    let default_language = app.retailer.default_language.tag();
    let offers = db::offer::of_skus(tx, &wanted, None, row.language.tag(), default_language).await?;
    let view = |line: ReturnLineRow, bought: &PurchaseLineRow| ReturnLine {
        sku: bought.sku.clone(),
        name: bought.name.clone(),
        colour: bought.colour.clone(),
        size: bought.size.clone(),
        picture: bought.picture_id.as_ref().and_then(|id| pictures.get(id).cloned()),
        amount: shows_amounts(row).then(|| Money::new(line.amount, &row.currency)),
        exchange_variant: line.exchange_sku.as_ref().and_then(|sku| {
            let offer = offers.iter().find(|offer| offer.sku == *sku)?;
            Some(variant(offer.colour.as_deref(), offer.size.as_deref()))
        }),
        id: line.id,
        line_id: line.line_id,
        quantity: line.quantity,
        reason: line.reason,
        condition: line.condition,
        exchange_sku: line.exchange_sku,
        decision: line.decision,
        refusal: line.refusal,
    };
    let mut views = Vec::new();
    for line in lines {
        let bought = bought.iter().find(|bought| bought.id == line.line_id);
        views.push(view(line, bought.ok_or_else(|| not_found("line"))?));
    }
    Ok(views)
}

/// Colour and size, as far as there are any.
pub fn variant(colour: Option<&str>, size: Option<&str>) -> String {
    [colour, size].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
