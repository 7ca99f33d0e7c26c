//! Web push: news on the shopper's own device, as RFC 8030 carries them.

use serde::{Deserialize, Serialize};

use crate::language::Language;

/// `GET /api/push/key`: whom a browser lets write to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushKey {
    /// The shop's public key, an uncompressed point of P-256 in base64url without padding.
    pub key: String,
}

/// `PUT /api/push/subscription`: this browser wants to be told. It is told of what its session may see, so the one
/// it had before is replaced; `DELETE` ends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushSubscription {
    /// Where the browser's maker takes news for it: https, on a public host, at most 1,000 characters.
    pub endpoint: String,
    /// The browser's public key, an uncompressed point of P-256 in base64url.
    pub p256dh: String,
    /// 16 bytes that only the browser and the shop know, in base64url.
    pub auth: String,
    /// The language of the news.
    pub language: Language,
}

/// What a browser's worker is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushMessage {
    pub title: String,
    pub body: String,
    /// The path of the page that it is about; it holds no secret, the browser's session opens it.
    pub url: String,
    /// News with the same tag replace each other.
    pub tag: String,
}
