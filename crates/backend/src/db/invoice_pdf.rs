//! The PDFs of invoices, as they were first handed out.

use super::{Result, Tx, seen::SEEN};
use crate::args;

/// A PDF in base64, with its hash.
pub struct Kept {
    pub pdf: String,
    pub sha256: String,
}

pub async fn find(tx: &mut Tx, invoice_id: &str) -> Result<Option<Kept>> {
    let sql = "SELECT pdf, sha256 FROM invoice_pdf WHERE invoice_id = $1";
    match tx.row(sql, args![invoice_id]).await? {
        Some(row) => Ok(Some(Kept { pdf: row.text("pdf")?, sha256: row.text("sha256")? })),
        None => Ok(None),
    }
}

/// Keeps a PDF unless one is kept already: of two that were made at once, the first one stays.
pub async fn insert(tx: &mut Tx, invoice_id: &str, kept: &Kept, now: i64) -> Result<()> {
    let sql = "INSERT INTO invoice_pdf (invoice_id, pdf, sha256, created_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT DO NOTHING";
    tx.execute(sql, args![invoice_id, &kept.pdf, &kept.sha256, now]).await?;
    Ok(())
}

/// The invoices of a year that a session may see, by their numbers, and whether the PDF of each is kept. Those of gifts
/// that were brought back are for who brought them alone.
pub async fn of_year(tx: &mut Tx, hash: &str, now: i64, year: i64) -> Result<Vec<(String, bool)>> {
    let of_gift =
        "SELECT 1 FROM return_request g WHERE g.id = s.subject_id AND g.gift_receipt_id IS NOT NULL";
    let sql = format!(
        "SELECT i.id, CAST(CASE WHEN k.invoice_id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS kept \
         FROM invoice i LEFT JOIN invoice_pdf k ON k.invoice_id = i.id WHERE i.id IN (\
         SELECT s.id FROM invoice s WHERE s.purchase_id IN ({SEEN}) AND s.year = $3 AND NOT EXISTS ({of_gift}) \
         UNION SELECT s.id FROM invoice s WHERE s.subject_id IN ({SEEN}) AND s.year = $3 AND EXISTS ({of_gift})) \
         ORDER BY i.series, i.sequence"
    );
    let rows = tx.rows(sql, args![hash, now, year]).await?;
    rows.iter().map(|row| Ok((row.text("id")?, row.int("kept")? == 1))).collect()
}
