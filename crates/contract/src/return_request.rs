//! Return requests: bringing back what was bought, and the legal withdrawal from a contract made at a distance.

use serde::{Deserialize, Serialize};

use crate::{
    language::Language, money::Money, newtypes::Email, pass::Pass, picture::Picture, purchase::PurchaseStore,
    time::Timestamp,
};

/// An enum of words with its text.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident => $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$word_doc])* $variant,)*
        }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            pub fn from_text(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.as_str() == text)
            }
        }
    };
}

words! {
    ReturnStatus {
        Requested => "requested",
        /// The store has the goods and has said of each line what becomes of it.
        Received => "received",
        Refunded => "refunded",
        /// Every line was refused.
        Refused => "refused",
        Cancelled => "cancelled",
    }
}

impl ReturnStatus {
    pub fn can_receive(self) -> bool {
        self == Self::Requested
    }

    pub fn can_refund(self) -> bool {
        self == Self::Received
    }

    pub fn can_cancel(self) -> bool {
        self == Self::Requested
    }

    /// Its pass is still worth showing.
    pub fn is_live(self) -> bool {
        self == Self::Requested
    }
}

words! {
    /// What happened to a return request.
    ReturnChange {
        Status => "status",
        /// The shopper withdrew from the contract: the dated receipt goes by e-mail.
        Withdrawn => "withdrawn",
    }
}

words! {
    ReturnKind {
        /// The legal right, of contracts made at a distance.
        Withdrawal => "withdrawal",
        /// The retailer's own offer, on every channel.
        Goodwill => "goodwill",
    }
}

words! {
    ReturnReason {
        TooSmall => "too_small",
        TooLarge => "too_large",
        NotAsExpected => "not_as_expected",
        Defective => "defective",
        WrongItem => "wrong_item",
        ChangedMind => "changed_mind",
        Gift => "gift",
    }
}

words! {
    /// As the shopper says; the store looks for itself.
    ReturnCondition {
        Unused => "unused",
        /// Tried on or unpacked, no more.
        Opened => "opened",
        Used => "used",
        Damaged => "damaged",
    }
}

words! {
    /// How the goods come back.
    ReturnBy {
        Store => "store",
        Post => "post",
    }
}

words! {
    RefundWay {
        /// The way it was paid.
        Original => "original",
        StoreCredit => "store_credit",
    }
}

words! {
    /// What the store says of a line.
    ReturnDecision {
        /// Back on the shelf of this store, and paid back.
        Shelf => "shelf",
        /// Paid back, but not for sale.
        Damaged => "damaged",
        /// Given back to the shopper.
        Refused => "refused",
    }
}

words! {
    RefusalReason {
        Used => "used",
        Incomplete => "incomplete",
        NotFromHere => "not_from_here",
        TooLate => "too_late",
        NotBrought => "not_brought",
    }
}

impl RefusalReason {
    /// Who withdraws from a contract is owed the money (L221-24): what is used or incomplete may at most be worth less
    /// (L221-23), and it is the declaration that has to be in time. What is not there, or was never sold here, was not
    /// sent back.
    pub fn can_refuse(self, kind: ReturnKind) -> bool {
        match kind {
            ReturnKind::Goodwill => true,
            ReturnKind::Withdrawal => matches!(self, Self::NotFromHere | Self::NotBrought),
        }
    }
}

const TWO_DAYS: i64 = 2 * 24 * 60 * 60 * 1000;

/// How near the last moment of a refund is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    Later,
    /// Within two days.
    Soon,
    Over,
}

impl Due {
    /// Of two moments in milliseconds since 1970.
    pub fn of(due_by: i64, now: i64) -> Self {
        match due_by - now {
            ..=0 => Self::Over,
            1..=TWO_DAYS => Self::Soon,
            _ => Self::Later,
        }
    }
}

/// How and until when a purchase may go back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReturnTerms {
    /// The retailer's own offer ends then; `None`: nothing may go back, or not yet.
    pub goodwill_until: Option<Timestamp>,
    /// The legal right ends then; `None`: it was not bought at a distance.
    pub withdrawal_until: Option<Timestamp>,
    /// It may also be sent by post.
    pub by_post: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceReturnLine {
    /// A line of the purchase.
    pub line_id: String,
    /// At least 1.
    pub quantity: u32,
    pub reason: ReturnReason,
    pub condition: ReturnCondition,
    /// Another variant of the product, wanted instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange_sku: Option<String>,
}

