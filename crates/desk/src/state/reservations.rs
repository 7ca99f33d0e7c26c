//! The store's reservations, and what is done to them.

use contract::{
    desk::{CloseReservation, DeskReservation, MakeReady, SayFound, SayMissing},
    reservation::ReservationStatus,
};
use storefront::{api::ApiError, format};

use super::{desk::Desk, listing::Listed, places};
use crate::api;

/// What an associate does to a reservation.
pub enum ReservationAction {
    Prepare,
    /// The line of the piece that was found.
    SayFound(String),
    /// The line of the piece that was not found.
    SayMissing(String),
    MakeReady(Option<String>),
    Arrive,
    /// The lines of the pieces that were bought.
    Close(Vec<String>),
    /// Nobody came.
    SayNoShow,
    /// Takes back what was done last.
    Undo,
}

impl Listed for DeskReservation {
    fn id(&self) -> &str {
        &self.id
    }

    async fn read() -> Result<(Vec<Self>, i64), ApiError> {
        let list = api::reservations().await?;
        Ok((list.items, list.cursor))
    }

    fn news(before: &[Self], now: &[Self]) -> Option<String> {
        let known = |reservation: &DeskReservation| before.iter().find(|other| other.id == reservation.id);
        let new: Vec<_> =
            now.iter().filter(|r| r.status == ReservationStatus::Requested && known(r).is_none()).collect();
        match new.as_slice() {
            [] => now.iter().find_map(|reservation| change_text(known(reservation)?, reservation)),
            [one] => Some(t!(prepare.new_reservation.one, name = one.name, slot = format::slot(&one.slot))),
            many => Some(t!(prepare.new_reservation.other, count = many.len())),
        }
    }
}

/// What the shopper did to it meanwhile.
fn change_text(before: &DeskReservation, now: &DeskReservation) -> Option<String> {
    let name = &now.name;
    if before.status.is_live() && now.status == ReservationStatus::Cancelled {
        return Some(t!(prepare.gone_reservation, name = name));
    }
    if before.here_at.is_none() && now.here_at.is_some() {
        return Some(t!(prepare.here, name = name));
    }
    match &now.late_until {
        Some(late) if before.late_until != now.late_until => {
            Some(t!(prepare.late, name = name, moment = format::moment(late)))
        }
        _ if before.slot != now.slot => Some(t!(prepare.moved, name = name, slot = format::slot(&now.slot))),
        _ => None,
    }
}

impl Desk {
    /// `done` is told when it succeeded.
    pub fn act_on_reservation(
        self,
        id: &str,
        action: ReservationAction,
        done: impl FnOnce(&DeskReservation) + 'static,
    ) {
        let done_text = match action {
            ReservationAction::SayFound(_) => |_: &DeskReservation| t!(done.found),
            ReservationAction::SayMissing(_) => missing_text,
            ReservationAction::Undo => |changed: &DeskReservation| t!(done.undone, name = changed.name),
            _ => done_text,
        };
        self.act(self.reservations, id, send(id.to_string(), action), move |reservation| {
            self.announcer.say(done_text(reservation));
            done(reservation);
        });
    }
}

async fn send(id: String, action: ReservationAction) -> Result<DeskReservation, ApiError> {
    match action {
        ReservationAction::Prepare => api::prepare_reservation(&id).await,
        ReservationAction::SayFound(line_id) => api::say_found(&id, &SayFound { line_id }).await,
        ReservationAction::SayMissing(line_id) => api::say_missing(&id, &SayMissing { line_id }).await,
        ReservationAction::MakeReady(staging_place) => {
            let reservation = api::make_reservation_ready(&id, &MakeReady { staging_place }).await?;
            if let Some(place) = &reservation.staging_place {
                places::remember(place);
            }
            Ok(reservation)
        }
        ReservationAction::Arrive => api::arrive(&id).await,
        ReservationAction::Close(bought) => api::close_reservation(&id, &CloseReservation { bought }).await,
        ReservationAction::SayNoShow => api::say_no_show(&id).await,
        ReservationAction::Undo => api::undo(&id).await,
    }
}

fn done_text(reservation: &DeskReservation) -> String {
    let name = &reservation.name;
    match reservation.status {
        ReservationStatus::Ready => t!(done.reservation_ready, name = name),
        ReservationStatus::Arrived => t!(done.arrived, name = name),
        ReservationStatus::Closed => t!(done.closed, name = name),
        ReservationStatus::NoShow => t!(done.no_show, name = name),
        _ => t!(done.reservation_preparing, name = name),
    }
}

fn missing_text(reservation: &DeskReservation) -> String {
    match reservation.status {
        ReservationStatus::Declined => t!(done.declined, name = reservation.name),
        _ => t!(done.missing),
    }
}
