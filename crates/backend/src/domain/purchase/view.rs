//! A purchase as its shopper sees it.

use contract::{
    invoice::{InvoiceSummary, Payment, PaymentMethod},
    money::Money,
    pass::Pass,
    purchase::{Purchase, PurchaseKind, PurchaseReturn, PurchaseStatus},
};
use jiff::tz::TimeZone;

use crate::{
    app::App,
    db::{self, Tx, purchase::PurchaseRow, purchase_list::InvoiceRow},
    domain::{
        clock::timestamp,
        refusal::{Outcome, not_found},
        return_request::Goods,
    },
};

pub async fn view(tx: &mut Tx, app: &App, id: &str) -> Outcome<Purchase> {
    let row = db::purchase::find(tx, id).await?.ok_or_else(|| not_found("purchase"))?;
    view_row(tx, app, row).await
}

/// Names of what was bought stay as they were; only the store is of today.
pub async fn view_row(tx: &mut Tx, app: &App, row: PurchaseRow) -> Outcome<Purchase> {
    let cursor = db::outbox::last(tx).await?;
    let goods = Goods::load(tx, &row.id).await?;
    let zone = goods.zone();
    let time = |moment| timestamp(moment, &zone);
    let refunded = db::purchase_back::refunded(tx, std::slice::from_ref(&row.id)).await?;
    Ok(Purchase {
        lines: goods.view_lines(tx, app).await?,
        returns: returns(tx, &row, &zone).await?,
        return_terms: goods.terms(app),
        payments: payments(tx, &row).await?,
        pass: pass(tx, &row).await?,
        invoices: invoices(tx, &row, &zone).await?,
        company: db::invoice::company(tx, &row.id).await?,
        store: Some(goods.view_store()),
        bought_at: time(row.bought_at),
        received_at: row.received_at.map(time),
        total: Money::new(row.total, &row.currency),
        refunded: Money::new(refunded.values().sum(), &row.currency),
        id: row.id,
        kind: row.kind,
        number: row.number,
        channel: row.channel,
        status: row.status,
        cursor,
    })
}

/// As the till sent them; an order is paid at the till when it is collected, in a way that nobody says.
async fn payments(tx: &mut Tx, row: &PurchaseRow) -> Outcome<Vec<Payment>> {
    let payment = |method, amount| Payment { method, amount: Money::new(amount, &row.currency) };
    if row.kind == PurchaseKind::Order {
        let is_paid = row.status == PurchaseStatus::Collected;
        return Ok(is_paid.then(|| payment(PaymentMethod::Other, row.total)).into_iter().collect());
    }
    let sent = db::receipt::payments(tx, &row.id).await?;
    Ok(sent.into_iter().map(|sent| payment(sent.method, sent.amount)).collect())
}

/// Those that the buyer knows of.
async fn returns(tx: &mut Tx, row: &PurchaseRow, zone: &TimeZone) -> Outcome<Vec<PurchaseReturn>> {
    let view = |row: db::purchase_back::BackRow| PurchaseReturn {
        requested_at: timestamp(row.requested_at, zone),
        id: row.id,
        number: row.number,
        status: row.status,
    };
    Ok(db::purchase_back::of_purchase(tx, &row.id).await?.into_iter().map(view).collect())
}

async fn pass(tx: &mut Tx, row: &PurchaseRow) -> Outcome<Option<Pass>> {
    if row.kind != PurchaseKind::Order {
        return Ok(None);
    }
    let live = db::pickup::of_order(tx, &row.id).await?.into_iter().find(|pickup| pickup.status.is_live());
    match live {
        Some(pickup) => Ok(db::pass::live(tx, &pickup.id).await?),
        None => Ok(None),
    }
}

async fn invoices(tx: &mut Tx, row: &PurchaseRow, zone: &TimeZone) -> Outcome<Vec<InvoiceSummary>> {
    let summary = |invoice: InvoiceRow| InvoiceSummary {
        issued_at: timestamp(invoice.issued_at, zone),
        total: Money::new(invoice.total, &row.currency),
        id: invoice.id,
        number: invoice.number,
        kind: invoice.kind,
        is_business: invoice.is_business,
        is_corrected: invoice.is_corrected,
    };
    Ok(db::purchase_list::invoices(tx, &row.id).await?.into_iter().map(summary).collect())
}
