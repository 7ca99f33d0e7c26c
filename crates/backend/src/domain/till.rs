//! Tills: the keys by which they speak to us.

use std::net::IpAddr;

use anyhow::Context;
use contract::error::ErrorCode;

use super::{
    attempt,
    refusal::{Outcome, refuse},
    secret,
};
use crate::{
    app::App,
    db::{self, Db, till_key::TillKey},
};

/// What every key begins with, so that one that leaked is recognized.
const PREFIX: &str = "vt_";

/// Adds a key for the tills of a store and answers it; only its hash is kept.
pub async fn add(db: &Db, now: i64, store_id: &str, name: &str) -> anyhow::Result<String> {
    anyhow::ensure!(!name.trim().is_empty(), "a till has a name");
    let mut tx = db.write().await?;
    let store = db::store::find_visible(&mut tx, store_id).await?;
    let store = store.with_context(|| format!("there is no store {store_id:?}"))?;
    let key = format!("{PREFIX}{}", secret::new_token());
    let row = TillKey { id: secret::new_id(), store_id: store.id, name: name.trim().to_string() };
    db::till_key::insert(&mut tx, &row, &secret::hash(&key), now).await?;
    tx.commit().await?;
    Ok(key)
}

/// Every key that opens.
pub async fn list(db: &Db) -> anyhow::Result<Vec<TillKey>> {
    Ok(db::till_key::all(&mut db.read().await?).await?)
}

/// The key opens nothing any more.
pub async fn remove(db: &Db, now: i64, id: &str) -> anyhow::Result<()> {
    let mut tx = db.write().await?;
    let is_removed = db::till_key::remove(&mut tx, id, now).await?;
    anyhow::ensure!(is_removed, "no till has a key {id:?}: `vitrine till list` shows their ids");
    tx.commit().await?;
    Ok(())
}

/// Whose key it is. A key that opens is never kept waiting by the wrong ones of its network.
pub async fn of_key(app: &App, key: Option<&str>, address: IpAddr) -> Outcome<TillKey> {
    let wrong = || refuse(ErrorCode::WrongKey, "send the till's key: Authorization: Bearer vt_…");
    let key = key.ok_or_else(wrong)?;
    if let Some(till) = db::till_key::of_hash(&mut app.db.read().await?, &secret::hash(key)).await? {
        return Ok(till);
    }
    let scope = format!("till key {}", attempt::network(address));
    attempt::check(app, &scope, &attempt::LINK).await?;
    attempt::failed(app, &scope, &attempt::LINK).await?;
    Err(wrong())
}
