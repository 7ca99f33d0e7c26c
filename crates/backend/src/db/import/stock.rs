//! Stock: a feed's quantity is a count with a time. Only a newer count than the one held changes anything, and what
//! was sold or brought back since that time is taken into account.

use super::{
    Staging,
    difference::{count, index_staged, list_gone, list_new},
    table::STOCK,
};
use crate::{
    args,
    db::{Result, Tx},
};

impl Staging {
    /// Finds what differs: new rows, rows whose count is newer or whose other columns differ, and rows that are gone.
    pub async fn compare_stock(&self, scope: Option<&str>) -> Result<StockDifference> {
        let mut tx = self.quiet().await?;
        index_staged(&mut tx, &STOCK).await?;
        list_new(&mut tx, &STOCK).await?;
        list_gone(&mut tx, &STOCK, scope).await?;
        tx.execute(
            "CREATE TEMP TABLE stock_change (n INTEGER PRIMARY KEY, sku TEXT, store_id TEXT, price BIGINT, \
             pickup_method TEXT, aisle TEXT, quantity BIGINT, counted_at BIGINT)",
            args![],
        )
        .await?;
        let same = STOCK.same_key("m", "s");
        let differs = STOCK.differs("m", "s");
        let newer = "s.quantity IS NOT NULL AND s.counted_at > COALESCE(m.counted_at, -1)";
        let columns = "sku, store_id, price, pickup_method, aisle, quantity, counted_at";
        tx.execute(
            format!(
                "INSERT INTO stock_change (n, {columns}) \
                 SELECT ROW_NUMBER() OVER (ORDER BY s.sku, s.store_id), s.sku, s.store_id, s.price, \
                 s.pickup_method, s.aisle, CASE WHEN {newer} THEN s.quantity END, \
                 CASE WHEN {newer} THEN s.counted_at END \
                 FROM staged_stock s JOIN stock m ON {same} \
                 WHERE {differs} OR m.withdrawn_at IS NOT NULL OR ({newer})"
            ),
            args![],
        )
        .await?;
        let difference = StockDifference {
            staged: count(&mut tx, &STOCK.staged()).await?,
            new: count(&mut tx, &STOCK.new_rows()).await?,
            gone: count(&mut tx, &STOCK.gone()).await?,
            touched: count(&mut tx, "stock_change").await?,
            changed: tx
                .int(
                    format!(
                        "SELECT COUNT(*) AS value FROM stock_change s JOIN stock m ON {same} WHERE {differs} \
                         OR m.withdrawn_at IS NOT NULL \
                         OR (s.quantity IS NOT NULL AND s.quantity IS DISTINCT FROM m.on_hand)"
                    ),
                    args![],
                )
                .await?,
        };
        tx.commit().await?;
        Ok(difference)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StockDifference {
    pub staged: i64,
    pub new: i64,
    /// Rows to write, with those whose count is only confirmed by a newer one.
    pub touched: i64,
    /// Rows whose quantity, price, method or aisle differ.
    pub changed: i64,
    pub gone: i64,
}

/// Writes new rows whose number lies in a range, with the movement of their first count.
pub async fn insert_new(tx: &mut Tx, generation: i64, from: i64, until: i64) -> Result<()> {
    let new = STOCK.new_rows();
    let sql = format!(
        "INSERT INTO stock (sku, store_id, on_hand, held, counted_at, price, pickup_method, aisle, generation) \
         SELECT sku, store_id, quantity, 0, CASE WHEN quantity IS NULL THEN NULL ELSE counted_at END, price, \
         pickup_method, aisle, $3 FROM {new} WHERE n > $1 AND n <= $2 ORDER BY n"
    );
    tx.execute(sql, args![from, until, generation]).await?;
    let sql = format!(
        "INSERT INTO stock_movement (sku, store_id, kind, quantity, occurred_at, reference) \
         SELECT sku, store_id, 'count', quantity, counted_at, $3 FROM {new} \
         WHERE n > $1 AND n <= $2 AND quantity <> 0 ORDER BY n"
    );
    tx.execute(sql, args![from, until, reference(generation)]).await?;
    Ok(())
}

/// Keeps everybody else from the rows that are changed up to a number and from those that are gone, all of them in the
/// order in which orders lock rows.
pub async fn lock(tx: &mut Tx, until: i64) -> Result<()> {
    if let Tx::Postgres(_) = tx {
        let sql = "SELECT s.sku FROM stock s JOIN (SELECT c.sku, c.store_id FROM stock_change c WHERE c.n <= $1 \
                   UNION SELECT g.sku, g.store_id FROM gone_stock g) d ON d.sku = s.sku AND d.store_id = s.store_id \
                   ORDER BY s.sku COLLATE \"C\", s.store_id COLLATE \"C\" FOR UPDATE OF s";
        tx.execute(sql, args![until]).await?;
    }
    Ok(())
}

/// Changes rows whose number lies in a range: a movement where the count makes one, then the row. Rows are locked in
/// the order in which orders lock them.
pub async fn apply_changes(tx: &mut Tx, generation: i64, from: i64, until: i64) -> Result<()> {
    if let Tx::Postgres(_) = tx {
        let sql = "SELECT s.sku FROM stock s JOIN stock_change c ON c.sku = s.sku AND c.store_id = s.store_id \
                   WHERE c.n > $1 AND c.n <= $2 ORDER BY s.sku COLLATE \"C\", s.store_id COLLATE \"C\" FOR UPDATE OF s";
        tx.execute(sql, args![from, until]).await?;
    }
    // A count that came meanwhile and is newer than the feed's stays.
    let counts = "c.quantity IS NOT NULL AND c.counted_at > COALESCE(s.counted_at, -1)";
    let since = "COALESCE((SELECT CAST(SUM(v.quantity) AS BIGINT) FROM stock_movement v WHERE v.sku = c.sku \
                 AND v.store_id = c.store_id AND v.occurred_at > c.counted_at AND v.kind <> 'count'), 0)";
    let sql = format!(
        "INSERT INTO stock_movement (sku, store_id, kind, quantity, occurred_at, reference) \
         SELECT d.sku, d.store_id, 'count', d.quantity, d.counted_at, $3 FROM \
         (SELECT c.sku, c.store_id, c.counted_at, c.quantity + {since} - COALESCE(s.on_hand, 0) AS quantity \
          FROM stock_change c JOIN stock s ON s.sku = c.sku AND s.store_id = c.store_id \
          WHERE c.n > $1 AND c.n <= $2 AND {counts}) d WHERE d.quantity <> 0"
    );
    tx.execute(sql, args![from, until, reference(generation)]).await?;
    let counts = "c.quantity IS NOT NULL AND c.counted_at > COALESCE(stock.counted_at, -1)";
    let sql = format!(
        "UPDATE stock SET price = c.price, pickup_method = c.pickup_method, aisle = c.aisle, withdrawn_at = NULL, \
         on_hand = CASE WHEN {counts} THEN c.quantity + {since} ELSE stock.on_hand END, \
         counted_at = CASE WHEN {counts} THEN c.counted_at ELSE stock.counted_at END \
         FROM stock_change c WHERE c.sku = stock.sku AND c.store_id = stock.store_id AND c.n > $1 AND c.n <= $2"
    );
    tx.execute(sql, args![from, until]).await?;
    Ok(())
}

fn reference(generation: i64) -> String {
    format!("import {generation}")
}

/// Withdraws what left the feed.
pub async fn withdraw_gone(tx: &mut Tx, now: i64) -> Result<()> {
    let sql = "UPDATE stock SET withdrawn_at = $1 FROM gone_stock g \
               WHERE g.sku = stock.sku AND g.store_id = stock.store_id";
    tx.execute(sql, args![now]).await?;
    Ok(())
}
