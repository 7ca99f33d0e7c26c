//! Receipts: sales at tills and at the desk, and what takes them back.

use contract::{invoice::PaymentMethod, language::Language};

use super::{Result, Row, Tx, row::placeholders};
use crate::args;

pub const SALE: &str = "sale";
pub const VOID: &str = "void";
pub const BOUGHT: &str = "bought";
pub const VOIDED: &str = "voided";

#[derive(Clone, Debug)]
pub struct ReceiptRow {
    pub id: String,
    pub store_id: String,
    pub till: String,
    pub number: String,
    pub body_hash: String,
    pub kind: String,
    pub voids: Option<String>,
    pub status: String,
    pub name: Option<String>,
    pub email: Option<String>,
    pub language: Language,
    pub currency: String,
    pub total: i64,
    pub occurred_at: i64,
    pub received_at: i64,
    pub claimed_at: Option<i64>,
    pub subject_id: Option<String>,
}

#[derive(Clone, Debug)]
pub struct ReceiptLineRow {
    pub sku: Option<String>,
    pub gtin: Option<String>,
    pub product_slug: Option<String>,
    pub name: String,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub picture_id: Option<String>,
    /// Negative: brought back.
    pub quantity: i64,
    pub unit_price: i64,
    /// Off the whole line; of a line that was brought back it is negative too.
    pub discount: i64,
    pub vat_rate: u32,
}

impl ReceiptLineRow {
    pub fn total(&self) -> i64 {
        self.unit_price * self.quantity - self.discount
    }
}

#[derive(Clone, Debug)]
pub struct PaymentRow {
    pub method: PaymentMethod,
    pub amount: i64,
    pub reference: Option<String>,
}

const COLUMNS: &str = "id, store_id, till, number, body_hash, kind, voids, status, name, email, language, currency, \
                       total, occurred_at, received_at, claimed_at, subject_id";

fn read(row: &Row) -> Result<ReceiptRow> {
    Ok(ReceiptRow {
        id: row.text("id")?,
        store_id: row.text("store_id")?,
        till: row.text("till")?,
        number: row.text("number")?,
        body_hash: row.text("body_hash")?,
        kind: row.text("kind")?,
        voids: row.opt_text("voids")?,
        status: row.text("status")?,
        name: row.opt_text("name")?,
        email: row.opt_text("email")?,
        language: row.one_of("language", Language::from_tag)?,
        currency: row.text("currency")?,
        total: row.int("total")?,
        occurred_at: row.int("occurred_at")?,
        received_at: row.int("received_at")?,
        claimed_at: row.opt_int("claimed_at")?,
        subject_id: row.opt_text("subject_id")?,
    })
}

/// False when the till has a receipt of this number.
pub async fn insert(tx: &mut Tx, receipt: &ReceiptRow) -> Result<bool> {
    let sql =
        format!("INSERT INTO receipt ({COLUMNS}) VALUES ({}) ON CONFLICT DO NOTHING", placeholders(1, 17));
    let args = args![
        &receipt.id,
        &receipt.store_id,
        &receipt.till,
        &receipt.number,
        &receipt.body_hash,
        &receipt.kind,
        receipt.voids.as_deref(),
        &receipt.status,
        receipt.name.as_deref(),
        receipt.email.as_deref(),
        receipt.language.tag(),
        &receipt.currency,
        receipt.total,
        receipt.occurred_at,
        receipt.received_at,
        receipt.claimed_at,
        receipt.subject_id.as_deref(),
    ];
    Ok(tx.execute(sql, args).await? == 1)
}

pub async fn insert_line(
    tx: &mut Tx,
    id: &str,
    receipt_id: &str,
    position: i64,
    line: &ReceiptLineRow,
) -> Result<()> {
    let sql = "INSERT INTO receipt_line (id, receipt_id, position, sku, gtin, product_slug, name, colour, size, \
               picture_id, quantity, unit_price, discount, vat_rate) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let args = args![
        id,
        receipt_id,
        position,
        line.sku.as_deref(),
        line.gtin.as_deref(),
        line.product_slug.as_deref(),
        &line.name,
        line.colour.as_deref(),
        line.size.as_deref(),
        line.picture_id.as_deref(),
        line.quantity,
        line.unit_price,
        line.discount,
        line.vat_rate,
    ];
    tx.execute(sql, args).await?;
    Ok(())
}

