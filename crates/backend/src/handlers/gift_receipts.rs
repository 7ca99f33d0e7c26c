//! Gift receipts: the buyer makes one, its bearer opens it.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use contract::{
    error::Problem,
    purchase::{GiftReceipt, MakeGiftReceipt, OpenGiftReceipt},
    routes,
};

use super::{
    cookie::Caller,
    extract::{IdempotencyKey, Json, Path},
    orders::private,
};
use crate::{
    app::App,
    domain::{
        attempt, gift_receipt, order,
        refusal::{Outcome, Refusal},
    },
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::PURCHASE_GIFT_RECEIPTS, post(make))
        .route(routes::GIFT_RECEIPTS_OPEN, post(open))
}

#[utoipa::path(post, path = routes::PURCHASE_GIFT_RECEIPTS, tag = "purchases", request_body = MakeGiftReceipt,
    params(("id" = String, Path),
        ("Idempotency-Key" = String, Header, description = "16 to 128 visible ASCII characters, kept 24 h")),
    responses((status = 201, body = GiftReceipt), (status = "4XX", body = Problem)))]
pub async fn make(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    IdempotencyKey(key): IdempotencyKey,
    Json(request): Json<MakeGiftReceipt>,
) -> Outcome<(StatusCode, HeaderMap, Json<GiftReceipt>)> {
    let caller =
        order::Caller { session: caller.session.as_deref(), address: caller.address, idempotency_key: &key };
    let made = gift_receipt::make(&app, &caller, &id, &request).await?;
    Ok((StatusCode::CREATED, private(HeaderMap::new()), Json(made)))
}

#[utoipa::path(post, path = routes::GIFT_RECEIPTS_OPEN, tag = "purchases", request_body = OpenGiftReceipt,
    responses((status = 200, body = GiftReceipt), (status = "4XX", body = Problem)))]
pub async fn open(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<OpenGiftReceipt>,
) -> Outcome<(HeaderMap, Json<GiftReceipt>)> {
    let scope = format!("link {}", attempt::network(caller.address));
    attempt::check(&app, &scope, &attempt::LINK).await?;
    let opened = gift_receipt::open(&app, &request.token).await;
    if let Err(Refusal::Problem(_)) = &opened {
        attempt::failed(&app, &scope, &attempt::LINK).await?;
    }
    Ok((private(HeaderMap::new()), Json(opened?)))
}
