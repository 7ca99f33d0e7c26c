//! The brand's picture.

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::app::App;

/// A drawing may style itself and hold pictures, and runs nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

pub async fn show(State(app): State<App>, Path(name): Path<String>) -> Response {
    match app.retailer.logo.as_ref().filter(|logo| logo.name == name) {
        Some(logo) => {
            let headers = [
                (header::CONTENT_TYPE, logo.picture.media_type()),
                (header::CONTENT_SECURITY_POLICY, POLICY),
            ];
            (headers, logo.picture.bytes().to_vec()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
