//! Categories: the product types of the feed, as a tree.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Category {
    /// Path of slugs from the root in the retailer's default language, joined by `~`, for example `vetements~robes`.
    pub id: String,
    /// `None` at the root.
    pub parent_id: Option<String>,
    /// In the language asked for.
    pub name: String,
    /// Products in it and below.
    pub products: u64,
    /// One picture of a product in it.
    pub picture: Option<crate::picture::Picture>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Categories {
    pub items: Vec<Category>,
}
