//! Reservations: placing one, following it, cancelling it.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use contract::{
    error::Problem,
    reservation::{PlaceReservation, PlacedReservation, Reservation, Slots},
    routes,
};

use super::{
    cookie::{self, Caller},
    extract::{IdempotencyKey, Json, Path},
    orders::private,
};
use crate::{
    app::App,
    domain::{order, refusal::Outcome, reservation, reserve, slots},
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::RESERVATIONS, post(place))
        .route(routes::RESERVATION, get(show))
        .route(routes::RESERVATION_CANCEL, post(cancel))
        .route(routes::STORE_SLOTS, get(slots_of_store))
}

#[utoipa::path(get, path = routes::STORE_SLOTS, tag = "reservations", params(("slug" = String, Path)),
    responses((status = 200, body = Slots), (status = 404, body = Problem)))]
pub async fn slots_of_store(State(app): State<App>, Path(slug): Path<String>) -> Outcome<Json<Slots>> {
    Ok(Json(slots::list(&app, &slug).await?))
}

#[utoipa::path(post, path = routes::RESERVATIONS, tag = "reservations", request_body = PlaceReservation,
    params(("Idempotency-Key" = String, Header, description = "16 to 128 visible ASCII characters, kept 24 h")),
    responses((status = 201, body = PlacedReservation), (status = "4XX", body = Problem)))]
pub async fn place(
    State(app): State<App>,
    caller: Caller,
    IdempotencyKey(key): IdempotencyKey,
    Json(request): Json<PlaceReservation>,
) -> Outcome<(StatusCode, HeaderMap, Json<PlacedReservation>)> {
    let caller =
        order::Caller { session: caller.session.as_deref(), address: caller.address, idempotency_key: &key };
    let placed = reserve::place(&app, &caller, &request).await?;
    let headers = private(cookie::shopper(&app, placed.new_token.as_deref()));
    Ok((StatusCode::CREATED, headers, Json(placed.placed)))
}

#[utoipa::path(get, path = routes::RESERVATION, tag = "reservations", params(("id" = String, Path)),
    responses((status = 200, body = Reservation), (status = 404, body = Problem)))]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Outcome<(HeaderMap, Json<Reservation>)> {
    let reservation = reservation::find(&app, caller.session.as_deref(), &id).await?;
    Ok((private(HeaderMap::new()), Json(reservation)))
}

#[utoipa::path(post, path = routes::RESERVATION_CANCEL, tag = "reservations", params(("id" = String, Path)),
    responses((status = 200, body = Reservation), (status = "4XX", body = Problem)))]
pub async fn cancel(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Outcome<(HeaderMap, Json<Reservation>)> {
    let reservation = reservation::cancel(&app, caller.session.as_deref(), &id).await?;
    Ok((private(HeaderMap::new()), Json(reservation)))
}
