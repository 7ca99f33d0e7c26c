//! Sessions of browsers, what they may see, and private links. Secrets are hashed before they come here.

use contract::account::Device;

use super::{Result, Row, Tx};
use crate::args;

pub struct Session {
    /// Public, and the same when the secret changes.
    pub id: String,
    pub token_hash: String,
    /// The account's when somebody is signed in, else the guest's.
    pub cart_id: Option<String>,
    /// Who is signed in.
    pub account_id: Option<String>,
    pub signed_in_at: Option<i64>,
    /// When an address of the account was proven in it; a handoff proves none.
    pub proven_at: Option<i64>,
    pub last_seen_at: Option<i64>,
    pub device: Device,
}

const COLUMNS: &str = "s.id, s.token_hash, s.account_id, s.signed_in_at, s.proven_at, s.last_seen_at, s.browser, \
                       s.system, CASE WHEN s.account_id IS NULL THEN s.cart_id ELSE a.cart_id END AS cart_id";

fn read(row: &Row) -> Result<Session> {
    Ok(Session {
        id: row.text("id")?,
        token_hash: row.text("token_hash")?,
        cart_id: row.opt_text("cart_id")?,
        account_id: row.opt_text("account_id")?,
        signed_in_at: row.opt_int("signed_in_at")?,
        proven_at: row.opt_int("proven_at")?,
        last_seen_at: row.opt_int("last_seen_at")?,
        device: Device { browser: row.opt_text("browser")?, system: row.opt_text("system")? },
    })
}

pub async fn find(tx: &mut Tx, hash: &str, now: i64) -> Result<Option<Session>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM session s LEFT JOIN account a ON a.id = s.account_id \
         WHERE s.token_hash = $1 AND s.expires_at > $2"
    );
    tx.row(sql, args![hash, now]).await?.as_ref().map(read).transpose()
}

/// A session by its public id.
pub async fn by_id(tx: &mut Tx, id: &str, now: i64) -> Result<Option<Session>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM session s LEFT JOIN account a ON a.id = s.account_id \
         WHERE s.id = $1 AND s.expires_at > $2"
    );
    tx.row(sql, args![id, now]).await?.as_ref().map(read).transpose()
}

/// The sessions in which an account is signed in, the last seen first.
pub async fn of_account(tx: &mut Tx, account_id: &str, now: i64) -> Result<Vec<Session>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM session s JOIN account a ON a.id = s.account_id \
         WHERE s.account_id = $1 AND s.expires_at > $2 ORDER BY s.last_seen_at DESC, s.id"
    );
    tx.rows(sql, args![account_id, now]).await?.iter().map(read).collect()
}

pub async fn insert(tx: &mut Tx, id: &str, hash: &str, now: i64, expires_at: i64) -> Result<()> {
    let sql = "INSERT INTO session (id, token_hash, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, args![id, hash, now, expires_at]).await?;
    Ok(())
}

/// Makes transactions that give one session its first things follow each other; SQLite's already do.
pub async fn queue(tx: &mut Tx, hash: &str) -> Result<()> {
    tx.execute("UPDATE session SET token_hash = token_hash WHERE token_hash = $1", args![hash]).await?;
    Ok(())
}

pub async fn set_cart(tx: &mut Tx, hash: &str, cart_id: &str) -> Result<()> {
    tx.execute("UPDATE session SET cart_id = $2 WHERE token_hash = $1", args![hash, cart_id]).await?;
    Ok(())
}

pub async fn set_seen(tx: &mut Tx, hash: &str, now: i64) -> Result<()> {
    tx.execute("UPDATE session SET last_seen_at = $2 WHERE token_hash = $1", args![hash, now]).await?;
    Ok(())
}

/// Gives a session another secret: all it has follows, and the old one opens nothing.
pub async fn rotate(tx: &mut Tx, hash: &str, new_hash: &str, expires_at: i64) -> Result<()> {
    let sql = "UPDATE session SET token_hash = $2, expires_at = $3 WHERE token_hash = $1";
    tx.execute(sql, args![hash, new_hash, expires_at]).await?;
    for owned in ["session_grant", "push_subscription"] {
        let sql = format!("UPDATE {owned} SET token_hash = $2 WHERE token_hash = $1");
        tx.execute(sql, args![hash, new_hash]).await?;
    }
    Ok(())
}

