//! An account: one shopper on any device, known by an e-mail address that was proven.

use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    newtypes::{PersonName, Phone},
    pos::ReceiptChoice,
    store::StoreSummary,
    time::Timestamp,
};

/// What one wants to be told of favourites by e-mail; letters about orders and reservations always come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notices {
    pub back_in_stock: bool,
    pub price_drops: bool,
}

/// `GET /api/account`, for a session that is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    pub email: String,
    pub name: Option<String>,
    pub phone: Option<String>,
    /// The language of the e-mails.
    pub language: Language,
    /// "My store".
    pub store: Option<StoreSummary>,
    pub favourite_stores: Vec<StoreSummary>,
    /// Sizes usually taken, as the catalogue writes them: `38`, `M`; the first that a product has is preselected.
    pub sizes: Vec<String>,
    pub notices: Notices,
    /// Thirteen digits (an EAN) that a till scans: what is bought with it joins the list.
    pub loyalty_code: String,
    pub receipt: ReceiptChoice,
    pub created_at: Timestamp,
    /// Number of the last event this answer contains; listen from here.
    pub cursor: i64,
}

/// `PUT /api/account/profile`: replaces what it names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Profile {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    pub language: Language,
    /// At most 12, each of 1 to 20 characters.
    pub sizes: Vec<String>,
    pub notices: Notices,
    #[serde(default)]
    pub receipt: ReceiptChoice,
}

/// `PUT /api/account/store`; `None` has no store any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetMyStore {
    pub store_id: Option<String>,
}

/// A browser that is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountSession {
    pub id: String,
    pub device: Device,
    pub signed_in_at: Timestamp,
    /// To the hour.
    pub last_seen_at: Timestamp,
    /// It is the one that asks.
    pub is_current: bool,
}

/// A browser and its system, as far as it says so: `Firefox`, `Android`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Device {
    pub browser: Option<String>,
    pub system: Option<String>,
}

/// `GET /api/account/sessions`: this browser first, then the last seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountSessions {
    pub items: Vec<AccountSession>,
}
