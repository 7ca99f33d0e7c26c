//! The desk's resending of e-mails.

use axum::{Router, extract::State, http::StatusCode, routing::post};
use contract::{error::Problem, routes};

use super::{desk::SignedIn, extract::Path};
use crate::{
    app::App,
    domain::{refusal::Outcome, resend},
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::DESK_RESERVATION_RESEND, post(of_reservation))
        .route(routes::DESK_PICKUP_RESEND, post(of_pickup))
}

#[utoipa::path(post, path = routes::DESK_RESERVATION_RESEND, tag = "desk", params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn of_reservation(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Path(id): Path<String>,
) -> Outcome<StatusCode> {
    resend::of_reservation(&app, &who, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, path = routes::DESK_PICKUP_RESEND, tag = "desk", params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn of_pickup(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Path(id): Path<String>,
) -> Outcome<StatusCode> {
    resend::of_pickup(&app, &who, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
