//! The shopper's session: private links open it, a proven address signs it in, "forget me" ends it.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use contract::{
    error::Problem,
    routes,
    session::{AskToSignIn, AskedToSignIn, OpenLink, Session, SignInBy, SignInLink, SignInRequest, SignedIn},
};

use super::{
    cookie::{self, Caller},
    extract::Json,
    orders::private,
};
use crate::{
    app::App,
    domain::{
        account, attempt,
        refusal::{Outcome, Refusal},
        session, sign_in,
    },
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::SESSION, get(show).delete(close))
        .route(routes::SESSION_LINK, post(open_link))
        .route(routes::SESSION_REQUESTS, post(ask))
        .route(routes::SESSION_REQUEST_FIND, post(find_request))
        .route(routes::SESSION_REQUEST_APPROVE, post(approve))
        .route(routes::SESSION_SIGN_IN, post(prove))
}

/// The browser that calls, for what belongs to it alone.
pub fn browser(caller: &Caller) -> sign_in::Caller<'_> {
    sign_in::Caller {
        session: caller.session.as_deref(),
        address: caller.address,
        device: caller.device.clone(),
    }
}

/// Who is signed in; a guest is nobody.
#[utoipa::path(get, path = routes::SESSION, tag = "session", responses((status = 200, body = Session)))]
pub async fn show(State(app): State<App>, caller: Caller) -> Outcome<(HeaderMap, Json<Session>)> {
    let session = account::session(&app, caller.session.as_deref()).await?;
    Ok((private(HeaderMap::new()), Json(session)))
}

#[utoipa::path(post, path = routes::SESSION_LINK, tag = "session", request_body = OpenLink,
    responses((status = 204), (status = 410, body = Problem)))]
pub async fn open_link(
    State(app): State<App>,
    caller: Caller,
    Json(link): Json<OpenLink>,
) -> Outcome<(StatusCode, HeaderMap)> {
    let scope = format!("link {}", attempt::network(caller.address));
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

/// Sends six digits and a link; the answer is the same whether or not there is an account.
#[utoipa::path(post, path = routes::SESSION_REQUESTS, tag = "session", request_body = AskToSignIn,
    responses((status = 200, body = AskedToSignIn), (status = "4XX", body = Problem)))]
pub async fn ask(
    State(app): State<App>,
    caller: Caller,
    Json(request): Json<AskToSignIn>,
) -> Outcome<(HeaderMap, Json<AskedToSignIn>)> {
    let asked = sign_in::ask(&app, &browser(&caller), &request).await?;
    Ok((private(cookie::shopper(&app, asked.new_token.as_deref())), Json(asked.asked)))
}

/// Who asked for the link that was opened.
#[utoipa::path(post, path = routes::SESSION_REQUEST_FIND, tag = "session", request_body = SignInLink,
    responses((status = 200, body = SignInRequest), (status = "4XX", body = Problem)))]
pub async fn find_request(
    State(app): State<App>,
    caller: Caller,
    Json(link): Json<SignInLink>,
) -> Outcome<(HeaderMap, Json<SignInRequest>)> {
    let request = sign_in::find(&app, &browser(&caller), &link).await?;
    Ok((private(HeaderMap::new()), Json(request)))
}

/// Lets the browser in that asked for the link.
#[utoipa::path(post, path = routes::SESSION_REQUEST_APPROVE, tag = "session", request_body = SignInLink,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn approve(
    State(app): State<App>,
    caller: Caller,
    Json(link): Json<SignInLink>,
) -> Outcome<StatusCode> {
    sign_in::approve(&app, &browser(&caller), &link).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `wrong_code`: try again. `code_expired`: ask for another. `forbidden`: by approval, and nobody has approved yet.
#[utoipa::path(post, path = routes::SESSION_SIGN_IN, tag = "session", request_body = SignInBy,
    responses((status = 200, body = SignedIn), (status = "4XX", body = Problem)))]
pub async fn prove(
    State(app): State<App>,
    caller: Caller,
    Json(by): Json<SignInBy>,
) -> Outcome<(HeaderMap, Json<SignedIn>)> {
    let proved = sign_in::prove(&app, &browser(&caller), &by).await?;
    Ok((private(cookie::shopper(&app, Some(&proved.token))), Json(proved.signed_in)))
}
