//! Returns: announcing one, following it, keeping the goods after all.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use contract::{
    error::{ErrorCode, Problem},
    page::Page,
    return_request::{PlaceReturn, PlacedReturn, ReturnRequest},
    routes,
};

use super::{
    cookie::{self, Caller},
    extract::{IdempotencyKey, Json, PageQuery, Path, Query},
    orders::private,
};
use crate::{
    app::App,
    domain::{
        attempt, order,
        page::Asked,
        refusal::Outcome,
        return_request::{self, Placed},
    },
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::RETURNS, get(list).post(place))
        .route(routes::RETURN, get(show))
        .route(routes::RETURN_CANCEL, post(cancel))
}

/// What was announced, with the cookie of a session that was made for it.
pub fn created(app: &App, placed: Placed) -> (StatusCode, HeaderMap, Json<PlacedReturn>) {
    let headers = private(cookie::shopper(app, placed.new_token.as_deref()));
    (StatusCode::CREATED, headers, Json(placed.placed))
}

/// The returns that this browser or its account may see, the last requested first.
#[utoipa::path(get, path = routes::RETURNS, tag = "returns", params(PageQuery),
    responses((status = 200, body = Page<ReturnRequest>), (status = "4XX", body = Problem)))]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Outcome<(HeaderMap, Json<Page<ReturnRequest>>)> {
    let asked = Asked::check(query.page, query.per_page)?;
    let page = return_request::list(&app, caller.session.as_deref(), asked).await?;
    Ok((private(HeaderMap::new()), Json(page)))
}

/// Of a purchase that the session may see, or with the token of a gift receipt.
#[utoipa::path(post, path = routes::RETURNS, tag = "returns", request_body = PlaceReturn,
    params(("Idempotency-Key" = String, Header, description = "16 to 128 visible ASCII characters, kept 24 h")),
    responses((status = 201, body = PlacedReturn), (status = "4XX", body = Problem)))]
pub async fn place(
    State(app): State<App>,
    caller: Caller,
    IdempotencyKey(key): IdempotencyKey,
    Json(request): Json<PlaceReturn>,
) -> Outcome<(StatusCode, HeaderMap, Json<PlacedReturn>)> {
    let scope = format!("link {}", attempt::network(caller.address));
    // Only a gift receipt's token can be guessed: who tries bad links in a household keeps nobody from a return of theirs.
    if request.gift_token.is_some() {
        attempt::check(&app, &scope, &attempt::LINK).await?;
    }
    let caller =
        order::Caller { session: caller.session.as_deref(), address: caller.address, idempotency_key: &key };
    let placed = return_request::place(&app, &caller, &request).await;
    if placed.as_ref().is_err_and(|refusal| refusal.code() == Some(ErrorCode::ReceiptNotGenuine)) {
        attempt::failed(&app, &scope, &attempt::LINK).await?;
    }
    Ok(created(&app, placed?))
}

#[utoipa::path(get, path = routes::RETURN, tag = "returns", params(("id" = String, Path)),
    responses((status = 200, body = ReturnRequest), (status = 404, body = Problem)))]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Outcome<(HeaderMap, Json<ReturnRequest>)> {
    let found = return_request::find(&app, caller.session.as_deref(), &id).await?;
    Ok((private(HeaderMap::new()), Json(found)))
}

#[utoipa::path(post, path = routes::RETURN_CANCEL, tag = "returns", params(("id" = String, Path)),
    responses((status = 200, body = ReturnRequest), (status = "4XX", body = Problem)))]
pub async fn cancel(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Outcome<(HeaderMap, Json<ReturnRequest>)> {
    let cancelled = return_request::cancel(&app, caller.session.as_deref(), &id).await?;
    Ok((private(HeaderMap::new()), Json(cancelled)))
}
