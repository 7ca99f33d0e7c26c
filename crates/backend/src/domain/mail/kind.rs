//! Which letters there are, and which one tells of what happened to a pickup.

use contract::pickup::{CancelledBy, PickupChange, PickupStatus};

use crate::db::pickup::PickupRow;

/// Which letter it is: a section of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Placed,
    Ready,
    CancelledByShopper,
    CancelledByStore,
    Expired,
    ReservationRequested,
    ReservationReady,
    ReservationPieceMissing,
    ReservationDeclined,
    ReservationCancelled,
    ReservationExpired,
    ReservationNoShow,
    ReservationSlotChanged,
    ReservationStoreClosed,
    StoreClosed,
    PickupExpiring,
    ReservationReminder,
    ReservationExpiring,
    ReturnRequested,
    ReturnWithdrawn,
    ReturnReceived,
    ReturnRefunded,
    ReturnRefused,
    ReturnExpired,
    SignIn,
    JoinAddress,
    AddressJoined,
    HandoffTaken,
    FavouriteBack,
    FavouritePrice,
    Invoice,
    Collected,
    Receipt,
}

/// The status whose letter says where a pickup stands.
fn told_as(status: PickupStatus) -> PickupStatus {
    if status == PickupStatus::Preparing { PickupStatus::Placed } else { status }
}

impl Kind {
    pub const ALL: [Kind; 33] = [
        Self::Placed,
        Self::Ready,
        Self::CancelledByShopper,
        Self::CancelledByStore,
        Self::Expired,
        Self::ReservationRequested,
        Self::ReservationReady,
        Self::ReservationPieceMissing,
        Self::ReservationDeclined,
        Self::ReservationCancelled,
        Self::ReservationExpired,
        Self::ReservationNoShow,
        Self::ReservationSlotChanged,
        Self::ReservationStoreClosed,
        Self::StoreClosed,
        Self::PickupExpiring,
        Self::ReservationReminder,
        Self::ReservationExpiring,
        Self::ReturnRequested,
        Self::ReturnWithdrawn,
        Self::ReturnReceived,
        Self::ReturnRefunded,
        Self::ReturnRefused,
        Self::ReturnExpired,
        Self::SignIn,
        Self::JoinAddress,
        Self::AddressJoined,
        Self::HandoffTaken,
        Self::FavouriteBack,
        Self::FavouritePrice,
        Self::Invoice,
        Self::Collected,
        Self::Receipt,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Ready => "ready",
            Self::CancelledByShopper => "cancelled_by_shopper",
            Self::CancelledByStore => "cancelled_by_store",
            Self::Expired => "expired",
            Self::ReservationRequested => "reservation_requested",
            Self::ReservationReady => "reservation_ready",
            Self::ReservationPieceMissing => "reservation_piece_missing",
            Self::ReservationDeclined => "reservation_declined",
            Self::ReservationCancelled => "reservation_cancelled",
            Self::ReservationExpired => "reservation_expired",
            Self::ReservationNoShow => "reservation_no_show",
            Self::ReservationSlotChanged => "reservation_slot_changed",
            Self::ReservationStoreClosed => "reservation_store_closed",
            Self::StoreClosed => "store_closed",
            Self::PickupExpiring => "pickup_expiring",
            Self::ReservationReminder => "reservation_reminder",
            Self::ReservationExpiring => "reservation_expiring",
            Self::ReturnRequested => "return_requested",
            Self::ReturnWithdrawn => "return_withdrawn",
            Self::ReturnReceived => "return_received",
            Self::ReturnRefunded => "return_refunded",
            Self::ReturnRefused => "return_refused",
            Self::ReturnExpired => "return_expired",
            Self::SignIn => "sign_in",
            Self::JoinAddress => "join_address",
            Self::AddressJoined => "address_joined",
            Self::HandoffTaken => "handoff_taken",
            Self::FavouriteBack => "favourite_back",
            Self::FavouritePrice => "favourite_price",
            Self::Invoice => "invoice",
            Self::Collected => "collected",
            Self::Receipt => "receipt",
        }
    }

    /// The letter for what happened to a pickup, if it is worth one and still true: nobody shall come for what was
    /// handed over or cancelled meanwhile.
    pub fn of_pickup(happened: PickupStatus, change: PickupChange, pickup: &PickupRow) -> Option<Kind> {
        match change {
            PickupChange::Status => Self::of_status(happened, pickup),
            PickupChange::Resent => Self::of_status(told_as(pickup.status), pickup),
            PickupChange::StoreClosed => pickup.status.is_live().then_some(Kind::StoreClosed),
            PickupChange::Expiring => (pickup.status == PickupStatus::Ready).then_some(Kind::PickupExpiring),
        }
    }

    fn of_status(happened: PickupStatus, pickup: &PickupRow) -> Option<Kind> {
        match happened {
            PickupStatus::Placed => pickup.status.is_live().then_some(Kind::Placed),
            PickupStatus::Ready => (pickup.status == PickupStatus::Ready).then_some(Kind::Ready),
            PickupStatus::Cancelled if pickup.cancelled_by == Some(CancelledBy::Shopper) => {
                Some(Kind::CancelledByShopper)
            }
            PickupStatus::Cancelled => Some(Kind::CancelledByStore),
            PickupStatus::Expired => Some(Kind::Expired),
            PickupStatus::Preparing | PickupStatus::Collected => None,
        }
    }

    /// There is something to come for.
    pub fn is_live(self) -> bool {
        matches!(
            self,
            Kind::Placed
                | Kind::Ready
                | Kind::ReservationRequested
                | Kind::ReservationReady
                | Kind::ReservationPieceMissing
                | Kind::ReservationSlotChanged
                | Kind::ReservationStoreClosed
                | Kind::StoreClosed
                | Kind::PickupExpiring
                | Kind::ReservationReminder
                | Kind::ReservationExpiring
                | Kind::ReturnRequested
                | Kind::ReturnWithdrawn
        )
    }
}
