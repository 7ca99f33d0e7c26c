//! `/api/products`.

use axum::{Router, extract::State, routing::get};
use contract::{
    error::Problem,
    language::Language,
    newtypes::Gtin,
    page::Page,
    product::{Product, ProductList, ProductQuery, ScannedVariant},
    routes,
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::extract::{Json, Path, Query};
use crate::{
    app::App,
    domain::{
        product,
        refusal::{Outcome, invalid},
    },
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::PRODUCTS, get(list))
        .route(routes::PRODUCT, get(show))
        .route(routes::PRODUCTS_BY_GTIN, get(by_gtin))
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

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ByGtinQuery {
    language: Option<Language>,
}

/// The variants under a bar code; none is an answer too.
#[utoipa::path(get, path = routes::PRODUCTS_BY_GTIN, tag = "products",
    params(("gtin" = String, Path, description = "8, 12, 13 or 14 digits with their check digit"), ByGtinQuery),
    responses((status = 200, body = Page<ScannedVariant>), (status = 400, body = Problem), (status = 422, body = Problem)))]
pub async fn by_gtin(
    State(app): State<App>,
    Path(gtin): Path<String>,
    Query(query): Query<ByGtinQuery>,
) -> Outcome<Json<Page<ScannedVariant>>> {
    let gtin = Gtin::parse(&gtin).map_err(|reason| invalid("gtin", reason))?;
    product::by_gtin(&app, &gtin, query.language).await.map(Json)
}
