//! `/health`: the process answers and its database too.

use axum::{Router, extract::State, routing::get};
use contract::{error::ErrorCode, health::Health, routes};

use super::extract::Json;
use crate::{
    app::App,
    db,
    domain::refusal::{Outcome, refuse},
};

pub fn router() -> Router<App> {
    Router::new().route(routes::HEALTH, get(show))
}

#[utoipa::path(get, path = routes::HEALTH, tag = "health", responses(
    (status = 200, body = Health), (status = 503, body = contract::error::Problem)))]
pub async fn show(State(app): State<App>) -> Outcome<Json<Health>> {
    let answers = async { db::outbox::last(&mut app.db.read().await?).await };
    if let Err(error) = answers.await {
        tracing::error!(%error, "the database does not answer");
        return Err(refuse(ErrorCode::Unavailable, "the database does not answer"));
    }
    Ok(Json(Health {
        status: "ok".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        database: app.db.name().into(),
    }))
}
