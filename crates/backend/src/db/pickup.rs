//! Pickups and the stock they hold.

use contract::pickup::{CancelledBy, PickupStatus};

use super::{Result, Row, Tx};
use crate::args;

pub struct PickupRow {
    pub id: String,
    pub order_id: String,
    pub store_id: String,
    pub status: PickupStatus,
    pub ready_by: i64,
    pub collect_by: i64,
    pub ready_at: Option<i64>,
    pub collected_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub cancelled_by: Option<CancelledBy>,
    pub staging_place: Option<String>,
}

const COLUMNS: &str = "id, order_id, store_id, status, ready_by, collect_by, ready_at, collected_at, ended_at, \
                       cancelled_by, staging_place";

fn read(row: &Row) -> Result<PickupRow> {
    let cancelled_by = match row.opt_text("cancelled_by")? {
        Some(_) => Some(row.one_of("cancelled_by", CancelledBy::from_text)?),
        None => None,
    };
    Ok(PickupRow {
        id: row.text("id")?,
        order_id: row.text("order_id")?,
        store_id: row.text("store_id")?,
        status: row.one_of("status", PickupStatus::from_text)?,
        ready_by: row.int("ready_by")?,
        collect_by: row.int("collect_by")?,
        ready_at: row.opt_int("ready_at")?,
        collected_at: row.opt_int("collected_at")?,
        ended_at: row.opt_int("ended_at")?,
        cancelled_by,
        staging_place: row.opt_text("staging_place")?,
    })
}

pub async fn insert(tx: &mut Tx, pickup: &PickupRow) -> Result<()> {
    let sql = "INSERT INTO pickup (id, order_id, store_id, status, ready_by, collect_by) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    let args = args![
        &pickup.id,
        &pickup.order_id,
        &pickup.store_id,
        pickup.status.as_str(),
        pickup.ready_by,
        pickup.collect_by,
    ];
    tx.execute(sql, args).await?;
    Ok(())
}

/// Reads a pickup that is about to change: whoever else changes it waits until this transaction has ended.
pub async fn lock(tx: &mut Tx, id: &str) -> Result<Option<PickupRow>> {
    let sql = format!("UPDATE pickup SET status = status WHERE id = $1 RETURNING {COLUMNS}");
    tx.row(sql, args![id]).await?.as_ref().map(read).transpose()
}

pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<PickupRow>> {
    let sql = format!("SELECT {COLUMNS} FROM pickup WHERE id = $1");
    tx.row(sql, args![id]).await?.as_ref().map(read).transpose()
}

pub async fn of_order(tx: &mut Tx, order_id: &str) -> Result<Vec<PickupRow>> {
    let sql = format!("SELECT {COLUMNS} FROM pickup WHERE order_id = $1 ORDER BY id");
    tx.rows(sql, args![order_id]).await?.iter().map(read).collect()
}

/// A store's live pickups, the most urgent first, then those that ended since a moment.
pub async fn of_store(tx: &mut Tx, store_id: &str, ended_since: i64) -> Result<Vec<PickupRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM pickup WHERE store_id = $1 \
         AND (status IN ('placed', 'preparing', 'ready') OR ended_at >= $2) \
         ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, ready_by, id"
    );
    tx.rows(sql, args![store_id, ended_since]).await?.iter().map(read).collect()
}

/// Live pickups whose time is over.
pub async fn overdue(tx: &mut Tx, now: i64, limit: i64) -> Result<Vec<PickupRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM pickup WHERE status IN ('placed', 'preparing', 'ready') AND collect_by <= $1 \
         ORDER BY collect_by LIMIT $2"
    );
    tx.rows(sql, args![now, limit]).await?.iter().map(read).collect()
}

/// How many live pickups a store has.
pub async fn live_in_store(tx: &mut Tx, store_id: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS value FROM pickup WHERE store_id = $1 AND status IN ('placed', 'preparing', 'ready')";
    tx.int(sql, args![store_id]).await
}

/// Keeps a store's live pickups at least until a moment, and answers them.
pub async fn keep_longer(tx: &mut Tx, store_id: &str, until: i64) -> Result<Vec<PickupRow>> {
    let sql = format!(
        "UPDATE pickup SET collect_by = CASE WHEN collect_by < $2 THEN $2 ELSE collect_by END \
         WHERE store_id = $1 AND status IN ('placed', 'preparing', 'ready') RETURNING {COLUMNS}"
    );
    tx.rows(sql, args![store_id, until]).await?.iter().map(read).collect()
}

/// Writes a changed pickup, never kept for less, if its status is still `from`: of two at once only one wins.
pub async fn change(tx: &mut Tx, from: PickupStatus, pickup: &PickupRow) -> Result<bool> {
    let sql = "UPDATE pickup SET status = $3, collect_by = CASE WHEN collect_by > $4 THEN collect_by ELSE $4 END, \
               ready_at = $5, collected_at = $6, ended_at = $7, \
               cancelled_by = $8, staging_place = $9 WHERE id = $1 AND status = $2";
    let args = args![
        &pickup.id,
        from.as_str(),
        pickup.status.as_str(),
        pickup.collect_by,
        pickup.ready_at,
        pickup.collected_at,
        pickup.ended_at,
        pickup.cancelled_by.map(CancelledBy::as_str),
        pickup.staging_place.as_deref(),
    ];
    Ok(tx.execute(sql, args).await? == 1)
}
