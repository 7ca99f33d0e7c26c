//! Web push: the shop's key, and where a browser wants to be told.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{get, put},
};
use contract::{
    error::Problem,
    push::{PushKey, PushSubscription},
    routes,
};

use super::{
    cookie::{self, Caller},
    extract::Json,
};
use crate::{
    app::App,
    domain::{push, refusal::Outcome},
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::PUSH_KEY, get(key))
        .route(routes::PUSH_SUBSCRIPTION, put(subscribe).delete(unsubscribe))
}

#[utoipa::path(get, path = routes::PUSH_KEY, tag = "push", responses((status = 200, body = PushKey)))]
pub async fn key(State(app): State<App>) -> Outcome<Json<PushKey>> {
    Ok(Json(push::key(&app).await?))
}

#[utoipa::path(put, path = routes::PUSH_SUBSCRIPTION, tag = "push", request_body = PushSubscription,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn subscribe(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<PushSubscription>,
) -> Outcome<(StatusCode, HeaderMap)> {
    let new_token = push::subscribe(&app, caller.session.as_deref(), &request).await?;
    Ok((StatusCode::NO_CONTENT, cookie::shopper(&app, new_token.as_deref())))
}

#[utoipa::path(delete, path = routes::PUSH_SUBSCRIPTION, tag = "push", responses((status = 204)))]
pub async fn unsubscribe(State(app): State<App>, caller: Caller) -> Outcome<StatusCode> {
    push::unsubscribe(&app, caller.session.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}
