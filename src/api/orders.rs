use contract::{
    language::Language,
    order::{Order, PlaceOrder, PlacedOrder},
    page::Page,
    routes,
};
use gloo_net::http::Method;

use super::{ApiError, Fetch, parse, send};
use crate::browser::json;

fn in_language(path: &str, language: Language) -> String {
    routes::with_query(path, &[("language", Some(language.tag().to_string()))])
}

/// What this browser or its account may see, the last first.
pub fn list(language: Language, per_page: u32) -> Fetch<Page<Order>> {
    Fetch::new(routes::with_query(
        routes::ORDERS,
        &[("language", Some(language.tag().to_string())), ("per_page", Some(per_page.to_string()))],
    ))
}

pub fn get(id: &str, language: Language) -> Fetch<Order> {
    Fetch::new(in_language(&routes::order(id), language))
}

/// Places an order; sent again with the same key it answers the same order.
pub async fn place(order: &PlaceOrder, key: &str) -> Result<PlacedOrder, ApiError> {
    parse(&send(Method::POST, routes::ORDERS, json::write(order), Some(key)).await?)
}

pub async fn cancel(id: &str, language: Language) -> Result<Order, ApiError> {
    let url = in_language(&routes::order_cancel(id), language);
    parse(&send(Method::POST, &url, None, None).await?)
}
