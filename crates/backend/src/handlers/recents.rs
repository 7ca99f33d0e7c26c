//! What an account looked at lately.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{get, put},
};
use contract::{
    error::Problem,
    language::Language,
    recent::{KeepRecents, LookAt, Recents},
    routes,
};
use serde::Deserialize;

use super::{
    cookie::Caller,
    extract::{Json, Path, Query},
    orders::private,
};
use crate::{
    app::App,
    domain::{recent, refusal::Outcome},
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::RECENTS, get(list).put(keep).delete(forget))
        .route(routes::RECENT, put(look_at))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RecentsQuery {
    language: Option<Language>,
    /// A store's id: answers say what it has.
    store: Option<String>,
}

#[utoipa::path(get, path = routes::RECENTS, tag = "recents", params(RecentsQuery),
    responses((status = 200, body = Recents), (status = "4XX", body = Problem)))]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<RecentsQuery>,
) -> Outcome<(HeaderMap, Json<Recents>)> {
    let session = caller.session.as_deref();
    let recents = recent::list(&app, session, query.language, query.store.as_deref()).await?;
    Ok((private(HeaderMap::new()), Json(recents)))
}

/// A guest has none: 401.
#[utoipa::path(put, path = routes::RECENT, tag = "recents", params(("slug" = String, Path)), request_body = LookAt,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn look_at(
    State(app): State<App>,
    caller: Caller,
    Path(slug): Path<String>,
    Json(look): Json<LookAt>,
) -> Outcome<StatusCode> {
    recent::look_at(&app, caller.session.as_deref(), &slug, &look).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(put, path = routes::RECENTS, tag = "recents", request_body = KeepRecents,
    responses((status = 204), (status = 401, body = Problem)))]
pub async fn keep(
    State(app): State<App>,
    caller: Caller,
    Json(keep): Json<KeepRecents>,
) -> Outcome<StatusCode> {
    recent::set_kept(&app, caller.session.as_deref(), keep.kept).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(delete, path = routes::RECENTS, tag = "recents",
    responses((status = 204), (status = 401, body = Problem)))]
pub async fn forget(State(app): State<App>, caller: Caller) -> Outcome<StatusCode> {
    recent::forget(&app, caller.session.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}
