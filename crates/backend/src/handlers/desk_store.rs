//! The desk's API of the store itself: closing it unexpectedly, and who did what in it.

use axum::{Router, extract::State, routing::get};
use contract::{
    desk::{Audit, CloseStore, Closing},
    error::Problem,
    routes,
};

use super::{desk::SignedIn, extract::Json};
use crate::{
    app::App,
    domain::{audit, closing, refusal::Outcome},
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::DESK_CLOSING, get(show).put(close).delete(open))
        .route(routes::DESK_AUDIT, get(list))
}

#[utoipa::path(get, path = routes::DESK_CLOSING, tag = "desk",
    responses((status = 200, body = Closing), (status = 401, body = Problem)))]
pub async fn show(State(app): State<App>, SignedIn(who): SignedIn) -> Outcome<Json<Closing>> {
    Ok(Json(closing::find(&app, &who).await?))
}

#[utoipa::path(put, path = routes::DESK_CLOSING, tag = "desk", request_body = CloseStore,
    responses((status = 200, body = Closing), (status = "4XX", body = Problem)))]
pub async fn close(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Json(request): Json<CloseStore>,
) -> Outcome<Json<Closing>> {
    Ok(Json(closing::close(&app, &who, &request).await?))
}

#[utoipa::path(delete, path = routes::DESK_CLOSING, tag = "desk",
    responses((status = 200, body = Closing), (status = 401, body = Problem)))]
pub async fn open(State(app): State<App>, SignedIn(who): SignedIn) -> Outcome<Json<Closing>> {
    Ok(Json(closing::open(&app, &who).await?))
}

#[utoipa::path(get, path = routes::DESK_AUDIT, tag = "desk",
    responses((status = 200, body = Audit), (status = 401, body = Problem)))]
pub async fn list(State(app): State<App>, SignedIn(who): SignedIn) -> Outcome<Json<Audit>> {
    Ok(Json(audit::list(&app, &who).await?))
}
