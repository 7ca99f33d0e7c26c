//! The headers of every answer that keep a browser from doing more than we need.

use axum::{
    Router,
    http::{HeaderName, HeaderValue, header},
};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::app::{App, Settings};

/// Cameras read codes and the place finds the nearest store; nothing else of a device is asked for.
const PERMISSIONS: &str = "camera=(self), geolocation=(self), accelerometer=(), browsing-topics=(), \
     display-capture=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), \
     xr-spatial-tracking=()";

/// What is not a page loads nothing but our own, if it is opened as one; a worker is such a file.
const POLICY: &str = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A year, for this host alone: others of the retailer's are not ours to speak for.
const HTTPS_ONLY: &str = "max-age=31536000";

/// What every answer of an app's host carries, beside its content policy.
pub fn of_every_answer(is_secure: bool) -> Vec<(&'static str, &'static str)> {
    let mut headers = vec![
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", PERMISSIONS),
    ];
    if is_secure {
        headers.push(("strict-transport-security", HTTPS_ONLY));
    }
    headers
}

pub fn add(mut router: Router<App>, settings: &Settings) -> Router<App> {
    for (name, value) in of_every_answer(settings.is_secure()) {
        router = router.layer(SetResponseHeaderLayer::overriding(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        ));
    }
    // The shop on a host of its own embeds what is here.
    let resources = if settings.allow_origins.is_empty() { "same-origin" } else { "same-site" };
    let unless_said = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    router
        .layer(unless_said(HeaderName::from_static("cross-origin-resource-policy"), resources))
        .layer(unless_said(header::CONTENT_SECURITY_POLICY, POLICY))
}
