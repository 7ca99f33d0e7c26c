use contract::{favourite::Favourites, language::Language, routes};
use gloo_net::http::Method;

use super::{ApiError, Fetch, Request, send};

/// The favourites, with what a store asks and has of each.
pub fn list(language: Language, store_slug: Option<String>) -> Fetch<Favourites> {
    Fetch::new(routes::with_query(
        routes::FAVOURITES,
        &[("language", Some(language.tag().to_string())), ("store", store_slug)],
    ))
}

/// To keep a variant among the favourites, or no longer.
pub fn change(sku: &str, keep: bool) -> Request {
    let method = if keep { Method::PUT } else { Method::DELETE };
    Request { method, url: routes::favourite(sku), body: None }
}

/// What became better was read.
pub async fn seen() -> Result<(), ApiError> {
    send(Method::POST, routes::FAVOURITES_SEEN, None, None).await.map(drop)
}
