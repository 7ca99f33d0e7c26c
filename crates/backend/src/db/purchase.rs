//! Purchases: orders and receipts as one.

use contract::{
    invoice::PaymentMethod,
    language::Language,
    order::Channel,
    purchase::{PurchaseKind, PurchaseStatus},
};

use super::{Result, Row, Tx};
use crate::args;

#[derive(Clone, Debug)]
pub struct PurchaseRow {
    pub id: String,
    pub kind: PurchaseKind,
    pub number: String,
    pub channel: Channel,
    pub status: PurchaseStatus,
    pub store_id: String,
    pub bought_at: i64,
    /// When the goods were handed over.
    pub received_at: Option<i64>,
    pub total: i64,
    pub currency: String,
    pub name: Option<String>,
    pub email: Option<String>,
    pub language: Language,
}

#[derive(Clone, Debug)]
pub struct PurchaseLineRow {
    pub id: String,
    pub purchase_id: String,
    pub sku: Option<String>,
    pub product_slug: Option<String>,
    pub name: String,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub picture_id: Option<String>,
    /// Negative: brought back at the till.
    pub quantity: i64,
    pub unit_price: i64,
    /// Off the whole line.
    pub discount: i64,
    pub vat_rate: u32,
}

impl PurchaseLineRow {
    pub fn total(&self) -> i64 {
        self.unit_price * self.quantity - self.discount
    }
}

/// The columns that [`read`] wants.
pub const COLUMNS: &str = "p.id, p.kind, p.number, p.channel, p.status, p.store_id, p.bought_at, p.received_at, \
                           p.total, p.currency, p.name, p.email, p.language";

pub fn read(row: &Row) -> Result<PurchaseRow> {
    Ok(PurchaseRow {
        id: row.text("id")?,
        kind: row.one_of("kind", PurchaseKind::from_text)?,
        number: row.text("number")?,
        channel: row.one_of("channel", Channel::from_text)?,
        status: row.one_of("status", PurchaseStatus::from_text)?,
        store_id: row.text("store_id")?,
        bought_at: row.int("bought_at")?,
        received_at: row.opt_int("received_at")?,
        total: row.int("total")?,
        currency: row.text("currency")?,
        name: row.opt_text("name")?,
        email: row.opt_text("email")?,
        language: row.one_of("language", Language::from_tag)?,
    })
}

pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<PurchaseRow>> {
    let sql = format!("SELECT {COLUMNS} FROM purchase p WHERE p.id = $1");
    tx.row(sql, args![id]).await?.as_ref().map(read).transpose()
}

/// In the order of the order or the receipt.
pub async fn lines(tx: &mut Tx, id: &str) -> Result<Vec<PurchaseLineRow>> {
    let sql = "SELECT l.id, l.purchase_id, l.sku, l.product_slug, l.name, l.colour, l.size, l.picture_id, l.quantity, \
               l.unit_price, l.discount, l.vat_rate FROM purchase_line l WHERE l.purchase_id = $1 ORDER BY l.position";
    tx.rows(sql, args![id]).await?.iter().map(read_line).collect()
}

fn read_line(row: &Row) -> Result<PurchaseLineRow> {
    Ok(PurchaseLineRow {
        id: row.text("id")?,
        purchase_id: row.text("purchase_id")?,
        sku: row.opt_text("sku")?,
        product_slug: row.opt_text("product_slug")?,
        name: row.text("name")?,
        colour: row.opt_text("colour")?,
        size: row.opt_text("size")?,
        picture_id: row.opt_text("picture_id")?,
        quantity: row.int("quantity")?,
        unit_price: row.int("unit_price")?,
        discount: row.int("discount")?,
        vat_rate: row.u32("vat_rate")?,
    })
}

/// Lets everybody see a subject who may see another: the receipt of what was reserved, the return of what was bought.
pub async fn share(tx: &mut Tx, from: &str, to: &str) -> Result<()> {
    for (table, holder) in [("session_grant", "token_hash"), ("account_grant", "account_id")] {
        let sql = format!(
            "INSERT INTO {table} ({holder}, subject_id) SELECT g.{holder}, $2 FROM {table} g WHERE g.subject_id = $1 \
             ON CONFLICT DO NOTHING"
        );
        tx.execute(sql, args![from, to]).await?;
    }
    Ok(())
}

/// Makes transactions that take something of one purchase back follow each other; SQLite's already do.
pub async fn queue(tx: &mut Tx, id: &str) -> Result<()> {
    for table in ["orders", "receipt"] {
        tx.execute(format!("UPDATE {table} SET number = number WHERE id = $1"), args![id]).await?;
    }
    Ok(())
}

/// The purchase of a number, as it was typed or in capitals: numbers of receipts are their store's, so one of the store comes
/// first, and of several the last.
pub async fn by_number(tx: &mut Tx, number: &str, store_id: &str) -> Result<Option<PurchaseRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM purchase p WHERE p.number IN ($1, $3) \
         ORDER BY CASE WHEN p.store_id = $2 THEN 0 ELSE 1 END, p.bought_at DESC, p.id DESC LIMIT 1"
    );
    tx.row(sql, args![number, store_id, number.to_uppercase()]).await?.as_ref().map(read).transpose()
}

/// The purchases of a number and an address.
pub async fn by_number_and_email(tx: &mut Tx, number: &str, email: &str) -> Result<Vec<PurchaseRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM purchase p WHERE p.number IN ($1, $3) AND LOWER(p.email) = LOWER($2) \
         ORDER BY p.bought_at DESC, p.id DESC"
    );
    tx.rows(sql, args![number, email, number.to_uppercase()]).await?.iter().map(read).collect()
}

/// What was paid at the till for a receipt: methods with amounts; none of an order.
pub async fn payments(tx: &mut Tx, id: &str) -> Result<Vec<(PaymentMethod, i64)>> {
    let sql = "SELECT method, amount FROM receipt_payment WHERE receipt_id = $1 ORDER BY position";
    let rows = tx.rows(sql, args![id]).await?;
    rows.iter().map(|row| Ok((row.one_of("method", PaymentMethod::from_text)?, row.int("amount")?))).collect()
}
