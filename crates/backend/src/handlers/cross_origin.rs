//! CORS, for the shop on a host of its own: the origins that `--allow-origin` names and no other.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use contract::routes;

use crate::app::App;

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE");
const EXPOSED: HeaderValue = HeaderValue::from_static("Content-Disposition, Date, ETag, Retry-After");
/// Two hours: no browser remembers a preflight for longer than a day, and Chromium for no longer than that.
const PREFLIGHT_AGE: HeaderValue = HeaderValue::from_static("7200");

pub async fn allow(State(app): State<App>, request: Request, next: Next) -> Response {
    if app.settings.allow_origins.is_empty() {
        return next.run(request).await;
    }
    let origin = request.headers().get(header::ORIGIN).filter(|origin| is_allowed(&app, origin)).cloned();
    let asks_first = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = match &origin {
        Some(_) if asks_first => (StatusCode::NO_CONTENT, preflight()).into_response(),
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    response
}

fn is_allowed(app: &App, origin: &HeaderValue) -> bool {
    app.settings.allow_origins.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes())
}

fn preflight() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_AGE);
    let sent =
        ["Accept", "Content-Type", "Last-Event-ID", routes::IDEMPOTENCY_KEY, routes::VERSION].join(", ");
    if let Ok(sent) = HeaderValue::from_str(&sent) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, sent);
    }
    headers
}
