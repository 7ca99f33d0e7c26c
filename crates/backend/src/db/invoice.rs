//! Invoices and credit notes: inserted once, their content never changed.

use contract::invoice::{Company, Invoice, InvoiceKind};

use super::{Result, Row, Tx};
use crate::args;

#[derive(Clone, Debug)]
pub struct InvoiceRow {
    pub id: String,
    pub series: String,
    pub year: i64,
    pub sequence: i64,
    pub purchase_id: String,
    /// What it was written for: the purchase, a void, a return, or the invoice that another one replaces.
    pub subject_id: String,
    pub content: Invoice,
    pub xml: String,
    pub issued_at: i64,
    /// When the whole of it was taken back.
    pub replaced_at: Option<i64>,
}

const COLUMNS: &str =
    "id, series, year, sequence, purchase_id, subject_id, content, xml, issued_at, replaced_at";

fn read(row: &Row) -> Result<InvoiceRow> {
    Ok(InvoiceRow {
        id: row.text("id")?,
        series: row.text("series")?,
        year: row.int("year")?,
        sequence: row.int("sequence")?,
        purchase_id: row.text("purchase_id")?,
        subject_id: row.text("subject_id")?,
        content: row.json("content")?,
        xml: row.text("xml")?,
        issued_at: row.int("issued_at")?,
        replaced_at: row.opt_int("replaced_at")?,
    })
}

/// Takes the next number of a series. Holds the counter's row until the commit, so a transaction that fails leaves no
/// gap.
pub async fn take_number(tx: &mut Tx, series: &str, year: i64) -> Result<i64> {
    let sql = "INSERT INTO invoice_series (series, year, last) VALUES ($1, $2, 1) \
               ON CONFLICT (series, year) DO UPDATE SET last = invoice_series.last + 1 RETURNING last AS value";
    tx.int(sql, args![series, year]).await
}

pub async fn insert(tx: &mut Tx, row: &InvoiceRow) -> Result<()> {
    let sql = "INSERT INTO invoice (id, series, year, sequence, number, kind, purchase_id, subject_id, corrects_id, \
               total, is_business, content, xml, issued_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let content = serde_json::to_string(&row.content).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let args = args![
        &row.id,
        &row.series,
        row.year,
        row.sequence,
        &row.content.number,
        row.content.kind.as_str(),
        &row.purchase_id,
        &row.subject_id,
        row.content.corrects.as_ref().map(|corrected| corrected.id.as_str()),
        row.content.total.amount,
        i64::from(row.content.buyer.company.is_some()),
        content,
        &row.xml,
        row.issued_at,
    ];
    tx.execute(sql, args).await?;
    Ok(())
}

pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<InvoiceRow>> {
    let sql = format!("SELECT {COLUMNS} FROM invoice WHERE id = $1");
    tx.row(sql, args![id]).await?.as_ref().map(read).transpose()
}

/// Whether the sale itself was invoiced, or credited when all of it was brought back.
pub async fn is_issued(tx: &mut Tx, purchase_id: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) AS value FROM invoice WHERE purchase_id = $1 AND subject_id = $1";
    Ok(tx.int(sql, args![purchase_id]).await? > 0)
}

/// What was written of the sale itself and was not taken back, the first one first. Whoever else takes it back or
/// credits a part of it waits until this transaction has ended.
pub async fn lock_current(tx: &mut Tx, purchase_id: &str) -> Result<Vec<InvoiceRow>> {
    let sql = format!(
        "UPDATE invoice SET replaced_at = replaced_at \
         WHERE purchase_id = $1 AND subject_id = $1 AND replaced_at IS NULL RETURNING {COLUMNS}"
    );
    let mut rows: Vec<InvoiceRow> =
        tx.rows(sql, args![purchase_id]).await?.iter().map(read).collect::<Result<_>>()?;
    rows.sort_by_key(|row| (row.year, row.sequence));
    Ok(rows)
}

/// Marks what a credit note takes back as a whole.
pub async fn set_replaced(tx: &mut Tx, id: &str, now: i64) -> Result<()> {
    let sql = "UPDATE invoice SET replaced_at = $2 WHERE id = $1 AND replaced_at IS NULL";
    tx.execute(sql, args![id, now]).await?;
    Ok(())
}

/// Whether a credit note corrects a part of it or the whole.
pub async fn is_corrected(tx: &mut Tx, id: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) AS value FROM invoice WHERE corrects_id = $1";
    Ok(tx.int(sql, args![id]).await? > 0)
}

/// Whether something of a purchase came back, be it not paid back yet.
pub async fn has_come_back(tx: &mut Tx, purchase_id: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) AS value FROM return_request \
               WHERE purchase_id = $1 AND status IN ('received', 'refunded')";
    Ok(tx.int(sql, args![purchase_id]).await? > 0)
}

/// Whether it is of what the bearer of a gift receipt brought back: the buyer is told nothing of it.
pub async fn is_of_gift(tx: &mut Tx, subject_id: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) AS value FROM return_request WHERE id = $1 AND gift_receipt_id IS NOT NULL";
    Ok(tx.int(sql, args![subject_id]).await? > 0)
}

/// Makes transactions that change one purchase follow each other; SQLite's already do.
pub async fn lock_purchase(tx: &mut Tx, purchase_id: &str) -> Result<()> {
    for sql in [
        "UPDATE orders SET number = number WHERE id = $1",
        "UPDATE pickup SET status = status WHERE order_id = $1",
        "UPDATE receipt SET number = number WHERE id = $1",
    ] {
        tx.execute(sql, args![purchase_id]).await?;
    }
    Ok(())
}

/// The company that the next invoice of a purchase names.
pub async fn company(tx: &mut Tx, purchase_id: &str) -> Result<Option<Company>> {
    let sql = "SELECT company FROM purchase_company WHERE purchase_id = $1";
    tx.row(sql, args![purchase_id]).await?.map(|row| row.json("company")).transpose()
}

pub async fn set_company(tx: &mut Tx, purchase_id: &str, company: &Company, now: i64) -> Result<()> {
    let sql = "INSERT INTO purchase_company (purchase_id, company, named_at) VALUES ($1, $2, $3) \
               ON CONFLICT (purchase_id) DO UPDATE SET company = excluded.company, named_at = excluded.named_at";
    let company = serde_json::to_string(company).map_err(|error| sqlx::Error::Encode(error.into()))?;
    tx.execute(sql, args![purchase_id, company, now]).await?;
    Ok(())
}

/// The invoice of a sale as it is now; none when there is none, or a till took the sale back.
pub async fn current(tx: &mut Tx, purchase_id: &str) -> Result<Option<InvoiceRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM invoice WHERE purchase_id = $1 AND subject_id = $1 AND kind = $2 \
         AND replaced_at IS NULL ORDER BY year DESC, sequence DESC"
    );
    let invoice = InvoiceKind::Invoice.as_str();
    tx.row(sql, args![purchase_id, invoice]).await?.as_ref().map(read).transpose()
}
