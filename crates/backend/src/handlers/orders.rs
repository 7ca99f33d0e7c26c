//! Orders: placing one, following it, cancelling it.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    routing::{get, post},
};
use contract::{
    error::Problem,
    order::{Order, PlaceOrder, PlacedOrder},
    page::Page,
    routes,
};

use super::{
    cookie::{self, Caller},
    extract::{IdempotencyKey, Json, PageQuery, Path, Query},
};
use crate::{
    app::App,
    domain::{order, page::Asked, refusal::Outcome},
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::ORDERS, get(list).post(place))
        .route(routes::ORDER, get(show))
        .route(routes::ORDER_CANCEL, post(cancel))
}

/// Private answers are kept by no cache.
pub fn private(mut headers: HeaderMap) -> HeaderMap {
    headers.insert(header::CACHE_CONTROL, axum::http::HeaderValue::from_static("no-store"));
    headers
}

/// The orders that this browser or its account may see, the last placed first.
#[utoipa::path(get, path = routes::ORDERS, tag = "orders", params(PageQuery),
    responses((status = 200, body = Page<Order>), (status = "4XX", body = Problem)))]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Outcome<(HeaderMap, Json<Page<Order>>)> {
    let asked = Asked::check(query.page, query.per_page)?;
    let page = order::list(&app, caller.session.as_deref(), asked).await?;
    Ok((private(HeaderMap::new()), Json(page)))
}

#[utoipa::path(post, path = routes::ORDERS, tag = "orders", request_body = PlaceOrder,
    params(("Idempotency-Key" = String, Header, description = "16 to 128 visible ASCII characters, kept 24 h")),
    responses((status = 201, body = PlacedOrder), (status = "4XX", body = Problem)))]
pub async fn place(
    State(app): State<App>,
    caller: Caller,
    IdempotencyKey(key): IdempotencyKey,
    Json(request): Json<PlaceOrder>,
) -> Outcome<(StatusCode, HeaderMap, Json<PlacedOrder>)> {
    let caller =
        order::Caller { session: caller.session.as_deref(), address: caller.address, idempotency_key: &key };
    let placed = order::place(&app, &caller, &request).await?;
    let headers = private(cookie::shopper(&app, placed.new_token.as_deref()));
    Ok((StatusCode::CREATED, headers, Json(placed.placed)))
}

#[utoipa::path(get, path = routes::ORDER, tag = "orders", params(("id" = String, Path)),
    responses((status = 200, body = Order), (status = 404, body = Problem)))]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Outcome<(HeaderMap, Json<Order>)> {
    let order = order::find(&app, caller.session.as_deref(), &id).await?;
    Ok((private(HeaderMap::new()), Json(order)))
}

#[utoipa::path(post, path = routes::ORDER_CANCEL, tag = "orders", params(("id" = String, Path)),
    responses((status = 200, body = Order), (status = "4XX", body = Problem)))]
pub async fn cancel(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Outcome<(HeaderMap, Json<Order>)> {
    let order = order::cancel(&app, caller.session.as_deref(), &id).await?;
    Ok((private(HeaderMap::new()), Json(order)))
}
