use contract::{
    push::{PushKey, PushSubscription},
    routes,
};
use gloo_net::http::Method;

use super::{ApiError, parse, send};
use crate::browser::json;

/// The key by which this browser lets the shop write to it.
pub async fn key() -> Result<PushKey, ApiError> {
    parse(&send(Method::GET, routes::PUSH_KEY, None, None).await?)
}

pub async fn subscribe(subscription: &PushSubscription) -> Result<(), ApiError> {
    send(Method::PUT, routes::PUSH_SUBSCRIPTION, json::write(subscription), None).await.map(drop)
}

pub async fn unsubscribe() -> Result<(), ApiError> {
    send(Method::DELETE, routes::PUSH_SUBSCRIPTION, None, None).await.map(drop)
}
