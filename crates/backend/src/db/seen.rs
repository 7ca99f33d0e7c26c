//! What a session may see: by its own grants, or by those of the account that is signed in.

use super::{Result, Tx};
use crate::args;

/// The subjects; `$1` is the session's hash, `$2` the time.
pub const SEEN: &str = "SELECT g.subject_id FROM session_grant g JOIN session s ON s.token_hash = g.token_hash \
                    WHERE s.token_hash = $1 AND s.expires_at > $2 \
                    UNION SELECT g.subject_id FROM account_grant g JOIN session s ON s.account_id = g.account_id \
                    WHERE s.token_hash = $1 AND s.expires_at > $2";

/// A page of the ids of orders, the last placed first, and how many there are.
pub async fn orders(tx: &mut Tx, hash: &str, now: i64, limit: u32, skip: i64) -> Result<(Vec<String>, u64)> {
    page(tx, "orders", "placed_at", args![hash, now, limit, skip]).await
}

/// A page of the ids of reservations, the last requested first, and how many there are.
pub async fn reservations(
    tx: &mut Tx,
    hash: &str,
    now: i64,
    limit: u32,
    skip: i64,
) -> Result<(Vec<String>, u64)> {
    page(tx, "reservation", "requested_at", args![hash, now, limit, skip]).await
}

async fn page(tx: &mut Tx, table: &str, moment: &str, args: Vec<super::Arg>) -> Result<(Vec<String>, u64)> {
    let sql = format!(
        "SELECT id FROM {table} WHERE id IN ({SEEN}) ORDER BY {moment} DESC, id DESC LIMIT $3 OFFSET $4"
    );
    let rows = tx.rows(sql, args.clone()).await?;
    let ids = rows.iter().map(|row| row.text("id")).collect::<Result<_>>()?;
    let sql = format!("SELECT COUNT(*) AS value FROM {table} WHERE id IN ({SEEN})");
    let total = tx.int(sql, args[..2].to_vec()).await?;
    Ok((ids, u64::try_from(total).unwrap_or_default()))
}
