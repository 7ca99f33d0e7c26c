//! `/api/categories`.

use axum::{Router, extract::State, routing::get};
use contract::{category::Categories, error::Problem, language::Language, routes};
use serde::Deserialize;
use utoipa::IntoParams;

use super::extract::{Json, Query};
use crate::{app::App, domain::category};

pub fn router() -> Router<App> {
    Router::new().route(routes::CATEGORIES, get(list))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CategoryQuery {
    language: Option<Language>,
}

/// The categories that have products, in the feed's order.
#[utoipa::path(get, path = routes::CATEGORIES, tag = "categories", params(CategoryQuery), responses(
    (status = 200, body = Categories), (status = 400, body = Problem)))]
pub async fn list(State(app): State<App>, Query(query): Query<CategoryQuery>) -> Json<Categories> {
    Json(category::list(&app, query.language))
}
