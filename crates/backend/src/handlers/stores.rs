//! `/api/stores`.

use axum::{Router, extract::State, routing::get};
use contract::{
    error::Problem,
    routes,
    store::{Store, Stores},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::extract::{Json, Path, Query};
use crate::{
    app::App,
    domain::{
        refusal::Outcome,
        store::{self, Place},
    },
};

pub fn router() -> Router<App> {
    Router::new().route(routes::STORES, get(list)).route(routes::STORE, get(show))
}

/// A place; both or none.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StoreQuery {
    #[param(minimum = -90, maximum = 90)]
    latitude: Option<f64>,
    #[param(minimum = -180, maximum = 180)]
    longitude: Option<f64>,
}

/// The stores: nearest first when a place was given, else by city and name.
#[utoipa::path(get, path = routes::STORES, tag = "stores", params(StoreQuery), responses(
    (status = 200, body = Stores), (status = 400, body = Problem), (status = 422, body = Problem)))]
pub async fn list(State(app): State<App>, Query(query): Query<StoreQuery>) -> Outcome<Json<Stores>> {
    let place = Place::parse(query.latitude, query.longitude)?;
    store::list(&app, place).await.map(Json)
}

/// A store with its hours.
#[utoipa::path(get, path = routes::STORE, tag = "stores",
    params(("slug" = String, Path, description = "The store's slug")),
    responses((status = 200, body = Store), (status = 404, body = Problem)))]
pub async fn show(State(app): State<App>, Path(slug): Path<String>) -> Outcome<Json<Store>> {
    store::find(&app, &slug).await.map(Json)
}
