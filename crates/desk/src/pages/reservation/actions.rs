use contract::desk::{DeskReservation, DeskReservationLine};
use leptos::{ev, prelude::*};
use storefront::browser::{focus, time};

use crate::{
    components::piece_text,
    pages::{
        actions::{PrepareActions, focus_on_page, focus_on_ready},
        hand_over::READING,
    },
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

/// Beside each piece: to say that it was not found.
pub fn missing_tools(reservation: &DeskReservation) -> Callback<DeskReservationLine, AnyView> {
    let id = reservation.id.clone();
    let kept = reservation.lines.iter().filter(|line| line.line.status.is_kept()).count();
    Callback::new(move |line| {
        view! { <MissingPiece reservation=id.clone() line=line is_last={kept == 1} /> }.into_any()
    })
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
    let asked_at = RwSignal::new(None::<f64>);
    let piece = piece_text(&line.line);
    let confirm = format!("confirm-missing-{}", line.line.id);
    let offer = format!("missing-{}", line.line.id);
    let (focused, offered) = (confirm.clone(), offer.clone());
    let ask = move |_: ev::MouseEvent| {
        asked_at.set(Some(time::now()));
        let confirm = focused.clone();
        time::after(0, move || focus::by_id(&confirm));
    };
    let keep_looking = Callback::new(move |()| {
        asked_at.set(None);
        let offer = offered.clone();
        time::after(0, move || focus::by_id(&offer));
    });
    let step = move || {
        match asked_at.get() {
        Some(at) => view! {
            <Question
                reservation=reservation.clone()
                line=line.line.id.clone()
                confirm=confirm.clone()
                is_last=is_last
                asked_at=at
                on_cancel=keep_looking
            />
        }
        .into_any(),
        None => view! {
            <button type="button" id=offer.clone() class="text-link" aria-label=t!(piece.missing_of, piece = piece) on:click=ask.clone()>
                {t!(piece.missing)}
            </button>
        }
        .into_any(),
    }
    };
    view! { <div class="piece-tools">{step}</div> }
}

#[component]
fn Question(
    reservation: String,
    line: String,
    /// The id of the button that confirms.
    confirm: String,
    is_last: bool,
    asked_at: f64,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let desk = Desk::expect();
    let question = format!("{confirm}-question");
    let asked = question.clone();
    let of = reservation.clone();
    let busy = Signal::derive(move || desk.is_busy(&of));
    let say_missing = move |_: ev::MouseEvent| {
        if time::now() - asked_at < READING {
            return;
        }
        let action = ReservationAction::SayMissing(line.clone());
        desk.act_on_reservation(&reservation, action, |changed| {
            focus_on_ready(&changed.id);
            focus_on_page();
        });
    };
    view! {
        <p id=question class="piece-question">
            {t!(piece.missing_question)} {is_last.then(|| view! { " " {t!(piece.missing_last)} })}
        </p>
        <div class="pickup-actions">
            <button
                type="button"
                id=confirm
                aria-describedby=asked
                class="button"
                aria-disabled=move || busy.get().then_some("true")
                on:click=say_missing
            >
                {move || if busy.get() { t!(action.busy) } else { t!(piece.missing_confirm) }}
            </button>
            <button type="button" class="button button-quiet" on:click=move |_| on_cancel.run(())>
                {t!(piece.missing_cancel)}
            </button>
        </div>
    }
}
