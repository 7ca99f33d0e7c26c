//! The rules of placing a reservation, inside its transaction.

use std::collections::HashSet;

use contract::{
    error::ErrorCode,
    newtypes::Invalid,
    reservation::{PlaceReservation, PlacedReservation, ReservationLineStatus, ReservationStatus},
};

use super::{
    account,
    idempotency::{self, Key},
    order::Caller,
    pass,
    place_order::short,
    price::PriceInputs,
    refusal::{Outcome, Refusal, invalid, not_found, refuse},
    reservation, secret, session,
    slots::{self, Offered},
    store,
};
use crate::{
    app::App,
    db::{
        self, Tx,
        offer::Offer,
        reservation::{ReservationLineRow, ReservationRow},
        stock::Hold,
        store::StoreRow,
    },
};

const MAX_NOTE: usize = 300;
/// Numbers are drawn until one is free; a second draw is rare.
const DRAWS: u32 = 20;

/// A placed reservation, with the secret of a session that was made for it.
pub struct Placed {
    pub placed: PlacedReservation,
    pub new_token: Option<String>,
}

/// Places a reservation, or answers the one that the same key placed before.
pub async fn place(app: &App, caller: &Caller<'_>, request: &PlaceReservation) -> Outcome<Placed> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let (id, is_new) = once(&mut tx, app, caller, request).await?;
    let opened = session::open(&mut tx, caller.session, now).await?;
    session::grant(&mut tx, &opened, &id).await?;
    let link_token = session::mint_link(&mut tx, &id, now).await?;
    if is_new {
        let row = reservation::load(&mut tx, &id).await?;
        let held = held(&mut tx, &row).await?;
        reservation::publish(&mut tx, app, &row, &held).await?;
        account::tell(&mut tx, app, opened.account_id.as_deref()).await?;
    }
    let reservation = reservation::view(&mut tx, app, &id).await?;
    tx.commit().await?;
    if is_new {
        app.ring().await;
    }
    Ok(Placed { placed: PlacedReservation { reservation, link_token }, new_token: opened.new_token })
}

async fn once(
    tx: &mut Tx,
    app: &App,
    caller: &Caller<'_>,
    request: &PlaceReservation,
) -> Outcome<(String, bool)> {
    match idempotency::claim(tx, "reservations", caller, request, app.clock.now()).await? {
        Key::Made(id) => Ok((id, false)),
        Key::New { scope } => {
            let id = new(tx, app, caller, request).await?;
            idempotency::made(tx, &scope, caller, &id).await?;
            Ok((id, true))
        }
    }
}

async fn new(tx: &mut Tx, app: &App, caller: &Caller<'_>, request: &PlaceReservation) -> Outcome<String> {
    check_pieces(app, request)?;
    let store = db::store::find_to_promise(tx, &request.store_id).await?.ok_or_else(|| not_found("store"))?;
    store::check_open(app, &store)?;
    let slot = slots::find(app, &store.hours(), &request.slot)?;
    let lines = lines(tx, app, request, &store).await?;
    check_caps(tx, app, caller, request).await?;
    let reservation = insert(tx, app, caller, request, slot).await?;
    for (position, line) in (0..).zip(&lines) {
        db::reservation::insert_line(tx, &reservation.id, position, line).await?;
    }
    hold_pieces(tx, app, &reservation, &lines).await?;
    pass::issue(tx, &app.signer, &reservation.id, &store.id, app.clock.now()).await?;
    Ok(reservation.id)
}

fn check_pieces(app: &App, request: &PlaceReservation) -> Outcome<()> {
    if request.skus.is_empty() {
        return Err(invalid("skus", Invalid::Required));
    }
    if request.skus.len() > app.retailer.reservation.max_pieces as usize {
        return Err(invalid("skus", Invalid::TooLong));
    }
    let mut seen = HashSet::new();
    for (position, sku) in request.skus.iter().enumerate() {
        if !seen.insert(sku) {
            return Err(invalid(&format!("skus/{position}"), Invalid::Malformed));
        }
    }
    let note = request.note.as_deref().unwrap_or_default();
    if note.chars().count() > MAX_NOTE {
        return Err(invalid("note", Invalid::TooLong));
    }
    if note.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return Err(invalid("note", Invalid::Malformed));
    }
    Ok(())
}

