//! Purchases: orders and receipts of every channel, in one list under one customer.

use serde::{Deserialize, Serialize};

use crate::{
    invoice::{Company, InvoiceSummary, Payment},
    money::Money,
    order::Channel,
    pass::Pass,
    picture::Picture,
    return_request::{ReturnStatus, ReturnTerms},
    time::Timestamp,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PurchaseKind {
    Order,
    Receipt,
}

impl PurchaseKind {
    pub fn from_text(text: &str) -> Option<Self> {
        match text {
            "order" => Some(Self::Order),
            "receipt" => Some(Self::Receipt),
            _ => None,
        }
    }
}

/// Of an order, that of its pickup; of a receipt, `bought` or `voided`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PurchaseStatus {
    Placed,
    Preparing,
    Ready,
    Collected,
    Cancelled,
    Expired,
    Bought,
    /// The till took the whole sale back.
    Voided,
}

impl PurchaseStatus {
    pub const ALL: [PurchaseStatus; 8] = [
        Self::Placed,
        Self::Preparing,
        Self::Ready,
        Self::Collected,
        Self::Cancelled,
        Self::Expired,
        Self::Bought,
        Self::Voided,
    ];

    /// The customer has the goods.
    pub fn is_bought(self) -> bool {
        matches!(self, Self::Collected | Self::Bought)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Preparing => "preparing",
            Self::Ready => "ready",
            Self::Collected => "collected",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Bought => "bought",
            Self::Voided => "voided",
        }
    }

    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// Where it was bought, or is collected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PurchaseStore {
    pub id: String,
    pub slug: String,
    pub name: String,
    pub city: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PurchaseLine {
    pub id: String,
    /// A till may sell what the catalogue does not hold.
    pub sku: Option<String>,
    /// While the shop still sells it: "buy again" and its page.
    pub product_slug: Option<String>,
    pub name: String,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub picture: Option<Picture>,
    /// Negative: brought back at the till.
    pub quantity: i64,
    /// Of one unit, before the discount, VAT included.
    pub unit_price: Money,
    /// Off the whole line; negative of what was brought back.
    pub discount: Money,
    pub total: Money,
    /// In basis points: 2000 is 20 %.
    pub vat_rate: u32,
    /// Units that went back or are on their way.
    pub returned: u32,
    /// Units that may still go back.
    pub returnable: u32,
    /// The day on which the legal guarantee ends, as `2028-11-28`; `None` before the goods are handed over.
    pub guarantee_until: Option<String>,
}

/// A return in a purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PurchaseReturn {
    pub id: String,
    pub number: String,
    pub status: ReturnStatus,
    pub requested_at: Timestamp,
}

/// `GET /api/purchases/{id}`, for a session that may see it, and each item of the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Purchase {
    /// The id of the order or of the receipt.
    pub id: String,
    pub kind: PurchaseKind,
    /// What people say: `V-4KX9-27QP`, or the number on the paper receipt.
    pub number: String,
    pub channel: Channel,
    pub status: PurchaseStatus,
    pub store: Option<PurchaseStore>,
    /// When it was ordered, or paid at the till.
    pub bought_at: Timestamp,
    /// When the goods were handed over.
    pub received_at: Option<Timestamp>,
    pub lines: Vec<PurchaseLine>,
    pub total: Money,
    /// What was or is being paid back.
    pub refunded: Money,
    pub payments: Vec<Payment>,
    /// What to show in the store, while there is something to collect.
    pub pass: Option<Pass>,
    /// The last first; those that a credit note took back too.
    pub invoices: Vec<InvoiceSummary>,
    /// The last first.
    pub returns: Vec<PurchaseReturn>,
    /// How and until when it may go back.
    pub return_terms: ReturnTerms,
    /// The company that the invoice names or will name.
    pub company: Option<Company>,
    /// Number of the last event this answer contains; listen from here.
    pub cursor: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PurchaseYear {
    pub year: i32,
    pub purchases: u32,
    /// Units bought.
    pub pieces: u32,
    /// Of what was bought, without what was cancelled.
    pub spent: Money,
    pub refunded: Money,
}

/// The query of `GET /api/purchases`: what is absent narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default)]
pub struct PurchaseQuery {
    /// In the retailer's time zone.
    pub year: Option<i32>,
    pub channel: Option<Channel>,
    /// A store's id.
    pub store: Option<String>,
    /// Words of the names, colours or numbers; accents and case do not matter.
    pub q: Option<String>,
    pub page: Option<u32>,
    pub per_page: Option<u32>,
}

/// `GET /api/purchases`: of this browser or account, the last first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Purchases {
    pub items: Vec<Purchase>,
    pub total: u64,
    pub page: u32,
    pub per_page: u32,
    /// Every year with a purchase, the last first; not narrowed.
    pub years: Vec<PurchaseYear>,
    /// Every channel and every store with a purchase; not narrowed.
    pub channels: Vec<Channel>,
    pub stores: Vec<PurchaseStore>,
    /// Number of the last event this answer contains; listen from here.
    pub cursor: i64,
}

/// `POST /api/receipts/claim`: the signed token of the QR code on a paper receipt. Who claims it first has it in the
/// list; on the way to a return a guest does the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimReceipt {
    pub token: String,
}

/// `POST /api/purchases/{id}/gift-receipts`, with an `Idempotency-Key`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MakeGiftReceipt {
    /// Lines of the purchase, each once.
    pub line_ids: Vec<String>,
}

/// A line of a gift receipt: no price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GiftLine {
    pub line_id: String,
    pub name: String,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub picture: Option<Picture>,
    pub quantity: u32,
    /// Units that may still go back.
    pub returnable: u32,
}

/// The answer to making a gift receipt, and to `POST /api/gift-receipts/open`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GiftReceipt {
    pub id: String,
    /// For example `C-4KX9-27QP`.
    pub number: String,
    /// The signed token for the QR code and for the URL's fragment.
    pub token: String,
    pub store: Option<PurchaseStore>,
    /// As `2026-11-28`.
    pub bought_on: String,
    /// As `2026-12-28`.
    pub return_until: Option<String>,
    pub lines: Vec<GiftLine>,
}

/// `POST /api/gift-receipts/open`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenGiftReceipt {
    pub token: String,
}
