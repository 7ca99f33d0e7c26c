//! Products and their variants.

use serde::{Deserialize, Serialize};

use crate::{
    availability::{Availability, PickupMethod},
    category::Category,
    money::Money,
    picture::Picture,
    time::Timestamp,
};

/// A price on the web.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Price {
    /// What one pays now, VAT included.
    pub current: Money,
    /// The regular price, when the current one is a reduction.
    pub regular: Option<Money>,
    /// The lowest price of the 30 days before the reduction, when there is one.
    pub lowest_30_days: Option<Money>,
    /// When the reduction ends.
    pub sale_until: Option<Timestamp>,
}

/// A colour of a product, with its picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Colourway {
    /// In the language asked for.
    pub name: String,
    pub sku: String,
    pub picture: Option<Picture>,
}

/// What a card shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductSummary {
    pub id: String,
    pub slug: String,
    pub name: String,
    pub brand: Option<String>,
    /// The lowest price among its variants.
    pub price: Price,
    /// Variants have different prices: say "from".
    pub price_varies: bool,
    pub picture: Option<Picture>,
    pub colourways: Vec<Colourway>,
    /// The best availability among its variants in the store that was asked for (`store`), if any was.
    pub in_store: Option<Availability>,
    /// How many stores have one of its variants.
    pub stores_with_stock: u32,
}

/// A value one can filter by and how many products have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacetValue {
    pub value: String,
    pub products: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Facets {
    pub colours: Vec<FacetValue>,
    pub sizes: Vec<FacetValue>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Best match with a text, else the feed's order.
    #[default]
    Relevance,
    PriceAscending,
    PriceDescending,
}

/// The query of `GET /api/products`. Amounts are minor units of the retailer's currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ProductQuery {
    pub language: Option<crate::language::Language>,
    /// Free text; typos and missing accents are forgiven.
    pub q: Option<String>,
    /// A category's id.
    pub category: Option<String>,
    /// A colour's name in the language asked for.
    pub colour: Option<String>,
    pub size: Option<String>,
    pub price_min: Option<i64>,
    pub price_max: Option<i64>,
    /// A store's id: answers say what it has.
    pub store: Option<String>,
    /// Only what that store can give now.
    pub in_store: Option<bool>,
    pub sort: Option<Sort>,
    pub page: Option<u32>,
    pub per_page: Option<u32>,
}

/// `GET /api/products`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(from = "ReadProductList")]
pub struct ProductList {
    #[serde(flatten)]
    pub page: crate::page::Page<ProductSummary>,
    pub facets: Facets,
    /// The category that was asked for and its ancestors, from the root.
    pub trail: Vec<Category>,
    /// The direct subcategories of the category asked for (the roots without one).
    pub categories: Vec<Category>,
}

/// The same without a flattened part: serde reads those into a generic tree first, and the app would carry a second
/// reader of all that is in it.
#[derive(Deserialize)]
struct ReadProductList {
    items: Vec<ProductSummary>,
    total: u64,
    page: u32,
    per_page: u32,
    facets: Facets,
    trail: Vec<Category>,
    categories: Vec<Category>,
}

impl From<ReadProductList> for ProductList {
    fn from(read: ReadProductList) -> Self {
        let ReadProductList { items, total, page, per_page, facets, trail, categories } = read;
        Self { page: crate::page::Page { items, total, page, per_page }, facets, trail, categories }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Variant {
    pub sku: String,
    pub gtin: Option<String>,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub price: Price,
    /// Its own pictures, best first.
    pub pictures: Vec<Picture>,
    pub pickup_method: PickupMethod,
    /// What the store that was asked for (`store`) has of it.
    pub in_store: Option<Availability>,
    /// How many stores can give it.
    pub stores_with_stock: u32,
}

/// A variant whose bar code was read; `GET /api/products/by-gtin/{gtin}` answers a page of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScannedVariant {
    pub sku: String,
    pub product_slug: String,
    /// The product's, in the language asked for.
    pub name: String,
    pub colour: Option<String>,
    pub size: Option<String>,
}

/// An attribute of a product, in the language asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Detail {
    pub name: String,
    pub value: String,
}

/// `GET /api/products/{slug}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Product {
    pub id: String,
    pub slug: String,
    pub name: String,
    pub brand: Option<String>,
    pub description: String,
    pub material: Option<String>,
    pub details: Vec<Detail>,
    /// Its category and ancestors, from the root.
    pub trail: Vec<Category>,
    /// In the feed's order.
    pub variants: Vec<Variant>,
    /// Number of the last event this answer contains; listen from here.
    pub cursor: i64,
}
