//! Favourites as their shopper sees them.

use std::collections::HashMap;

use contract::{
    favourite::{Favourite, FavouriteNews, Favourites},
    language::Language,
    money::Money,
    picture::Picture,
};

use super::web_price;
use crate::{
    app::App,
    db::{
        self, Tx,
        favourite::{FavouriteRow, State},
        offer::Offer,
        store::StoreRow,
    },
    domain::{
        availability,
        clock::timestamp,
        price::{PastPrice, PriceInputs, lowest_of_30_days_before},
        refusal::{Outcome, not_found},
        session,
    },
};

/// What the database knows about the favourites.
struct Known {
    store: Option<StoreRow>,
    pictures: HashMap<String, Picture>,
    history: HashMap<String, Vec<PastPrice>>,
    stores: HashMap<String, Vec<String>>,
}

/// The caller's favourites, with what a store (by its slug) asks and has of each.
pub async fn list(
    app: &App,
    session: Option<&str>,
    language: Language,
    store: Option<&str>,
) -> Outcome<Favourites> {
    let mut tx = app.db.read().await?;
    let cursor = db::outbox::last(&mut tx).await?;
    let store = match store.filter(|slug| !slug.is_empty()) {
        Some(slug) => Some(db::store::by_slug(&mut tx, slug).await?.ok_or_else(|| not_found("store"))?),
        None => None,
    };
    let opened = session::known(&mut tx, session, app.clock.now()).await?;
    let rows = match &opened {
        Some(opened) => db::favourite::of_owner(&mut tx, opened.owner()).await?,
        None => Vec::new(),
    };
    let skus: Vec<String> = rows.iter().map(|row| row.sku.clone()).collect();
    let store_id = store.as_ref().map(|store| store.id.as_str());
    let fallback = app.retailer.default_language.tag();
    let offers = db::offer::of_skus(&mut tx, &skus, store_id, language.tag(), fallback).await?;
    let known = known(&mut tx, app, &offers, store).await?;
    let view = |row: &FavouriteRow| {
        let offer = offers.iter().find(|offer| offer.sku == row.sku)?;
        Some(known.view(app, row, offer))
    };
    Ok(Favourites { items: rows.iter().filter_map(view).collect(), cursor })
}

async fn known(tx: &mut Tx, app: &App, offers: &[Offer], store: Option<StoreRow>) -> db::Result<Known> {
    let skus: Vec<String> = offers.iter().map(|offer| offer.sku.clone()).collect();
    let pictures: Vec<String> = offers.iter().filter_map(|offer| offer.picture_id.clone()).collect();
    Ok(Known {
        store,
        pictures: db::picture::by_ids(tx, &pictures).await?,
        history: db::product::price_history(tx, &skus).await?,
        stores: db::favourite::stores_with(tx, &skus, app.retailer.stock.safety_stock).await?,
    })
}

impl Known {
    fn view(&self, app: &App, row: &FavouriteRow, offer: &Offer) -> Favourite {
        let now = app.clock.now();
        let price = PriceInputs::of_offer(offer).price_at(now);
        let history = self.history.get(&offer.sku).map(Vec::as_slice).unwrap_or_default();
        let lowest = lowest_of_30_days_before(history, offer.sale_from, now);
        Favourite {
            sku: offer.sku.clone(),
            product_slug: offer.product_slug.clone(),
            name: offer.name.clone(),
            colour: offer.colour.clone(),
            size: offer.size.clone(),
            picture: offer.picture_id.as_ref().and_then(|id| self.pictures.get(id)).cloned(),
            price: price.to_contract(app, lowest),
            availability: self.store.as_ref().map(|store| availability::of_offer(app, offer, store)),
            withdrawn: offer.withdrawn,
            news: self.news(app, &row.seen, offer, price.current),
            added_at: timestamp(row.added_at, &app.retailer.zone()),
        }
    }

    /// That it can be had again matters more than what it costs.
    fn news(&self, app: &App, seen: &State, offer: &Offer, price: i64) -> Option<FavouriteNews> {
        if offer.withdrawn {
            return None;
        }
        let none = Vec::new();
        let now = self.stores.get(&offer.sku).unwrap_or(&none);
        let store_id = self.store.as_ref().map(|store| store.id.as_str());
        if can_be_had(now, store_id) && !can_be_had(&seen.stores, store_id) {
            return Some(FavouriteNews::Back);
        }
        // A store that asks more than the web does has no lower price to tell of.
        let dropped = web_price(app, offer).max(price) < seen.price;
        dropped.then(|| FavouriteNews::PriceDropped { from: Money::new(seen.price, &app.retailer.currency) })
    }
}

/// In a store, or anywhere when there is none.
pub fn can_be_had(stores: &[String], store_id: Option<&str>) -> bool {
    match store_id {
        Some(store_id) => stores.iter().any(|store| store == store_id),
        None => !stores.is_empty(),
    }
}
