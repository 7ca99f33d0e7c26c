//! Gift receipts: receipts without prices.

use super::{Result, Tx};
use crate::args;

pub struct GiftReceiptRow {
    pub id: String,
    pub number: String,
    pub purchase_id: String,
    /// Lines of the purchase.
    pub line_ids: Vec<String>,
}

/// False when the number is taken.
pub async fn insert(tx: &mut Tx, gift: &GiftReceiptRow, now: i64) -> Result<bool> {
    let lines = serde_json::to_string(&gift.line_ids).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let sql = "INSERT INTO gift_receipt (id, number, purchase_id, lines, created_at) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT DO NOTHING";
    Ok(tx.execute(sql, args![&gift.id, &gift.number, &gift.purchase_id, lines, now]).await? == 1)
}

/// The gift receipt of a number, as it was typed or in capitals.
pub async fn id_of_number(tx: &mut Tx, number: &str) -> Result<Option<String>> {
    let sql = "SELECT id FROM gift_receipt WHERE number = $1";
    tx.row(sql, args![number.to_uppercase()]).await?.map(|row| row.text("id")).transpose()
}

pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<GiftReceiptRow>> {
    let sql = "SELECT id, number, purchase_id, lines FROM gift_receipt WHERE id = $1";
    let Some(row) = tx.row(sql, args![id]).await? else {
        return Ok(None);
    };
    Ok(Some(GiftReceiptRow {
        id: row.text("id")?,
        number: row.text("number")?,
        purchase_id: row.text("purchase_id")?,
        line_ids: row.json("lines")?,
    }))
}
