//! Going on with another device.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use contract::{
    error::Problem,
    handoff::{Handoff, HandoffPreview, OfferHandoff, OfferedHandoff, TakeHandoff, TakenHandoff},
    routes,
};

use super::{
    cookie::{self, Caller},
    extract::{Json, Path},
    orders::private,
    session::browser,
};
use crate::{
    app::App,
    domain::{handoff, refusal::Outcome},
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::HANDOFFS, post(offer))
        .route(routes::HANDOFF, get(show).delete(end))
        .route(routes::HANDOFFS_FIND, post(find))
        .route(routes::HANDOFFS_TAKE, post(take))
}

/// Three minutes, once. It ends what this browser offered before.
#[utoipa::path(post, path = routes::HANDOFFS, tag = "handoffs", request_body = OfferHandoff,
    responses((status = 200, body = OfferedHandoff), (status = "4XX", body = Problem)))]
pub async fn offer(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<OfferHandoff>,
) -> Outcome<(HeaderMap, Json<OfferedHandoff>)> {
    let offered = handoff::offer(&app, &browser(&caller), &request).await?;
    Ok((private(cookie::shopper(&app, offered.new_token.as_deref())), Json(offered.offered)))
}

#[utoipa::path(get, path = routes::HANDOFF, tag = "handoffs", params(("id" = String, Path)),
    responses((status = 200, body = Handoff), (status = 404, body = Problem)))]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Outcome<(HeaderMap, Json<Handoff>)> {
    let handoff = handoff::status(&app, caller.session.as_deref(), &id).await?;
    Ok((private(HeaderMap::new()), Json(handoff)))
}

#[utoipa::path(delete, path = routes::HANDOFF, tag = "handoffs", params(("id" = String, Path)),
    responses((status = 204)))]
pub async fn end(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Outcome<StatusCode> {
    handoff::end(&app, caller.session.as_deref(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What taking it would do. `link_expired`: offer it again on the first device.
#[utoipa::path(post, path = routes::HANDOFFS_FIND, tag = "handoffs", request_body = TakeHandoff,
    responses((status = 200, body = HandoffPreview), (status = "4XX", body = Problem)))]
pub async fn find(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<TakeHandoff>,
) -> Outcome<(HeaderMap, Json<HandoffPreview>)> {
    let preview = handoff::find(&app, &browser(&caller), &request).await?;
    Ok((private(HeaderMap::new()), Json(preview)))
}

#[utoipa::path(post, path = routes::HANDOFFS_TAKE, tag = "handoffs", request_body = TakeHandoff,
    responses((status = 200, body = TakenHandoff), (status = "4XX", body = Problem)))]
pub async fn take(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<TakeHandoff>,
) -> Outcome<(HeaderMap, Json<TakenHandoff>)> {
    let taken = handoff::take(&app, &browser(&caller), &request).await?;
    Ok((private(cookie::shopper(&app, taken.new_token.as_deref())), Json(taken.taken)))
}
