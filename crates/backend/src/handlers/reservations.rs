//! Reservations: placing one, following it, cancelling it.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{delete, get, post, put},
};
use contract::{
    error::Problem,
    page::Page,
    reservation::{ChangeSlot, PlaceReservation, PlacedReservation, Reservation, SayLate, Slots},
    routes,
};

use super::{
    cookie::{self, Caller},
    extract::{IdempotencyKey, Json, PageQuery, Path, Query},
    orders::private,
};
use crate::{
    app::App,
    domain::{order, page::Asked, refusal::Outcome, reservation, reserve, slots},
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::RESERVATIONS, get(list).post(place))
        .route(routes::RESERVATION, get(show))
        .route(routes::RESERVATION_CANCEL, post(cancel))
        .route(routes::RESERVATION_SLOT, put(change_slot))
        .route(routes::RESERVATION_LINE, delete(drop_piece))
        .route(routes::RESERVATION_HERE, post(say_here))
        .route(routes::RESERVATION_LATE, post(say_late))
        .route(routes::STORE_SLOTS, get(slots_of_store))
}

#[utoipa::path(get, path = routes::STORE_SLOTS, tag = "reservations", params(("slug" = String, Path)),
    responses((status = 200, body = Slots), (status = 404, body = Problem)))]
pub async fn slots_of_store(State(app): State<App>, Path(slug): Path<String>) -> Outcome<Json<Slots>> {
    Ok(Json(slots::list(&app, &slug).await?))
}

/// The reservations that this browser or its account may see, the last requested first.
#[utoipa::path(get, path = routes::RESERVATIONS, tag = "reservations", params(PageQuery),
    responses((status = 200, body = Page<Reservation>), (status = "4XX", body = Problem)))]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Outcome<(HeaderMap, Json<Page<Reservation>>)> {
    let asked = Asked::check(query.page, query.per_page)?;
    let page = reservation::list(&app, caller.session.as_deref(), asked).await?;
    Ok((private(HeaderMap::new()), Json(page)))
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

#[utoipa::path(put, path = routes::RESERVATION_SLOT, tag = "reservations", params(("id" = String, Path)),
    request_body = ChangeSlot, responses((status = 200, body = Reservation), (status = "4XX", body = Problem)))]
pub async fn change_slot(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(request): Json<ChangeSlot>,
) -> Outcome<(HeaderMap, Json<Reservation>)> {
    let reservation = reservation::change_slot(&app, caller.session.as_deref(), &id, &request).await?;
    Ok((private(HeaderMap::new()), Json(reservation)))
}

#[utoipa::path(delete, path = routes::RESERVATION_LINE, tag = "reservations",
    params(("id" = String, Path), ("line_id" = String, Path)),
    responses((status = 200, body = Reservation), (status = "4XX", body = Problem)))]
pub async fn drop_piece(
    State(app): State<App>,
    caller: Caller,
    Path((id, line_id)): Path<(String, String)>,
) -> Outcome<(HeaderMap, Json<Reservation>)> {
    let reservation = reservation::drop_piece(&app, caller.session.as_deref(), &id, &line_id).await?;
    Ok((private(HeaderMap::new()), Json(reservation)))
}

#[utoipa::path(post, path = routes::RESERVATION_HERE, tag = "reservations", params(("id" = String, Path)),
    responses((status = 200, body = Reservation), (status = "4XX", body = Problem)))]
pub async fn say_here(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Outcome<(HeaderMap, Json<Reservation>)> {
    let reservation = reservation::say_here(&app, caller.session.as_deref(), &id).await?;
    Ok((private(HeaderMap::new()), Json(reservation)))
}

#[utoipa::path(post, path = routes::RESERVATION_LATE, tag = "reservations", params(("id" = String, Path)),
    request_body = SayLate, responses((status = 200, body = Reservation), (status = "4XX", body = Problem)))]
pub async fn say_late(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(request): Json<SayLate>,
) -> Outcome<(HeaderMap, Json<Reservation>)> {
    let reservation = reservation::say_late(&app, caller.session.as_deref(), &id, &request).await?;
    Ok((private(HeaderMap::new()), Json(reservation)))
}
