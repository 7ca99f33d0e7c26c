//! What happened to something that a shopper waits for, as the outbox tells it.

use contract::{
    event::Event,
    pickup::{PickupChange, PickupStatus},
    reservation::{ReservationChange, ReservationStatus},
    return_request::{ReturnChange, ReturnStatus},
};

use crate::{
    db::outbox::{MAILING, OutboxRow},
    domain::outbox::Mailing,
};

/// A row of the outbox that shoppers may have to be told of.
pub struct Happened {
    pub number: i64,
    /// The pickup, the reservation, the purchase or the return; empty for what is none of them.
    pub id: String,
    pub what: What,
}

pub enum What {
    Pickup(PickupStatus, PickupChange),
    Reservation(ReservationStatus, ReservationChange),
    /// It came in, or has another invoice.
    Purchase,
    Return(ReturnStatus, ReturnChange),
    /// A mail that was asked for.
    Mailing(Mailing),
}

impl Happened {
    /// The desk asked for a letter that was sent before.
    pub fn is_asked_for_again(&self) -> bool {
        matches!(
            self.what,
            What::Pickup(_, PickupChange::Resent) | What::Reservation(_, ReservationChange::Resent)
        )
    }

    /// `None` for other events, and for those of a newer version that this one can't read.
    pub fn read(row: &OutboxRow) -> Option<Happened> {
        if row.kind == MAILING {
            let what = What::Mailing(serde_json::from_str(&row.payload).ok()?);
            return Some(Happened { number: row.number, id: String::new(), what });
        }
        let (id, what) = match serde_json::from_str(&row.payload).ok()? {
            Event::PickupChanged { pickup_id, status, change, .. } => {
                (pickup_id, What::Pickup(status, change))
            }
            Event::ReservationChanged { reservation_id, status, change, .. } => {
                (reservation_id, What::Reservation(status, change))
            }
            Event::PurchaseChanged { purchase_id } => (purchase_id, What::Purchase),
            Event::ReturnChanged { return_id, status, change, .. } => {
                (return_id, What::Return(status, change))
            }
            _ => return None,
        };
        Some(Happened { number: row.number, id, what })
    }
}
