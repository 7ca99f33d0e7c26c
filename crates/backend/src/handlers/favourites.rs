//! Favourites of an account, or of a guest's browser.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{get, post, put},
};
use contract::{error::Problem, favourite::Favourites, language::Language, routes};
use serde::Deserialize;

use super::{
    cookie::{self, Caller},
    extract::{IdempotencyKey, Json, Path, Query},
    orders::private,
};
use crate::{
    app::App,
    domain::{favourite, refusal::Outcome},
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::FAVOURITES, get(list))
        .route(routes::FAVOURITE, put(add).delete(remove))
        .route(routes::FAVOURITES_SEEN, post(see))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FavouritesQuery {
    language: Option<Language>,
    /// A store's slug: the answer says what it asks and has.
    store: Option<String>,
}

#[utoipa::path(get, path = routes::FAVOURITES, tag = "favourites", params(FavouritesQuery),
    responses((status = 200, body = Favourites), (status = 404, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<FavouritesQuery>,
) -> Outcome<(HeaderMap, Json<Favourites>)> {
    let language = query.language.unwrap_or(app.retailer.default_language);
    let favourites =
        favourite::list(&app, caller.session.as_deref(), language, query.store.as_deref()).await?;
    Ok((private(HeaderMap::new()), Json(favourites)))
}

#[utoipa::path(put, path = routes::FAVOURITE, tag = "favourites",
    params(("sku" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    Path(sku): Path<String>,
    key: Option<IdempotencyKey>,
) -> Outcome<(StatusCode, HeaderMap)> {
    let key = key.as_ref().map(|key| key.0.as_str());
    let new_token = favourite::add(&app, caller.session.as_deref(), &sku, key).await?;
    Ok((StatusCode::NO_CONTENT, cookie::shopper(&app, new_token.as_deref())))
}

#[utoipa::path(delete, path = routes::FAVOURITE, tag = "favourites",
    params(("sku" = String, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    Path(sku): Path<String>,
    key: Option<IdempotencyKey>,
) -> Outcome<StatusCode> {
    let key = key.as_ref().map(|key| key.0.as_str());
    favourite::remove(&app, caller.session.as_deref(), &sku, key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is new of them was read.
#[utoipa::path(post, path = routes::FAVOURITES_SEEN, tag = "favourites", responses((status = 204)))]
pub async fn see(State(app): State<App>, caller: Caller) -> Outcome<StatusCode> {
    favourite::see(&app, caller.session.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}
