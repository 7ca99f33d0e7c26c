//! Associates, their sessions at the desk, and who did what.

use super::{Result, Row, Tx};
use crate::args;

pub struct Associate {
    pub id: String,
    pub store_id: String,
    pub name: String,
    pub pin_hash: String,
}

fn read(row: &Row) -> Result<Associate> {
    Ok(Associate {
        id: row.text("id")?,
        store_id: row.text("store_id")?,
        name: row.text("name")?,
        pin_hash: row.text("pin_hash")?,
    })
}

pub async fn insert(tx: &mut Tx, associate: &Associate, now: i64) -> Result<()> {
    let sql = "INSERT INTO associate (id, store_id, name, pin_hash, created_at) VALUES ($1, $2, $3, $4, $5)";
    let args = args![&associate.id, &associate.store_id, &associate.name, &associate.pin_hash, now];
    tx.execute(sql, args).await?;
    Ok(())
}

pub async fn of_store(tx: &mut Tx, store_id: &str) -> Result<Vec<Associate>> {
    let sql = "SELECT id, store_id, name, pin_hash FROM associate WHERE store_id = $1 AND removed_at IS NULL \
         ORDER BY created_at, id";
    tx.rows(sql, args![store_id]).await?.iter().map(read).collect()
}

pub async fn of_session(tx: &mut Tx, hash: &str, now: i64) -> Result<Option<Associate>> {
    let sql = "SELECT a.id, a.store_id, a.name, a.pin_hash FROM desk_session s \
               JOIN associate a ON a.id = s.associate_id WHERE s.token_hash = $1 AND s.expires_at > $2 \
               AND a.removed_at IS NULL";
    tx.row(sql, args![hash, now]).await?.as_ref().map(read).transpose()
}

pub async fn insert_session(
    tx: &mut Tx,
    hash: &str,
    associate_id: &str,
    now: i64,
    expires_at: i64,
) -> Result<()> {
    let sql =
        "INSERT INTO desk_session (token_hash, associate_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, args![hash, associate_id, now, expires_at]).await?;
    Ok(())
}

pub async fn delete_session(tx: &mut Tx, hash: &str) -> Result<()> {
    tx.execute("DELETE FROM desk_session WHERE token_hash = $1", args![hash]).await?;
    Ok(())
}

/// Ends an associate's sessions at every desk.
pub async fn delete_sessions(tx: &mut Tx, associate_id: &str) -> Result<()> {
    tx.execute("DELETE FROM desk_session WHERE associate_id = $1", args![associate_id]).await?;
    Ok(())
}

/// Forgets the sessions that ended before a moment.
pub async fn forget_before(tx: &mut Tx, moment: i64) -> Result<u64> {
    tx.execute("DELETE FROM desk_session WHERE expires_at < $1", args![moment]).await
}

pub async fn set_pin(tx: &mut Tx, associate_id: &str, pin_hash: &str) -> Result<()> {
    tx.execute("UPDATE associate SET pin_hash = $2 WHERE id = $1", args![associate_id, pin_hash]).await?;
    Ok(())
}

pub async fn remove(tx: &mut Tx, associate_id: &str, now: i64) -> Result<()> {
    tx.execute("UPDATE associate SET removed_at = $2 WHERE id = $1", args![associate_id, now]).await?;
    Ok(())
}

/// The name of one who works or has worked there.
pub async fn name(tx: &mut Tx, id: &str) -> Result<Option<String>> {
    let row = tx.row("SELECT name FROM associate WHERE id = $1", args![id]).await?;
    row.map(|row| row.text("name")).transpose()
}

/// Everybody who works in the stores, by store and name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Associate>> {
    let sql =
        "SELECT id, store_id, name, pin_hash FROM associate WHERE removed_at IS NULL ORDER BY store_id, name";
    tx.rows(sql, args![]).await?.iter().map(read).collect()
}

/// What was done in a store, with the number of what it was done to.
pub struct AuditRow {
    pub at: i64,
    pub associate: Option<String>,
    pub action: String,
    pub number: Option<String>,
}

/// The last first.
pub async fn audit_of_store(tx: &mut Tx, store_id: &str, since: i64, limit: i64) -> Result<Vec<AuditRow>> {
    let sql = "SELECT u.at, u.action, a.name, COALESCE(r.number, o.number, q.number, d.number, c.number, g.number) AS number \
               FROM audit u \
               LEFT JOIN associate a ON a.id = u.associate_id LEFT JOIN reservation r ON r.id = u.subject \
               LEFT JOIN pickup p ON p.id = u.subject LEFT JOIN orders o ON o.id = p.order_id \
               LEFT JOIN return_request q ON q.id = u.subject LEFT JOIN orders d ON d.id = u.subject \
               LEFT JOIN receipt c ON c.id = u.subject LEFT JOIN gift_receipt g ON g.id = u.subject \
               WHERE u.store_id = $1 AND u.at >= $2 ORDER BY u.at DESC, u.id DESC LIMIT $3";
    let read = |row: &Row| {
        Ok(AuditRow {
            at: row.int("at")?,
            associate: row.opt_text("name")?,
            action: row.text("action")?,
            number: row.opt_text("number")?,
        })
    };
    tx.rows(sql, args![store_id, since, limit]).await?.iter().map(read).collect()
}

/// Something that nobody signed in for, for example too many wrong PINs.
pub async fn audit_of_nobody(
    tx: &mut Tx,
    id: &str,
    store_id: &str,
    action: &str,
    subject: &str,
    now: i64,
) -> Result<()> {
    let sql =
        "INSERT INTO audit (id, at, associate_id, store_id, action, subject) VALUES ($1, $2, '', $3, $4, $5)";
    tx.execute(sql, args![id, now, store_id, action, subject]).await?;
    Ok(())
}

pub async fn audit(
    tx: &mut Tx,
    id: &str,
    who: &Associate,
    action: &str,
    subject: &str,
    now: i64,
) -> Result<()> {
    let sql =
        "INSERT INTO audit (id, at, associate_id, store_id, action, subject) VALUES ($1, $2, $3, $4, $5, $6)";
    tx.execute(sql, args![id, now, &who.id, &who.store_id, action, subject]).await?;
    Ok(())
}