async fn lines(
    tx: &mut Tx,
    app: &App,
    request: &PlaceReservation,
    store: &StoreRow,
) -> Outcome<Vec<ReservationLineRow>> {
    let (language, default_language) = (request.language.tag(), app.retailer.default_language.tag());
    let offers = db::offer::of_skus(tx, &request.skus, Some(&store.id), language, default_language).await?;
    let mut lines = Vec::new();
    for sku in &request.skus {
        let offer = offers.iter().find(|offer| &offer.sku == sku);
        let offer = offer.filter(|offer| !offer.withdrawn && offer.pickup_method.can_order());
        let offer = offer.ok_or_else(|| {
            refuse(ErrorCode::NotOrderable, "this article can't be reserved in this store").of_sku(sku, None)
        })?;
        lines.push(line_of(app, offer));
    }
    Ok(lines)
}

fn line_of(app: &App, offer: &Offer) -> ReservationLineRow {
    ReservationLineRow {
        id: secret::new_id(),
        sku: offer.sku.clone(),
        product_slug: offer.product_slug.clone(),
        name: offer.name.clone(),
        colour: offer.colour.clone(),
        size: offer.size.clone(),
        picture_id: offer.picture_id.clone(),
        price: PriceInputs::of_offer(offer).price_at(app.clock.now()).current,
        vat_rate: offer.vat_rate,
        status: ReservationLineStatus::Held,
    }
}

/// What one person, or one network, may keep from others at a time.
async fn check_caps(tx: &mut Tx, app: &App, caller: &Caller<'_>, request: &PlaceReservation) -> Outcome<()> {
    let email = request.email.as_str();
    // Two reservations of one person at once must not both pass the cap.
    db::attempt::queue(tx, &format!("reservations {}", email.to_lowercase()), app.clock.now()).await?;
    let rules = &app.retailer.reservation;
    let too_many = db::reservation::open_of_email(tx, email).await? >= rules.max_open
        || db::reservation::open_of_email_in_store(tx, email, &request.store_id).await?
            >= rules.max_open_per_store
        || db::reservation::open_of_address(tx, &caller.address.to_string()).await?
            >= rules.max_open_per_address;
    if too_many {
        let title = "this person has as many reservations open as the retailer allows";
        return Err(refuse(ErrorCode::TooManyReservations, title));
    }
    Ok(())
}

async fn insert(
    tx: &mut Tx,
    app: &App,
    caller: &Caller<'_>,
    request: &PlaceReservation,
    slot: Offered,
) -> Outcome<ReservationRow> {
    let note = request.note.as_ref().map(|note| note.trim().to_string()).filter(|note| !note.is_empty());
    let mut reservation = ReservationRow {
        id: secret::new_id(),
        number: secret::new_reservation_number(),
        store_id: request.store_id.clone(),
        status: ReservationStatus::Requested,
        name: request.name.as_str().to_string(),
        email: request.email.as_str().to_string(),
        phone: request.phone.as_ref().map(|phone| phone.as_str().to_string()),
        note,
        language: request.language,
        currency: app.retailer.currency.clone(),
        address: caller.address.to_string(),
        slot_from: slot.from,
        slot_until: slot.until,
        keep_until: slot.keep_until,
        requested_at: app.clock.now(),
        ready_at: None,
        ended_at: None,
        staging_place: None,
        here_at: None,
        late_until: None,
        prepared_by: None,
        close_by: None,
    };
    for _ in 0..DRAWS {
        if db::reservation::insert(tx, &reservation).await? {
            return Ok(reservation);
        }
        reservation.number = secret::new_reservation_number();
    }
    Err(Refusal::Failure(anyhow::anyhow!("no reservation number was free")))
}

/// Takes the stock in SKU order, so that two reservations never wait for each other.
async fn hold_pieces(
    tx: &mut Tx,
    app: &App,
    reservation: &ReservationRow,
    lines: &[ReservationLineRow],
) -> Outcome<()> {
    let mut lines: Vec<&ReservationLineRow> = lines.iter().collect();
    lines.sort_by(|a, b| a.sku.cmp(&b.sku));
    for line in lines {
        let hold = piece(reservation, &line.sku);
        let safety_stock = app.retailer.stock.safety_stock;
        let now = app.clock.now();
        if !db::stock::hold(tx, &reservation.id, &secret::new_id(), &hold, safety_stock, now).await? {
            return Err(short(tx, app, &hold).await?);
        }
    }
    Ok(())
}

fn piece(reservation: &ReservationRow, sku: &str) -> Hold {
    Hold { sku: sku.to_string(), store_id: reservation.store_id.clone(), quantity: 1 }
}

async fn held(tx: &mut Tx, reservation: &ReservationRow) -> Outcome<Vec<Hold>> {
    let lines = db::reservation::lines(tx, &reservation.id).await?;
    Ok(lines.iter().map(|line| piece(reservation, &line.sku)).collect())
}
