use contract::{
    newtypes::Email,
    routes,
    session::{AskToSignIn, AskedToSignIn, OpenLink, Session, SignInBy, SignInLink, SignInRequest, SignedIn},
};
use gloo_net::http::Method;

use super::{ApiError, Fetch, parse, send};
use crate::{browser::json, text};

/// Who is signed in.
pub fn get() -> Fetch<Session> {
    Fetch::new(routes::SESSION.to_string())
}

/// Exchanges the secret of an order's or a reservation's private link for access by cookie.
pub async fn open_link(id: String, token: String) -> Result<(), ApiError> {
    send(Method::POST, routes::SESSION_LINK, json::write(&OpenLink { id, token }), None).await.map(drop)
}

/// Has six digits and a link sent to an address.
pub async fn ask(email: Email) -> Result<AskedToSignIn, ApiError> {
    let asked = AskToSignIn { email, language: text::language() };
    parse(&send(Method::POST, routes::SESSION_REQUESTS, json::write(&asked), None).await?)
}

/// Who asked for the link that was opened.
pub async fn find(token: String) -> Result<SignInRequest, ApiError> {
    let link = SignInLink { token };
    parse(&send(Method::POST, routes::SESSION_REQUEST_FIND, json::write(&link), None).await?)
}

/// Lets the browser in that asked for the link.
pub async fn approve(token: String) -> Result<(), ApiError> {
    let link = SignInLink { token };
    send(Method::POST, routes::SESSION_REQUEST_APPROVE, json::write(&link), None).await.map(drop)
}

pub async fn sign_in(by: &SignInBy) -> Result<SignedIn, ApiError> {
    parse(&send(Method::POST, routes::SESSION_SIGN_IN, json::write(by), None).await?)
}

/// Signs out; what a guest did in this browser is forgotten by it.
pub async fn close() -> Result<(), ApiError> {
    send(Method::DELETE, routes::SESSION, None, None).await.map(drop)
}
