//! Store credits: money that the shop owes to whoever shows the code.

use super::{Result, Row, Tx};
use crate::args;

pub struct StoreCreditRow {
    pub code: String,
    pub return_id: String,
    pub amount: i64,
    pub remaining: i64,
    pub created_at: i64,
    pub valid_until: i64,
}

/// False when the code is taken.
pub async fn insert(tx: &mut Tx, credit: &StoreCreditRow) -> Result<bool> {
    let sql = "INSERT INTO store_credit (code, return_id, amount, remaining, created_at, valid_until) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    let args = args![
        &credit.code,
        &credit.return_id,
        credit.amount,
        credit.remaining,
        credit.created_at,
        credit.valid_until,
    ];
    Ok(tx.execute(sql, args).await? == 1)
}

pub async fn of_return(tx: &mut Tx, return_id: &str) -> Result<Option<StoreCreditRow>> {
    let sql = "SELECT code, return_id, amount, remaining, created_at, valid_until FROM store_credit \
               WHERE return_id = $1";
    let read = |row: Row| {
        Ok(StoreCreditRow {
            code: row.text("code")?,
            return_id: row.text("return_id")?,
            amount: row.int("amount")?,
            remaining: row.int("remaining")?,
            created_at: row.int("created_at")?,
            valid_until: row.int("valid_until")?,
        })
    };
    tx.row(sql, args![return_id]).await?.map(read).transpose()
}
