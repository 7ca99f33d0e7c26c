//! Invoices and credit notes: written once, never changed; the page, the PDF and the e-invoice say the same.

use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    money::Money,
    newtypes::{PersonName, Siren, VatNumber},
    order::Channel,
    time::Timestamp,
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    #[default]
    Invoice,
    /// Corrects an invoice; its amounts are positive and are owed to the buyer.
    CreditNote,
}

impl InvoiceKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
        }
    }

    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Invoice, Self::CreditNote].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// How something was paid, or is paid back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    Cash,
    Card,
    Cheque,
    GiftCard,
    StoreCredit,
    /// At the till, in a way that was not said.
    #[default]
    Other,
}

impl PaymentMethod {
    pub const ALL: [PaymentMethod; 6] =
        [Self::Cash, Self::Card, Self::Cheque, Self::GiftCard, Self::StoreCredit, Self::Other];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Card => "card",
            Self::Cheque => "cheque",
            Self::GiftCard => "gift_card",
            Self::StoreCredit => "store_credit",
            Self::Other => "other",
        }
    }

    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Payment {
    pub method: PaymentMethod,
    /// Negative when it was given back, as change or for an exchange.
    pub amount: Money,
}

/// Who sells: the legal entity behind the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Seller {
    /// The name over the door.
    pub brand: String,
    /// The registered name.
    pub name: String,
    pub address: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub siren: String,
    pub vat_number: String,
    pub email: String,
    pub phone: String,
    /// Legal form, capital, register: what the law wants to be read, in the retailer's words.
    pub mention: String,
}

/// A company that buys; the business invoice names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Company {
    pub name: PersonName,
    pub siren: Siren,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_number: Option<VatNumber>,
    /// Street, postal code and town; at most 200 characters.
    pub address: String,
}

/// Who buys. A customer of the till whose name nobody asked has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Buyer {
    pub name: Option<String>,
    pub email: Option<String>,
    pub company: Option<Company>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvoiceLine {
    pub sku: Option<String>,
    pub gtin: Option<String>,
    pub name: String,
    pub colour: Option<String>,
    pub size: Option<String>,
    /// At least 1.
    pub quantity: u32,
    /// Of one unit before the discount, VAT included.
    pub unit_price: Money,
    /// Off the whole line, VAT included; 0 when there is none.
    pub discount: Money,
    /// VAT included: `unit_price × quantity − discount`.
    pub total: Money,
    /// Without VAT; the lines of one rate add up to its `base`.
    pub net: Money,
    /// In basis points: 2000 is 20 %.
    pub vat_rate: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvoiceVat {
    /// In basis points.
    pub rate: u32,
    /// Without VAT.
    pub base: Money,
    pub vat: Money,
}

/// The invoice that a credit note corrects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvoiceReference {
    pub id: String,
    pub number: String,
    /// As `2026-11-28`.
    pub issued_on: String,
}

/// `GET /api/invoices/{id}`: the whole content, as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invoice {
    pub id: String,
    /// From a series without gaps for each legal entity and year, for example `TM-2026-000042`.
    pub number: String,
    pub kind: InvoiceKind,
    pub corrects: Option<InvoiceReference>,
    /// The day in the seller's time zone, as `2026-11-28`.
    pub issued_on: String,
    /// The day of the sale or of the return, likewise.
    pub sold_on: String,
    pub language: Language,
    pub seller: Seller,
    pub buyer: Buyer,
    /// The store's name and address.
    pub store: Option<String>,
    pub purchase_id: String,
    /// The order's or the receipt's number.
    pub purchase_number: String,
    pub channel: Channel,
    pub lines: Vec<InvoiceLine>,
    /// By rate, from the lowest.
    pub vat: Vec<InvoiceVat>,
    /// Without VAT.
    pub net: Money,
    /// VAT included.
    pub total: Money,
    pub payments: Vec<Payment>,
}

/// An invoice in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvoiceSummary {
    pub id: String,
    pub number: String,
    pub kind: InvoiceKind,
    pub issued_at: Timestamp,
    pub total: Money,
    /// It names a company.
    pub is_business: bool,
    /// A credit note took it back.
    pub is_corrected: bool,
}

/// `PUT /api/purchases/{id}/company`: before the invoice is written it will name the company; afterwards a credit note
/// takes back the one that did not, and a new one is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NameCompany {
    pub company: Company,
}

/// `POST /api/invoices/{id}/email`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EmailInvoice {
    /// Where to; the purchase's own address when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<crate::newtypes::Email>,
}

/// `POST /api/invoices/archive?year=`: writes the next PDFs of the year, so that the zip of
/// `GET /api/invoices/archive?year=` comes at once when `done` is `total`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ArchiveProgress {
    pub done: u32,
    pub total: u32,
}
