//! Errors: RFC 9457 problems with a code from a closed list; the client translates codes.

use serde::{Deserialize, Serialize};

use crate::newtypes::Invalid;

macro_rules! error_codes {
    ($($(#[$doc:meta])* $variant:ident => $text:literal, $status:literal;)*) => {
        /// The closed list of codes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum ErrorCode {
            $($(#[$doc])* $variant,)*
        }

        impl ErrorCode {
            pub const ALL: &'static [ErrorCode] = &[$(ErrorCode::$variant,)*];

            pub fn as_str(self) -> &'static str {
                match self { $(ErrorCode::$variant => $text,)* }
            }

            /// The HTTP status it is answered with.
            pub fn status(self) -> u16 {
                match self { $(ErrorCode::$variant => $status,)* }
            }
        }
    };
}

error_codes! {
    /// The body, query or header can't be read.
    Malformed => "malformed", 400;
    /// A field was refused; `field` and `reason` say which and why.
    InvalidField => "invalid_field", 422;
    MissingIdempotencyKey => "missing_idempotency_key", 400;
    /// The same key came with another body.
    IdempotencyMismatch => "idempotency_mismatch", 422;
    NotFound => "not_found", 404;
    MethodNotAllowed => "method_not_allowed", 405;
    TooLarge => "too_large", 413;
    /// The app was built for another version of the contract: it is to be loaded again.
    OutdatedApp => "outdated_app", 426;
    UnsupportedMediaType => "unsupported_media_type", 415;
    /// No session, or it ended.
    SignedOut => "signed_out", 401;
    /// Signed in, but not for this.
    Forbidden => "forbidden", 403;
    /// Signed in by a handoff: an address of the account is to be proven in this browser first.
    ProofNeeded => "proof_needed", 403;
    /// The request came from another site.
    WrongOrigin => "wrong_origin", 403;
    TooManyTries => "too_many_tries", 429;
    WrongPin => "wrong_pin", 401;
    /// The six digits are not those that were sent.
    WrongCode => "wrong_code", 401;
    /// The request to sign in is too old, was used, or had too many wrong codes.
    CodeExpired => "code_expired", 410;
    /// There is nothing, or nothing any more, that could be undone.
    NothingToUndo => "nothing_to_undo", 409;
    /// The store had to close and promises nothing until it opens again; `at` says when.
    StoreClosed => "store_closed", 409;
    /// A private link that does not exist or no longer opens.
    LinkExpired => "link_expired", 410;
    /// Less is left than asked for; `sku` and `available` say of what and how much.
    NotEnoughStock => "not_enough_stock", 409;
    /// Never counted there, hence not orderable.
    StockUnknown => "stock_unknown", 409;
    /// Withdrawn, or shown in store only.
    NotOrderable => "not_orderable", 409;
    /// The total is no longer what the shopper saw.
    PriceChanged => "price_changed", 409;
    /// More units of one SKU than the retailer gives to one person.
    TooManyUnits => "too_many_units", 409;
    /// More open orders than the retailer gives to one person.
    TooManyOrders => "too_many_orders", 409;
    /// More open reservations than the retailer gives to one person.
    TooManyReservations => "too_many_reservations", 409;
    /// The store no longer offers that slot.
    SlotGone => "slot_gone", 409;
    /// The cart can't be ordered as it is.
    CartNotOrderable => "cart_not_orderable", 409;
    /// The cart holds another number of units than the shopper saw; `sku` and `available` say of what and how many.
    CartChanged => "cart_changed", 409;
    PassNotGenuine => "pass_not_genuine", 422;
    PassNotFound => "pass_not_found", 404;
    /// The pass is for another store; `store` names it.
    WrongStore => "wrong_store", 409;
    NotReady => "not_ready", 409;
    AlreadyCollected => "already_collected", 409;
    AlreadyCancelled => "already_cancelled", 409;
    AlreadyExpired => "already_expired", 409;
    /// A receipt of this till and number came before with another content.
    ReceiptMismatch => "receipt_mismatch", 409;
    /// Lines, total and payments do not add up.
    TotalMismatch => "total_mismatch", 422;
    /// The till's key does not exist, or no longer opens.
    WrongKey => "wrong_key", 401;
    /// No till of this retailer printed it.
    ReceiptNotGenuine => "receipt_not_genuine", 422;
    /// It is genuine, but the till has not sent it yet.
    ReceiptNotArrived => "receipt_not_arrived", 404;
    /// Somebody else has the receipt in their list.
    AlreadyClaimed => "already_claimed", 409;
    /// Nothing of it, or not that much, may go back; `available` says how many units.
    NotReturnable => "not_returnable", 409;
    /// The law does not let a withdrawal be refused for that reason; `field` says where it was given.
    NotRefusable => "not_refusable", 422;
    /// The time for it is over; `at` says since when.
    TooLate => "too_late", 409;
    /// The store credit does not exist, is over, or holds less.
    CreditSpent => "credit_spent", 409;
    /// The pickup is not in a status that allows this.
    WrongStatus => "wrong_status", 409;
    Unavailable => "unavailable", 503;
    Internal => "internal", 500;
}

/// `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `urn:vitrine:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    pub code: ErrorCode,
    pub status: u16,
    /// One English sentence for developers.
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The field that was refused, as a JSON pointer without its slash: `email`, `lines/0/quantity`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Invalid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Units that are left of `sku`, or that the cart holds of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available: Option<i64>,
    /// The name of a store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<String>,
    /// When a thing that is over happened, or tries are allowed again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<crate::time::Timestamp>,
}

impl Problem {
    pub fn new(code: ErrorCode, title: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:vitrine:problem:{}", code.as_str()),
            code,
            status: code.status(),
            title: title.into(),
            detail: None,
            field: None,
            reason: None,
            sku: None,
            available: None,
            store: None,
            at: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_written_as_they_are_serialized() {
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).ok(), Some(serde_json::Value::from(code.as_str())));
        }
    }
}
