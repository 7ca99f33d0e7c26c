//! Handoffs. Secrets are hashed before they come here.

use contract::account::Device;

use super::{Result, Row, Tx};
use crate::args;

pub struct HandoffRow {
    pub id: String,
    /// Of the browser that offers it, as are the account, the store and the device.
    pub session_id: String,
    pub account_id: Option<String>,
    pub store_id: Option<String>,
    pub path: String,
    pub device: Device,
    pub created_at: i64,
    pub expires_at: i64,
    pub taken_at: Option<i64>,
    pub ended_at: Option<i64>,
}

const COLUMNS: &str = "h.id, h.session_id, h.account_id, h.store_id, h.path, h.browser, h.system, h.created_at, \
                       h.expires_at, h.taken_at, h.ended_at";
/// The condition that it may still be taken; `$2` is the time.
const OPEN: &str = "taken_at IS NULL AND ended_at IS NULL AND expires_at > $2";

fn read(row: &Row) -> Result<HandoffRow> {
    Ok(HandoffRow {
        id: row.text("id")?,
        session_id: row.text("session_id")?,
        account_id: row.opt_text("account_id")?,
        store_id: row.opt_text("store_id")?,
        path: row.text("path")?,
        device: Device { browser: row.opt_text("browser")?, system: row.opt_text("system")? },
        created_at: row.int("created_at")?,
        expires_at: row.int("expires_at")?,
        taken_at: row.opt_int("taken_at")?,
        ended_at: row.opt_int("ended_at")?,
    })
}

pub async fn insert(tx: &mut Tx, handoff: &HandoffRow, token_hash: &str) -> Result<()> {
    let sql = "INSERT INTO handoff (id, token_hash, session_id, account_id, store_id, path, browser, system, \
               created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let args = args![
        &handoff.id,
        token_hash,
        &handoff.session_id,
        handoff.account_id.as_deref(),
        handoff.store_id.as_deref(),
        &handoff.path,
        handoff.device.browser.as_deref(),
        handoff.device.system.as_deref(),
        handoff.created_at,
        handoff.expires_at,
    ];
    tx.execute(sql, args).await?;
    Ok(())
}

/// What a session offered.
pub async fn find(tx: &mut Tx, id: &str, session_id: &str) -> Result<Option<HandoffRow>> {
    let sql = format!("SELECT {COLUMNS} FROM handoff h WHERE h.id = $1 AND h.session_id = $2");
    tx.row(sql, args![id, session_id]).await?.as_ref().map(read).transpose()
}

/// What a secret takes, as long as the browser that offered it is signed in as it was then.
pub async fn by_token(tx: &mut Tx, token_hash: &str, now: i64) -> Result<Option<HandoffRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM handoff h JOIN session s ON s.id = h.session_id AND s.expires_at > $2 \
         AND COALESCE(s.account_id, '') = COALESCE(h.account_id, '') \
         WHERE h.token_hash = $1 AND h.taken_at IS NULL AND h.ended_at IS NULL AND h.expires_at > $2"
    );
    tx.row(sql, args![token_hash, now]).await?.as_ref().map(read).transpose()
}

/// Takes it; false when somebody was faster, or it has ended.
pub async fn set_taken(tx: &mut Tx, id: &str, now: i64) -> Result<bool> {
    let sql = format!("UPDATE handoff SET taken_at = $2 WHERE id = $1 AND {OPEN}");
    Ok(tx.execute(sql, args![id, now]).await? == 1)
}

/// Ends what a session offered and nobody took: one of them, or all.
pub async fn end(tx: &mut Tx, session_id: &str, id: Option<&str>, now: i64) -> Result<()> {
    let sql = format!(
        "UPDATE handoff SET ended_at = $2 WHERE session_id = $1 AND id = COALESCE($3, id) AND {OPEN}"
    );
    tx.execute(sql, args![session_id, now, id]).await?;
    Ok(())
}

pub async fn forget_before(tx: &mut Tx, moment: i64) -> Result<u64> {
    tx.execute("DELETE FROM handoff WHERE created_at < $1", args![moment]).await
}
