//! The shopper's session: private links open it, "forget me" ends it.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{delete, post},
};
use contract::{error::Problem, routes, session::OpenLink};

use super::{
    cookie::{self, Caller},
    extract::Json,
};
use crate::{
    app::App,
    domain::{
        attempt,
        refusal::{Outcome, Refusal},
        session,
    },
};

pub fn router() -> Router<App> {
    Router::new().route(routes::SESSION_LINK, post(open_link)).route(routes::SESSION, delete(close))
}

#[utoipa::path(post, path = routes::SESSION_LINK, tag = "session", request_body = OpenLink,
    responses((status = 204), (status = 410, body = Problem)))]
pub async fn open_link(
    State(app): State<App>,
    caller: Caller,
    Json(link): Json<OpenLink>,
) -> Outcome<(StatusCode, HeaderMap)> {
    let scope = format!("link {}", caller.address);
    attempt::check(&app, &scope, &attempt::LINK).await?;
    let opened = session::open_link(&app, caller.session.as_deref(), &link).await;
    if let Err(Refusal::Problem(_)) = &opened {
        attempt::failed(&app, &scope, &attempt::LINK).await?;
    }
    Ok((StatusCode::NO_CONTENT, cookie::shopper(&app, opened?.as_deref())))
}

#[utoipa::path(delete, path = routes::SESSION, tag = "session", responses((status = 204)))]
pub async fn close(State(app): State<App>, caller: Caller) -> Outcome<(StatusCode, HeaderMap)> {
    session::close(&app, caller.session.as_deref()).await?;
    Ok((StatusCode::NO_CONTENT, cookie::no_shopper(&app)))
}
