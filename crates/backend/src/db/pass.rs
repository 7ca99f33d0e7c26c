//! Passes and the keys that sign them.

use contract::pass::Pass;

use super::{Result, Tx};
use crate::args;

/// Ids and secrets, the one in use last.
pub async fn signing_keys(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    let sql = "SELECT id, seed FROM signing_key ORDER BY created_at, id";
    tx.rows(sql, args![]).await?.iter().map(|row| Ok((row.text("id")?, row.text("seed")?))).collect()
}

pub async fn insert_signing_key(tx: &mut Tx, id: &str, seed: &str, now: i64) -> Result<()> {
    let sql = "INSERT INTO signing_key (id, seed, created_at) VALUES ($1, $2, $3)";
    tx.execute(sql, args![id, seed, now]).await?;
    Ok(())
}

/// False when the digits are taken in the store. A pass without a store is good in all of them, so nobody else has its
/// digits.
pub async fn insert(
    tx: &mut Tx,
    id: &str,
    subject_id: &str,
    store_id: &str,
    pass: &Pass,
    now: i64,
) -> Result<bool> {
    let sql = "INSERT INTO pass (id, subject_id, store_id, digits, token, created_at) \
               SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (SELECT 1 FROM pass p WHERE p.digits = $4 \
               AND p.ended_at IS NULL AND (p.store_id = '' OR p.store_id = $3 OR $3 = '')) ON CONFLICT DO NOTHING";
    Ok(tx.execute(sql, args![id, subject_id, store_id, &pass.digits, &pass.token, now]).await? == 1)
}

pub async fn end(tx: &mut Tx, subject_id: &str, now: i64) -> Result<()> {
    let sql = "UPDATE pass SET ended_at = $2 WHERE subject_id = $1 AND ended_at IS NULL";
    tx.execute(sql, args![subject_id, now]).await?;
    Ok(())
}

/// The digits that a subject had last.
pub async fn last_digits(tx: &mut Tx, subject_id: &str) -> Result<Option<String>> {
    let sql = "SELECT digits FROM pass WHERE subject_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1";
    let row = tx.row(sql, args![subject_id]).await?;
    row.map(|row| row.text("digits")).transpose()
}

pub async fn live(tx: &mut Tx, subject_id: &str) -> Result<Option<Pass>> {
    let sql = "SELECT digits, token FROM pass WHERE subject_id = $1 AND ended_at IS NULL";
    let Some(row) = tx.row(sql, args![subject_id]).await? else {
        return Ok(None);
    };
    Ok(Some(Pass { digits: row.text("digits")?, token: row.text("token")? }))
}

/// Subject and store of a pass with these digits: a live one of the store first, then one that is good in every store,
/// then a live one elsewhere, then the last one that ended here or was good here.
pub async fn find(tx: &mut Tx, digits: &str, store_id: &str) -> Result<Option<(String, String)>> {
    let sql = "SELECT subject_id, store_id FROM pass WHERE digits = $1 AND (ended_at IS NULL OR store_id IN ($2, '')) \
               ORDER BY CASE WHEN ended_at IS NOT NULL THEN 3 WHEN store_id = $2 THEN 0 WHEN store_id = '' THEN 1 \
               ELSE 2 END, \
               created_at DESC LIMIT 1";
    let Some(row) = tx.row(sql, args![digits, store_id]).await? else {
        return Ok(None);
    };
    Ok(Some((row.text("subject_id")?, row.text("store_id")?)))
}
