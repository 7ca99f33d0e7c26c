//! What tills send, and ask.

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::HeaderMap,
    routing::{get, post},
};
use contract::{
    error::{ErrorCode, Problem},
    newtypes::Invalid,
    pos::{LoyaltyCustomer, PostReceipts, PostedReceipts},
    return_request::StoreCredit,
    routes,
};
use serde_json::Value;

use super::{
    extract::{Json, Path, parse},
    orders::private,
    till::Till,
};
use crate::{
    app::App,
    domain::{
        receipt,
        refusal::{Outcome, invalid, refuse},
    },
};

/// Five hundred receipts are longer than a cart.
const MAX_BODY: usize = 2 * 1024 * 1024;

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::POS_RECEIPTS, post(send).layer(DefaultBodyLimit::max(MAX_BODY)))
        .route(routes::POS_CUSTOMER, get(customer))
        .route(routes::POS_STORE_CREDIT, get(store_credit))
}

/// Takes receipts in, in any order, each by itself; send the same again when an answer was lost.
#[utoipa::path(post, path = routes::POS_RECEIPTS, tag = "pos", request_body = PostReceipts,
    params(("Authorization" = String, Header, description = "Bearer and the key that `vitrine till add` printed")),
    responses((status = 200, body = PostedReceipts), (status = "4XX", body = Problem)))]
pub async fn send(
    State(app): State<App>,
    Till(till): Till,
    Json(body): Json<Value>,
) -> Outcome<(HeaderMap, Json<PostedReceipts>)> {
    let Value::Object(mut body) = body else {
        return Err(refuse(ErrorCode::Malformed, "the body is not an object"));
    };
    let receipts = match body.remove("receipts") {
        Some(Value::Array(receipts)) => receipts,
        Some(_) => return Err(invalid("receipts", Invalid::Malformed)),
        None => return Err(invalid("receipts", Invalid::Required)),
    };
    if receipts.is_empty() {
        return Err(invalid("receipts", Invalid::Required));
    }
    if receipts.len() > receipt::MAX_RECEIPTS {
        return Err(invalid("receipts", Invalid::TooLong));
    }
    let posted = receipt::post(&app, &till, receipts.into_iter().map(parse).collect()).await?;
    Ok((private(HeaderMap::new()), Json(posted)))
}

/// Whose loyalty code it is, and how receipts are wanted.
#[utoipa::path(get, path = routes::POS_CUSTOMER, tag = "pos",
    params(("code" = String, Path), ("Authorization" = String, Header)),
    responses((status = 200, body = LoyaltyCustomer), (status = "4XX", body = Problem)))]
pub async fn customer(
    State(app): State<App>,
    Till(till): Till,
    Path(code): Path<String>,
) -> Outcome<(HeaderMap, Json<LoyaltyCustomer>)> {
    let customer = receipt::customer(&app, &till, &code).await?;
    Ok((private(HeaderMap::new()), Json(customer)))
}

/// What a store credit holds.
#[utoipa::path(get, path = routes::POS_STORE_CREDIT, tag = "pos",
    params(("code" = String, Path), ("Authorization" = String, Header)),
    responses((status = 200, body = StoreCredit), (status = "4XX", body = Problem)))]
pub async fn store_credit(
    State(app): State<App>,
    Till(till): Till,
    Path(code): Path<String>,
) -> Outcome<(HeaderMap, Json<StoreCredit>)> {
    let credit = receipt::store_credit(&app, &till, &code).await?;
    Ok((private(HeaderMap::new()), Json(credit)))
}