/// Its cart is the account's from now on. `proven_at` is now when it proved an address.
pub async fn sign_in(
    tx: &mut Tx,
    hash: &str,
    account_id: &str,
    device: &Device,
    proven_at: Option<i64>,
    now: i64,
) -> Result<()> {
    let sql = "UPDATE session SET account_id = $2, cart_id = NULL, signed_in_at = $3, last_seen_at = $3, \
               browser = $4, system = $5, proven_at = $6 WHERE token_hash = $1";
    let (browser, system) = (device.browser.as_deref(), device.system.as_deref());
    tx.execute(sql, args![hash, account_id, now, browser, system, proven_at]).await?;
    Ok(())
}

/// Makes a session of an account a guest's with nothing; false when it is none of the account's.
pub async fn sign_out(tx: &mut Tx, account_id: &str, id: &str) -> Result<bool> {
    let sql = "UPDATE session SET account_id = NULL, cart_id = NULL, signed_in_at = NULL, proven_at = NULL \
               WHERE id = $1 AND account_id = $2";
    if tx.execute(sql, args![id, account_id]).await? == 0 {
        return Ok(false);
    }
    for owned in ["session_grant", "push_subscription"] {
        let sql =
            format!("DELETE FROM {owned} WHERE token_hash IN (SELECT token_hash FROM session WHERE id = $1)");
        tx.execute(sql, args![id]).await?;
    }
    Ok(true)
}

/// Takes from a session all that it may see and is told of, as from one whose owner has changed.
pub async fn forget(tx: &mut Tx, hash: &str) -> Result<()> {
    tx.execute("DELETE FROM session_grant WHERE token_hash = $1", args![hash]).await?;
    tx.execute("DELETE FROM push_subscription WHERE token_hash = $1", args![hash]).await?;
    Ok(())
}

pub async fn delete(tx: &mut Tx, hash: &str) -> Result<()> {
    forget(tx, hash).await?;
    tx.execute("DELETE FROM session WHERE token_hash = $1", args![hash]).await?;
    Ok(())
}

/// Forgets the sessions that ended before a moment, with all that only they have.
pub async fn forget_before(tx: &mut Tx, moment: i64) -> Result<()> {
    let ended = "FROM session WHERE expires_at < $1";
    for owned in [
        format!("session_grant WHERE token_hash IN (SELECT token_hash {ended})"),
        format!("push_subscription WHERE token_hash IN (SELECT token_hash {ended})"),
        format!("favourite WHERE owner_id IN (SELECT id {ended})"),
        format!("cart_line WHERE cart_id IN (SELECT cart_id {ended})"),
        format!("cart WHERE id IN (SELECT cart_id {ended})"),
        "session WHERE expires_at < $1".to_string(),
    ] {
        tx.execute(format!("DELETE FROM {owned}"), args![moment]).await?;
    }
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

/// Takes a subject from every session.
pub async fn forget_grants(tx: &mut Tx, subject_id: &str) -> Result<()> {
    tx.execute("DELETE FROM session_grant WHERE subject_id = $1", args![subject_id]).await?;
    Ok(())
}

pub async fn may_see(tx: &mut Tx, hash: &str, subject_id: &str, now: i64) -> Result<bool> {
    let sql = "SELECT COUNT(*) AS value FROM session s WHERE s.token_hash = $1 AND s.expires_at > $3 AND (\
               EXISTS (SELECT 1 FROM session_grant g WHERE g.token_hash = s.token_hash AND g.subject_id = $2) \
               OR EXISTS (SELECT 1 FROM account_grant g WHERE g.account_id = s.account_id AND g.subject_id = $2))";
    Ok(tx.int(sql, args![hash, subject_id, now]).await? > 0)
}

/// The sessions that may hear of a subject: an order or a reservation, an account, or a session itself.
pub async fn sessions_of(tx: &mut Tx, subject_id: &str, now: i64) -> Result<Vec<String>> {
    let sql = "SELECT s.token_hash FROM session_grant g JOIN session s ON s.token_hash = g.token_hash \
               WHERE g.subject_id = $1 AND s.expires_at > $2 \
               UNION SELECT s.token_hash FROM account_grant g JOIN session s ON s.account_id = g.account_id \
               WHERE g.subject_id = $1 AND s.expires_at > $2 \
               UNION SELECT token_hash FROM session WHERE account_id = $1 AND expires_at > $2 \
               UNION SELECT token_hash FROM session WHERE id = $1 AND expires_at > $2";
    tx.rows(sql, args![subject_id, now]).await?.iter().map(|row| row.text("token_hash")).collect()
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
