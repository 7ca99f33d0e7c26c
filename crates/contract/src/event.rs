//! Live events, sent by `GET /api/events` as server-sent events; each carries its outbox number as `id`.

use serde::{Deserialize, Serialize};

use crate::{
    availability::Availability,
    pickup::{PickupChange, PickupStatus},
    reservation::{ReservationChange, ReservationStatus},
    return_request::{ReturnChange, ReturnStatus},
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// To everyone.
    AvailabilityChanged(Availability),
    /// To the sessions that may see the order, and to the store's desk.
    PickupChanged {
        order_id: String,
        pickup_id: String,
        store_id: String,
        status: PickupStatus,
        #[serde(default)]
        change: PickupChange,
    },
    /// To the sessions that may see the reservation, and to the store's desk.
    ReservationChanged {
        reservation_id: String,
        store_id: String,
        status: ReservationStatus,
        change: ReservationChange,
    },
    /// To the sessions that may see the purchase: it came in, or has another invoice.
    PurchaseChanged { purchase_id: String },
    /// To the sessions that may see the return, and to the desk of the store that received it.
    ReturnChanged { return_id: String, store_id: Option<String>, status: ReturnStatus, change: ReturnChange },
    /// To one session: it may sign in now, or it was signed out elsewhere.
    SessionChanged,
    /// To the sessions of an account: its profile, cart, favourites, orders or reservations are not what they were.
    AccountChanged,
    /// To everyone: read again what is on screen.
    CatalogueImported,
    /// Events were missed and are gone: read again what is on screen.
    Resync,
}
