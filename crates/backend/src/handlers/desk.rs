//! The desk's API: only for associates, only for their store.

use axum::{
    Router,
    extract::{FromRequestParts, State},
    http::{HeaderMap, StatusCode, request::Parts},
    routing::{get, post},
};
use contract::{
    desk::{DeskPickup, DeskPickups, DeskSession, FoundPass, MakeReady, SignIn},
    error::Problem,
    pass::FindPass,
    routes,
};

use super::{
    cookie::{self, Caller},
    extract::{Json, Path},
};
use crate::{
    app::App,
    db::associate::Associate,
    domain::{
        associate,
        desk::{self, Action},
        refusal::{Outcome, Refusal},
    },
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::DESK_SESSION, get(session).post(sign_in).delete(sign_out))
        .route(routes::DESK_PICKUPS, get(pickups))
        .route(routes::DESK_PICKUP_PREPARE, post(prepare))
        .route(routes::DESK_PICKUP_READY, post(make_ready))
        .route(routes::DESK_PICKUP_COLLECT, post(collect))
        .route(routes::DESK_PASSES_FIND, post(find))
}

/// The associate who calls; without one the request is refused.
pub struct SignedIn(pub Associate);

impl FromRequestParts<App> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let Ok(caller) = Caller::from_request_parts(parts, app).await;
        Ok(Self(associate::signed_in(app, caller.desk.as_deref()).await?))
    }
}

#[utoipa::path(post, path = routes::DESK_SESSION, tag = "desk", request_body = SignIn,
    responses((status = 200, body = DeskSession), (status = "4XX", body = Problem)))]
pub async fn sign_in(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<SignIn>,
) -> Outcome<(HeaderMap, Json<DeskSession>)> {
    let (session, token) = associate::sign_in(&app, caller.address, &request).await?;
    Ok((cookie::desk(&app, &token), Json(session)))
}

#[utoipa::path(get, path = routes::DESK_SESSION, tag = "desk",
    responses((status = 200, body = DeskSession), (status = 401, body = Problem)))]
pub async fn session(State(app): State<App>, caller: Caller) -> Outcome<Json<DeskSession>> {
    Ok(Json(associate::session(&app, caller.desk.as_deref()).await?))
}

#[utoipa::path(delete, path = routes::DESK_SESSION, tag = "desk", responses((status = 204)))]
pub async fn sign_out(State(app): State<App>, caller: Caller) -> Outcome<(StatusCode, HeaderMap)> {
    associate::sign_out(&app, caller.desk.as_deref()).await?;
    Ok((StatusCode::NO_CONTENT, cookie::no_desk(&app)))
}

#[utoipa::path(get, path = routes::DESK_PICKUPS, tag = "desk",
    responses((status = 200, body = DeskPickups), (status = 401, body = Problem)))]
pub async fn pickups(State(app): State<App>, SignedIn(who): SignedIn) -> Outcome<Json<DeskPickups>> {
    Ok(Json(desk::pickups(&app, &who).await?))
}

#[utoipa::path(post, path = routes::DESK_PICKUP_PREPARE, tag = "desk", params(("id" = String, Path)),
    responses((status = 200, body = DeskPickup), (status = "4XX", body = Problem)))]
pub async fn prepare(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Path(id): Path<String>,
) -> Outcome<Json<DeskPickup>> {
    Ok(Json(desk::act(&app, &who, &id, Action::Prepare).await?))
}

#[utoipa::path(post, path = routes::DESK_PICKUP_READY, tag = "desk", params(("id" = String, Path)),
    request_body = MakeReady, responses((status = 200, body = DeskPickup), (status = "4XX", body = Problem)))]
pub async fn make_ready(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Path(id): Path<String>,
    Json(body): Json<MakeReady>,
) -> Outcome<Json<DeskPickup>> {
    let action = Action::MakeReady { staging_place: body.staging_place };
    Ok(Json(desk::act(&app, &who, &id, action).await?))
}

#[utoipa::path(post, path = routes::DESK_PICKUP_COLLECT, tag = "desk", params(("id" = String, Path)),
    responses((status = 200, body = DeskPickup), (status = "4XX", body = Problem)))]
pub async fn collect(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Path(id): Path<String>,
) -> Outcome<Json<DeskPickup>> {
    Ok(Json(desk::act(&app, &who, &id, Action::Collect).await?))
}

#[utoipa::path(post, path = routes::DESK_PASSES_FIND, tag = "desk", request_body = FindPass,
    responses((status = 200, body = FoundPass), (status = "4XX", body = Problem)))]
pub async fn find(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Json(pass): Json<FindPass>,
) -> Outcome<Json<FoundPass>> {
    Ok(Json(desk::find(&app, &who, &pass).await?))
}
