use contract::{
    account::{Account, AccountSessions, Profile, SetMyStore},
    routes,
};
use gloo_net::http::Method;

use super::{ApiError, Fetch, send};
use crate::browser::json;

pub fn get() -> Fetch<Account> {
    Fetch::new(routes::ACCOUNT.to_string())
}

pub async fn set_profile(profile: &Profile) -> Result<(), ApiError> {
    send(Method::PUT, routes::ACCOUNT_PROFILE, json::write(profile), None).await.map(drop)
}

pub async fn set_store(store_id: Option<String>) -> Result<(), ApiError> {
    send(Method::PUT, routes::ACCOUNT_STORE, json::write(&SetMyStore { store_id }), None).await.map(drop)
}

/// Keeps a store among the favourite ones, or no longer.
pub async fn set_favourite_store(id: &str, keep: bool) -> Result<(), ApiError> {
    let method = if keep { Method::PUT } else { Method::DELETE };
    send(method, &routes::account_favourite_store(id), None, None).await.map(drop)
}

/// The browsers that are signed in.
pub fn sessions() -> Fetch<AccountSessions> {
    Fetch::new(routes::ACCOUNT_SESSIONS.to_string())
}

pub async fn close_session(id: &str) -> Result<(), ApiError> {
    send(Method::DELETE, &routes::account_session(id), None, None).await.map(drop)
}

/// Signs out every browser but this one.
pub async fn close_other_sessions() -> Result<(), ApiError> {
    send(Method::DELETE, routes::ACCOUNT_SESSIONS, None, None).await.map(drop)
}

/// Parts again what joined when this browser signed in.
pub async fn undo_merge() -> Result<(), ApiError> {
    send(Method::POST, routes::ACCOUNT_MERGE_UNDO, None, None).await.map(drop)
}
