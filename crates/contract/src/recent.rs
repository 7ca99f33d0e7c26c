//! What a shopper who is signed in looked at lately, for their other devices alone.

use serde::{Deserialize, Serialize};

use crate::{product::ProductSummary, time::Timestamp};

/// `PUT /api/recents/{slug}`: the product's page was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookAt {
    /// The variant that was chosen on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recent {
    /// Its picture is that of the variant, if one was chosen.
    pub product: ProductSummary,
    /// The variant that was chosen, as long as it is sold.
    pub sku: Option<String>,
    pub seen_at: Timestamp,
}

/// `GET /api/recents`: the last looked at first, at most 24, of the last 30 days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recents {
    pub items: Vec<Recent>,
    /// Whether the account keeps them.
    pub kept: bool,
}

/// `PUT /api/recents`: `false` forgets them all and keeps no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeepRecents {
    pub kept: bool,
}
