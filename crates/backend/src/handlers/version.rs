//! An app of another version is told so, before anything it says is misunderstood.

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use contract::{CONTRACT, error::ErrorCode, routes};

use crate::domain::refusal::refuse;

/// The oldest contract whose apps are still understood.
const OLDEST: u32 = 1;

/// Who names no version is no app of ours: a till, or a person at a command line. A newer one than ours is of a release
/// that was taken back. We send no `Upgrade` with 426, since HTTP/2 forbids it and no protocol is meant.
pub async fn check(request: Request, next: Next) -> Response {
    let Some(version) = request.headers().get(routes::VERSION) else {
        return next.run(request).await;
    };
    match version.to_str().ok().and_then(|version| version.parse::<u32>().ok()) {
        Some(version) if (OLDEST..=CONTRACT).contains(&version) => next.run(request).await,
        Some(_) => {
            refuse(ErrorCode::OutdatedApp, "the app is of another version: load it again").into_response()
        }
        None => refuse(ErrorCode::Malformed, "Vitrine-Contract is a number").into_response(),
    }
}
