//! `/api/products`.

use axum::{Router, extract::State, routing::get};
use contract::{
    error::Problem,
    language::Language,
    product::{Product, ProductList, ProductQuery},
    routes,
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::extract::{Json, Path, Query};
use crate::{
    app::App,
    domain::{product, refusal::Outcome},
};

pub fn router() -> Router<App> {
    Router::new().route(routes::PRODUCTS, get(list)).route(routes::PRODUCT, get(show))
}

/// Products by text, category, colour, size, price and store.
#[utoipa::path(get, path = routes::PRODUCTS, tag = "products", params(ProductQuery), responses(
    (status = 200, body = ProductList), (status = 400, body = Problem), (status = 404, body = Problem),
    (status = 422, body = Problem)))]
pub async fn list(State(app): State<App>, Query(query): Query<ProductQuery>) -> Outcome<Json<ProductList>> {
    product::list(&app, &query).await.map(Json)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProductPageQuery {
    language: Option<Language>,
    /// A store's id: the answer says what it has.
    store: Option<String>,
}

/// A product with its variants.
#[utoipa::path(get, path = routes::PRODUCT, tag = "products",
    params(("slug" = String, Path, description = "The product's slug"), ProductPageQuery),
    responses((status = 200, body = Product), (status = 400, body = Problem), (status = 404, body = Problem)))]
pub async fn show(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(query): Query<ProductPageQuery>,
) -> Outcome<Json<Product>> {
    product::find(&app, &slug, query.language, query.store.as_deref()).await.map(Json)
}
