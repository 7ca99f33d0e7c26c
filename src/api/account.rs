use contract::{
    account::{
        Account, AccountSessions, AskToJoin, AskedToJoin, HistoryPreview, JoinHistory, PartHistory, Profile,
        ProveAddress, SetMyStore,
    },
    newtypes::{Email, SixDigits},
    routes,
};
use gloo_net::http::Method;

use super::{ApiError, Fetch, parse, send};
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

/// Sends six digits to another address of the same person.
pub async fn ask_to_join(email: Email) -> Result<AskedToJoin, ApiError> {
    let body = json::write(&AskToJoin { email });
    parse(&send(Method::POST, routes::ACCOUNT_ADDRESSES, body, None).await?)
}

/// Answers what would join.
pub async fn prove_address(request_id: String, code: SixDigits) -> Result<HistoryPreview, ApiError> {
    let body = json::write(&ProveAddress { request_id, code });
    parse(&send(Method::POST, routes::ACCOUNT_ADDRESSES_PROVE, body, None).await?)
}

pub async fn join_history(request_id: String) -> Result<(), ApiError> {
    let body = json::write(&JoinHistory { request_id });
    send(Method::POST, routes::ACCOUNT_ADDRESSES_JOIN, body, None).await.map(drop)
}

pub async fn part_history(email: Email) -> Result<(), ApiError> {
    let body = json::write(&PartHistory { email });
    send(Method::POST, routes::ACCOUNT_ADDRESSES_PART, body, None).await.map(drop)
}
