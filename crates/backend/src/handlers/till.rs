//! Who speaks as a till: the key that it sends as bearer token.

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};

use super::cookie::Caller;
use crate::{
    app::App,
    db::till_key::TillKey,
    domain::{refusal::Refusal, till},
};

pub struct Till(pub TillKey);

impl FromRequestParts<App> for Till {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let Ok(caller) = Caller::from_request_parts(parts, app).await;
        let sent = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let key = sent.and_then(|sent| sent.split_once(' ')).filter(|(scheme, _)| {
            // Schemes are written in any case of letters.
            scheme.eq_ignore_ascii_case("bearer")
        });
        till::of_key(app, key.map(|(_, key)| key.trim()), caller.address).await.map(Till)
    }
}
