//! The cart: one on any device, for one store at first.

use serde::{Deserialize, Serialize};

use crate::{
    availability::Availability, money::Money, newtypes::Quantity, picture::Picture, product::Price,
    store::StoreSummary,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CartLine {
    pub sku: String,
    pub product_slug: String,
    pub name: String,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub picture: Option<Picture>,
    pub quantity: u32,
    /// Of one unit, in the cart's store when it has one.
    pub price: Price,
    pub total: Money,
    /// In the cart's store, when it has one.
    pub availability: Option<Availability>,
    /// Why the line can't be ordered in the cart's store now; `None` when it can.
    pub problem: Option<LineProblem>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LineProblem {
    /// The retailer no longer sells it.
    Withdrawn,
    /// Fewer units than asked for, or none.
    NotEnough,
    /// Never counted in this store.
    Unknown,
    /// Shown in store only.
    NotSupported,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cart {
    pub store: Option<StoreSummary>,
    pub lines: Vec<CartLine>,
    /// Units of all lines.
    pub units: u32,
    pub total: Money,
    /// When an order placed now would be ready at the latest.
    pub ready_by: Option<crate::time::Timestamp>,
}

impl Cart {
    pub fn can_order(&self) -> bool {
        self.store.is_some() && !self.lines.is_empty() && self.lines.iter().all(|line| line.problem.is_none())
    }
}

/// `PUT /api/cart/lines/{sku}`: the quantity the line shall have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetCartLine {
    pub quantity: Quantity,
    /// Units that the shopper saw in the cart, 0 for none: when it holds neither these nor `quantity`, somebody else has
    /// changed it, and it stays as it is (`cart_changed`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<u32>,
}

/// `PUT /api/cart/store`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetCartStore {
    pub store_id: String,
    /// The store that the shopper saw, empty when there was none: when the cart has neither this one nor `store_id`,
    /// somebody else has chosen another, and it stays (`cart_changed`). Absent: not compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
}
