//! Favourites: variants that a shopper wants to keep an eye on.

use serde::{Deserialize, Serialize};

use crate::{availability::Availability, money::Money, picture::Picture, product::Price, time::Timestamp};

/// What became better since it was added, or since it was last looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FavouriteNews {
    /// It could not be had, and now it can: in my store, or anywhere when I have none.
    Back,
    PriceDropped {
        from: Money,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Favourite {
    pub sku: String,
    pub product_slug: String,
    pub name: String,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub picture: Option<Picture>,
    /// In the store that was asked for.
    pub price: Price,
    /// In the store that was asked for.
    pub availability: Option<Availability>,
    /// The retailer no longer sells it.
    pub withdrawn: bool,
    pub news: Option<FavouriteNews>,
    pub added_at: Timestamp,
}

/// `GET /api/favourites`: the last added first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Favourites {
    pub items: Vec<Favourite>,
    pub cursor: i64,
}
