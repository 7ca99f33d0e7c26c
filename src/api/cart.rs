use contract::{
    cart::{Cart, SetCartLine, SetCartStore},
    language::Language,
    newtypes::Quantity,
    routes,
};
use gloo_net::http::Method;

use super::{ApiError, Fetch, parse, send};
use crate::browser::json;

fn in_language(path: &str, language: Language) -> String {
    routes::with_query(path, &[("language", Some(language.tag().to_string()))])
}

pub fn get(language: Language) -> Fetch<Cart> {
    Fetch::new(in_language(routes::CART, language))
}

pub async fn set_store(store_id: String, language: Language) -> Result<Cart, ApiError> {
    let url = in_language(routes::CART_STORE, language);
    parse(&send(Method::PUT, &url, json::write(&SetCartStore { store_id }), None).await?)
}

pub async fn set_line(sku: &str, quantity: Quantity, language: Language) -> Result<Cart, ApiError> {
    let url = in_language(&routes::cart_line(sku), language);
    parse(&send(Method::PUT, &url, json::write(&SetCartLine { quantity }), None).await?)
}

pub async fn remove_line(sku: &str, language: Language) -> Result<Cart, ApiError> {
    let url = in_language(&routes::cart_line(sku), language);
    parse(&send(Method::DELETE, &url, None, None).await?)
}
