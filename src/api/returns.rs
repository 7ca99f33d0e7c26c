use contract::{
    purchase::Purchase,
    return_request::{PlaceReturn, PlacedReturn, ReturnRequest},
    routes,
};
use gloo_net::http::Method;

use super::{ApiError, Fetch, parse, send};
use crate::browser::json;

/// What was bought, and what of it may go back.
pub fn purchase(id: &str) -> Fetch<Purchase> {
    Fetch::new(routes::purchase(id))
}

pub fn get(id: &str) -> Fetch<ReturnRequest> {
    Fetch::new(routes::return_request(id))
}

/// Announces a return; sent again with the same key it answers the same one.
pub async fn place(request: &PlaceReturn, key: &str) -> Result<PlacedReturn, ApiError> {
    parse(&send(Method::POST, routes::RETURNS, json::write(request), Some(key)).await?)
}

pub async fn cancel(id: &str) -> Result<ReturnRequest, ApiError> {
    parse(&send(Method::POST, &routes::return_cancel(id), None, None).await?)
}
