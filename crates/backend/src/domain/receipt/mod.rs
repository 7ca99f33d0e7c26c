//! Receipts: sales at tills, and of what was tried on or taken along in exchange.

mod ask;
mod check;
mod claim;
mod credit;
mod goods;
mod owner;
mod post;
mod stock;
mod void;

use contract::{event::Event, invoice::Payment, language::Language, pos::PosLine};

pub use ask::{customer, store_credit};
pub use claim::{Claimed, claim};
pub use post::{MAX_RECEIPTS, post};
use void::take_back;

use super::{
    account::about,
    invoice,
    outbox::Entry,
    refusal::{Outcome, Refusal},
    secret,
};
use crate::{
    app::App,
    db::{
        self, Tx,
        receipt::{BOUGHT, PaymentRow, ReceiptLineRow, ReceiptRow, SALE},
    },
};

/// What the desk sells no till knows.
pub const DESK: &str = "desk";
/// Numbers are drawn until one is free; a second draw is rare.
const DRAWS: u32 = 20;

/// A sale in a store that no till sent us.
pub struct Sale<'a> {
    pub store_id: &'a str,
    pub name: Option<&'a str>,
    pub email: Option<&'a str>,
    pub language: Language,
    pub lines: Vec<SaleLine>,
    pub payments: Vec<Payment>,
    /// Who may see this may see the receipt.
    pub seen_with: &'a str,
}

/// Each unit leaves the store's stock.
pub struct SaleLine {
    pub sku: String,
    pub quantity: u32,
    pub unit_price: i64,
}

/// Writes the receipt of a sale, its movements and its invoice, before the transaction's outbox rows; answers its id.
/// The caller publishes [`changed`] and what became of the stock.
pub async fn record(tx: &mut Tx, app: &App, sale: &Sale<'_>) -> Outcome<String> {
    let now = app.clock.now();
    let currency = &app.retailer.currency;
    let asked: Vec<PosLine> = sale.lines.iter().map(|line| line.as_sent(currency)).collect();
    let lines = goods::resolve(tx, app, sale.store_id, sale.language, &asked).await?;
    let mut row = ReceiptRow {
        id: secret::new_id(),
        store_id: sale.store_id.to_string(),
        till: DESK.to_string(),
        number: String::new(),
        body_hash: String::new(),
        kind: SALE.to_string(),
        voids: None,
        status: BOUGHT.to_string(),
        name: sale.name.map(String::from),
        email: sale.email.map(String::from),
        language: sale.language,
        currency: currency.clone(),
        total: lines.iter().map(ReceiptLineRow::total).sum(),
        occurred_at: now,
        received_at: now,
        claimed_at: None,
        subject_id: Some(sale.seen_with.to_string()),
    };
    let payments = sale.payments.iter().map(|payment| PaymentRow {
        method: payment.method,
        amount: payment.amount.amount,
        reference: None,
    });
    insert_numbered(tx, &mut row).await?;
    insert_content(tx, &row.id, &lines, &payments.collect::<Vec<_>>()).await?;
    stock::sell(tx, &row, &lines).await?;
    db::purchase::share(tx, sale.seen_with, &row.id).await?;
    invoice::issue(tx, app, &row.id).await?;
    Ok(row.id)
}

impl SaleLine {
    fn as_sent(&self, currency: &str) -> PosLine {
        PosLine {
            sku: Some(self.sku.clone()),
            gtin: None,
            name: None,
            quantity: i64::from(self.quantity),
            unit_price: contract::money::Money::new(self.unit_price, currency),
            discount: None,
            vat_rate: None,
        }
    }
}

/// Writes what no till gave a number.
async fn insert_numbered(tx: &mut Tx, row: &mut ReceiptRow) -> Outcome<()> {
    for _ in 0..DRAWS {
        row.number = secret::new_receipt_number();
        if db::receipt::insert(tx, row).await? {
            return Ok(());
        }
    }
    Err(Refusal::Failure(anyhow::anyhow!("no receipt number was free")))
}

async fn insert_content(
    tx: &mut Tx,
    id: &str,
    lines: &[ReceiptLineRow],
    payments: &[PaymentRow],
) -> Outcome<()> {
    for (position, line) in (0..).zip(lines) {
        db::receipt::insert_line(tx, &secret::new_id(), id, position, line).await?;
    }
    for (position, payment) in (0..).zip(payments) {
        db::receipt::insert_payment(tx, id, position, payment).await?;
    }
    Ok(())
}

/// Takes back the sale at the desk that was written for a reservation or a return; answers its id, `None` when there is
/// none.
pub async fn undo_record(tx: &mut Tx, app: &App, subject_id: &str) -> Outcome<Option<String>> {
    let Some(sale) = db::receipt::of_subject(tx, subject_id).await? else {
        return Ok(None);
    };
    let now = app.clock.now();
    let mut row = void::row_of(&sale, now);
    insert_numbered(tx, &mut row).await?;
    take_back(tx, app, &sale, &row).await?;
    Ok(Some(sale.id))
}

/// Told to those who may see the receipt.
pub fn changed(id: &str) -> Entry {
    about(id, Event::PurchaseChanged { purchase_id: id.to_string() })
}
