//! The outbox: what happened, in the order it was committed.

use super::{Result, Row, Tx};
use crate::args;

/// The kind of rows that only the mail reader understands: live streams pass over them.
pub const MAILING: &str = "mailing";

pub struct OutboxRow {
    pub number: i64,
    pub kind: String,
    pub subject_id: Option<String>,
    pub store_id: Option<String>,
    pub payload: String,
}

/// Takes the next `count` numbers and answers the last of them. Holds the counter's row until the commit, so it
/// comes last in a transaction.
pub async fn take_numbers(tx: &mut Tx, count: i64) -> Result<i64> {
    tx.int("UPDATE outbox_counter SET last = last + $1 WHERE id = 1 RETURNING last AS value", args![count])
        .await
}

/// Holds the counter's row until the commit without taking a number, for what is to follow in the outbox's order.
pub async fn queue(tx: &mut Tx) -> Result<()> {
    take_numbers(tx, 0).await?;
    Ok(())
}

pub async fn insert(tx: &mut Tx, row: &OutboxRow, now: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO outbox (number, kind, subject_id, store_id, payload, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![row.number, &row.kind, row.subject_id.as_deref(), row.store_id.as_deref(), &row.payload, now],
    )
    .await?;
    Ok(())
}

/// The number of the last row.
pub async fn last(tx: &mut Tx) -> Result<i64> {
    tx.int("SELECT last AS value FROM outbox_counter WHERE id = 1", args![]).await
}

/// The number of the oldest row that is kept; `None` when there is none.
pub async fn oldest(tx: &mut Tx) -> Result<Option<i64>> {
    match tx.row("SELECT MIN(number) AS value FROM outbox", args![]).await? {
        Some(row) => row.opt_int("value"),
        None => Ok(None),
    }
}

pub async fn after(tx: &mut Tx, number: i64, limit: i64) -> Result<Vec<OutboxRow>> {
    let sql = "SELECT number, kind, subject_id, store_id, payload FROM outbox WHERE number > $1 \
               ORDER BY number LIMIT $2";
    tx.rows(sql, args![number, limit]).await?.iter().map(read).collect()
}

/// The rows that live streams may pass on.
pub async fn events_after(tx: &mut Tx, number: i64, limit: i64) -> Result<Vec<OutboxRow>> {
    let sql = "SELECT number, kind, subject_id, store_id, payload FROM outbox WHERE number > $1 AND kind <> $3 \
               ORDER BY number LIMIT $2";
    tx.rows(sql, args![number, limit, MAILING]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<OutboxRow> {
    Ok(OutboxRow {
        number: row.int("number")?,
        kind: row.text("kind")?,
        subject_id: row.opt_text("subject_id")?,
        store_id: row.opt_text("store_id")?,
        payload: row.text("payload")?,
    })
}

pub async fn forget_before(tx: &mut Tx, moment: i64) -> Result<u64> {
    tx.execute("DELETE FROM outbox WHERE created_at < $1", args![moment]).await
}

/// How far a reader has come; 0 when it is new.
pub async fn position(tx: &mut Tx, reader: &str) -> Result<i64> {
    let sql = "SELECT position AS value FROM outbox_reader WHERE name = $1";
    match tx.row(sql, args![reader]).await? {
        Some(row) => row.int("value"),
        None => Ok(0),
    }
}

/// Moves a reader on, if nobody else has: of several machines only one wins.
pub async fn advance(tx: &mut Tx, reader: &str, from: i64, to: i64) -> Result<bool> {
    tx.execute(
        "INSERT INTO outbox_reader (name, position) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING",
        args![reader],
    )
    .await?;
    let sql = "UPDATE outbox_reader SET position = $3 WHERE name = $1 AND position = $2";
    Ok(tx.execute(sql, args![reader, from, to]).await? == 1)
}
