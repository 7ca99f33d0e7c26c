//! The desk: what associates of a store see and do.

use serde::{Deserialize, Serialize};

use crate::{
    money::Money,
    order::OrderLine,
    pickup::PickupStatus,
    reservation::{ReservationLine, ReservationStatus, Slot},
    store::StoreSummary,
    time::Timestamp,
};

/// `POST /api/desk/session`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    pub store_id: String,
    /// 4 to 8 digits.
    pub pin: String,
}

/// `GET /api/desk/session`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskSession {
    pub associate: String,
    pub store: StoreSummary,
}

/// A line with where to find it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskLine {
    #[serde(flatten)]
    pub line: OrderLine,
    pub aisle: Option<String>,
    pub gtin: Option<String>,
}

/// A pickup as the store sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskPickup {
    pub id: String,
    pub order_number: String,
    pub status: PickupStatus,
    /// The shopper's name.
    pub name: String,
    pub placed_at: Timestamp,
    pub ready_by: Timestamp,
    pub collect_by: Timestamp,
    pub ready_at: Option<Timestamp>,
    pub collected_at: Option<Timestamp>,
    /// Where prepared goods wait, in the store's words: « casier B3 ».
    pub staging_place: Option<String>,
    pub lines: Vec<DeskLine>,
    /// To be paid at hand-over.
    pub total: Money,
}

/// `GET /api/desk/pickups`: live ones, the most urgent first, then those ended today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskPickups {
    pub items: Vec<DeskPickup>,
    pub cursor: i64,
}

/// `POST /api/desk/pickups/{id}/ready`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MakeReady {
    /// At most 40 characters.
    #[serde(default)]
    pub staging_place: Option<String>,
}

/// A piece with where to find it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskReservationLine {
    #[serde(flatten)]
    pub line: ReservationLine,
    pub aisle: Option<String>,
    pub gtin: Option<String>,
}

/// A reservation as the store sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskReservation {
    pub id: String,
    pub number: String,
    pub status: ReservationStatus,
    /// The shopper's name.
    pub name: String,
    pub phone: Option<String>,
    pub note: Option<String>,
    pub slot: Slot,
    pub keep_until: Timestamp,
    pub requested_at: Timestamp,
    pub ready_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub staging_place: Option<String>,
    pub lines: Vec<DeskReservationLine>,
}

/// `GET /api/desk/reservations`: live ones, by slot, then those ended today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskReservations {
    pub items: Vec<DeskReservation>,
    pub cursor: i64,
}

/// `POST /api/desk/reservations/{id}/missing`: a piece that the store did not find. When none is left the reservation
/// is declined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SayMissing {
    pub line_id: String,
}

/// `POST /api/desk/reservations/{id}/close`: what was bought; the other pieces go back on the shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CloseReservation {
    /// Lines of the reservation.
    pub bought: Vec<String>,
}

/// The answer to `POST /api/desk/passes/find`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FoundPass {
    Pickup(DeskPickup),
    Reservation(DeskReservation),
}
