//! A reservation: pieces to try on in a store, free and without obligation.

use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    money::Money,
    newtypes::{Email, PersonName, Phone},
    pass::Pass,
    picture::Picture,
    store::Store,
    time::Timestamp,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReservationStatus {
    Requested,
    Preparing,
    Ready,
    Arrived,
    Closed,
    /// The store found none of the pieces.
    Declined,
    Cancelled,
    /// Its time was over before the store had it ready.
    Expired,
    /// It was ready, and nobody came.
    NoShow,
}

impl ReservationStatus {
    pub const ALL: [ReservationStatus; 9] = [
        Self::Requested,
        Self::Preparing,
        Self::Ready,
        Self::Arrived,
        Self::Closed,
        Self::Declined,
        Self::Cancelled,
        Self::Expired,
        Self::NoShow,
    ];

    pub fn can_prepare(self) -> bool {
        self == Self::Requested
    }

    /// A small store may go straight from requested to ready.
    pub fn can_make_ready(self) -> bool {
        matches!(self, Self::Requested | Self::Preparing)
    }

    /// A shopper may come before everything is ready.
    pub fn can_arrive(self) -> bool {
        matches!(self, Self::Requested | Self::Preparing | Self::Ready)
    }

    pub fn can_close(self) -> bool {
        self == Self::Arrived
    }

    pub fn can_cancel(self) -> bool {
        self.can_arrive()
    }

    /// Nothing expires after arrival.
    pub fn can_expire(self) -> bool {
        self.can_arrive()
    }

    /// Slot and pieces may still change; « Je suis là » and « J'ai du retard » still help.
    pub fn can_change(self) -> bool {
        self.can_arrive()
    }

    /// It still holds stock, and its pass is still worth showing.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Requested | Self::Preparing | Self::Ready | Self::Arrived)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Preparing => "preparing",
            Self::Ready => "ready",
            Self::Arrived => "arrived",
            Self::Closed => "closed",
            Self::Declined => "declined",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::NoShow => "no_show",
        }
    }

    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// What became of one piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReservationLineStatus {
    Held,
    Found,
    Missing,
    Bought,
    ReturnedToShelf,
}

impl ReservationLineStatus {
    pub const ALL: [ReservationLineStatus; 5] =
        [Self::Held, Self::Found, Self::Missing, Self::Bought, Self::ReturnedToShelf];

    /// The store still keeps it for the shopper.
    pub fn is_kept(self) -> bool {
        matches!(self, Self::Held | Self::Found)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Found => "found",
            Self::Missing => "missing",
            Self::Bought => "bought",
            Self::ReturnedToShelf => "returned_to_shelf",
        }
    }

    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// What happened to a reservation; beside `status`, its status is what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReservationChange {
    Status,
    PieceFound,
    PieceMissing,
    /// The shopper no longer wants a piece.
    PieceDropped,
    SlotChanged,
    /// « Je suis là ».
    Here,
    /// « J'ai du retard ».
    Late,
    /// The store had to close: it is kept for longer.
    StoreClosed,
    /// An associate took back what was done last.
    Undone,
    /// The same of what the shopper was never told.
    UndoneQuietly,
    /// The slot is near.
    Reminder,
    /// It is ready, nobody came, and its time is nearly over.
    Expiring,
    /// The desk asked for the last e-mail again.
    Resent,
}

/// When the shopper means to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Slot {
    pub from: Timestamp,
    pub until: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlotDay {
    /// In the store's time zone, as `2026-11-28`.
    pub date: String,
    pub slots: Vec<Slot>,
}

/// `GET /api/stores/{slug}/slots`: the days on which one can come to try on, from the first that is early enough for
/// the store to prepare. Days without a slot are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Slots {
    pub items: Vec<SlotDay>,
}

/// `POST /api/reservations`, with an `Idempotency-Key`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceReservation {
    pub name: PersonName,
    pub email: Email,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    pub store_id: String,
    /// The `from` of one of the store's slots.
    pub slot: Timestamp,
    /// One unit of each, no SKU twice, at most the retailer's `max_reservation_pieces`.
    pub skus: Vec<String>,
    /// To the store; at most 300 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The language of the e-mails.
    pub language: Language,
}

/// `PUT /api/reservations/{id}/slot`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeSlot {
    /// The `from` of one of the store's slots.
    pub slot: Timestamp,
}

/// `POST /api/reservations/{id}/late`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SayLate {
    /// From now, 5 to 180.
    pub minutes: u32,
}

/// The answer to a placed reservation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacedReservation {
    pub reservation: Reservation,
    /// The secret of its private link, for the URL's fragment. It is not shown again.
    pub link_token: String,
}

/// One piece.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReservationLine {
    pub id: String,
    pub sku: String,
    pub product_slug: String,
    pub name: String,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub picture: Option<Picture>,
    /// What it cost in the store when it was reserved.
    pub price: Money,
    pub status: ReservationLineStatus,
    /// When it is missing: the nearest other store that has it.
    pub elsewhere: Option<Elsewhere>,
}

/// Another store that has a piece.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Elsewhere {
    pub store_id: String,
    pub slug: String,
    pub name: String,
    /// Metres from the reservation's store, as the crow flies.
    pub distance: Option<u32>,
    /// Units.
    pub quantity: i64,
}

/// `GET /api/reservations/{id}`, for a session that may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reservation {
    pub id: String,
    /// The number people say, for example `E-4KX9-27QP`.
    pub number: String,
    pub status: ReservationStatus,
    pub name: String,
    pub email: String,
    pub store: Store,
    pub slot: Slot,
    /// It is kept until then.
    pub keep_until: Timestamp,
    pub lines: Vec<ReservationLine>,
    /// What to show in the store, while it is live.
    pub pass: Option<Pass>,
    pub note: Option<String>,
    pub requested_at: Timestamp,
    pub ready_at: Option<Timestamp>,
    /// When the shopper said « Je suis là ».
    pub here_at: Option<Timestamp>,
    /// When the shopper means to come instead, who said « J'ai du retard ».
    pub late_until: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// Number of the last event this answer contains; listen from here.
    pub cursor: i64,
}

#[cfg(test)]
mod tests {
    use super::{ReservationLineStatus as Line, ReservationStatus as Status};

    #[test]
    fn what_is_over_stays_over() {
        let over = Status::ALL.into_iter().filter(|status| !status.is_live());
        for status in over {
            assert!(!status.can_prepare() && !status.can_make_ready() && !status.can_arrive());
            assert!(
                !status.can_close() && !status.can_cancel() && !status.can_expire() && !status.can_change()
            );
        }
    }

    #[test]
    fn nothing_expires_after_arrival() {
        assert!(!Status::Arrived.can_expire() && !Status::Arrived.can_cancel());
        assert!(Status::Arrived.can_close() && Status::Arrived.is_live());
    }

    #[test]
    fn every_status_reads_back() {
        for status in Status::ALL {
            assert_eq!(Status::from_text(status.as_str()), Some(status));
        }
        for status in Line::ALL {
            assert_eq!(Line::from_text(status.as_str()), Some(status));
        }
        assert_eq!(Status::from_text("lost"), None);
    }
}
