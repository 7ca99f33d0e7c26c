use contract::{
    desk::DeskReservation,
    reservation::{ReservationLine, ReservationLineStatus, ReservationStatus},
};
use leptos::prelude::*;
use storefront::{browser::time, format};

fn status_text(status: ReservationStatus) -> String {
    match status {
        ReservationStatus::Requested => t!(reservation.requested),
        ReservationStatus::Preparing => t!(reservation.preparing),
        ReservationStatus::Ready => t!(reservation.ready),
        ReservationStatus::Arrived => t!(reservation.arrived),
        ReservationStatus::Closed => t!(reservation.closed),
        ReservationStatus::Declined => t!(reservation.declined),
        ReservationStatus::Cancelled => t!(reservation.cancelled),
        ReservationStatus::Expired => t!(reservation.expired),
        ReservationStatus::NoShow => t!(reservation.no_show),
    }
}

#[component]
pub fn ReservationMark(status: ReservationStatus) -> impl IntoView {
    let live = status.is_live();
    view! { <span class="status-mark" class:status-live=live>{status_text(status)}</span> }
}

/// How many pieces it has, found or not.
pub fn pieces_text(reservation: &DeskReservation) -> String {
    plural!(reservation.lines.len() as u32, reservation.pieces)
}

/// A piece as one says it: « Robe Camille, sauge, taille 38 ».
pub fn piece_text(line: &ReservationLine) -> String {
    let size = line.size.as_ref().map(|size| t!(piece.size, size = size));
    let parts: Vec<_> = [Some(line.name.clone()), line.colour.clone(), size].into_iter().flatten().collect();
    parts.join(", ")
}

/// « 1 achetée, 2 remises en rayon »
pub fn outcome_text(bought: usize, returned: usize) -> String {
    let parts = [plural!(bought as u32, piece.bought_count), plural!(returned as u32, piece.returned_count)];
    parts.join(", ")
}

/// How many pieces were bought and how many went back on the shelf.
pub fn outcomes(reservation: &DeskReservation) -> (usize, usize) {
    let count = |status| reservation.lines.iter().filter(|line| line.line.status == status).count();
    (count(ReservationLineStatus::Bought), count(ReservationLineStatus::ReturnedToShelf))
}

/// What the shopper wrote to the store.
#[component]
pub fn Note(text: Option<String>) -> impl IntoView {
    text.map(|text| {
        view! {
            <p class="reservation-note">
                <span class="visually-hidden">{t!(reservation.note_label)} " "</span>
                {t!(reservation.note, note = text)}
            </p>
        }
    })
}

/// How long it has waited, until when it is kept, or when it ended.
#[component]
pub fn ReservationTimes(
    #[prop(into)] reservation: Signal<DeskReservation>,
    /// The time, in milliseconds; what it is measured against grows old with it.
    now: Signal<f64>,
) -> impl IntoView {
    let view_times = move || {
        let (now, reservation) = (now.get(), reservation.get());
        let expected = time::parse(reservation.slot.from.as_str());
        match reservation.status {
            ReservationStatus::Requested | ReservationStatus::Preparing => {
                let late = expected.is_some_and(|expected| expected < now).then(|| {
                    let text = t!(reservation.late, moment = format::moment(&reservation.slot.from));
                    view! { <span class="times-promise times-late">{text}</span> " " }
                });
                let waiting = t!(reservation.waiting, ago = format::ago(&reservation.requested_at));
                view! { {late} <span class="muted">{waiting}</span> }.into_any()
            }
            ReservationStatus::Ready => {
                t!(reservation.kept, moment = format::moment(&reservation.keep_until)).into_any()
            }
            ReservationStatus::Arrived => ().into_any(),
            _ => reservation
                .ended_at
                .as_ref()
                .map(|at| t!(reservation.ended_at, moment = format::moment(at)))
                .into_any(),
        }
    };
    view! { <p class="times">{view_times}</p> }
}
