//! The sections of `retailer.toml`.

use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReturnRules {
    /// Days in which anything may go back to any store; 0 offers nothing beside the law's withdrawal.
    pub days: i64,
    /// Days in which what was announced is to be brought or sent.
    pub bring_days: i64,
    pub by_post: bool,
    /// Line by line.
    pub post_address: String,
    /// Of the legal guarantee.
    pub guarantee_years: i64,
    /// Months in which a store credit is to be spent.
    pub credit_months: i64,
    /// Stores that take no returns, by their codes.
    pub stores_without: Vec<String>,
}

impl Default for ReturnRules {
    fn default() -> Self {
        Self {
            days: 30,
            bring_days: 14,
            by_post: false,
            post_address: String::new(),
            guarantee_years: 2,
            credit_months: 24,
            stores_without: Vec::new(),
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StockRules {
    /// Units a store keeps back from promises.
    pub safety_stock: i64,
    /// This many or fewer are "limited".
    pub limited_at: i64,
    /// A count older than this is to be confirmed when few are left.
    pub stale_after_hours: i64,
}

impl Default for StockRules {
    fn default() -> Self {
        Self { safety_stock: 0, limited_at: 3, stale_after_hours: 72 }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PickupRules {
    /// Minutes of opening a store needs to prepare.
    pub lead_minutes: i64,
    /// Hours a prepared pickup is kept.
    pub keep_hours: i64,
    /// Hours before its end at which the shopper who has not come is told.
    pub warn_hours: i64,
    pub max_units_per_line: u32,
    /// Orders that one e-mail address may have waiting.
    pub max_open_orders: i64,
    /// Orders that one network address may have waiting: a family, an office, a store's own wireless network.
    pub max_open_orders_per_address: i64,
}

impl Default for PickupRules {
    fn default() -> Self {
        Self {
            lead_minutes: 120,
            keep_hours: 72,
            warn_hours: 24,
            max_units_per_line: 5,
            max_open_orders: 5,
            max_open_orders_per_address: 50,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReservationRules {
    /// Minutes of opening a store needs before the first slot.
    pub lead_minutes: i64,
    pub slot_minutes: i64,
    /// Days on which one can come, today included.
    pub days_ahead: i8,
    /// Minutes that pieces are kept after the slot's day has closed.
    pub grace_minutes: i64,
    /// Opening days after which a fitting that nobody closed is closed by itself: 1 is the end of the next one.
    pub close_after_days: usize,
    /// Minutes before the slot at which the shopper is reminded; never in the night.
    pub remind_minutes: i64,
    /// Minutes before the pieces go back at which the shopper who has not come is told.
    pub warn_minutes: i64,
    pub max_pieces: u32,
    /// Reservations that one e-mail address may have open, and those of them in one store.
    pub max_open: i64,
    pub max_open_per_store: i64,
    /// Reservations that one network address may have open.
    pub max_open_per_address: i64,
}

impl Default for ReservationRules {
    fn default() -> Self {
        Self {
            lead_minutes: 120,
            slot_minutes: 60,
            days_ahead: 7,
            grace_minutes: 15,
            close_after_days: 1,
            remind_minutes: 180,
            warn_minutes: 60,
            max_pieces: 5,
            max_open: 3,
            max_open_per_store: 2,
            max_open_per_address: 30,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VatRules {
    /// Per cent, written as text so that 5.5 is exact.
    pub default: String,
    pub rates: Vec<VatRate>,
}

impl Default for VatRules {
    fn default() -> Self {
        Self { default: "20.0".into(), rates: Vec::new() }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VatRate {
    /// A product type of the feed in the default language; what lies below it is included.
    pub product_type: String,
    pub rate: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EmailRules {
    pub from: String,
    /// Mails to sign in that one network address may ask for in a quarter of an hour: an office, a store's own
    /// wireless network, the customers of a mobile operator that share one.
    pub max_sign_ins_per_address: i64,
}

impl Default for EmailRules {
    fn default() -> Self {
        Self { from: "shop@localhost".into(), max_sign_ins_per_address: 60 }
    }
}
