//! `/api/retailer`.

use axum::{Router, extract::State, routing::get};
use contract::{retailer::Retailer, routes};

use super::extract::Json;
use crate::app::App;

pub fn router() -> Router<App> {
    Router::new().route(routes::RETAILER, get(show))
}

#[utoipa::path(get, path = routes::RETAILER, tag = "retailer", responses((status = 200, body = Retailer)))]
pub async fn show(State(app): State<App>) -> Json<Retailer> {
    Json(app.retailer.to_contract())
}
