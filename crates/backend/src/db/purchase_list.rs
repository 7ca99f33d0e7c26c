//! Purchases as a list shows them.

use std::collections::HashMap;

use contract::invoice::InvoiceKind;

use super::{
    Result, Row, Tx,
    purchase::{COLUMNS, PurchaseRow, read},
    row::placeholders,
    seen::SEEN,
};
use crate::args;

/// A list of placeholders has its limit.
const CHUNK: usize = 500;

/// What a session may see, the last bought first. The ids go before the view: neither database takes a subquery into both
/// of its halves.
pub async fn seen(tx: &mut Tx, hash: &str, now: i64) -> Result<Vec<PurchaseRow>> {
    let sql = format!(
        "SELECT id FROM orders WHERE id IN ({SEEN}) UNION ALL SELECT id FROM receipt WHERE id IN ({SEEN})"
    );
    let rows = tx.rows(sql, args![hash, now]).await?;
    let ids: Vec<String> = rows.iter().map(|row| row.text("id")).collect::<Result<_>>()?;
    let mut purchases = Vec::new();
    for ids in ids.chunks(CHUNK) {
        let sql = format!("SELECT {COLUMNS} FROM purchase p WHERE p.id IN ({})", placeholders(1, ids.len()));
        for row in tx.rows(sql, ids.iter().map(Into::into).collect()).await? {
            purchases.push(read(&row)?);
        }
    }
    purchases.sort_by(|a, b| (b.bought_at, &b.id).cmp(&(a.bought_at, &a.id)));
    Ok(purchases)
}

/// Units bought, by purchase.
pub async fn pieces(tx: &mut Tx, ids: &[String]) -> Result<HashMap<String, u32>> {
    let mut pieces = HashMap::new();
    for ids in ids.chunks(CHUNK) {
        let sql = format!(
            "SELECT l.purchase_id, CAST(SUM(l.quantity) AS BIGINT) AS units FROM purchase_line l \
             WHERE l.quantity > 0 AND l.purchase_id IN ({}) GROUP BY l.purchase_id",
            placeholders(1, ids.len())
        );
        for row in tx.rows(sql, ids.iter().map(Into::into).collect()).await? {
            pieces.insert(row.text("purchase_id")?, row.u32("units")?);
        }
    }
    Ok(pieces)
}

/// What a line of a purchase is called.
pub struct PurchaseText {
    pub purchase_id: String,
    pub text: String,
}

pub async fn texts(tx: &mut Tx, ids: &[String]) -> Result<Vec<PurchaseText>> {
    let mut texts = Vec::new();
    for ids in ids.chunks(CHUNK) {
        let sql = format!(
            "SELECT l.purchase_id, l.name || ' ' || COALESCE(l.colour, '') || ' ' || COALESCE(l.size, '') AS text \
             FROM purchase_line l WHERE l.purchase_id IN ({})",
            placeholders(1, ids.len())
        );
        for row in tx.rows(sql, ids.iter().map(Into::into).collect()).await? {
            texts.push(PurchaseText { purchase_id: row.text("purchase_id")?, text: row.text("text")? });
        }
    }
    Ok(texts)
}

pub struct InvoiceRow {
    pub id: String,
    pub number: String,
    pub kind: InvoiceKind,
    pub issued_at: i64,
    pub total: i64,
    pub is_business: bool,
    pub is_corrected: bool,
}

/// The last first; the buyer is told nothing of what the bearer of a gift receipt brought back.
pub async fn invoices(tx: &mut Tx, id: &str) -> Result<Vec<InvoiceRow>> {
    let sql = "SELECT id, number, kind, issued_at, total, is_business, replaced_at FROM invoice \
               WHERE purchase_id = $1 AND subject_id NOT IN \
               (SELECT r.id FROM return_request r WHERE r.purchase_id = $1 AND r.gift_receipt_id IS NOT NULL) \
               ORDER BY issued_at DESC, id DESC";
    let read = |row: &Row| {
        Ok(InvoiceRow {
            id: row.text("id")?,
            number: row.text("number")?,
            kind: row.one_of("kind", InvoiceKind::from_text)?,
            issued_at: row.int("issued_at")?,
            total: row.int("total")?,
            is_business: row.int("is_business")? == 1,
            is_corrected: row.opt_int("replaced_at")?.is_some(),
        })
    };
    tx.rows(sql, args![id]).await?.iter().map(read).collect()
}
