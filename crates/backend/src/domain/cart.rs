//! The cart: what it holds, what it costs, and what stands in the way of ordering it.

use contract::{
    availability::AvailabilityStatus,
    cart::{Cart, CartLine, LineProblem},
    error::ErrorCode,
    language::Language,
    money::Money,
    newtypes::Invalid,
};
use serde::Serialize;

use super::{
    account, availability,
    clock::timestamp,
    hours::round_up_to_quarter,
    idempotency,
    price::PriceInputs,
    refusal::{Outcome, invalid, not_found, refuse},
    secret,
    session::{self, Opened},
};
use crate::{
    app::App,
    db::{self, Tx, offer::Offer, store::StoreRow},
};

/// More lines than anybody carries home.
pub const MAX_LINES: usize = 50;

/// A changed cart, with the secret of a session that was made for it.
pub struct Changed {
    pub cart: Cart,
    pub new_token: Option<String>,
}

/// The caller's cart; an empty one when it has none.
pub async fn find(app: &App, session: Option<&str>, language: Language) -> Outcome<Cart> {
    let mut tx = app.db.read().await?;
    let cart_id = match session {
        Some(hash) => {
            db::session::find(&mut tx, hash, app.clock.now()).await?.and_then(|found| found.cart_id)
        }
        None => None,
    };
    view(&mut tx, app, cart_id.as_deref(), language).await
}

/// The store that the cart shall be for.
#[derive(Debug, Serialize)]
pub struct StoreChange<'a> {
    pub store_id: &'a str,
    /// What the shopper saw, if they say so, empty for none: when the cart has neither this nor `store_id`, nothing changes.
    pub was: Option<&'a str>,
}

/// Chooses the store; the same `key` does it once, so that what is sent again takes back no other device's choice.
pub async fn set_store(
    app: &App,
    session: Option<&str>,
    change: &StoreChange<'_>,
    key: Option<&str>,
    language: Language,
) -> Outcome<Changed> {
    let StoreChange { store_id, was } = *change;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let opened = session::open(&mut tx, session, now).await?;
    let is_first = idempotency::first(&mut tx, "cart_store", &opened.hash, key, change, now).await?;
    let (opened, cart_id) = with_cart(&mut tx, opened, now).await?;
    if is_first {
        db::store::find_visible(&mut tx, store_id).await?.ok_or_else(|| not_found("store"))?;
        // Of two that choose at once, the second finds what the first chose.
        db::cart::touch(&mut tx, &cart_id, now).await?;
        check_seen_store(store_id, was, store_of(&mut tx, &cart_id).await?)?;
        db::cart::set_store(&mut tx, &cart_id, store_id, now).await?;
    }
    finish(tx, app, opened, &cart_id, language).await
}

/// How many units of a SKU the cart shall hold.
#[derive(Debug, Serialize)]
pub struct LineChange<'a> {
    pub sku: &'a str,
    /// 0 takes it out.
    pub quantity: u32,
    /// What the shopper saw, if they say so: when the cart holds neither this nor `quantity`, nothing changes.
    pub was: Option<u32>,
}

/// Changes a line; the same `key` does it once. That a line to be taken out was not in is no error, since the result is
/// the same.
pub async fn set_line(
    app: &App,
    session: Option<&str>,
    change: &LineChange<'_>,
    key: Option<&str>,
    language: Language,
) -> Outcome<Changed> {
    let LineChange { sku, quantity, was } = *change;
    check_cap(app, sku, quantity)?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    // Of a session that is made just now no earlier request could have changed anything.
    let opened = session::open(&mut tx, session, now).await?;
    let is_first = idempotency::first(&mut tx, "cart", &opened.hash, key, change, now).await?;
    let (opened, cart_id) = with_cart(&mut tx, opened, now).await?;
    if is_first {
        // Of two that change what both saw, the second finds what the first made of it.
        db::cart::touch(&mut tx, &cart_id, now).await?;
        let lines = db::cart::lines(&mut tx, &cart_id).await?;
        let has = lines.iter().find(|(existing, _)| existing == sku).map_or(0, |(_, units)| *units);
        check_seen(sku, quantity, was, has)?;
        if has == 0 && quantity > 0 {
            check_new(&mut tx, app, sku, lines.len(), language).await?;
        }
        match quantity {
            0 => db::cart::remove_lines(&mut tx, &cart_id, &[sku], now).await?,
            _ => db::cart::set_line(&mut tx, &cart_id, sku, quantity, now).await?,
        }
    }
    finish(tx, app, opened, &cart_id, language).await
}

fn check_cap(app: &App, sku: &str, quantity: u32) -> Outcome<()> {
    let cap = app.retailer.pickup.max_units_per_line;
    if quantity <= cap {
        return Ok(());
    }
    let title = format!("at most {cap} units of one article go to one person");
    Err(refuse(ErrorCode::TooManyUnits, title).of_sku(sku, Some(i64::from(cap))))
}

fn check_seen(sku: &str, quantity: u32, was: Option<u32>, has: u32) -> Outcome<()> {
    if was.is_none_or(|was| has == was || has == quantity) {
        return Ok(());
    }
    let title = format!("the cart holds {has} of it by now");
    Err(refuse(ErrorCode::CartChanged, title).of_sku(sku, Some(i64::from(has))))
}

fn check_seen_store(store_id: &str, was: Option<&str>, has: Option<StoreRow>) -> Outcome<()> {
    let id = has.as_ref().map_or("", |store| store.id.as_str());
    if was.is_none_or(|was| id == was || id == store_id) {
        return Ok(());
    }
    let refusal = refuse(ErrorCode::CartChanged, "the cart is for another store by now");
    Err(match has {
        Some(store) => refusal.in_store(&store.name),
        None => refusal,
    })
}

