//! A pass: what a shopper shows, as a QR code and as six digits.

use serde::{Deserialize, Serialize};

use crate::newtypes::SixDigits;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pass {
    /// Six digits, unique among the store's live passes. Show them grouped: `123 456`.
    pub digits: String,
    /// The signed token inside the QR code: upper-case base32, alphanumeric mode of QR.
    pub token: String,
}

/// `POST /api/desk/passes/find`: what was scanned or typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FindPass {
    Digits(SixDigits),
    Token(String),
}
