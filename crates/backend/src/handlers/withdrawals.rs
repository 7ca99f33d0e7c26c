//! Withdrawal from a contract made at a distance, in two steps.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use contract::{
    error::Problem,
    return_request::PlacedReturn,
    routes,
    withdrawal::{Contract, FindContract, Withdraw},
};

use super::{
    cookie::Caller,
    extract::{IdempotencyKey, Json},
    orders::private,
    returns::created,
};
use crate::{
    app::App,
    domain::{order, refusal::Outcome, withdrawal},
};

pub fn router() -> Router<App> {
    Router::new().route(routes::WITHDRAWALS_FIND, post(find)).route(routes::WITHDRAWALS, post(declare))
}

/// A wrong number and a wrong address are answered alike; both are counted.
#[utoipa::path(post, path = routes::WITHDRAWALS_FIND, tag = "returns", request_body = FindContract,
    responses((status = 200, body = Contract), (status = "4XX", body = Problem)))]
pub async fn find(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<FindContract>,
) -> Outcome<(HeaderMap, Json<Contract>)> {
    let contract = withdrawal::find(&app, caller.address, &request).await?;
    Ok((private(HeaderMap::new()), Json(contract)))
}

#[utoipa::path(post, path = routes::WITHDRAWALS, tag = "returns", request_body = Withdraw,
    params(("Idempotency-Key" = String, Header, description = "16 to 128 visible ASCII characters, kept 24 h")),
    responses((status = 201, body = PlacedReturn), (status = "4XX", body = Problem)))]
pub async fn declare(
    State(app): State<App>,
    caller: Caller,
    IdempotencyKey(key): IdempotencyKey,
    Json(request): Json<Withdraw>,
) -> Outcome<(StatusCode, HeaderMap, Json<PlacedReturn>)> {
    let caller =
        order::Caller { session: caller.session.as_deref(), address: caller.address, idempotency_key: &key };
    Ok(created(&app, withdrawal::declare(&app, &caller, &request).await?))
}
