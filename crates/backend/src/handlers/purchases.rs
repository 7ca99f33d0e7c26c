//! Purchases of every channel, and the claim of a paper receipt.

use axum::{
    Router,
    extract::State,
    http::HeaderMap,
    routing::{get, post},
};
use contract::{
    error::Problem,
    purchase::{ClaimReceipt, Purchase, PurchaseQuery, Purchases},
    routes,
};

use super::{
    cookie::{self, Caller},
    extract::{Json, Path, Query},
    orders::private,
};
use crate::{
    app::App,
    domain::{purchase, receipt, refusal::Outcome},
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::PURCHASES, get(list))
        .route(routes::PURCHASE, get(show))
        .route(routes::RECEIPTS_CLAIM, post(claim))
}

/// What this browser or its account bought, on any channel, the last first.
#[utoipa::path(get, path = routes::PURCHASES, tag = "purchases", params(PurchaseQuery),
    responses((status = 200, body = Purchases), (status = "4XX", body = Problem)))]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PurchaseQuery>,
) -> Outcome<(HeaderMap, Json<Purchases>)> {
    let purchases = purchase::list(&app, caller.session.as_deref(), &query).await?;
    Ok((private(HeaderMap::new()), Json(purchases)))
}

#[utoipa::path(get, path = routes::PURCHASE, tag = "purchases", params(("id" = String, Path)),
    responses((status = 200, body = Purchase), (status = 404, body = Problem)))]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Outcome<(HeaderMap, Json<Purchase>)> {
    let purchase = purchase::find(&app, caller.session.as_deref(), &id).await?;
    Ok((private(HeaderMap::new()), Json(purchase)))
}

/// Puts a paper receipt into the list of whoever scans it first.
#[utoipa::path(post, path = routes::RECEIPTS_CLAIM, tag = "purchases", request_body = ClaimReceipt,
    responses((status = 200, body = Purchase), (status = "4XX", body = Problem)))]
pub async fn claim(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<ClaimReceipt>,
) -> Outcome<(HeaderMap, Json<Purchase>)> {
    let session = caller.session.as_deref();
    let claimed = receipt::claim(&app, session, caller.address, &request.token).await?;
    let headers = private(cookie::shopper(&app, claimed.new_token.as_deref()));
    Ok((headers, Json(claimed.purchase)))
}
