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
    let sql =
        "SELECT id, store_id, name, pin_hash FROM associate WHERE store_id = $1 ORDER BY created_at, id";
    tx.rows(sql, args![store_id]).await?.iter().map(read).collect()
}

pub async fn of_session(tx: &mut Tx, hash: &str, now: i64) -> Result<Option<Associate>> {
    let sql = "SELECT a.id, a.store_id, a.name, a.pin_hash FROM desk_session s \
               JOIN associate a ON a.id = s.associate_id WHERE s.token_hash = $1 AND s.expires_at > $2";
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
