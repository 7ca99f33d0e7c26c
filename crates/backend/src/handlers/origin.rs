//! Changing requests must come from the shop's own pages.

use axum::{
    extract::{Request, State},
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use contract::error::ErrorCode;

use crate::{app::App, domain::refusal::refuse};

/// Browsers send `Origin` with every changing request; a client that is no browser has no cookies to abuse.
pub async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let origin = request.headers().get(header::ORIGIN).map(|value| value.to_str().unwrap_or("null"));
    // HTTP/2 names the host in the address alone.
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .or(request.uri().authority().map(|authority| authority.as_str()));
    let same = origin.is_none_or(|origin| {
        let (_, authority) = origin.split_once("://").unwrap_or(("", ""));
        host == Some(authority)
            || app.settings.public_url.trim_end_matches('/') == origin
            || app.settings.allow_origins.iter().any(|allowed| allowed == origin)
    });
    if safe || same {
        return next.run(request).await;
    }
    refuse(ErrorCode::WrongOrigin, "the request came from a page of another site").into_response()
}
