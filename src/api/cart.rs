use contract::{
    cart::{Cart, SetCartLine, SetCartStore},
    language::Language,
    newtypes::Quantity,
    routes,
};
use gloo_net::http::Method;

use super::{ApiError, Fetch, Request, parse};
use crate::browser::json;

fn in_language(path: &str, language: Language) -> String {
    routes::with_query(path, &[("language", Some(language.tag().to_string()))])
}

pub fn get(language: Language) -> Fetch<Cart> {
    Fetch::new(in_language(routes::CART, language))
}

/// The cart's store, as a change of it. `was` is the one that the shopper saw, empty for none, when another may have been
/// chosen until it is sent.
pub fn store(store_id: String, was: Option<String>, language: Language) -> Request {
    let body = json::write(&SetCartStore { store_id, was });
    Request { method: Method::PUT, url: in_language(routes::CART_STORE, language), body }
}

/// How many units of a SKU the cart shall hold, as a change of it; none takes it out. `was` is what the shopper saw, when
/// that may have changed until it is sent.
pub fn line(sku: &str, quantity: Option<Quantity>, was: Option<u32>, language: Language) -> Request {
    let path = routes::cart_line(sku);
    let Some(quantity) = quantity else {
        let pairs = [("language", Some(language.tag().to_string())), ("was", was.map(|was| was.to_string()))];
        return Request { method: Method::DELETE, url: routes::with_query(&path, &pairs), body: None };
    };
    let body = json::write(&SetCartLine { quantity, was });
    Request { method: Method::PUT, url: in_language(&path, language), body }
}

/// Changes the cart now.
pub async fn change(request: Request) -> Result<Cart, ApiError> {
    parse(&request.send().await?)
}
