//! What accounts looked at lately.

use super::{Result, Row, Tx};
use crate::args;

pub struct RecentRow {
    pub product_id: String,
    /// The variant that was chosen.
    pub sku: Option<String>,
    pub seen_at: i64,
}

fn read(row: &Row) -> Result<RecentRow> {
    Ok(RecentRow {
        product_id: row.text("product_id")?,
        sku: row.opt_text("sku")?,
        seen_at: row.int("seen_at")?,
    })
}

/// What an account looked at since a moment, the last first.
pub async fn of_account(tx: &mut Tx, account_id: &str, since: i64) -> Result<Vec<RecentRow>> {
    let sql = "SELECT product_id, sku, seen_at FROM recent WHERE account_id = $1 AND seen_at > $2 \
               ORDER BY seen_at DESC, product_id";
    tx.rows(sql, args![account_id, since]).await?.iter().map(read).collect()
}

pub async fn put(tx: &mut Tx, account_id: &str, recent: &RecentRow) -> Result<()> {
    let sql = "INSERT INTO recent (account_id, product_id, sku, seen_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (account_id, product_id) DO UPDATE SET sku = $3, seen_at = $4";
    tx.execute(sql, args![account_id, &recent.product_id, recent.sku.as_deref(), recent.seen_at]).await?;
    Ok(())
}

/// Gives an account what another one looked at and it did not; answers what it was given.
pub async fn share(tx: &mut Tx, from: &str, to: &str) -> Result<Vec<RecentRow>> {
    let sql = "INSERT INTO recent (account_id, product_id, sku, seen_at) \
               SELECT $2, r.product_id, r.sku, r.seen_at FROM recent r WHERE r.account_id = $1 \
               ON CONFLICT DO NOTHING RETURNING product_id, sku, seen_at";
    tx.rows(sql, args![from, to]).await?.iter().map(read).collect()
}

/// Takes a product out, unless it was looked at again since.
pub async fn take_out(tx: &mut Tx, account_id: &str, product_id: &str, seen_at: i64) -> Result<()> {
    let sql = "DELETE FROM recent WHERE account_id = $1 AND product_id = $2 AND seen_at = $3";
    tx.execute(sql, args![account_id, product_id, seen_at]).await?;
    Ok(())
}

/// Leaves an account only those it looked at last.
pub async fn keep_last(tx: &mut Tx, account_id: &str, count: usize) -> Result<()> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let sql = "DELETE FROM recent WHERE account_id = $1 AND product_id NOT IN (SELECT r.product_id FROM recent r \
               WHERE r.account_id = $1 ORDER BY r.seen_at DESC, r.product_id LIMIT $2)";
    tx.execute(sql, args![account_id, count]).await?;
    Ok(())
}

/// Of the account and of all that is part of it: parting brings nothing back that its shopper had erased.
pub async fn remove_all(tx: &mut Tx, account_id: &str) -> Result<()> {
    let sql = "DELETE FROM recent WHERE account_id = $1 \
               OR account_id IN (SELECT a.id FROM account a WHERE a.merged_into = $1)";
    tx.execute(sql, args![account_id]).await?;
    Ok(())
}

pub async fn is_kept(tx: &mut Tx, account_id: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) AS value FROM account WHERE id = $1 AND keeps_recents = 1";
    Ok(tx.int(sql, args![account_id]).await? == 1)
}

pub async fn set_kept(tx: &mut Tx, account_id: &str, kept: bool) -> Result<()> {
    tx.execute("UPDATE account SET keeps_recents = $2 WHERE id = $1", args![account_id, i64::from(kept)])
        .await?;
    Ok(())
}

pub async fn forget_before(tx: &mut Tx, moment: i64) -> Result<u64> {
    tx.execute("DELETE FROM recent WHERE seen_at < $1", args![moment]).await
}