/// The store of a cart, as its shopper sees it.
async fn store_of(tx: &mut Tx, cart_id: &str) -> Outcome<Option<StoreRow>> {
    Ok(match db::cart::store(tx, cart_id).await? {
        Some(id) => db::store::find_visible(tx, &id).await?,
        None => None,
    })
}

async fn check_new(tx: &mut Tx, app: &App, sku: &str, lines: usize, language: Language) -> Outcome<()> {
    let offers = offers(tx, app, &[sku.to_string()], None, language).await?;
    if offers.iter().all(|offer| offer.withdrawn) {
        return Err(not_found("article"));
    }
    if lines >= MAX_LINES {
        return Err(invalid("lines", Invalid::TooLong));
    }
    Ok(())
}

async fn finish(
    mut tx: Tx,
    app: &App,
    opened: Opened,
    cart_id: &str,
    language: Language,
) -> Outcome<Changed> {
    let cart = view(&mut tx, app, Some(cart_id), language).await?;
    account::tell(&mut tx, app, opened.account_id.as_deref()).await?;
    tx.commit().await?;
    if opened.account_id.is_some() {
        app.ring().await;
    }
    Ok(Changed { cart, new_token: opened.new_token })
}

/// The session with its cart, which is made if there is none. Of two requests that both make the first one, the second
/// finds that of the first.
async fn with_cart(tx: &mut Tx, opened: Opened, now: i64) -> Outcome<(Opened, String)> {
    let opened = match opened.cart_id {
        Some(_) => opened,
        None => session::queue(tx, opened, now).await?,
    };
    if let Some(cart_id) = opened.cart_id.clone() {
        return Ok((opened, cart_id));
    }
    let cart_id = secret::new_id();
    db::cart::insert(tx, &cart_id, now).await?;
    match &opened.account_id {
        Some(account_id) => db::account::set_cart(tx, account_id, &cart_id).await?,
        None => db::session::set_cart(tx, &opened.hash, &cart_id).await?,
    }
    Ok((opened, cart_id))
}

async fn offers(
    tx: &mut Tx,
    app: &App,
    skus: &[String],
    store_id: Option<&str>,
    language: Language,
) -> Outcome<Vec<Offer>> {
    let default_language = app.retailer.default_language.tag();
    Ok(db::offer::of_skus(tx, skus, store_id, language.tag(), default_language).await?)
}

async fn view(tx: &mut Tx, app: &App, cart_id: Option<&str>, language: Language) -> Outcome<Cart> {
    let mut lines = Vec::new();
    let mut store = None;
    if let Some(cart_id) = cart_id {
        lines = db::cart::lines(tx, cart_id).await?;
        store = store_of(tx, cart_id).await?;
    }
    let skus: Vec<String> = lines.iter().map(|(sku, _)| sku.clone()).collect();
    let offers = offers(tx, app, &skus, store.as_ref().map(|store| store.id.as_str()), language).await?;
    let pictures: Vec<String> = offers.iter().filter_map(|offer| offer.picture_id.clone()).collect();
    let pictures = db::picture::by_ids(tx, &pictures).await?;
    let mut cart = Cart {
        store: store.as_ref().map(|store| store.summary(app.clock.now(), None)),
        lines: Vec::new(),
        units: 0,
        total: Money::new(0, &app.retailer.currency),
        ready_by: store.as_ref().map(|store| ready_by(app, store)),
    };
    for (sku, quantity) in lines {
        let Some(offer) = offers.iter().find(|offer| offer.sku == sku) else {
            continue;
        };
        let picture = offer.picture_id.as_ref().and_then(|id| pictures.get(id)).cloned();
        let line = view_line(app, offer, store.as_ref(), quantity, picture);
        cart.units += quantity;
        cart.total.amount += line.total.amount;
        cart.lines.push(line);
    }
    Ok(cart)
}

fn ready_by(app: &App, store: &StoreRow) -> contract::time::Timestamp {
    let moment = store.hours().after_opening_for(app.clock.now(), app.retailer.lead());
    timestamp(round_up_to_quarter(moment), &store.zone())
}

fn view_line(
    app: &App,
    offer: &Offer,
    store: Option<&StoreRow>,
    quantity: u32,
    picture: Option<contract::picture::Picture>,
) -> CartLine {
    let price = PriceInputs::of_offer(offer).price_at(app.clock.now());
    let availability = store.map(|store| availability::of_offer(app, offer, store));
    CartLine {
        sku: offer.sku.clone(),
        product_slug: offer.product_slug.clone(),
        name: offer.name.clone(),
        colour: offer.colour.clone(),
        size: offer.size.clone(),
        picture,
        quantity,
        total: Money::new(price.current * i64::from(quantity), &app.retailer.currency),
        price: price.to_contract(app, None),
        problem: problem(offer, availability.as_ref(), quantity),
        availability,
    }
}

fn problem(
    offer: &Offer,
    availability: Option<&contract::availability::Availability>,
    quantity: u32,
) -> Option<LineProblem> {
    if offer.withdrawn {
        return Some(LineProblem::Withdrawn);
    }
    if !offer.pickup_method.can_order() {
        return Some(LineProblem::NotSupported);
    }
    let availability = availability?;
    match (availability.status, availability.quantity) {
        (AvailabilityStatus::Unknown, _) => Some(LineProblem::Unknown),
        (_, Some(left)) if left < i64::from(quantity) => Some(LineProblem::NotEnough),
        _ => None,
    }
}
