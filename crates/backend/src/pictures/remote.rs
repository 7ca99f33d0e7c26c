//! Pictures from the web. A feed names any address it likes, so every address is checked, the checked address is the
//! one that is connected to, and redirects are followed by hand and checked again.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use futures_util::StreamExt;
use reqwest::{
    Client, Response,
    dns::{Addrs, Name, Resolve, Resolving},
    header, redirect,
};
use url::{Host, Url};

use super::{MAX_BYTES, address::is_public};

const MAX_REDIRECTS: usize = 5;
const CONNECT_TIME: Duration = Duration::from_secs(10);
const WHOLE_TIME: Duration = Duration::from_secs(60);

#[derive(Clone)]
pub struct Remote {
    client: Client,
    allow_private: bool,
}

impl Remote {
    pub fn new(allow_private: bool) -> Result<Self, String> {
        Ok(Self { client: client(allow_private)?, allow_private })
    }

    pub async fn fetch(&self, link: &str) -> Result<Vec<u8>, String> {
        let mut url = Url::parse(link).map_err(|error| format!("is not a URL: {error}"))?;
        let fetched = tokio::time::timeout(WHOLE_TIME, async {
            for _ in 0..=MAX_REDIRECTS {
                let response = self.ask(&url).await?;
                match next_place(&url, &response)? {
                    Some(place) => url = place,
                    None => return body(response).await,
                }
            }
            Err(format!("is redirected more than {MAX_REDIRECTS} times"))
        });
        fetched.await.unwrap_or_else(|_| Err(format!("did not come within {} s", WHOLE_TIME.as_secs())))
    }

    async fn ask(&self, url: &Url) -> Result<Response, String> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("is not http or https, but {}", url.scheme()));
        }
        if !self.allow_private && names_private_address(url) {
            return Err(PRIVATE.into());
        }
        let accept = "image/avif;q=0, image/webp, image/jpeg, image/png";
        let answer = self.client.get(url.clone()).header(header::ACCEPT, accept).send().await;
        answer.map_err(|error| format!("cannot be fetched: {}", root_cause(&error)))
    }
}

/// A client that is led only to addresses that may be called. It follows no redirect.
pub fn client(allow_private: bool) -> Result<Client, String> {
    // Another part of the process may have chosen the same provider before: that is what is wanted.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .dns_resolver(Arc::new(Checked { allow_private }))
        .redirect(redirect::Policy::none())
        .no_proxy()
        .connect_timeout(CONNECT_TIME)
        .user_agent(concat!("Vitrine/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| format!("the web cannot be used: {error}"))
}

/// An address written in the URL is not looked up, so the client's resolver does not see it.
pub fn names_private_address(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => !is_public(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => !is_public(IpAddr::V6(address)),
        _ => false,
    }
}

const PRIVATE: &str = "is on a private network; --allow-private allows it";

/// Where a redirect leads; `None` when the picture is here.
fn next_place(url: &Url, response: &Response) -> Result<Option<Url>, String> {
    let status = response.status();
    if status.is_redirection() {
        let place = response.headers().get(header::LOCATION).and_then(|place| place.to_str().ok());
        let place = place.and_then(|place| url.join(place).ok());
        return place.map(Some).ok_or_else(|| "is redirected to nowhere".to_string());
    }
    if !status.is_success() {
        return Err(format!("cannot be fetched: the server answers {status}"));
    }
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    if !kind.trim_start().to_ascii_lowercase().starts_with("image/") {
        return Err(format!("is not a picture but {:?}", kind.chars().take(40).collect::<String>()));
    }
    Ok(None)
}

async fn body(response: Response) -> Result<Vec<u8>, String> {
    let too_large = || Err("is larger than 20 MB".to_string());
    if response.content_length().is_some_and(|length| length > MAX_BYTES) {
        return too_large();
    }
    let mut bytes = Vec::new();
    let mut chunks = response.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| format!("did not come whole: {}", root_cause(&error)))?;
        if bytes.len() as u64 + chunk.len() as u64 > MAX_BYTES {
            return too_large();
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn root_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

/// Answers only addresses that may be called, so that no second look-up can lead elsewhere.
struct Checked {
    allow_private: bool,
}

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let allowed = |address: &SocketAddr| allow_private || is_public(address.ip());
            let addresses: Vec<SocketAddr> = found.into_iter().filter(allowed).collect();
            if addresses.is_empty() {
                return Err(PRIVATE.into());
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
