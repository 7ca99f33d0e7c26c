//! What a store has of a variant. "Unknown" is an answer; zero is not a guess.

use serde::{Deserialize, Serialize};

use crate::{money::Money, store::StoreSummary, time::Timestamp};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AvailabilityStatus {
    InStock,
    Limited,
    OutOfStock,
    /// Never counted: not orderable.
    Unknown,
}

impl AvailabilityStatus {
    /// The status of a quantity available to promise; `None` was never counted.
    pub fn of(available: Option<i64>, limited_at: i64) -> Self {
        match available {
            None => Self::Unknown,
            Some(quantity) if quantity <= 0 => Self::OutOfStock,
            Some(quantity) if quantity <= limited_at => Self::Limited,
            Some(_) => Self::InStock,
        }
    }

    pub fn can_order(self) -> bool {
        matches!(self, Self::InStock | Self::Limited)
    }
}

/// How a variant can be taken in a store: the feed's `pickup_method`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PickupMethod {
    /// Order it and pay in store or online.
    Buy,
    /// Order it and pay in store.
    Reserve,
    /// Seen in store only.
    #[default]
    NotSupported,
}

impl PickupMethod {
    pub fn can_order(self) -> bool {
        matches!(self, Self::Buy | Self::Reserve)
    }
}

/// What can be promised of one variant in one store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Availability {
    pub sku: String,
    pub store_id: String,
    pub status: AvailabilityStatus,
    /// Units available to promise (on hand − holds − safety stock, at least 0); `None` when never counted.
    pub quantity: Option<i64>,
    /// When the stock was counted; `None` is unknown.
    pub counted_at: Option<Timestamp>,
    /// The count is older than the retailer trusts, and few are left: say "to be confirmed".
    pub to_confirm: bool,
}

/// A store and what it has of the variant that was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoreAvailability {
    #[serde(flatten)]
    pub availability: Availability,
    pub store: StoreSummary,
    /// Metres from the place that was asked for, as the crow flies.
    pub distance: Option<u32>,
    pub pickup_method: PickupMethod,
    /// Where it stands in the store, in the retailer's words.
    pub aisle: Option<String>,
    /// The price in this store.
    pub price: Money,
    /// When an order placed now would be ready at the latest.
    pub ready_by: Option<Timestamp>,
}

impl StoreAvailability {
    pub fn can_order(&self) -> bool {
        self.availability.status.can_order() && self.pickup_method.can_order()
    }
}

/// `GET /api/availability`: stores that can give it first, each group nearest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AvailabilityList {
    pub items: Vec<StoreAvailability>,
    /// Number of the last event this answer contains; listen from here.
    pub cursor: i64,
}

#[cfg(test)]
mod tests {
    use super::AvailabilityStatus as Status;

    #[test]
    fn unknown_is_an_answer_and_zero_is_not_a_guess() {
        assert_eq!(Status::of(None, 3), Status::Unknown);
        assert_eq!(Status::of(Some(0), 3), Status::OutOfStock);
        assert_eq!(Status::of(Some(-2), 3), Status::OutOfStock);
        assert_eq!(Status::of(Some(3), 3), Status::Limited);
        assert_eq!(Status::of(Some(4), 3), Status::InStock);
        assert!(!Status::Unknown.can_order());
    }
}
