//! Stores: physical shops, always.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// A spell of opening in local time, `HH:MM`; `until` may be `24:00`, and is after `from`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Spell {
    pub from: String,
    pub until: String,
}

/// The opening hours of a day that differs from its weekday's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SpecialDay {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// None: closed.
    pub spells: Vec<Spell>,
}

/// Whether the store is open at the moment of the answer, in its own time zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Opening {
    /// Until when, today.
    Open { until: Timestamp },
    /// When it opens next, within two weeks.
    Closed { opens: Option<Timestamp> },
    /// The retailer gave no hours.
    Unknown,
}

/// What a list or the store plate shows of a store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoreSummary {
    /// The retailer's store code.
    pub id: String,
    pub slug: String,
    pub name: String,
    /// Street; the feed may lack it.
    pub address: Option<String>,
    pub postal_code: Option<String>,
    pub city: String,
    pub country: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    /// IANA name.
    pub time_zone: String,
    pub opening: Opening,
    /// It had to close, and promises nothing until then.
    pub closed_until: Option<Timestamp>,
    /// Metres from the place that was asked for, as the crow flies.
    pub distance: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Store {
    #[serde(flatten)]
    pub summary: StoreSummary,
    pub phone: Option<String>,
    /// Seven days from Monday; an empty day is closed. `None`: the retailer gave no hours.
    pub hours: Option<Vec<Vec<Spell>>>,
    /// Days to come that differ, in order.
    pub special_days: Vec<SpecialDay>,
}

/// `GET /api/stores`: nearest first when a place was given, else by city and name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stores {
    pub items: Vec<StoreSummary>,
}
