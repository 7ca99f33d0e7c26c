//! Favourites, and what is known of the variants that somebody keeps among them.

use std::collections::HashMap;

use super::{
    Result, Row, Tx,
    account::{self, AccountRow},
    catalogue::visible,
    row::placeholders,
};
use crate::args;

pub struct FavouriteRow {
    pub sku: String,
    pub added_at: i64,
    /// What the shopper saw last.
    pub seen: State,
}

/// What a variant costs on the web, and the stores that can give it, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub price: i64,
    pub stores: Vec<String>,
}

fn read_state(row: &Row, price: &str, stores: &str) -> Result<State> {
    Ok(State { price: row.int(price)?, stores: row.json(stores)? })
}

fn json(stores: &[String]) -> Result<String> {
    serde_json::to_string(stores).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// An owner's favourites, the last added first.
pub async fn of_owner(tx: &mut Tx, owner_id: &str) -> Result<Vec<FavouriteRow>> {
    let sql = "SELECT sku, added_at, seen_price, seen_stores FROM favourite WHERE owner_id = $1 \
               ORDER BY added_at DESC, sku";
    let read = |row: &Row| {
        Ok(FavouriteRow {
            sku: row.text("sku")?,
            added_at: row.int("added_at")?,
            seen: read_state(row, "seen_price", "seen_stores")?,
        })
    };
    tx.rows(sql, args![owner_id]).await?.iter().map(read).collect()
}

pub async fn has(tx: &mut Tx, owner_id: &str, sku: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) AS value FROM favourite WHERE owner_id = $1 AND sku = $2";
    Ok(tx.int(sql, args![owner_id, sku]).await? > 0)
}

/// False when it is one already.
pub async fn insert(tx: &mut Tx, owner_id: &str, favourite: &FavouriteRow) -> Result<bool> {
    let sql = "INSERT INTO favourite (owner_id, sku, added_at, seen_price, seen_stores) \
               VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    let seen = &favourite.seen;
    let args = args![owner_id, &favourite.sku, favourite.added_at, seen.price, json(&seen.stores)?];
    Ok(tx.execute(sql, args).await? == 1)
}

/// False when it was none.
pub async fn remove(tx: &mut Tx, owner_id: &str, sku: &str) -> Result<bool> {
    let sql = "DELETE FROM favourite WHERE owner_id = $1 AND sku = $2";
    Ok(tx.execute(sql, args![owner_id, sku]).await? == 1)
}

pub async fn remove_all(tx: &mut Tx, owner_id: &str) -> Result<()> {
    tx.execute("DELETE FROM favourite WHERE owner_id = $1", args![owner_id]).await?;
    Ok(())
}

pub async fn set_seen(tx: &mut Tx, owner_id: &str, sku: &str, seen: &State) -> Result<()> {
    let sql = "UPDATE favourite SET seen_price = $3, seen_stores = $4 WHERE owner_id = $1 AND sku = $2";
    tx.execute(sql, args![owner_id, sku, seen.price, json(&seen.stores)?]).await?;
    Ok(())
}

/// The accounts that keep a variant among their favourites and want to be told of it, some after another.
pub async fn accounts_of(tx: &mut Tx, sku: &str, after: &str, limit: i64) -> Result<Vec<AccountRow>> {
    let sql = format!(
        "SELECT {} FROM favourite f JOIN account a ON a.id = f.owner_id \
         WHERE f.sku = $1 AND a.id > $2 AND (a.notice_back = 1 OR a.notice_price = 1) ORDER BY a.id LIMIT $3",
        account::COLUMNS
    );
    tx.rows(sql, args![sku, after, limit]).await?.iter().map(account::read).collect()
}

/// The stores that can give each of some variants, in order of their ids.
pub async fn stores_with(tx: &mut Tx, skus: &[String], safety: i64) -> Result<HashMap<String, Vec<String>>> {
    let mut stores: HashMap<String, Vec<String>> = HashMap::new();
    if skus.is_empty() {
        return Ok(stores);
    }
    let sql = format!(
        "SELECT s.sku, s.store_id FROM stock s JOIN store st ON st.id = s.store_id JOIN variant v ON v.sku = s.sku \
         WHERE s.on_hand - s.held > $1 AND {} AND {} AND {} AND s.sku IN ({}) ORDER BY s.store_id",
        visible("s"),
        visible("st"),
        visible("v"),
        placeholders(2, skus.len())
    );
    let mut args = args![safety];
    args.extend(skus.iter().map(Into::into));
    for row in tx.rows(sql, args).await? {
        stores.entry(row.text("sku")?).or_default().push(row.text("store_id")?);
    }
    Ok(stores)
}

/// Begins to watch a variant, if nobody does.
pub async fn watch(tx: &mut Tx, sku: &str, state: &State) -> Result<()> {
    let sql = "INSERT INTO watched (sku, price, stores) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    tx.execute(sql, args![sku, state.price, json(&state.stores)?]).await?;
    Ok(())
}

/// What is known of those variants that are watched.
pub async fn watched(tx: &mut Tx, skus: &[String]) -> Result<Vec<(String, State)>> {
    if skus.is_empty() {
        return Ok(Vec::new());
    }
    let sql =
        format!("SELECT sku, price, stores FROM watched WHERE sku IN ({})", placeholders(1, skus.len()));
    let rows = tx.rows(sql, skus.iter().map(Into::into).collect()).await?;
    rows.iter().map(|row| Ok((row.text("sku")?, read_state(row, "price", "stores")?))).collect()
}

/// The watched variants after one, in order.
pub async fn watched_after(tx: &mut Tx, sku: &str, limit: i64) -> Result<Vec<String>> {
    let sql = "SELECT sku FROM watched WHERE sku > $1 ORDER BY sku LIMIT $2";
    tx.rows(sql, args![sku, limit]).await?.iter().map(|row| row.text("sku")).collect()
}

/// Writes what became of a variant, if it is still known as it was: of several machines one wins.
pub async fn set_watched(tx: &mut Tx, sku: &str, from: &State, to: &State) -> Result<bool> {
    let sql = "UPDATE watched SET price = $4, stores = $5 WHERE sku = $1 AND price = $2 AND stores = $3";
    let args = args![sku, from.price, json(&from.stores)?, to.price, json(&to.stores)?];
    Ok(tx.execute(sql, args).await? == 1)
}
