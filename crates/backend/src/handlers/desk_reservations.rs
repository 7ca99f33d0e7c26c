//! The desk's API of reservations: only for associates, only for their store.

use axum::{
    Router,
    extract::State,
    routing::{get, post},
};
use contract::{
    desk::{CloseReservation, DeskReservation, DeskReservations, MakeReady, SayFound, SayMissing},
    error::Problem,
    routes,
};

use super::{
    desk::SignedIn,
    extract::{Json, Path},
};
use crate::{
    app::App,
    domain::{
        desk_reservation::{self, Action},
        refusal::Outcome,
    },
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::DESK_RESERVATIONS, get(list))
        .route(routes::DESK_RESERVATION_PREPARE, post(prepare))
        .route(routes::DESK_RESERVATION_MISSING, post(say_missing))
        .route(routes::DESK_RESERVATION_READY, post(make_ready))
        .route(routes::DESK_RESERVATION_ARRIVE, post(arrive))
        .route(routes::DESK_RESERVATION_CLOSE, post(close))
        .route(routes::DESK_RESERVATION_FOUND, post(say_found))
        .route(routes::DESK_RESERVATION_NO_SHOW, post(no_show))
        .route(routes::DESK_RESERVATION_UNDO, post(undo))
}

#[utoipa::path(get, path = routes::DESK_RESERVATIONS, tag = "desk",
    responses((status = 200, body = DeskReservations), (status = 401, body = Problem)))]
pub async fn list(State(app): State<App>, SignedIn(who): SignedIn) -> Outcome<Json<DeskReservations>> {
    Ok(Json(desk_reservation::list(&app, &who).await?))
}

#[utoipa::path(post, path = routes::DESK_RESERVATION_PREPARE, tag = "desk", params(("id" = String, Path)),
    responses((status = 200, body = DeskReservation), (status = "4XX", body = Problem)))]
pub async fn prepare(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Path(id): Path<String>,
) -> Outcome<Json<DeskReservation>> {
    Ok(Json(desk_reservation::act(&app, &who, &id, Action::Prepare).await?))
}

#[utoipa::path(post, path = routes::DESK_RESERVATION_MISSING, tag = "desk", params(("id" = String, Path)),
    request_body = SayMissing, responses((status = 200, body = DeskReservation), (status = "4XX", body = Problem)))]
pub async fn say_missing(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Path(id): Path<String>,
    Json(body): Json<SayMissing>,
) -> Outcome<Json<DeskReservation>> {
    let action = Action::SayMissing { line_id: body.line_id };
    Ok(Json(desk_reservation::act(&app, &who, &id, action).await?))
}

#[utoipa::path(post, path = routes::DESK_RESERVATION_READY, tag = "desk", params(("id" = String, Path)),
    request_body = MakeReady, responses((status = 200, body = DeskReservation), (status = "4XX", body = Problem)))]
pub async fn make_ready(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Path(id): Path<String>,
    Json(body): Json<MakeReady>,
) -> Outcome<Json<DeskReservation>> {
    let action = Action::MakeReady { staging_place: body.staging_place };
    Ok(Json(desk_reservation::act(&app, &who, &id, action).await?))
}

#[utoipa::path(post, path = routes::DESK_RESERVATION_ARRIVE, tag = "desk", params(("id" = String, Path)),
    responses((status = 200, body = DeskReservation), (status = "4XX", body = Problem)))]
pub async fn arrive(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Path(id): Path<String>,
) -> Outcome<Json<DeskReservation>> {
    Ok(Json(desk_reservation::act(&app, &who, &id, Action::Arrive).await?))
}

#[utoipa::path(post, path = routes::DESK_RESERVATION_CLOSE, tag = "desk", params(("id" = String, Path)),
    request_body = CloseReservation,
    responses((status = 200, body = DeskReservation), (status = "4XX", body = Problem)))]
pub async fn close(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Path(id): Path<String>,
    Json(body): Json<CloseReservation>,
) -> Outcome<Json<DeskReservation>> {
    let action = Action::Close { bought: body.bought };
    Ok(Json(desk_reservation::act(&app, &who, &id, action).await?))
}

#[utoipa::path(post, path = routes::DESK_RESERVATION_FOUND, tag = "desk", params(("id" = String, Path)),
    request_body = SayFound, responses((status = 200, body = DeskReservation), (status = "4XX", body = Problem)))]
pub async fn say_found(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Path(id): Path<String>,
    Json(body): Json<SayFound>,
) -> Outcome<Json<DeskReservation>> {
    let action = Action::SayFound { line_id: body.line_id };
    Ok(Json(desk_reservation::act(&app, &who, &id, action).await?))
}

#[utoipa::path(post, path = routes::DESK_RESERVATION_NO_SHOW, tag = "desk", params(("id" = String, Path)),
    responses((status = 200, body = DeskReservation), (status = "4XX", body = Problem)))]
pub async fn no_show(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Path(id): Path<String>,
) -> Outcome<Json<DeskReservation>> {
    Ok(Json(desk_reservation::act(&app, &who, &id, Action::NoShow).await?))
}

#[utoipa::path(post, path = routes::DESK_RESERVATION_UNDO, tag = "desk", params(("id" = String, Path)),
    responses((status = 200, body = DeskReservation), (status = "4XX", body = Problem)))]
pub async fn undo(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Path(id): Path<String>,
) -> Outcome<Json<DeskReservation>> {
    Ok(Json(desk_reservation::act(&app, &who, &id, Action::Undo).await?))
}
