//! What stores have of variants.

use contract::availability::PickupMethod;

use super::{
    Result, Row, Tx,
    catalogue::visible,
    offer::pickup_method,
    row::placeholders,
    store::{self, StoreRow},
};
use crate::args;

/// The count of a variant in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockRow {
    pub sku: String,
    pub store_id: String,
    /// `None`: never counted.
    pub on_hand: Option<i64>,
    pub held: i64,
    pub counted_at: Option<i64>,
}

/// A variant as a store lists it.
pub struct ListedRow {
    pub stock: StockRow,
    pub store: StoreRow,
    pub local_price: Option<i64>,
    pub pickup_method: PickupMethod,
    pub aisle: Option<String>,
}

/// What a store has of a variant; `None` when it does not list it.
pub async fn of(tx: &mut Tx, sku: &str, store_id: &str) -> Result<Option<StockRow>> {
    Ok(of_skus(tx, &[sku.to_string()], store_id).await?.pop())
}

/// What a store has of several variants, in any order.
pub async fn of_skus(tx: &mut Tx, skus: &[String], store_id: &str) -> Result<Vec<StockRow>> {
    if skus.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT s.sku, s.store_id, s.on_hand, s.held, s.counted_at FROM stock s \
         WHERE s.store_id = $1 AND {} AND s.sku IN ({})",
        visible("s"),
        placeholders(2, skus.len())
    );
    let mut args = args![store_id];
    args.extend(skus.iter().map(|sku| sku.into()));
    tx.rows(sql, args).await?.iter().map(read_stock).collect()
}

/// The stores that list a variant, in the retailer's order.
pub async fn stores_of(tx: &mut Tx, sku: &str) -> Result<Vec<ListedRow>> {
    stores_of_skus(tx, &[sku.to_string()]).await
}

/// The same of several variants that are still sold.
pub async fn stores_of_skus(tx: &mut Tx, skus: &[String]) -> Result<Vec<ListedRow>> {
    if skus.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT s.sku, s.store_id, s.on_hand, s.held, s.counted_at, s.price AS local_price, s.aisle, \
         COALESCE(s.pickup_method, v.pickup_method) AS pickup_method, {} \
         FROM stock s JOIN store st ON st.id = s.store_id JOIN variant v ON v.sku = s.sku \
         WHERE s.sku IN ({}) AND {} AND {} AND {} ORDER BY st.position, st.id",
        store::COLUMNS,
        placeholders(1, skus.len()),
        visible("s"),
        visible("st"),
        visible("v")
    );
    let args = skus.iter().map(|sku| sku.into()).collect();
    tx.rows(sql, args).await?.iter().map(read_listed).collect()
}

fn read_stock(row: &Row) -> Result<StockRow> {
    Ok(StockRow {
        sku: row.text("sku")?,
        store_id: row.text("store_id")?,
        on_hand: row.opt_int("on_hand")?,
        held: row.int("held")?,
        counted_at: row.opt_int("counted_at")?,
    })
}

fn read_listed(row: &Row) -> Result<ListedRow> {
    Ok(ListedRow {
        stock: read_stock(row)?,
        store: store::read(row)?,
        local_price: row.opt_int("local_price")?,
        pickup_method: row.one_of("pickup_method", pickup_method)?,
        aisle: row.opt_text("aisle")?,
    })
}
