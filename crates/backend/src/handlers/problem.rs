//! Refusals as RFC 9457 problems.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::error::{ErrorCode, Problem};

use crate::domain::refusal::{Refusal, refuse};

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Refusal::Problem(problem) => answer(*problem),
            Refusal::Failure(error) => {
                tracing::error!(error = format!("{error:#}"), "a request failed");
                answer(Problem::new(ErrorCode::Internal, "something went wrong on our side"))
            }
        }
    }
}

fn answer(problem: Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Json(problem)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// For API paths that no route matches.
pub async fn no_such_route() -> Refusal {
    refuse(ErrorCode::NotFound, "there is no such resource; see /api/openapi.json")
}

pub async fn method_not_allowed() -> Refusal {
    refuse(ErrorCode::MethodNotAllowed, "the resource does not know this method")
}
