//! `/api/availability`.

use axum::{Router, extract::State, routing::get};
use contract::{availability::AvailabilityList, error::Problem, newtypes::Invalid, routes};
use serde::Deserialize;
use utoipa::IntoParams;

use super::extract::{Json, Query};
use crate::{
    app::App,
    domain::{
        availability,
        refusal::{Outcome, invalid},
        store::Place,
    },
};

pub fn router() -> Router<App> {
    Router::new().route(routes::AVAILABILITY, get(list))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AvailabilityQuery {
    /// The variant.
    #[param(required)]
    sku: Option<String>,
    /// With longitude: distances are from there.
    #[param(minimum = -90, maximum = 90)]
    latitude: Option<f64>,
    #[param(minimum = -180, maximum = 180)]
    longitude: Option<f64>,
    /// The id of the shopper's own store: without a place, distances are from it.
    store: Option<String>,
}

/// What each store that lists a variant has of it: those that can give it first, each group nearest first.
#[utoipa::path(get, path = routes::AVAILABILITY, tag = "availability", params(AvailabilityQuery), responses(
    (status = 200, body = AvailabilityList), (status = 400, body = Problem), (status = 404, body = Problem),
    (status = 422, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    Query(query): Query<AvailabilityQuery>,
) -> Outcome<Json<AvailabilityList>> {
    let sku = query.sku.filter(|sku| !sku.is_empty()).ok_or_else(|| invalid("sku", Invalid::Required))?;
    let place = Place::parse(query.latitude, query.longitude)?;
    let store = query.store.filter(|id| !id.is_empty());
    availability::list(&app, &sku, place, store.as_deref()).await.map(Json)
}
