//! Stock: what is on hand, what is promised, and the ledger.

use super::{Result, Tx};
use crate::args;

pub struct Hold {
    pub sku: String,
    pub store_id: String,
    pub quantity: i64,
}

/// Promises units if they are available to promise; nothing changes otherwise.
pub async fn hold(
    tx: &mut Tx,
    subject_id: &str,
    id: &str,
    hold: &Hold,
    safety_stock: i64,
    now: i64,
) -> Result<bool> {
    let sql = "UPDATE stock SET held = held + $3 WHERE sku = $1 AND store_id = $2 AND withdrawn_at IS NULL \
               AND on_hand IS NOT NULL AND on_hand - held - $4 >= $3";
    if tx.execute(sql, args![&hold.sku, &hold.store_id, hold.quantity, safety_stock]).await? == 0 {
        return Ok(false);
    }
    let sql = "INSERT INTO hold (id, subject_id, sku, store_id, quantity, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    tx.execute(sql, args![id, subject_id, &hold.sku, &hold.store_id, hold.quantity, now]).await?;
    Ok(true)
}

/// Ends the holds of a pickup or a reservation and answers them in SKU order, so that transactions lock rows in one order.
pub async fn release(tx: &mut Tx, subject_id: &str, now: i64) -> Result<Vec<Hold>> {
    let sql =
        "SELECT sku, store_id, quantity FROM hold WHERE subject_id = $1 AND released_at IS NULL ORDER BY sku";
    let rows = tx.rows(sql, args![subject_id]).await?;
    let mut holds = Vec::new();
    for row in &rows {
        holds.push(Hold {
            sku: row.text("sku")?,
            store_id: row.text("store_id")?,
            quantity: row.int("quantity")?,
        });
    }
    let sql = "UPDATE hold SET released_at = $2 WHERE subject_id = $1 AND released_at IS NULL";
    tx.execute(sql, args![subject_id, now]).await?;
    for hold in &holds {
        let sql = "UPDATE stock SET held = held - $3 WHERE sku = $1 AND store_id = $2";
        tx.execute(sql, args![&hold.sku, &hold.store_id, hold.quantity]).await?;
    }
    Ok(holds)
}

/// Ends the hold of one SKU; nothing if it has ended already.
pub async fn release_one(tx: &mut Tx, subject_id: &str, sku: &str, now: i64) -> Result<Option<Hold>> {
    let sql = "UPDATE hold SET released_at = $3 WHERE subject_id = $1 AND sku = $2 AND released_at IS NULL \
               RETURNING store_id, quantity";
    let Some(row) = tx.row(sql, args![subject_id, sku, now]).await? else {
        return Ok(None);
    };
    let hold = Hold { sku: sku.to_string(), store_id: row.text("store_id")?, quantity: row.int("quantity")? };
    let sql = "UPDATE stock SET held = held - $3 WHERE sku = $1 AND store_id = $2";
    tx.execute(sql, args![&hold.sku, &hold.store_id, hold.quantity]).await?;
    Ok(Some(hold))
}

/// Writes a movement into the ledger and keeps the sum beside it.
pub async fn moved(
    tx: &mut Tx,
    sku: &str,
    store_id: &str,
    kind: &str,
    quantity: i64,
    reference: &str,
    now: i64,
) -> Result<()> {
    let sql = "INSERT INTO stock_movement (sku, store_id, kind, quantity, occurred_at, reference) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    tx.execute(sql, args![sku, store_id, kind, quantity, now, reference]).await?;
    let sql = "UPDATE stock SET on_hand = on_hand + $3 WHERE sku = $1 AND store_id = $2";
    tx.execute(sql, args![sku, store_id, quantity]).await?;
    Ok(())
}

/// Whether units are available to promise, while nobody else can take them.
pub async fn can_promise(tx: &mut Tx, hold: &Hold, safety_stock: i64) -> Result<bool> {
    let sql = "UPDATE stock SET held = held WHERE sku = $1 AND store_id = $2 AND withdrawn_at IS NULL \
               AND on_hand IS NOT NULL AND on_hand - held - $4 >= $3";
    let args = args![&hold.sku, &hold.store_id, hold.quantity, safety_stock];
    Ok(tx.execute(sql, args).await? == 1)
}

/// Units are back on a shelf. What was never counted there stays unknown: the first count will find them.
pub async fn came_back(tx: &mut Tx, units: &Hold, reference: &str, now: i64) -> Result<bool> {
    let sql = "UPDATE stock SET held = held WHERE sku = $1 AND store_id = $2 AND on_hand IS NOT NULL";
    if tx.execute(sql, args![&units.sku, &units.store_id]).await? == 0 {
        return Ok(false);
    }
    moved(tx, &units.sku, &units.store_id, "return", units.quantity, reference, now).await?;
    Ok(true)
}
