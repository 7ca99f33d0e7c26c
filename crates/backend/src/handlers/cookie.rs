//! The two cookies: a shopper's session and an associate's.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, HeaderValue, header, request::Parts},
};

use contract::account::Device;

use crate::{
    app::App,
    domain::{account::device, secret},
};

const DAYS: i64 = 24 * 60 * 60;
const SHOPPER: &str = "vitrine";
const DESK: &str = "vitrine_desk";

/// How long a shopper's cookie lives, in seconds.
pub const SHOPPER_AGE: i64 = 180 * DAYS;
/// An associate signs in once a day.
pub const DESK_AGE: i64 = DAYS / 2;

/// Who calls: the hashes of the secrets in its cookies, its network address, and what its browser says of itself.
#[derive(Clone, Debug)]
pub struct Caller {
    pub session: Option<String>,
    pub desk: Option<String>,
    pub address: IpAddr,
    pub device: Device,
}

impl FromRequestParts<App> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let forwarded = app.settings.behind_proxy.then(|| last_forwarded(&parts.headers)).flatten();
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self {
            session: read(&parts.headers, &name(app, SHOPPER)).map(|token| secret::hash(&token)),
            desk: read(&parts.headers, &name(app, DESK)).map(|token| secret::hash(&token)),
            address: forwarded.or(peer).unwrap_or(IpAddr::from([127, 0, 0, 1])),
            device: device::of_user_agent(user_agent.unwrap_or_default()),
        })
    }
}

/// The address that the proxy next to us saw; what stands before it may be invented by the client.
fn last_forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

/// Browsers refuse the `__Host-` prefix without TLS, so plain loopback has a cookie without it.
fn name(app: &App, base: &str) -> String {
    if app.settings.is_secure() { format!("__Host-{base}") } else { base.to_string() }
}

fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).find_map(|line| {
        line.split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(key, value)| (key == name && !value.is_empty()).then(|| value.to_string()))
    })
}

fn set(app: &App, base: &str, token: &str, age: i64) -> HeaderMap {
    let secure = if app.settings.is_secure() { "; Secure" } else { "" };
    let line = format!("{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}", name(app, base));
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_str(&line) {
        headers.insert(header::SET_COOKIE, value);
    }
    headers
}

/// Headers that give the browser a new session, when there is one.
pub fn shopper(app: &App, new_token: Option<&str>) -> HeaderMap {
    new_token.map(|token| set(app, SHOPPER, token, SHOPPER_AGE)).unwrap_or_default()
}

pub fn desk(app: &App, token: &str) -> HeaderMap {
    set(app, DESK, token, DESK_AGE)
}

pub fn no_shopper(app: &App) -> HeaderMap {
    set(app, SHOPPER, "", 0)
}

pub fn no_desk(app: &App) -> HeaderMap {
    set(app, DESK, "", 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_of_the_forwarded_addresses_is_believed() {
        let last = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", HeaderValue::from_static(line));
            }
            last_forwarded(&headers).map(|address| address.to_string())
        };
        assert_eq!(last(&["203.0.113.9"]).as_deref(), Some("203.0.113.9"));
        assert_eq!(last(&["198.51.100.1, 203.0.113.9"]).as_deref(), Some("203.0.113.9"));
        // Some proxies add a line of their own below the client's.
        assert_eq!(last(&["198.51.100.1", "203.0.113.9"]).as_deref(), Some("203.0.113.9"));
        assert_eq!(last(&["198.51.100.1, 198.51.100.2", "2001:db8::1"]).as_deref(), Some("2001:db8::1"));
        assert_eq!(last(&[]), None);
        assert_eq!(last(&["203.0.113.9", "unknown"]), None);
    }
}
