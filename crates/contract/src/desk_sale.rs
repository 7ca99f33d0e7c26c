//! What associates do after a sale and by telephone: returns, and orders of those who call or write.

use serde::{Deserialize, Serialize};

use crate::{
    invoice::Payment,
    language::Language,
    money::Money,
    newtypes::{Email, PersonName, Phone},
    order::{Channel, PlaceOrderLine},
    purchase::{GiftReceipt, PurchaseLine, PurchaseStatus, PurchaseStore},
    return_request::{PlaceReturnLine, RefundWay, RefusalReason, ReturnDecision, ReturnRequest, ReturnTerms},
    time::Timestamp,
};

/// `POST /api/desk/orders`, with an `Idempotency-Key`: an order by telephone or a message, collected and paid in the
/// associate's store. The answer is its `DeskPickup`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskOrder {
    /// `phone` or `social`.
    pub channel: Channel,
    pub name: PersonName,
    pub email: Email,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// 1 to 50 lines, each SKU once.
    pub lines: Vec<PlaceOrderLine>,
    /// The total that the associate said; refused with `price_changed` when it is no longer true.
    pub expected_total: Money,
    /// The language of the e-mails.
    pub language: Language,
}

/// `POST /api/desk/purchases/find`: by the QR code of a receipt or a gift receipt, or by the number of an order or of
/// either.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FindPurchase {
    Token(String),
    Number(String),
}

/// A purchase as any store sees it that takes it back: no address, no telephone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskPurchase {
    pub id: String,
    pub number: String,
    pub channel: Channel,
    pub status: PurchaseStatus,
    pub name: Option<String>,
    pub store: Option<PurchaseStore>,
    pub bought_at: Timestamp,
    pub lines: Vec<PurchaseLine>,
    pub total: Money,
    pub return_terms: ReturnTerms,
}

/// The answer to `POST /api/desk/purchases/find`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FoundPurchase {
    Purchase(DeskPurchase),
    /// Its bearer may bring back what it names, and learns neither price nor buyer.
    GiftReceipt(GiftReceipt),
}

impl FoundPurchase {
    pub fn id(&self) -> &str {
        match self {
            Self::Purchase(purchase) => &purchase.id,
            Self::GiftReceipt(gift) => &gift.id,
        }
    }

    pub fn number(&self) -> &str {
        match self {
            Self::Purchase(purchase) => &purchase.number,
            Self::GiftReceipt(gift) => &gift.number,
        }
    }
}

/// `POST /api/desk/returns`, with an `Idempotency-Key`: for a shopper who comes without a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskPlaceReturn {
    /// Absent with a gift receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_id: Option<String>,
    /// The token of a gift receipt: its bearer gets store credit, and the buyer is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_token: Option<String>,
    pub lines: Vec<PlaceReturnLine>,
    /// Always store credit with a gift receipt.
    pub way: RefundWay,
}

/// A return request as the store sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskReturn {
    pub return_request: ReturnRequest,
    /// The shopper's name; `None` for the bearer of a gift receipt.
    pub name: Option<String>,
    /// For each line that wants another variant: how many this store can promise of it.
    pub exchanges: Vec<ExchangeOffer>,
    /// How the refund goes back, while it is owed: each way once, `other` where nobody said how it was paid.
    pub refund_parts: Vec<Payment>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExchangeOffer {
    /// Another variant of the line's product.
    pub sku: String,
    /// The line of the return.
    pub line_id: String,
    /// Colour and size.
    pub variant: String,
    /// In this store, now, of one unit.
    pub price: Money,
    /// Units that this store can promise.
    pub available: i64,
}

/// `GET /api/desk/returns`: those that this store received and has not paid back, the first due first, then those ended
/// today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskReturns {
    pub items: Vec<DeskReturn>,
    pub cursor: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InspectLine {
    /// Of the return.
    pub line_id: String,
    pub decision: ReturnDecision,
    /// Required when it is refused; of a withdrawal only one that `can_refuse` it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<RefusalReason>,
    /// Another variant of the same product that the shopper takes along at once: the same number of units leaves this
    /// store, and its price is set off against the refund.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange_sku: Option<String>,
}

/// `POST /api/desk/returns/{id}/receive`: what becomes of each line, every line once. Refused lines go home again; when
/// all are refused the return is `refused`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InspectReturn {
    pub lines: Vec<InspectLine>,
}

/// The answer to receiving and refunding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InspectedReturn {
    pub desk_return: DeskReturn,
    /// What the shopper still pays at the till, when what was taken along costs more than what came back.
    pub to_pay: Option<Money>,
}

/// `POST /api/desk/returns/{id}/refund`: the money was given back at the till, or the store credit is written. What is
/// due is in the return's `refund`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayRefund {
    /// The amount that the associate saw; refused with `price_changed` when it is another.
    pub expected: Money,
}
