//! Extractors whose rejections are problems.

use axum::{
    extract::{FromRequest, FromRequestParts, OptionalFromRequestParts, Request, rejection::JsonRejection},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use contract::{error::ErrorCode, newtypes::Invalid, routes::IDEMPOTENCY_KEY};
use serde::{Serialize, de::DeserializeOwned};

use crate::domain::refusal::{Refusal, invalid, refuse};

/// A JSON body, in and out.
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        match axum::Json::<serde_json::Value>::from_request(request, state).await {
            Ok(axum::Json(value)) => parse(value).map(Json),
            Err(JsonRejection::MissingJsonContentType(_)) => Err(refuse(
                ErrorCode::UnsupportedMediaType,
                "send the body as application/json with that content type",
            )),
            Err(JsonRejection::BytesRejection(rejection))
                if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE =>
            {
                Err(refuse(ErrorCode::TooLarge, "the body is too large"))
            }
            Err(rejection) => Err(refuse(ErrorCode::Malformed, rejection.body_text())),
        }
    }
}

/// Names the field that serde refused, with the reason when it is one of ours.
pub fn parse<T: DeserializeOwned>(value: serde_json::Value) -> Result<T, Refusal> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let field = error.path().to_string().replace(['.', '['], "/").replace(']', "");
        let text = error.inner().to_string();
        let reason = serde_json::from_value::<Invalid>(serde_json::Value::from(text.as_str()));
        match reason {
            Ok(reason) => invalid(&field, reason),
            Err(_) if text.starts_with("missing field") => {
                let name = text.split('`').nth(1).unwrap_or_default();
                match error.path().iter().next() {
                    Some(_) => invalid(&format!("{field}/{name}"), Invalid::Required),
                    None => invalid(name, Invalid::Required),
                }
            }
            Err(_) if error.path().iter().next().is_none() => refuse(ErrorCode::Malformed, text),
            Err(_) => invalid(&field, Invalid::Malformed),
        }
    })
}

/// The query string.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        axum::extract::Query::<T>::from_request_parts(parts, state)
            .await
            .map(|query| Query(query.0))
            .map_err(|rejection| refuse(ErrorCode::Malformed, rejection.body_text()))
    }
}

/// Which page of a list.
#[derive(serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Counted from 1.
    pub page: Option<u32>,
    /// At most 100.
    pub per_page: Option<u32>,
}

/// The parameters of the path.
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        <axum::extract::Path<T> as FromRequestParts<S>>::from_request_parts(parts, state)
            .await
            .map(|path| Path(path.0))
            .map_err(|rejection| refuse(ErrorCode::Malformed, rejection.body_text()))
    }
}

/// The key that makes a creating request safe to repeat: 16 to 128 visible ASCII characters.
pub struct IdempotencyKey(pub String);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let key =
            parts.headers.get(IDEMPOTENCY_KEY).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if (16..=128).contains(&key.len()) && key.chars().all(|c| c.is_ascii_graphic()) {
            return Ok(Self(key.to_string()));
        }
        Err(refuse(
            ErrorCode::MissingIdempotencyKey,
            "send an Idempotency-Key of 16 to 128 visible ASCII characters, for example a random UUID",
        ))
    }
}

/// Where a key may be left out; one that is no key is refused all the same.
impl<S: Send + Sync> OptionalFromRequestParts<S> for IdempotencyKey {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Refusal> {
        if !parts.headers.contains_key(IDEMPOTENCY_KEY) {
            return Ok(None);
        }
        <Self as FromRequestParts<S>>::from_request_parts(parts, state).await.map(Some)
    }
}
