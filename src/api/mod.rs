//! The only HTTP: one file a noun. A read is a [`Fetch`], a value that says where it is read and what it answers;
//! a change is an `async fn`.

pub mod account;
pub mod availability;
pub mod cart;
pub mod categories;
pub mod events;
pub mod favourites;
pub mod gift_receipts;
pub mod invoices;
pub mod orders;
pub mod products;
pub mod purchases;
pub mod push;
pub mod receipts;
pub mod reservations;
pub mod retailer;
pub mod returns;
pub mod session;
pub mod stores;
pub mod withdrawals;

use std::marker::PhantomData;

use contract::{
    error::{ErrorCode, Problem},
    routes,
};
use gloo_net::http::{Method, RequestBuilder};
use serde::de::DeserializeOwned;

use crate::browser::json;

#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// The server was not reached; nothing is known to have happened.
    Network,
    /// The server answered with a problem.
    Problem(Box<Problem>),
    /// The server answered with what is not the API's language.
    Unreadable,
}

impl ApiError {
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            ApiError::Problem(problem) => Some(problem.code),
            _ => None,
        }
    }

    pub fn problem(&self) -> Option<&Problem> {
        match self {
            ApiError::Problem(problem) => Some(problem),
            _ => None,
        }
    }

    pub fn is_not_found(&self) -> bool {
        self.code() == Some(ErrorCode::NotFound)
    }

    /// The server says that this browser may not see it, or that it is no more.
    pub fn withholds(&self) -> bool {
        self.problem().is_some_and(|problem| matches!(problem.status, 401 | 403 | 404 | 410))
    }
}

/// A read of the API.
#[derive(Debug, PartialEq)]
pub struct Fetch<T> {
    url: String,
    answer: PhantomData<fn() -> T>,
}

impl<T> Clone for Fetch<T> {
    fn clone(&self) -> Self {
        Self::new(self.url.clone())
    }
}

impl<T> Fetch<T> {
    pub(crate) fn new(url: String) -> Self {
        Self { url, answer: PhantomData }
    }

    pub fn url(&self) -> &str {
        &self.url
    }
}

/// Reads an address and answers its text.
pub async fn get_text(url: &str) -> Result<String, ApiError> {
    send(Method::GET, url, None, None).await
}

pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    json::read(text).ok_or(ApiError::Unreadable)
}

/// Sends a request; `key` makes a creating one safe to repeat.
pub async fn send(
    method: Method,
    url: &str,
    body: Option<String>,
    key: Option<&str>,
) -> Result<String, ApiError> {
    let mut request = RequestBuilder::new(url).method(method).header("Accept", "application/json");
    if let Some(key) = key {
        request = request.header(routes::IDEMPOTENCY_KEY, key);
    }
    let request = match body {
        Some(body) => request.header("Content-Type", "application/json").body(body),
        None => request.build(),
    };
    let response = request.map_err(|_| ApiError::Network)?.send().await.map_err(|_| ApiError::Network)?;
    let text = response.text().await.map_err(|_| ApiError::Network)?;
    if response.ok() {
        return Ok(text);
    }
    Err(parse::<Problem>(&text).map_or(ApiError::Unreadable, |problem| ApiError::Problem(Box::new(problem))))
}