pub async fn insert_payment(
    tx: &mut Tx,
    receipt_id: &str,
    position: i64,
    payment: &PaymentRow,
) -> Result<()> {
    let sql = "INSERT INTO receipt_payment (receipt_id, position, method, amount, reference) \
               VALUES ($1, $2, $3, $4, $5)";
    let args =
        args![receipt_id, position, payment.method.as_str(), payment.amount, payment.reference.as_deref()];
    tx.execute(sql, args).await?;
    Ok(())
}

/// In the order in which the till sent them.
pub async fn payments(tx: &mut Tx, receipt_id: &str) -> Result<Vec<PaymentRow>> {
    let sql = "SELECT method, amount, reference FROM receipt_payment WHERE receipt_id = $1 ORDER BY position";
    let read = |row: &Row| {
        Ok(PaymentRow {
            method: row.one_of("method", PaymentMethod::from_text)?,
            amount: row.int("amount")?,
            reference: row.opt_text("reference")?,
        })
    };
    tx.rows(sql, args![receipt_id]).await?.iter().map(read).collect()
}

pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<ReceiptRow>> {
    let sql = format!("SELECT {COLUMNS} FROM receipt WHERE id = $1");
    tx.row(sql, args![id]).await?.as_ref().map(read).transpose()
}

/// By what is printed on it.
pub async fn named(tx: &mut Tx, store_id: &str, till: &str, number: &str) -> Result<Option<ReceiptRow>> {
    let sql = format!("SELECT {COLUMNS} FROM receipt WHERE store_id = $1 AND till = $2 AND number = $3");
    tx.row(sql, args![store_id, till, number]).await?.as_ref().map(read).transpose()
}

/// The void that names a receipt, be the receipt there or not.
pub async fn void_of(tx: &mut Tx, store_id: &str, till: &str, number: &str) -> Result<Option<ReceiptRow>> {
    let sql = format!("SELECT {COLUMNS} FROM receipt WHERE store_id = $1 AND till = $2 AND voids = $3");
    tx.row(sql, args![store_id, till, number]).await?.as_ref().map(read).transpose()
}

/// The sale at the desk that was written for a reservation or a return, and stands.
pub async fn of_subject(tx: &mut Tx, subject_id: &str) -> Result<Option<ReceiptRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM receipt WHERE subject_id = $1 AND kind = '{SALE}' AND status = '{BOUGHT}' \
         ORDER BY id DESC LIMIT 1"
    );
    tx.row(sql, args![subject_id]).await?.as_ref().map(read).transpose()
}

/// False when somebody took it back before.
pub async fn set_voided(tx: &mut Tx, id: &str) -> Result<bool> {
    let sql = format!("UPDATE receipt SET status = '{VOIDED}' WHERE id = $1 AND status = '{BOUGHT}'");
    Ok(tx.execute(sql, args![id]).await? == 1)
}

/// Gives a sale to whoever scans it first; false when it is somebody's.
pub async fn claim(tx: &mut Tx, id: &str, now: i64) -> Result<bool> {
    let sql = format!(
        "UPDATE receipt SET claimed_at = $2 WHERE id = $1 AND kind = '{SALE}' AND claimed_at IS NULL \
         AND NOT EXISTS (SELECT 1 FROM account_grant g WHERE g.subject_id = receipt.id)"
    );
    Ok(tx.execute(sql, args![id, now]).await? == 1)
}

/// The SKU of the variant that a scanner reads, by one of the ways in which its GTIN may be written; what is still sold
/// goes first.
pub async fn sku_of_gtin(tx: &mut Tx, written: &[String]) -> Result<Option<String>> {
    if written.is_empty() {
        return Ok(None);
    }
    let sql = format!(
        "SELECT v.sku FROM variant v WHERE v.gtin IN ({}) AND v.generation <= (SELECT generation FROM catalogue) \
         ORDER BY CASE WHEN v.withdrawn_at IS NULL THEN 0 ELSE 1 END, v.sku LIMIT 1",
        placeholders(1, written.len())
    );
    let row = tx.row(sql, written.iter().map(Into::into).collect()).await?;
    row.map(|row| row.text("sku")).transpose()
}
