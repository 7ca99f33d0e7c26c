//! What tills send, and ask.

use serde::{Deserialize, Serialize};

use crate::{
    error::Problem,
    invoice::PaymentMethod,
    language::Language,
    money::Money,
    newtypes::{Email, PersonName},
    time::Timestamp,
};

/// A line of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PosLine {
    /// The SKU or the GTIN, or, for what the catalogue does not hold, neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gtin: Option<String>,
    /// The catalogue's when absent; required without SKU and GTIN. At most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Not 0; negative is brought back, as in an exchange. -999 to 999.
    pub quantity: i64,
    /// Of one unit before the discount, VAT included, not negative.
    pub unit_price: Money,
    /// Off the whole line, not negative, at most the line; of what is brought back it makes that less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Money>,
    /// In basis points; the catalogue's when absent, required without SKU and GTIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_rate: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PosPayment {
    pub method: PaymentMethod,
    /// Negative is given back.
    pub amount: Money,
    /// The code of a store credit that is spent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// Who bought, as far as the till knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PosCustomer {
    /// The thirteen digits that the app shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loyalty_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
}

/// What a receipt is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PosKind {
    /// A sale or an exchange.
    #[default]
    Sale,
    /// Takes the whole of another receipt of the same till back; it may arrive before it.
    Void,
}

/// A receipt of the key's store. `till` and `number` name it: the same one again changes nothing, another content under
/// the same name is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PosReceipt {
    /// 1 to 40 characters.
    pub till: String,
    /// 1 to 40 characters, unique in the till.
    pub number: String,
    #[serde(default)]
    pub kind: PosKind,
    /// When it was printed.
    pub at: Timestamp,
    /// The number of the receipt that a void takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voids: Option<String>,
    /// 1 to 500 for a sale, none for a void.
    #[serde(default)]
    pub lines: Vec<PosLine>,
    /// The sum of the lines; absent for a void.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// They add up to the total.
    #[serde(default)]
    pub payments: Vec<PosPayment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<PosCustomer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// `POST /api/pos/receipts`, with the till's key as bearer token: 1 to 500 receipts, in any order. Each goes in or is
/// refused by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostReceipts {
    pub receipts: Vec<PosReceipt>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PostedOutcome {
    Created,
    /// It was here before, with the same content.
    Repeated,
    Refused,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostedReceipt {
    /// Its place in the request, from 0.
    pub index: u32,
    pub outcome: PostedOutcome,
    pub problem: Option<Problem>,
    /// The receipt's id, unless it was refused.
    pub id: Option<String>,
    /// What the till prints as a QR code, so that one scan puts the receipt into the customer's list; none for a void.
    pub claim_url: Option<String>,
}

/// The answer to `POST /api/pos/receipts`, one item for each receipt, in the same order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostedReceipts {
    pub items: Vec<PostedReceipt>,
}

/// How a shopper wants receipts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptChoice {
    #[default]
    Paper,
    /// By e-mail, and in the list.
    Electronic,
}

impl ReceiptChoice {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Electronic => "electronic",
        }
    }

    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Paper, Self::Electronic].into_iter().find(|choice| choice.as_str() == text)
    }
}

/// `GET /api/pos/customers/{code}`: whose loyalty code it is, so that the till knows whether to print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoyaltyCustomer {
    pub loyalty_code: String,
    pub name: Option<String>,
    pub receipt: ReceiptChoice,
}
