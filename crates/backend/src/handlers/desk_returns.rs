//! The desk's API of returns: for associates of every store that takes returns.

use axum::{
    Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use contract::{
    desk_sale::{
        DeskPlaceReturn, DeskReturn, DeskReturns, FindPurchase, FoundPurchase, InspectReturn,
        InspectedReturn, PayRefund,
    },
    error::Problem,
    routes,
};

use super::{
    cookie::Caller,
    desk::SignedIn,
    extract::{IdempotencyKey, Json, Path},
};
use crate::{
    app::App,
    domain::{refusal::Outcome, return_request},
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::DESK_PURCHASES_FIND, post(find_purchase))
        .route(routes::DESK_RETURNS, get(list).post(place))
        .route(routes::DESK_RETURN, get(show))
        .route(routes::DESK_RETURN_RECEIVE, post(receive))
        .route(routes::DESK_RETURN_REFUND, post(refund))
}

/// By the QR code of a receipt or a gift receipt, or a number; who looked is written down.
#[utoipa::path(post, path = routes::DESK_PURCHASES_FIND, tag = "desk", request_body = FindPurchase,
    responses((status = 200, body = FoundPurchase), (status = "4XX", body = Problem)))]
pub async fn find_purchase(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Json(wanted): Json<FindPurchase>,
) -> Outcome<Json<FoundPurchase>> {
    Ok(Json(return_request::find_purchase(&app, &who, &wanted).await?))
}

#[utoipa::path(get, path = routes::DESK_RETURNS, tag = "desk",
    responses((status = 200, body = DeskReturns), (status = 401, body = Problem)))]
pub async fn list(State(app): State<App>, SignedIn(who): SignedIn) -> Outcome<Json<DeskReturns>> {
    Ok(Json(return_request::of_store(&app, &who).await?))
}

#[utoipa::path(post, path = routes::DESK_RETURNS, tag = "desk", request_body = DeskPlaceReturn,
    params(("Idempotency-Key" = String, Header, description = "16 to 128 visible ASCII characters, kept 24 h")),
    responses((status = 201, body = DeskReturn), (status = "4XX", body = Problem)))]
pub async fn place(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    caller: Caller,
    IdempotencyKey(key): IdempotencyKey,
    Json(request): Json<DeskPlaceReturn>,
) -> Outcome<(StatusCode, Json<DeskReturn>)> {
    let placed = return_request::place_at_desk(&app, &who, &key, caller.address, &request).await?;
    Ok((StatusCode::CREATED, Json(placed)))
}

#[utoipa::path(get, path = routes::DESK_RETURN, tag = "desk", params(("id" = String, Path)),
    responses((status = 200, body = DeskReturn), (status = "4XX", body = Problem)))]
pub async fn show(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Path(id): Path<String>,
) -> Outcome<Json<DeskReturn>> {
    Ok(Json(return_request::find_at_desk(&app, &who, &id).await?))
}

#[utoipa::path(post, path = routes::DESK_RETURN_RECEIVE, tag = "desk", params(("id" = String, Path)),
    request_body = InspectReturn, responses((status = 200, body = InspectedReturn), (status = "4XX", body = Problem)))]
pub async fn receive(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Path(id): Path<String>,
    Json(request): Json<InspectReturn>,
) -> Outcome<Json<InspectedReturn>> {
    Ok(Json(return_request::receive(&app, &who, &id, &request).await?))
}

#[utoipa::path(post, path = routes::DESK_RETURN_REFUND, tag = "desk", params(("id" = String, Path)),
    request_body = PayRefund, responses((status = 200, body = InspectedReturn), (status = "4XX", body = Problem)))]
pub async fn refund(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Path(id): Path<String>,
    Json(request): Json<PayRefund>,
) -> Outcome<Json<InspectedReturn>> {
    Ok(Json(return_request::refund(&app, &who, &id, &request).await?))
}
