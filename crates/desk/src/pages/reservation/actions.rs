use contract::{
    desk::{DeskReservation, DeskReservationLine},
    reservation::ReservationLineStatus,
};
use leptos::{ev, prelude::*};

use crate::{
    components::{Steps, TwoSteps, piece_text},
    pages::actions::{PrepareActions, focus_on_page, focus_on_ready},
    state::{desk::Desk, reservations::ReservationAction},
};

/// What can be done to a reservation before the shopper comes.
#[component]
pub fn ReservationActions(reservation: DeskReservation) -> impl IntoView {
    let desk = Desk::expect();
    let id = StoredValue::new(reservation.id.clone());
    let prepare = Callback::new(move |()| {
        let id = id.get_value();
        desk.act_on_reservation(&id, ReservationAction::Prepare, |changed| focus_on_ready(&changed.id));
    });
    let ready = Callback::new(move |place| {
        let action = ReservationAction::MakeReady(place);
        desk.act_on_reservation(&id.get_value(), action, |_| focus_on_page());
    });
    view! {
        <PrepareActions
            id=reservation.id
            name=reservation.name
            can_prepare=reservation.status.can_prepare()
            on_prepare=prepare
            on_ready=ready
        />
    }
}

/// Beside each piece: to say that it was found, or not.
pub fn piece_tools(reservation: &DeskReservation) -> Callback<DeskReservationLine, AnyView> {
    let id = reservation.id.clone();
    let is_preparing = reservation.status.can_make_ready();
    let kept = reservation.lines.iter().filter(|line| line.line.status.is_kept()).count();
    Callback::new(move |line: DeskReservationLine| {
        let is_sought = is_preparing && line.line.status == ReservationLineStatus::Held;
        let found = is_sought.then(|| view! { <FoundPiece reservation=id.clone() line=line.clone() /> });
        view! {
            {found}
            <MissingPiece reservation=id.clone() line=line is_last={kept == 1} />
        }
        .into_any()
    })
}

/// Says that a piece was found and put aside.
#[component]
fn FoundPiece(
    /// The reservation's id.
    reservation: String,
    line: DeskReservationLine,
) -> impl IntoView {
    let desk = Desk::expect();
    let of = reservation.clone();
    let busy = Signal::derive(move || desk.is_busy(&of));
    let label = t!(piece.found_of, piece = piece_text(&line.line));
    let say_found = move |_: ev::MouseEvent| {
        let action = ReservationAction::SayFound(line.line.id.clone());
        desk.act_on_reservation(&reservation, action, |changed| {
            focus_on_ready(&changed.id);
            focus_on_page();
        });
    };
    view! {
        <button
            type="button"
            class="button button-quiet piece-found"
            aria-label=label
            aria-disabled=move || busy.get().then_some("true")
            on:click=say_found
        >
            {t!(piece.found)}
        </button>
    }
}

/// Says that a piece was not found, in two steps on the spot.
#[component]
pub fn MissingPiece(
    /// The reservation's id.
    reservation: String,
    line: DeskReservationLine,
    /// No other piece is kept: the reservation ends with this one.
    is_last: bool,
) -> impl IntoView {
    let desk = Desk::expect();
    let of = reservation.clone();
    let busy = Signal::derive(move || desk.is_busy(&of));
    let last = is_last.then(|| t!(piece.missing_last));
    let steps = Steps {
        offer: t!(piece.missing),
        offer_read: t!(piece.missing_of, piece = piece_text(&line.line)),
        question: [Some(t!(piece.missing_question)), last]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        confirm: t!(piece.missing_confirm),
        cancel: t!(piece.missing_cancel),
    };
    let id = format!("missing-{}", line.line.id);
    let say_missing = Callback::new(move |()| {
        let action = ReservationAction::SayMissing(line.line.id.clone());
        desk.act_on_reservation(&reservation, action, |changed| {
            focus_on_ready(&changed.id);
            focus_on_page();
        });
    });
    view! { <div class="piece-tools"><TwoSteps id=id steps=steps busy=busy on_confirm=say_missing /></div> }
}
