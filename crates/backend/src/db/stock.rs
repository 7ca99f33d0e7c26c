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

/// Ends the holds of a pickup or a reservation and answers them in SKU order, so that transactions lock rows in one order:
/// that of bytes, since a database may sort as its language does.
pub async fn release(tx: &mut Tx, subject_id: &str, now: i64) -> Result<Vec<Hold>> {
    let sql = "SELECT sku, store_id, quantity FROM hold WHERE subject_id = $1 AND released_at IS NULL";
    let rows = tx.rows(sql, args![subject_id]).await?;
    let mut holds = Vec::new();
    for row in &rows {
        holds.push(Hold {
            sku: row.text("sku")?,
            store_id: row.text("store_id")?,
            quantity: row.int("quantity")?,
        });
    }
    holds.sort_by(|one, other| one.sku.cmp(&other.sku));
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

/// The last count of a SKU in a store; `None` when it never was counted.
pub struct Counted {
    pub at: Option<i64>,
}

/// Keeps everybody else from changing the stock of a SKU until this transaction has ended; `None` where the store does
/// not list it.
pub async fn lock(tx: &mut Tx, sku: &str, store_id: &str) -> Result<Option<Counted>> {
    let sql = "UPDATE stock SET held = held WHERE sku = $1 AND store_id = $2 RETURNING on_hand, counted_at";
    let Some(row) = tx.row(sql, args![sku, store_id]).await? else {
        return Ok(None);
    };
    let at = row.opt_int("counted_at")?;
    Ok(Some(Counted { at: row.opt_int("on_hand")?.and(at) }))
}

/// A movement that we may learn of late.
pub struct Late<'a> {
    pub sku: &'a str,
    pub store_id: &'a str,
    pub kind: &'a str,
    pub quantity: i64,
    pub reference: &'a str,
    pub occurred_at: i64,
    /// It happens now, so that no count contains it.
    pub is_live: bool,
}

/// Writes a movement that may have happened before the count that we hold. That count contains it, and a store that never
/// counted has no sum to change: a correction beside it takes it out of the sum. False where the store does not list
/// the SKU.
pub async fn moved_late(tx: &mut Tx, late: &Late<'_>) -> Result<bool> {
    let Some(counted) = lock(tx, late.sku, late.store_id).await? else {
        return Ok(false);
    };
    let (reference, at) = (late.reference, late.occurred_at);
    moved(tx, late.sku, late.store_id, late.kind, late.quantity, reference, at).await?;
    if counted.at.is_none_or(|counted_at| !late.is_live && at <= counted_at) {
        moved(tx, late.sku, late.store_id, "count", -late.quantity, reference, at).await?;
    }
    Ok(true)
}

/// What a receipt moved of a SKU.
pub struct Movement {
    pub sku: String,
    pub kind: String,
    pub quantity: i64,
}

/// The movements of a receipt in SKU order, without the corrections beside them.
pub async fn of_receipt(
    tx: &mut Tx,
    receipt_id: &str,
    store_id: &str,
    occurred_at: i64,
) -> Result<Vec<Movement>> {
    let sql = "SELECT m.sku, m.kind, CAST(SUM(m.quantity) AS BIGINT) AS quantity FROM stock_movement m \
               WHERE m.store_id = $2 AND m.occurred_at = $3 AND m.reference = $1 AND m.kind <> 'count' \
               AND m.sku IN (SELECT l.sku FROM receipt_line l WHERE l.receipt_id = $1) \
               GROUP BY m.sku, m.kind";
    let read = |row: &super::Row| {
        Ok(Movement { sku: row.text("sku")?, kind: row.text("kind")?, quantity: row.int("quantity")? })
    };
    let rows = tx.rows(sql, args![receipt_id, store_id, occurred_at]).await?;
    let mut movements = rows.iter().map(read).collect::<Result<Vec<Movement>>>()?;
    movements.sort_by(|one, other| (&one.sku, &one.kind).cmp(&(&other.sku, &other.kind)));
    Ok(movements)
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
