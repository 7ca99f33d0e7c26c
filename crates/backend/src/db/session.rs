//! Shoppers' sessions and the private links of guests. Secrets are hashed before they come here.

use super::{Result, Tx};
use crate::args;

pub struct Session {
    pub cart_id: Option<String>,
}

pub async fn find(tx: &mut Tx, hash: &str, now: i64) -> Result<Option<Session>> {
    let sql = "SELECT cart_id FROM session WHERE token_hash = $1 AND expires_at > $2";
    let Some(row) = tx.row(sql, args![hash, now]).await? else {
        return Ok(None);
    };
    Ok(Some(Session { cart_id: row.opt_text("cart_id")? }))
}

pub async fn insert(tx: &mut Tx, hash: &str, now: i64, expires_at: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO session (token_hash, cart_id, created_at, expires_at) VALUES ($1, NULL, $2, $3)",
        args![hash, now, expires_at],
    )
    .await?;
    Ok(())
}

pub async fn set_cart(tx: &mut Tx, hash: &str, cart_id: &str) -> Result<()> {
    tx.execute("UPDATE session SET cart_id = $2 WHERE token_hash = $1", args![hash, cart_id]).await?;
    Ok(())
}

pub async fn delete(tx: &mut Tx, hash: &str) -> Result<()> {
    tx.execute("DELETE FROM session_grant WHERE token_hash = $1", args![hash]).await?;
    tx.execute("DELETE FROM push_subscription WHERE token_hash = $1", args![hash]).await?;
    tx.execute("DELETE FROM session WHERE token_hash = $1", args![hash]).await?;
    Ok(())
}

pub async fn grant(tx: &mut Tx, hash: &str, subject_id: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO session_grant (token_hash, subject_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        args![hash, subject_id],
    )
    .await?;
    Ok(())
}

pub async fn may_see(tx: &mut Tx, hash: &str, subject_id: &str, now: i64) -> Result<bool> {
    let sql = "SELECT COUNT(*) AS value FROM session_grant g JOIN session s ON s.token_hash = g.token_hash \
               WHERE g.token_hash = $1 AND g.subject_id = $2 AND s.expires_at > $3";
    Ok(tx.int(sql, args![hash, subject_id, now]).await? > 0)
}

pub async fn sessions_of(tx: &mut Tx, subject_id: &str) -> Result<Vec<String>> {
    let sql = "SELECT token_hash FROM session_grant WHERE subject_id = $1";
    tx.rows(sql, args![subject_id]).await?.iter().map(|row| row.text("token_hash")).collect()
}

pub async fn insert_link(tx: &mut Tx, hash: &str, subject_id: &str, now: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO private_link (token_hash, subject_id, created_at) VALUES ($1, $2, $3)",
        args![hash, subject_id, now],
    )
    .await?;
    Ok(())
}

pub async fn link_opens(tx: &mut Tx, hash: &str, subject_id: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) AS value FROM private_link WHERE token_hash = $1 AND subject_id = $2";
    Ok(tx.int(sql, args![hash, subject_id]).await? > 0)
}
