//! A purchase as its shopper sees it.

use std::collections::{HashMap, HashSet};

use contract::{
    invoice::{InvoiceSummary, Payment, PaymentMethod},
    money::Money,
    pass::Pass,
    picture::Picture,
    purchase::{Purchase, PurchaseKind, PurchaseLine, PurchaseStatus, PurchaseStore},
};
use jiff::tz::TimeZone;

use super::back::{self, Back};
use crate::{
    app::App,
    db::{
        self, Tx,
        purchase::{PurchaseLineRow, PurchaseRow},
        purchase_list::InvoiceRow,
        store::StoreRow,
    },
    domain::{
        clock::timestamp,
        law,
        refusal::{Outcome, not_found},
    },
};

pub async fn view(tx: &mut Tx, app: &App, id: &str) -> Outcome<Purchase> {
    let row = db::purchase::find(tx, id).await?.ok_or_else(|| not_found("purchase"))?;
    view_row(tx, app, row).await
}

/// Names of what was bought stay as they were; only the store is of today.
pub async fn view_row(tx: &mut Tx, app: &App, row: PurchaseRow) -> Outcome<Purchase> {
    let cursor = db::outbox::last(tx).await?;
    let store = db::store::find(tx, &row.store_id).await?;
    let zone = store.as_ref().map_or_else(|| app.retailer.zone(), StoreRow::zone);
    let back = back::of(tx, app, &row, &zone).await?;
    let lines = db::purchase::lines(tx, &row.id).await?;
    let time = |moment| timestamp(moment, &zone);
    Ok(Purchase {
        lines: Lines::load(tx, app, &row, &zone, &lines).await?.view(&lines, &back),
        payments: payments(tx, &row).await?,
        pass: pass(tx, &row).await?,
        invoices: invoices(tx, &row, &zone).await?,
        company: db::purchase_list::company(tx, &row.id).await?,
        store: store.as_ref().map(store_of),
        bought_at: time(row.bought_at),
        received_at: row.received_at.map(time),
        total: Money::new(row.total, &row.currency),
        refunded: Money::new(back.refunded, &row.currency),
        returns: back.returns,
        return_terms: back.terms,
        id: row.id,
        kind: row.kind,
        number: row.number,
        channel: row.channel,
        status: row.status,
        cursor,
    })
}

pub fn store_of(store: &StoreRow) -> PurchaseStore {
    PurchaseStore {
        id: store.id.clone(),
        slug: store.slug.clone(),
        name: store.name.clone(),
        city: store.city.clone(),
    }
}

/// What the lines of a purchase need beside themselves.
struct Lines<'a> {
    currency: &'a str,
    guarantee_until: Option<String>,
    pictures: HashMap<String, Picture>,
    /// Slugs of products that are still sold.
    sold: HashSet<String>,
}

impl<'a> Lines<'a> {
    async fn load(
        tx: &mut Tx,
        app: &App,
        row: &'a PurchaseRow,
        zone: &TimeZone,
        lines: &[PurchaseLineRow],
    ) -> Outcome<Lines<'a>> {
        let pictures: Vec<String> = lines.iter().filter_map(|line| line.picture_id.clone()).collect();
        let slugs: Vec<String> = lines.iter().filter_map(|line| line.product_slug.clone()).collect();
        let received_at = row.received_at.filter(|_| row.status.is_bought());
        let years = app.retailer.returns.guarantee_years;
        Ok(Lines {
            currency: &row.currency,
            guarantee_until: received_at.map(|moment| law::day_in_years(moment, years, zone)),
            pictures: db::picture::by_ids(tx, &pictures).await?,
            sold: db::purchase_list::still_sold(tx, &slugs).await?,
        })
    }

    fn view(&self, lines: &[PurchaseLineRow], back: &Back) -> Vec<PurchaseLine> {
        lines.iter().map(|line| self.line(line, back)).collect()
    }

    fn line(&self, line: &PurchaseLineRow, back: &Back) -> PurchaseLine {
        let (returned, returnable) = back.units(line);
        let money = |amount| Money::new(amount, self.currency);
        PurchaseLine {
            id: line.id.clone(),
            sku: line.sku.clone(),
            product_slug: line.product_slug.clone().filter(|slug| self.sold.contains(slug)),
            name: line.name.clone(),
            colour: line.colour.clone(),
            size: line.size.clone(),
            picture: line.picture_id.as_ref().and_then(|id| self.pictures.get(id).cloned()),
            quantity: line.quantity,
            unit_price: money(line.unit_price),
            discount: money(line.discount),
            total: money(line.total()),
            vat_rate: line.vat_rate,
            returned,
            returnable,
            guarantee_until: self.guarantee_until.clone().filter(|_| line.quantity > 0),
        }
    }
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
