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

const COLUMNS: &str = "code, return_id, amount, remaining, created_at, valid_until";

fn read(row: &Row) -> Result<StoreCreditRow> {
    Ok(StoreCreditRow {
        code: row.text("code")?,
        return_id: row.text("return_id")?,
        amount: row.int("amount")?,
        remaining: row.int("remaining")?,
        created_at: row.int("created_at")?,
        valid_until: row.int("valid_until")?,
    })
}

/// False when the code is taken.
pub async fn insert(tx: &mut Tx, credit: &StoreCreditRow) -> Result<bool> {
    let sql = format!(
        "INSERT INTO store_credit ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING"
    );
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

pub async fn find(tx: &mut Tx, code: &str) -> Result<Option<StoreCreditRow>> {
    let sql = format!("SELECT {COLUMNS} FROM store_credit WHERE code = $1");
    tx.row(sql, args![code]).await?.as_ref().map(read).transpose()
}

pub async fn of_return(tx: &mut Tx, return_id: &str) -> Result<Option<StoreCreditRow>> {
    let sql = format!("SELECT {COLUMNS} FROM store_credit WHERE return_id = $1");
    tx.row(sql, args![return_id]).await?.as_ref().map(read).transpose()
}

/// Spends a part of what was valid at a moment; false when it was not, or holds less.
pub async fn take(tx: &mut Tx, code: &str, amount: i64, at: i64) -> Result<bool> {
    let sql = "UPDATE store_credit SET remaining = remaining - $2 \
               WHERE code = $1 AND remaining >= $2 AND valid_until >= $3";
    Ok(tx.execute(sql, args![code, amount, at]).await? == 1)
}

pub async fn give_back(tx: &mut Tx, code: &str, amount: i64) -> Result<()> {
    let sql = "UPDATE store_credit SET remaining = remaining + $2 WHERE code = $1";
    tx.execute(sql, args![code, amount]).await?;
    Ok(())
}
