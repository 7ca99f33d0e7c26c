//! Keys of creating requests, written in the transaction of what they made.

use super::{Result, Tx};
use crate::args;

pub struct Earlier {
    pub body_hash: String,
    pub subject: Option<String>,
}

/// Claims a key; answers what an earlier request with it did. On PostgreSQL this waits for a request that is still
/// under way, so a repeated one gets its answer.
pub async fn claim(
    tx: &mut Tx,
    scope: &str,
    key: &str,
    body_hash: &str,
    now: i64,
) -> Result<Option<Earlier>> {
    let inserted = tx
        .execute(
            "INSERT INTO idempotency (scope, key, body_hash, created_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (scope, key) DO NOTHING",
            args![scope, key, body_hash, now],
        )
        .await?;
    if inserted == 1 {
        return Ok(None);
    }
    let sql = "SELECT body_hash, subject FROM idempotency WHERE scope = $1 AND key = $2";
    let row = tx.row(sql, args![scope, key]).await?.ok_or(sqlx::Error::RowNotFound)?;
    Ok(Some(Earlier { body_hash: row.text("body_hash")?, subject: row.opt_text("subject")? }))
}

/// What a key made with this very body.
pub async fn find(tx: &mut Tx, scope: &str, key: &str, body_hash: &str) -> Result<Option<String>> {
    let sql = "SELECT subject FROM idempotency WHERE scope = $1 AND key = $2 AND body_hash = $3";
    match tx.row(sql, args![scope, key, body_hash]).await? {
        Some(row) => row.opt_text("subject"),
        None => Ok(None),
    }
}

pub async fn set_subject(tx: &mut Tx, scope: &str, key: &str, subject: &str) -> Result<()> {
    let sql = "UPDATE idempotency SET subject = $3 WHERE scope = $1 AND key = $2";
    tx.execute(sql, args![scope, key, subject]).await?;
    Ok(())
}

/// Keys of a session whose secret changes: `what hash` is the scope of each.
pub async fn move_scope(tx: &mut Tx, hash: &str, new_hash: &str) -> Result<()> {
    let sql = "UPDATE idempotency SET scope = REPLACE(scope, $1, $2) \
               WHERE scope IN ('orders ' || $1, 'reservations ' || $1, 'returns ' || $1, 'withdrawals ' || $1, \
               'gift_receipts ' || $1, 'cart ' || $1, 'cart_store ' || $1, 'favourites ' || $1)";
    tx.execute(sql, args![hash, new_hash]).await?;
    Ok(())
}

pub async fn forget_before(tx: &mut Tx, moment: i64) -> Result<u64> {
    tx.execute("DELETE FROM idempotency WHERE created_at < $1", args![moment]).await
}
