use contract::{
    language::Language,
    recent::{KeepRecents, LookAt, Recents},
    routes,
};
use gloo_net::http::Method;

use super::{ApiError, Fetch, send};
use crate::browser::json;

/// What the account looked at lately, with what a store has of it.
pub fn list(language: Language, store: Option<String>) -> Fetch<Recents> {
    let pairs = [("language", Some(language.tag().to_string())), ("store", store)];
    Fetch::new(routes::with_query(routes::RECENTS, &pairs))
}

/// A product's page was looked at, with the variant that was chosen on it.
pub async fn look_at(slug: &str, sku: Option<String>) -> Result<(), ApiError> {
    send(Method::PUT, &routes::recent(slug), json::write(&LookAt { sku }), None).await.map(drop)
}

/// Whether the account keeps any; none are left when it does not.
pub async fn set_kept(kept: bool) -> Result<(), ApiError> {
    send(Method::PUT, routes::RECENTS, json::write(&KeepRecents { kept }), None).await.map(drop)
}

pub async fn forget() -> Result<(), ApiError> {
    send(Method::DELETE, routes::RECENTS, None, None).await.map(drop)
}
