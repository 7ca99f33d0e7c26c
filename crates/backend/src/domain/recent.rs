//! What a shopper who is signed in looked at lately, so that their next device shows it. It serves nothing else, guests
//! have none, and who does not want it keeps none.

use std::collections::HashSet;

use contract::{
    language::Language,
    product::ProductQuery,
    recent::{LookAt, Recent, Recents},
};

use super::{
    account::{self, signed_in},
    clock::{DAY, timestamp},
    product::{summaries, texts},
    refusal::{Outcome, not_found},
};
use crate::{
    app::App,
    db::{self, Tx, recent::RecentRow},
};

/// How many an account has at most.
pub const MAX: usize = 24;
/// How long one is kept.
pub const KEPT: i64 = 30 * DAY;

/// Remembers that a product's page was looked at. No device is told: the next one asks when it is opened.
pub async fn look_at(app: &App, session: Option<&str>, slug: &str, look: &LookAt) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    let account = signed_in(&mut tx, app, session).await?.account;
    let texts = texts(app, None);
    let product = db::product::by_slug(&mut tx, slug, texts).await?.ok_or_else(|| not_found("product"))?;
    // Who stops it meanwhile keeps nothing of a look that was under way.
    db::account::queue(&mut tx, &account.id).await?;
    if !db::recent::is_kept(&mut tx, &account.id).await? {
        return Ok(());
    }
    let variants = db::product::variants(&mut tx, std::slice::from_ref(&product.id), texts).await?;
    let is_its = |sku: &String| variants.iter().any(|variant| variant.sku == *sku);
    let sku = look.sku.clone().filter(is_its);
    let recent = RecentRow { product_id: product.id, sku, seen_at: app.clock.now() };
    db::recent::put(&mut tx, &account.id, &recent).await?;
    db::recent::keep_last(&mut tx, &account.id, MAX).await?;
    tx.commit().await?;
    Ok(())
}

/// What the account looked at, as cards show it, with what a store (by its id) has.
pub async fn list(
    app: &App,
    session: Option<&str>,
    language: Option<Language>,
    store: Option<&str>,
) -> Outcome<Recents> {
    let mut tx = app.db.read().await?;
    let account = signed_in(&mut tx, app, session).await?.account;
    let kept = db::recent::is_kept(&mut tx, &account.id).await?;
    let rows = db::recent::of_account(&mut tx, &account.id, app.clock.now() - KEPT).await?;
    let store = match store.filter(|id| !id.is_empty()) {
        Some(id) => Some(db::store::find_visible(&mut tx, id).await?.ok_or_else(|| not_found("store"))?),
        None => None,
    };
    let ids: Vec<String> = rows.iter().map(|row| row.product_id.clone()).collect();
    let texts = texts(app, language);
    let products = summaries(&mut tx, app, &ids, texts, store.as_ref(), &ProductQuery::default()).await?;
    let mut pictures = db::product::pictures(&mut tx, &ids).await?;
    let sold = db::product::variants(&mut tx, &ids, texts).await?;
    let sold: HashSet<&str> = sold.iter().map(|variant| variant.sku.as_str()).collect();
    let zone = app.retailer.zone();
    let view = |row: RecentRow| {
        let mut product = products.iter().find(|product| product.id == row.product_id)?.clone();
        let sku = row.sku.filter(|sku| sold.contains(sku.as_str()));
        let chosen = sku.as_ref().and_then(|sku| pictures.remove(sku)).and_then(|all| all.into_iter().next());
        product.picture = chosen.or(product.picture);
        Some(Recent { product, sku, seen_at: timestamp(row.seen_at, &zone) })
    };
    Ok(Recents { items: rows.into_iter().filter_map(view).collect(), kept })
}

/// Forgets all of it; more is kept as before.
pub async fn forget(app: &App, session: Option<&str>) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    let account = signed_in(&mut tx, app, session).await?.account;
    db::account::queue(&mut tx, &account.id).await?;
    db::recent::remove_all(&mut tx, &account.id).await?;
    finish(tx, app, &account.id).await
}

/// Whether the account keeps any; one that does not loses what it has.
pub async fn set_kept(app: &App, session: Option<&str>, kept: bool) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    let account = signed_in(&mut tx, app, session).await?.account;
    db::recent::set_kept(&mut tx, &account.id, kept).await?;
    if !kept {
        db::recent::remove_all(&mut tx, &account.id).await?;
    }
    finish(tx, app, &account.id).await
}

async fn finish(mut tx: Tx, app: &App, account_id: &str) -> Outcome<()> {
    account::tell(&mut tx, app, Some(account_id)).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(())
}

/// Gives an account what another one of the same person looked at; answers what is new of it, by product and moment.
pub async fn share(tx: &mut Tx, from: &str, to: &str) -> db::Result<Vec<(String, i64)>> {
    if !db::recent::is_kept(tx, to).await? {
        return Ok(Vec::new());
    }
    let shared = db::recent::share(tx, from, to).await?;
    db::recent::keep_last(tx, to, MAX).await?;
    Ok(shared.into_iter().map(|recent| (recent.product_id, recent.seen_at)).collect())
}
