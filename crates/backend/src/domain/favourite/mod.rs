//! Favourites of an account, or of a guest's browser.

mod view;
pub mod watch;

use contract::newtypes::Invalid;
pub use view::{can_be_had, list};

use super::{
    account, idempotency,
    refusal::{Outcome, invalid, not_found},
    session::{self, Opened},
};
use crate::{
    app::App,
    db::{
        self, Tx,
        favourite::{FavouriteRow, State},
        offer::Offer,
    },
};

/// Of the keys of changes.
const SCOPE: &str = "favourites";
/// More than anybody keeps an eye on.
pub const MAX: usize = 200;

/// Keeps a variant among the favourites; the same `key` does it once. Answers the secret of a session that was made for it.
pub async fn add(app: &App, session: Option<&str>, sku: &str, key: Option<&str>) -> Outcome<Option<String>> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let opened = session::open(&mut tx, session, now).await?;
    if !idempotency::first(&mut tx, SCOPE, &opened.hash, key, &(sku, true), now).await? {
        return Ok(None);
    }
    let offers = offers(&mut tx, app, &[sku.to_string()], None).await?;
    let offer = offers.iter().find(|offer| !offer.withdrawn).ok_or_else(|| not_found("article"))?;
    let known = db::favourite::of_owner(&mut tx, opened.owner()).await?;
    if known.iter().any(|favourite| favourite.sku == sku) {
        // The key is written down nevertheless: by the time it comes again, another device may have taken it out.
        tx.commit().await?;
        return Ok(None);
    }
    if known.len() >= MAX {
        return Err(invalid("favourites", Invalid::TooLong));
    }
    let seen = states(&mut tx, app, &[offer]).await?.remove(0);
    db::favourite::watch(&mut tx, sku, &seen).await?;
    let favourite = FavouriteRow { sku: sku.to_string(), added_at: now, seen };
    db::favourite::insert(&mut tx, opened.owner(), &favourite).await?;
    finish(tx, app, opened).await
}

/// Takes it out, likewise; that it was none is no error, since the result is the same.
pub async fn remove(app: &App, session: Option<&str>, sku: &str, key: Option<&str>) -> Outcome<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let Some(opened) = session::known(&mut tx, session, now).await? else {
        return Ok(());
    };
    if !idempotency::first(&mut tx, SCOPE, &opened.hash, key, &(sku, false), now).await? {
        return Ok(());
    }
    match db::favourite::remove(&mut tx, opened.owner(), sku).await? {
        true => finish(tx, app, opened).await.map(drop),
        false => Ok(tx.commit().await?),
    }
}

/// What is new of the favourites was read.
pub async fn see(app: &App, session: Option<&str>) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    let Some(opened) = session::known(&mut tx, session, app.clock.now()).await? else {
        return Ok(());
    };
    let favourites = db::favourite::of_owner(&mut tx, opened.owner()).await?;
    let skus: Vec<String> = favourites.iter().map(|favourite| favourite.sku.clone()).collect();
    let offers = offers(&mut tx, app, &skus, None).await?;
    let offers: Vec<&Offer> = offers.iter().collect();
    let mut changed = false;
    for (offer, state) in offers.iter().zip(states(&mut tx, app, &offers).await?) {
        if favourites.iter().any(|favourite| favourite.sku == offer.sku && favourite.seen != state) {
            db::favourite::set_seen(&mut tx, opened.owner(), &offer.sku, &state).await?;
            changed = true;
        }
    }
    if changed {
        finish(tx, app, opened).await?;
    }
    Ok(())
}

async fn finish(mut tx: Tx, app: &App, opened: Opened) -> Outcome<Option<String>> {
    account::tell(&mut tx, app, opened.account_id.as_deref()).await?;
    tx.commit().await?;
    if opened.account_id.is_some() {
        app.ring().await;
    }
    Ok(opened.new_token)
}

async fn offers(tx: &mut Tx, app: &App, skus: &[String], store_id: Option<&str>) -> db::Result<Vec<Offer>> {
    let language = app.retailer.default_language.tag();
    db::offer::of_skus(tx, skus, store_id, language, language).await
}

/// What each offer costs on the web now, and who can give it, in the order of the offers.
async fn states(tx: &mut Tx, app: &App, offers: &[&Offer]) -> db::Result<Vec<State>> {
    let skus: Vec<String> = offers.iter().map(|offer| offer.sku.clone()).collect();
    let mut stores = db::favourite::stores_with(tx, &skus, app.retailer.stock.safety_stock).await?;
    let state = |offer: &&Offer| State {
        price: web_price(app, offer),
        stores: stores.remove(&offer.sku).unwrap_or_default(),
    };
    Ok(offers.iter().map(state).collect())
}

/// Without what a store asks of its own.
fn web_price(app: &App, offer: &Offer) -> i64 {
    let inputs = super::price::PriceInputs::of_offer(offer);
    super::price::PriceInputs { local: None, ..inputs }.price_at(app.clock.now()).current
}
