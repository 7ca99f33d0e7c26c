//! A browser's session: a cookie, its guest orders and reservations, its cart, and who is signed in.

use serde::{Deserialize, Serialize};

use crate::{
    account::Device,
    language::Language,
    newtypes::{Email, SixDigits},
    time::Timestamp,
};

/// `POST /api/session/link`: exchanges the secret of a private link for access by cookie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenLink {
    /// Of the order or the reservation.
    pub id: String,
    /// From the URL's fragment.
    pub token: String,
}

/// `GET /api/session`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Who is signed in; `None` is a guest.
    pub account: Option<SessionAccount>,
    /// Number of the last event this answer contains; listen from here.
    pub cursor: i64,
}

/// What every page needs of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionAccount {
    pub email: String,
    pub name: Option<String>,
    pub phone: Option<String>,
    /// The slug of "my store".
    pub store: Option<String>,
    pub sizes: Vec<String>,
}

/// `POST /api/session/requests`: sends six digits and a link to the address. The answer is the same whether or not
/// there is an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskToSignIn {
    pub email: Email,
    /// The language of the e-mail.
    pub language: Language,
}

/// The answer to `POST /api/session/requests`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedToSignIn {
    pub request_id: String,
    /// Two digits that the page of the link shows too, so that one sees which browser one lets in.
    pub check: String,
    pub expires_at: Timestamp,
    /// Number of the last event this answer contains; listen from here for `session_changed`.
    pub cursor: i64,
}

/// `POST /api/session/requests/find` and `/approve`: the secret of the e-mailed link, from the URL's fragment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInLink {
    pub token: String,
}

/// Who asked to sign in, for the page of the link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInRequest {
    pub email: String,
    /// The browser that asked.
    pub device: Device,
    pub requested_at: Timestamp,
    pub check: String,
    /// The browser that asked is the one that opened the link.
    pub is_this_browser: bool,
}

/// `POST /api/session/sign-in`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum SignInBy {
    /// The six digits, in the browser that asked for them.
    Code { request_id: String, code: SixDigits },
    /// The link, in the browser that opened it.
    Link { token: String },
    /// The link was opened elsewhere and let this browser in.
    Approval { request_id: String },
}

/// The answer to `POST /api/session/sign-in`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedIn {
    pub session: Session,
    /// What the guest had that joined what the account had; `POST /api/account/merge/undo` parts them again.
    pub merged: Option<Merged>,
}

/// How much of a guest joined the account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Merged {
    pub cart_lines: u32,
    pub favourites: u32,
}
