//! The desk: what associates of a store see and do.

use serde::{Deserialize, Serialize};

use crate::{
    desk_sale::DeskReturn,
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
    /// The last e-mail about it was given up: the shopper knows nothing of it.
    pub mail_failed: bool,
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
    /// When the shopper said « Je suis là ».
    pub here_at: Option<Timestamp>,
    /// When the shopper means to come instead, who said « J'ai du retard ».
    pub late_until: Option<Timestamp>,
    /// The associate who began to prepare it.
    pub prepared_by: Option<String>,
    /// What was done last and can still be taken back.
    pub undo: Option<Undo>,
    /// The last e-mail about it was given up: the shopper knows nothing of it.
    pub mail_failed: bool,
}

/// A step that can be taken back by `POST /api/desk/reservations/{id}/undo`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Undo {
    pub step: UndoStep,
    /// The associate who did it.
    pub by: String,
    /// Until when it can be taken back.
    pub until: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UndoStep {
    Prepare,
    Found,
    Missing,
    Ready,
    Arrive,
    Close,
    NoShow,
}

/// `POST /api/desk/reservations/{id}/found`: a piece that was found and put aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SayFound {
    pub line_id: String,
}

/// `PUT /api/desk/closing`: the store must close unexpectedly. It promises nothing until then; what is kept for
/// shoppers is kept for longer, and they are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CloseStore {
    /// In the future, within two weeks.
    pub until: Timestamp,
}

/// `GET /api/desk/closing`, and the answer to `PUT` and `DELETE`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Closing {
    pub until: Option<Timestamp>,
    /// Live pickups and reservations of the store: those whose shoppers are told.
    pub pickups: u32,
    pub reservations: u32,
}

/// Something that an associate did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    pub at: Timestamp,
    pub associate: String,
    /// For example `reservation.ready` or `sign_in`.
    pub action: String,
    /// The number of the order or the reservation, when it was one.
    pub number: Option<String>,
}

/// `GET /api/desk/audit`: who did what in the store, the last first; the last 200 of 30 days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Audit {
    pub items: Vec<AuditEntry>,
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
    Return(Box<DeskReturn>),
}
