//! What of purchases went back, or is on its way.

use std::collections::HashMap;

use contract::return_request::ReturnStatus;

use super::{Result, Row, Tx, row::placeholders};
use crate::args;

pub struct BackRow {
    pub id: String,
    pub number: String,
    pub status: ReturnStatus,
    pub requested_at: i64,
}

/// The returns that the buyer knows of, the last first.
pub async fn of_purchase(tx: &mut Tx, purchase_id: &str) -> Result<Vec<BackRow>> {
    let sql = "SELECT id, number, status, requested_at FROM return_request \
               WHERE purchase_id = $1 AND gift_receipt_id IS NULL ORDER BY requested_at DESC, id DESC";
    let read = |row: &Row| {
        Ok(BackRow {
            id: row.text("id")?,
            number: row.text("number")?,
            status: row.one_of("status", ReturnStatus::from_text)?,
            requested_at: row.int("requested_at")?,
        })
    };
    tx.rows(sql, args![purchase_id]).await?.iter().map(read).collect()
}

/// What was or is being paid back to the buyers of purchases, by purchase.
pub async fn refunded(tx: &mut Tx, purchase_ids: &[String]) -> Result<HashMap<String, i64>> {
    let mut refunded = HashMap::new();
    for ids in purchase_ids.chunks(500) {
        let sql = format!(
            "SELECT purchase_id, CAST(SUM(COALESCE(refund_amount, 0)) AS BIGINT) AS amount FROM return_request \
             WHERE status IN ('received', 'refunded') AND gift_receipt_id IS NULL AND purchase_id IN ({}) \
             GROUP BY purchase_id",
            placeholders(1, ids.len())
        );
        for row in tx.rows(sql, ids.iter().map(Into::into).collect()).await? {
            refunded.insert(row.text("purchase_id")?, row.int("amount")?);
        }
    }
    Ok(refunded)
}
