//! An account: one shopper on any device, known by an e-mail address that was proven.

use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    newtypes::{Email, PersonName, Phone, SixDigits},
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
    /// Other addresses whose history joined this account's, the last first.
    pub addresses: Vec<AccountAddress>,
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

/// Another address of the same person: what was bought with it is in this account's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountAddress {
    pub email: String,
    pub joined_at: Timestamp,
    /// Until then it can be parted again.
    pub can_part_until: Option<Timestamp>,
}

/// `POST /api/account/addresses`: sends six digits to another address of the one who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskToJoin {
    pub email: Email,
}

/// The answer to `POST /api/account/addresses`, the same whether or not anything was bought with the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedToJoin {
    pub request_id: String,
    pub expires_at: Timestamp,
}

/// `POST /api/account/addresses/prove`: the digits that were sent. Nothing joins yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProveAddress {
    pub request_id: String,
    pub code: SixDigits,
}

/// What would join the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryPreview {
    pub email: String,
    pub orders: u32,
    pub receipts: u32,
    pub reservations: u32,
    pub returns: u32,
    pub favourites: u32,
    /// Browsers that are signed in with the other address; they stay signed in, to this account.
    pub devices: u32,
}

/// `POST /api/account/addresses/join`: what was proven joins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinHistory {
    pub request_id: String,
}

/// `POST /api/account/addresses/part`: both histories are as if they had never joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartHistory {
    pub email: Email,
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
