use contract::desk::{DeskReservation, DeskReservationLine};
use leptos::{ev, prelude::*};
use storefront::{
    browser::{focus, time},
    components::{Glyph, Icon},
    format,
};

use super::actions::MissingPiece;
use crate::{
    components::{Refusal, ReservationLines, is_read, outcome_text, outcomes, piece_text},
    pages::actions::{NEXT_VIEW, refusal_of},
    paths,
    state::{desk::Desk, reservations::ReservationAction},
};

const PIECES: &str = "try-on-pieces";
const DONE: &str = "try-on-done";

/// Says that the shopper is there.
#[component]
pub fn Arrive(
    /// The reservation's id.
    reservation: String,
    class: &'static str,
) -> impl IntoView {
    let desk = Desk::expect();
    let of = reservation.clone();
    let busy = Signal::derive(move || desk.is_busy(&of));
    let arrive = move |_: ev::MouseEvent| {
        desk.act_on_reservation(&reservation, ReservationAction::Arrive, |_| {
            time::after(NEXT_VIEW, || focus::by_id(PIECES));
        });
    };
    view! {
        <button type="button" class=class aria-disabled=move || busy.get().then_some("true") on:click=arrive>
            {move || if busy.get() { t!(action.busy) } else { t!(action.arrive) }}
        </button>
    }
}

/// Where the pieces wait for the shopper.
#[component]
pub fn Welcome(reservation: DeskReservation) -> impl IntoView {
    let place = reservation.staging_place.clone().unwrap_or_else(|| t!(pickup.no_place));
    let refusal = refusal_of(&reservation.id);
    view! {
        <section class="hand-over" aria-label=t!(action.welcome)>
            <p class="hand-over-place">
                <span class="hand-over-label">{t!(hand_over.to_take)}</span>
                <span class="staging-place">{place}</span>
            </p>
            <Arrive reservation=reservation.id class="button button-now button-wide button-tall" />
            <Refusal text=refusal />
        </section>
    }
}

/// The shopper is trying on: what became of each piece, then the end.
#[component]
pub fn TryOn(
    reservation: DeskReservation,
    bought: RwSignal<Vec<String>>,
    closed: RwSignal<bool>,
) -> impl IntoView {
    let kept: Vec<_> = reservation.lines.iter().filter(|line| line.line.status.is_kept()).collect();
    let is_last = kept.len() == 1;
    let kept = StoredValue::new(kept.into_iter().map(|line| line.line.id.clone()).collect::<Vec<_>>());
    // A piece may have been chosen before somebody else said that it is missing.
    let chosen = Memo::new(move |_| {
        let is_bought = |line: &&String| bought.with(|bought| bought.contains(line));
        kept.with_value(|kept| kept.iter().filter(is_bought).cloned().collect::<Vec<_>>())
    });
    let sum = move || {
        let bought = chosen.with(Vec::len);
        outcome_text(bought, kept.with_value(Vec::len) - bought)
    };
    let id = reservation.id.clone();
    let tools = Callback::new(move |line: DeskReservationLine| {
        view! {
            <Outcome line=line.clone() bought=bought />
            <MissingPiece reservation=id.clone() line=line is_last=is_last />
        }
        .into_any()
    });
    view! {
        <h2 class="found-lines" id=PIECES tabindex="-1">{t!(try_on.title)}</h2>
        <ReservationLines lines=reservation.lines tools=tools />
        <section class="hand-over" aria-label=t!(try_on.close)>
            <p class="hand-over-total" role="status">{sum}</p>
            <Close reservation=reservation.id bought=chosen closed=closed />
        </section>
    }
}

/// Bought, or back on the shelf as most pieces go.
#[component]
fn Outcome(line: DeskReservationLine, bought: RwSignal<Vec<String>>) -> impl IntoView {
    let id = StoredValue::new(line.line.id.clone());
    let is_bought = Memo::new(move |_| id.with_value(|id| bought.with(|bought| bought.contains(id))));
    let choose = move |buys: bool| {
        bought.update(|bought| {
            id.with_value(|id| bought.retain(|other| other != id));
            if buys {
                bought.push(id.get_value());
            }
        });
    };
    let option = move |buys: bool, text: String| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=id.get_value()
                    prop:checked=move || is_bought.get() == buys
                    on:change=move |_| choose(buys)
                />
                <span class="choice-label">{text}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices outcome">
            <legend class="visually-hidden">{piece_text(&line.line)}</legend>
            <div class="choices-row">{option(false, t!(piece.returned))} {option(true, t!(piece.bought))}</div>
        </fieldset>
    }
}

#[component]
fn Close(reservation: String, bought: Memo<Vec<String>>, closed: RwSignal<bool>) -> impl IntoView {
    let desk = Desk::expect();
    // The second half of a double tap on « Le client est là » must not end what has just begun.
    let shown_at = time::now();
    let refusal = refusal_of(&reservation);
    let of = reservation.clone();
    let busy = Signal::derive(move || desk.is_busy(&of));
    let close = move |_: ev::MouseEvent| {
        if !is_read(shown_at) {
            return;
        }
        let action = ReservationAction::Close(bought.get_untracked());
        desk.act_on_reservation(&reservation, action, move |_| {
            // The page may be gone by now.
            let _ = closed.try_set(true);
            time::after(0, || focus::by_id(DONE));
        });
    };
    view! {
        <button
            type="button"
            class="button button-now button-wide button-tall"
            aria-disabled=move || busy.get().then_some("true")
            on:click=close
        >
            {move || if busy.get() { t!(action.busy) } else { t!(try_on.close) }}
        </button>
        <Refusal text=refusal />
    }
}

/// It is done: what to put back, and the next one.
#[component]
pub fn Finished(reservation: DeskReservation) -> impl IntoView {
    let moment = reservation.ended_at.as_ref().map(format::moment).unwrap_or_default();
    let (bought, returned) = outcomes(&reservation);
    let text = t!(try_on.done_text, outcome = outcome_text(bought, returned), moment = moment);
    view! {
        <section class="handed-over">
            <Icon glyph=Glyph::Check />
            <h2 id=DONE tabindex="-1">{t!(try_on.done_title, name = reservation.name)}</h2>
            <p>{text}</p>
        </section>
        <ReservationLines lines=reservation.lines />
        <div class="actions">
            <a class="button button-now" href=paths::find()>{t!(reservation.next)}</a>
            <a class="button button-quiet" href=paths::prepare()>{t!(hand_over.list)}</a>
        </div>
    }
}
