//! What the desk asks of the server.

use contract::{
    desk::{DeskPickup, DeskPickups, DeskSession, MakeReady, SignIn},
    pass::FindPass,
    routes,
};
use gloo_net::http::Method;
use storefront::{
    api::{ApiError, get_text, parse, send},
    browser::json,
};

pub async fn session() -> Result<DeskSession, ApiError> {
    parse(&get_text(routes::DESK_SESSION).await?)
}

pub async fn sign_in(request: &SignIn) -> Result<DeskSession, ApiError> {
    parse(&send(Method::POST, routes::DESK_SESSION, json::write(request), None).await?)
}

pub async fn sign_out() -> Result<(), ApiError> {
    send(Method::DELETE, routes::DESK_SESSION, None, None).await.map(drop)
}

pub async fn pickups() -> Result<DeskPickups, ApiError> {
    parse(&get_text(routes::DESK_PICKUPS).await?)
}

pub async fn prepare(id: &str) -> Result<DeskPickup, ApiError> {
    parse(&send(Method::POST, &routes::desk_pickup_prepare(id), None, None).await?)
}

pub async fn make_ready(id: &str, request: &MakeReady) -> Result<DeskPickup, ApiError> {
    parse(&send(Method::POST, &routes::desk_pickup_ready(id), json::write(request), None).await?)
}

pub async fn collect(id: &str) -> Result<DeskPickup, ApiError> {
    parse(&send(Method::POST, &routes::desk_pickup_collect(id), None, None).await?)
}

pub async fn find(pass: &FindPass) -> Result<DeskPickup, ApiError> {
    parse(&send(Method::POST, routes::DESK_PASSES_FIND, json::write(pass), None).await?)
}
