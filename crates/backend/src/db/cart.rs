//! Carts. Whoever changes one locks its row before its lines, so that two who do never wait for each other in a circle.

use super::{Result, Tx, row::placeholders};
use crate::args;

pub async fn insert(tx: &mut Tx, id: &str, now: i64) -> Result<()> {
    tx.execute("INSERT INTO cart (id, updated_at) VALUES ($1, $2)", args![id, now]).await?;
    Ok(())
}

pub async fn store(tx: &mut Tx, id: &str) -> Result<Option<String>> {
    match tx.row("SELECT store_id FROM cart WHERE id = $1", args![id]).await? {
        Some(row) => row.opt_text("store_id"),
        None => Ok(None),
    }
}

pub async fn set_store(tx: &mut Tx, id: &str, store_id: &str, now: i64) -> Result<()> {
    let sql = "UPDATE cart SET store_id = $2, updated_at = $3 WHERE id = $1";
    tx.execute(sql, args![id, store_id, now]).await?;
    Ok(())
}

/// SKUs and quantities, the first added first.
pub async fn lines(tx: &mut Tx, id: &str) -> Result<Vec<(String, u32)>> {
    let sql = "SELECT sku, quantity FROM cart_line WHERE cart_id = $1 ORDER BY added_at, sku";
    tx.rows(sql, args![id]).await?.iter().map(|row| Ok((row.text("sku")?, row.u32("quantity")?))).collect()
}

pub async fn set_line(tx: &mut Tx, id: &str, sku: &str, quantity: u32, now: i64) -> Result<()> {
    touch(tx, id, now).await?;
    let sql = "INSERT INTO cart_line (cart_id, sku, quantity, added_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (cart_id, sku) DO UPDATE SET quantity = $3";
    tx.execute(sql, args![id, sku, quantity, now]).await?;
    Ok(())
}

/// Puts a line back as it was, if it is still as it was left; `None` takes it out.
pub async fn put_back(
    tx: &mut Tx,
    id: &str,
    sku: &str,
    left: u32,
    before: Option<u32>,
    now: i64,
) -> Result<()> {
    touch(tx, id, now).await?;
    match before {
        Some(before) => {
            let sql = "UPDATE cart_line SET quantity = $4 WHERE cart_id = $1 AND sku = $2 AND quantity = $3";
            tx.execute(sql, args![id, sku, left, before]).await?;
        }
        None => {
            let sql = "DELETE FROM cart_line WHERE cart_id = $1 AND sku = $2 AND quantity = $3";
            tx.execute(sql, args![id, sku, left]).await?;
        }
    }
    Ok(())
}

/// Puts the store back that was chosen before, if it is still the one that was left.
pub async fn put_back_store(tx: &mut Tx, id: &str, left: &str, before: Option<&str>) -> Result<()> {
    let sql = "UPDATE cart SET store_id = $3 WHERE id = $1 AND store_id = $2";
    tx.execute(sql, args![id, left, before]).await?;
    Ok(())
}

pub async fn remove_lines(tx: &mut Tx, id: &str, skus: &[&str], now: i64) -> Result<()> {
    touch(tx, id, now).await?;
    let sql =
        format!("DELETE FROM cart_line WHERE cart_id = $1 AND sku IN ({})", placeholders(2, skus.len()));
    let mut args = args![id];
    args.extend(skus.iter().map(|sku| (*sku).into()));
    tx.execute(sql, args).await?;
    Ok(())
}

/// The cart changes now; whoever else wants to waits until this is done.
pub async fn touch(tx: &mut Tx, id: &str, now: i64) -> Result<()> {
    tx.execute("UPDATE cart SET updated_at = $2 WHERE id = $1", args![id, now]).await?;
    Ok(())
}
