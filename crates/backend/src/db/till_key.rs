//! The keys of tills.

use super::{Result, Row, Tx};
use crate::args;

#[derive(Clone, Debug)]
pub struct TillKey {
    pub id: String,
    pub store_id: String,
    pub name: String,
}

fn read(row: &Row) -> Result<TillKey> {
    Ok(TillKey { id: row.text("id")?, store_id: row.text("store_id")?, name: row.text("name")? })
}

pub async fn insert(tx: &mut Tx, key: &TillKey, hash: &str, now: i64) -> Result<()> {
    let sql = "INSERT INTO till_key (id, store_id, name, key_hash, created_at) VALUES ($1, $2, $3, $4, $5)";
    tx.execute(sql, args![&key.id, &key.store_id, &key.name, hash, now]).await?;
    Ok(())
}

/// The key with a hash, while it opens.
pub async fn of_hash(tx: &mut Tx, hash: &str) -> Result<Option<TillKey>> {
    let sql = "SELECT id, store_id, name FROM till_key WHERE key_hash = $1 AND removed_at IS NULL";
    tx.row(sql, args![hash]).await?.as_ref().map(read).transpose()
}

/// Every key that opens, by store and name.
pub async fn all(tx: &mut Tx) -> Result<Vec<TillKey>> {
    let sql = "SELECT id, store_id, name FROM till_key WHERE removed_at IS NULL ORDER BY store_id, name, id";
    tx.rows(sql, args![]).await?.iter().map(read).collect()
}

/// False when there is no such key, or none any more.
pub async fn remove(tx: &mut Tx, id: &str, now: i64) -> Result<bool> {
    let sql = "UPDATE till_key SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL";
    Ok(tx.execute(sql, args![id, now]).await? == 1)
}
