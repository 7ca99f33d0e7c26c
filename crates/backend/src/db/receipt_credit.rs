//! Store credit as receipts spend it.

use super::{Result, Tx};
use crate::args;

pub struct CreditRow {
    pub code: String,
    pub amount: i64,
    pub remaining: i64,
    pub valid_until: i64,
}

pub async fn find(tx: &mut Tx, code: &str) -> Result<Option<CreditRow>> {
    let sql = "SELECT code, amount, remaining, valid_until FROM store_credit WHERE code = $1";
    let Some(row) = tx.row(sql, args![code]).await? else {
        return Ok(None);
    };
    Ok(Some(CreditRow {
        code: row.text("code")?,
        amount: row.int("amount")?,
        remaining: row.int("remaining")?,
        valid_until: row.int("valid_until")?,
    }))
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
