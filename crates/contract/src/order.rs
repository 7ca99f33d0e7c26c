//! Orders: lines, and one pickup per store.

use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    money::Money,
    newtypes::{Email, PersonName, Phone, Quantity},
    pass::Pass,
    pickup::{CancelledBy, LineOutcome, PickupStatus},
    picture::Picture,
    store::Store,
    time::Timestamp,
};

/// Which door a purchase came in by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    #[default]
    Web,
    Mobile,
    App,
    Store,
    Phone,
    Social,
}

impl Channel {
    pub const ALL: [Channel; 6] =
        [Self::Web, Self::Mobile, Self::App, Self::Store, Self::Phone, Self::Social];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Mobile => "mobile",
            Self::App => "app",
            Self::Store => "store",
            Self::Phone => "phone",
            Self::Social => "social",
        }
    }

    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.as_str() == text)
    }

    /// A shopper orders on a device of their own, and may say no other door.
    pub fn is_of_shopper(self) -> bool {
        matches!(self, Self::Web | Self::Mobile | Self::App)
    }

    /// An associate types it for a customer who calls or writes.
    pub fn is_of_desk(self) -> bool {
        matches!(self, Self::Phone | Self::Social)
    }

    /// The contract is made at a distance: the law lets one withdraw from it.
    pub fn is_at_a_distance(self) -> bool {
        self.is_of_shopper() || self.is_of_desk()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceOrderLine {
    pub sku: String,
    pub quantity: Quantity,
}

/// `POST /api/orders`, with an `Idempotency-Key`. Paid in store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceOrder {
    pub name: PersonName,
    pub email: Email,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    pub store_id: String,
    /// 1 to 50 lines, each SKU once.
    pub lines: Vec<PlaceOrderLine>,
    /// The total the shopper saw; when it is no longer true the order is refused with `price_changed`.
    pub expected_total: Money,
    /// The language of the e-mails.
    pub language: Language,
    /// `web`, `mobile` or `app`.
    #[serde(default)]
    pub channel: Channel,
}

/// The answer to a placed order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacedOrder {
    pub order: Order,
    /// The secret of the order's private link, for the URL's fragment. It is not shown again.
    pub link_token: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderLine {
    pub sku: String,
    pub product_slug: String,
    pub name: String,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub picture: Option<Picture>,
    pub quantity: u32,
    pub unit_price: Money,
    pub total: Money,
    /// In basis points: 2000 is 20 %.
    pub vat_rate: u32,
    pub outcome: Option<LineOutcome>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pickup {
    pub id: String,
    pub store: Store,
    pub status: PickupStatus,
    pub lines: Vec<OrderLine>,
    /// What to show in the store, while the pickup is live.
    pub pass: Option<Pass>,
    /// When it is expected to be ready.
    pub ready_by: Timestamp,
    /// It is kept until then.
    pub collect_by: Timestamp,
    pub ready_at: Option<Timestamp>,
    pub collected_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub cancelled_by: Option<CancelledBy>,
}

/// `GET /api/orders/{id}`, for a session that may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Order {
    pub id: String,
    /// The number people say, for example `V-4KX9-27QP`.
    pub number: String,
    pub channel: Channel,
    pub placed_at: Timestamp,
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    pub pickups: Vec<Pickup>,
    pub total: Money,
    /// VAT contained in the total, by rate.
    pub vat: Vec<VatAmount>,
    /// Number of the last event this answer contains; listen from here.
    pub cursor: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VatAmount {
    /// In basis points.
    pub rate: u32,
    pub vat: Money,
}

/// The VAT contained in an amount that includes it, rounded half up; `rate` in basis points.
pub fn vat_contained(amount: i64, rate: u32) -> i64 {
    let rate = i128::from(rate);
    let divisor = 10_000 + rate;
    let vat = (2 * i128::from(amount) * rate + divisor).div_euclid(2 * divisor);
    i64::try_from(vat).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_channel_has_one_door() {
        let of = |rule: fn(Channel) -> bool| Channel::ALL.into_iter().filter(move |channel| rule(*channel));
        assert!(of(Channel::is_of_shopper).eq([Channel::Web, Channel::Mobile, Channel::App]));
        assert!(of(Channel::is_of_desk).eq([Channel::Phone, Channel::Social]));
        assert!(of(|channel| !channel.is_at_a_distance()).eq([Channel::Store]));
    }

    #[test]
    fn vat_of_a_french_price() {
        assert_eq!(vat_contained(12_000, 2000), 2_000);
        assert_eq!(vat_contained(1_055, 550), 55);
        assert_eq!(vat_contained(100, 0), 0);
    }

    proptest! {
        #[test]
        fn vat_is_a_part_of_the_amount(amount in 0i64..1_000_000_000, rate in 0u32..10_000) {
            let vat = vat_contained(amount, rate);
            prop_assert!(vat >= 0 && vat <= amount);
            let net = amount - vat;
            let back = net as i128 * (10_000 + i128::from(rate)) / 10_000;
            prop_assert!((back - i128::from(amount)).abs() <= 1);
        }
    }
}
