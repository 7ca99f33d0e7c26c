//! The desk's API of orders by telephone and by message.

use axum::{Router, extract::State, http::StatusCode, routing::post};
use contract::{desk::DeskPickup, desk_sale::DeskOrder, error::Problem, routes};

use super::{
    cookie::Caller,
    desk::SignedIn,
    extract::{IdempotencyKey, Json},
};
use crate::{
    app::App,
    domain::{desk_order, refusal::Outcome},
};

pub fn router() -> Router<App> {
    Router::new().route(routes::DESK_ORDERS, post(place))
}

#[utoipa::path(post, path = routes::DESK_ORDERS, tag = "desk", request_body = DeskOrder,
    params(("Idempotency-Key" = String, Header, description = "16 to 128 visible ASCII characters, kept 24 h")),
    responses((status = 201, body = DeskPickup), (status = "4XX", body = Problem)))]
pub async fn place(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    caller: Caller,
    IdempotencyKey(key): IdempotencyKey,
    Json(request): Json<DeskOrder>,
) -> Outcome<(StatusCode, Json<DeskPickup>)> {
    Ok((StatusCode::CREATED, Json(desk_order::place(&app, &who, caller.address, &key, &request).await?)))
}