/// `POST /api/returns`, with an `Idempotency-Key`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceReturn {
    /// A purchase that the session may see; absent with a gift receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_id: Option<String>,
    /// The token of a gift receipt: its bearer gets store credit, and the buyer is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_token: Option<String>,
    /// Each line of the purchase once.
    pub lines: Vec<PlaceReturnLine>,
    pub by: ReturnBy,
    pub way: RefundWay,
    /// Where the letters go; the purchase's address when absent, required with a gift receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    pub language: Language,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReturnLine {
    pub id: String,
    /// Of the purchase.
    pub line_id: String,
    pub sku: Option<String>,
    pub name: String,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub picture: Option<Picture>,
    pub quantity: u32,
    pub reason: ReturnReason,
    pub condition: ReturnCondition,
    /// What is paid back for the line unless it is refused, its part of the discounts taken off; for the bearer of a gift
    /// receipt only once it was received.
    pub amount: Option<Money>,
    pub exchange_sku: Option<String>,
    /// Colour and size of what is wanted instead.
    pub exchange_variant: Option<String>,
    pub decision: Option<ReturnDecision>,
    pub refusal: Option<RefusalReason>,
}

/// The money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refund {
    pub amount: Money,
    pub way: RefundWay,
    /// The law's or the retailer's last moment.
    pub due_by: Timestamp,
    pub paid_at: Option<Timestamp>,
    /// What to show at the till, when it was paid as store credit.
    pub store_credit: Option<StoreCredit>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoreCredit {
    /// For example `A-4KX9-27QP`.
    pub code: String,
    pub amount: Money,
    pub remaining: Money,
    /// As `2027-11-28`.
    pub valid_until: String,
}

/// `GET /api/returns/{id}`, for a session that may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReturnRequest {
    pub id: String,
    /// For example `R-4KX9-27QP`.
    pub number: String,
    pub kind: ReturnKind,
    pub status: ReturnStatus,
    pub by: ReturnBy,
    /// Absent for the bearer of a gift receipt.
    pub purchase_id: Option<String>,
    pub purchase_number: Option<String>,
    /// The store that received it.
    pub store: Option<PurchaseStore>,
    /// The one code, in any store that takes returns, while it is requested.
    pub pass: Option<Pass>,
    pub lines: Vec<ReturnLine>,
    pub refund: Option<Refund>,
    pub requested_at: Timestamp,
    /// To be brought or sent by then.
    pub bring_by: Timestamp,
    pub received_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// Where to send it, line by line, when it goes by post.
    pub post_address: Option<String>,
    /// Number of the last event this answer contains; listen from here.
    pub cursor: i64,
}

/// The answer to a placed return and to a withdrawal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacedReturn {
    pub return_request: ReturnRequest,
    /// The secret of its private link, for the URL's fragment. It is not shown again.
    pub link_token: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_stays_over() {
        for status in [ReturnStatus::Refunded, ReturnStatus::Refused, ReturnStatus::Cancelled] {
            assert!(!status.can_receive() && !status.can_refund() && !status.can_cancel());
        }
    }

    #[test]
    fn nothing_is_paid_back_before_it_is_received() {
        assert!(!ReturnStatus::Requested.can_refund() && ReturnStatus::Received.can_refund());
    }

    #[test]
    fn a_withdrawal_is_refused_only_for_what_was_not_sent_back() {
        let refused = |kind| RefusalReason::ALL.iter().copied().filter(move |reason| reason.can_refuse(kind));
        assert!(refused(ReturnKind::Goodwill).eq(RefusalReason::ALL.iter().copied()));
        let of_withdrawal: Vec<_> = refused(ReturnKind::Withdrawal).collect();
        assert_eq!(of_withdrawal, [RefusalReason::NotFromHere, RefusalReason::NotBrought]);
    }

    #[test]
    fn what_is_due_within_two_days_is_due_soon() {
        let due = |left| Due::of(1_000_000_000 + left, 1_000_000_000);
        assert_eq!([-1, 0].map(due), [Due::Over; 2]);
        assert_eq!([1, TWO_DAYS].map(due), [Due::Soon; 2]);
        assert_eq!(due(TWO_DAYS + 1), Due::Later);
    }
}
