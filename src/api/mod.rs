//! The only HTTP: one file a noun. A read is a [`Fetch`], a value that says where it is read and what it answers;
//! a change is an `async fn`.

pub mod account;
pub mod availability;
pub mod cart;
pub mod categories;
pub mod events;
pub mod favourites;
pub mod gift_receipts;
pub mod handoffs;
pub mod invoices;
pub mod orders;
pub mod products;
pub mod purchases;
pub mod push;
pub mod receipts;
pub mod recents;
pub mod reservations;
pub mod retailer;
pub mod returns;
pub mod session;
pub mod stores;
pub mod withdrawals;

use std::marker::PhantomData;

use contract::{
    CONTRACT,
    error::{ErrorCode, Problem},
    routes,
};
use gloo_net::http::{Method, RequestBuilder, Response};
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

use crate::browser::{ahead, document, json, network, time};

/// In milliseconds: a server that has not said by then whether it is there is not.
const PATIENCE: u64 = 4_000;
/// In milliseconds: a browser has few connections to a server, and those that nobody answers keep others from being asked.
const READ_PATIENCE: u64 = 60_000;
/// In milliseconds: a change that nobody has answered by then was not made as far as anybody knows. Who waits longer closes
/// the app, and nothing has been kept.
const CHANGE_PATIENCE: u64 = 12_000;

#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// The server was not reached; nothing is known to have happened.
    Network,
    /// The server answered with a problem.
    Problem(Box<Problem>),
    /// The server answered with what this app does not understand, as one from before an update would not.
    Unreadable,
    /// The server no longer understands this app; nothing has happened.
    Outdated,
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

/// A change of something, to be sent now or later.
pub struct Request {
    pub method: Method,
    pub url: String,
    pub body: Option<String>,
}

impl Request {
    pub async fn send(self) -> Result<String, ApiError> {
        send(self.method, &self.url, self.body, None).await
    }
}

/// What was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub text: String,
    /// When it left the server, in milliseconds since 1970, if this device kept it since: nobody answered now.
    pub kept_since: Option<f64>,
}

/// Reads an address.
pub async fn read(url: &str) -> Result<Answer, ApiError> {
    let answer = match ahead::take(url).await {
        Some(response) => understand(response.into()).await,
        None => exchange(Method::GET, url, None, None, READ_PATIENCE).await,
    };
    network::found(match &answer {
        Ok(answer) => answer.kept_since.is_none(),
        Err(error) => *error != ApiError::Network,
    })
    .then(knock);
    answer
}

/// Reads an address and answers its text.
pub async fn get_text(url: &str) -> Result<String, ApiError> {
    Ok(read(url).await?.text)
}

/// Has the server asked whether it is there.
pub fn knock() {
    spawn_local(async {
        // Who waits for the network hears of it.
        let _ = is_there().await;
    });
}

/// Whether the server is there; who waits for the network hears of it.
pub async fn is_there() -> bool {
    let answer = exchange(Method::GET, routes::HEALTH, None, None, PATIENCE).await;
    let is_there = answer != Err(ApiError::Network);
    network::settle(is_there);
    is_there
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
    let answer = exchange(method, url, body, key, CHANGE_PATIENCE).await;
    network::found(!matches!(answer, Err(ApiError::Network))).then(knock);
    Ok(answer?.text)
}

async fn exchange(
    method: Method,
    url: &str,
    body: Option<String>,
    key: Option<&str>,
    patience: u64,
) -> Result<Answer, ApiError> {
    let mut request = RequestBuilder::new(&document::api_address(url))
        .method(method)
        .abort_signal(network::end_after(patience).as_ref())
        .credentials(network::WITH_COOKIES)
        .header("Accept", "application/json")
        .header(routes::VERSION, &CONTRACT.to_string());
    if let Some(key) = key {
        request = request.header(routes::IDEMPOTENCY_KEY, key);
    }
    let request = match body {
        Some(body) => request.header("Content-Type", "application/json").body(body),
        None => request.build(),
    };
    let response = request.map_err(|_| ApiError::Network)?.send().await.map_err(|_| ApiError::Network)?;
    understand(response).await
}

async fn understand(response: Response) -> Result<Answer, ApiError> {
    let kept_since = response.headers().get(routes::KEPT_SINCE).and_then(|since| time::parse(&since));
    if let (None, Some(date)) = (kept_since, response.headers().get("Date")) {
        time::heard(&date);
    }
    let text = response.text().await.map_err(|_| ApiError::Network)?;
    if is_page(&response) {
        return Err(ApiError::Network);
    }
    if response.ok() {
        return Ok(Answer { text, kept_since });
    }
    Err(match parse::<Problem>(&text) {
        Ok(problem) if problem.code == ErrorCode::OutdatedApp => ApiError::Outdated,
        Ok(problem) => ApiError::Problem(Box::new(problem)),
        // A proxy whose server is away has words of its own.
        Err(_) if response.status() >= 500 => {
            ApiError::Problem(Box::new(Problem::new(ErrorCode::Unavailable, "")))
        }
        Err(error) => error,
    })
}

/// The API answers no pages: one that comes is of somebody between us, as of a network that wants a password first.
fn is_page(response: &Response) -> bool {
    response.headers().get("content-type").is_some_and(|kind| kind.starts_with("text/html"))
}
