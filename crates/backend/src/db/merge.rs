//! What guests brought into accounts, kept so that it can be parted again.

use serde::{Serialize, de::DeserializeOwned};

use super::{Result, Tx};
use crate::args;

/// Writes down what a session brought; it replaces what it brought before.
pub async fn put(
    tx: &mut Tx,
    session_id: &str,
    account_id: &str,
    changes: &impl Serialize,
    now: i64,
) -> Result<()> {
    let changes = serde_json::to_string(changes).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let sql = "INSERT INTO account_merge (session_id, account_id, changes, merged_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (session_id) DO UPDATE SET account_id = $2, changes = $3, merged_at = $4";
    tx.execute(sql, args![session_id, account_id, changes, now]).await?;
    Ok(())
}

/// What a session brought into an account since a moment, once: it is gone afterwards.
pub async fn take<T: DeserializeOwned>(
    tx: &mut Tx,
    session_id: &str,
    account_id: &str,
    since: i64,
) -> Result<Option<T>> {
    let sql = "DELETE FROM account_merge WHERE session_id = $1 AND account_id = $2 AND merged_at > $3 \
               RETURNING changes";
    match tx.row(sql, args![session_id, account_id, since]).await? {
        Some(row) => Ok(Some(row.json("changes")?)),
        None => Ok(None),
    }
}

pub async fn forget_before(tx: &mut Tx, moment: i64) -> Result<u64> {
    tx.execute("DELETE FROM account_merge WHERE merged_at < $1", args![moment]).await
}

pub async fn forget(tx: &mut Tx, session_id: &str) -> Result<()> {
    tx.execute("DELETE FROM account_merge WHERE session_id = $1", args![session_id]).await?;
    Ok(())
}
