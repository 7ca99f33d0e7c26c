//! One reservation: what its status lets the associate do, said in words.

pub mod actions;
mod try_on;

use contract::{desk::DeskReservation, reservation::ReservationStatus};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use storefront::{
    components::{Lines, Message},
    format,
    pages::heading::Heading,
    state::query::Remote,
};

use self::{
    actions::{ReservationActions, piece_tools},
    try_on::{Arrive, Finished, TryOn, Welcome},
};
use super::more::MoreOfReservation;
use crate::{
    components::{Badges, Note, ReservationLines, ReservationMark, ReservationTimes, outcome_text, outcomes},
    paths,
    state::{desk::Desk, now::Now},
};

/// What is chosen here outlives a change of the reservation that comes from another desk.
#[derive(Clone, Copy)]
struct Choices {
    /// The lines of the pieces that are bought.
    bought: RwSignal<Vec<String>>,
    /// It was closed on this page.
    closed: RwSignal<bool>,
}

#[component]
pub fn ReservationPage() -> impl IntoView {
    let desk = Desk::expect();
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let reservation = Memo::new(move |_| desk.reservations.get(&id));
    let choices = Choices { bought: RwSignal::new(Vec::new()), closed: RwSignal::new(false) };
    let title = Signal::derive(move || match reservation.get() {
        Some(reservation) => t!(reservation.title, number = reservation.number),
        None => t!(find.title),
    });
    on_cleanup(move || desk.refusal.set(None));
    let body = move || {
        match reservation.get() {
        Some(reservation) if choices.closed.get() && reservation.status == ReservationStatus::Closed => {
            view! { <Finished reservation=reservation.clone() /> <MoreOfReservation reservation=reservation refuses=true /> }
                .into_any()
        }
        Some(reservation) => view! { <Found reservation=reservation choices=choices /> }.into_any(),
        None if matches!(desk.reservations.items.get(), Remote::Loading) => {
            view! { <Lines count=6 /> }.into_any()
        }
        None => view! {
            <Message title=t!(reservation.unknown_title) text=t!(reservation.unknown_text)>
                <a class="button" href=paths::find()>{t!(find.title)}</a>
            </Message>
        }
        .into_any(),
    }
    };
    view! {
        <div class="page page-narrow">
            <Heading title=title class="pickup-number" />
            {body}
        </div>
    }
}

#[component]
fn Found(reservation: DeskReservation, choices: Choices) -> impl IntoView {
    let (more, is_over) = (reservation.clone(), !reservation.status.is_live());
    let now = Now::expect().0.into();
    view! {
        <header class="found-head">
            <p class="found-name">{reservation.name.clone()}</p>
            <p class="found-slot">{format::slot(&reservation.slot)}</p>
            <p><ReservationMark status=reservation.status /></p>
            <Badges reservation=reservation.clone() now=now />
            <ReservationTimes reservation=reservation.clone() now=now />
            {reservation.phone.clone().map(|phone| view! { <Telephone phone=phone /> })}
            <Note text=reservation.note.clone() />
        </header>
        <Verdict reservation=reservation.clone() />
        {match reservation.status {
            ReservationStatus::Requested | ReservationStatus::Preparing => {
                view! { <Early reservation=reservation /> }.into_any()
            }
            ReservationStatus::Ready => {
                let tools = piece_tools(&reservation);
                view! {
                    <Welcome reservation=reservation.clone() />
                    <h2 class="found-lines">{t!(reservation.lines)}</h2>
                    <ReservationLines lines=reservation.lines tools=tools />
                }
                .into_any()
            }
            ReservationStatus::Arrived => {
                view! { <TryOn reservation=reservation bought=choices.bought closed=choices.closed /> }.into_any()
            }
            _ => view! { <Ended reservation=reservation /> }.into_any(),
        }}
        <MoreOfReservation reservation=more refuses=is_over />
    }
}

#[component]
fn Telephone(phone: String) -> impl IntoView {
    let number: String = phone.chars().filter(|letter| !letter.is_whitespace()).collect();
    view! {
        <p><a class="text-link" href=format!("tel:{number}")>{t!(reservation.phone, phone = phone)}</a></p>
    }
}

/// The shopper may come before everything is ready.
#[component]
fn Early(reservation: DeskReservation) -> impl IntoView {
    let tools = piece_tools(&reservation);
    view! {
        <ReservationActions reservation=reservation.clone() />
        <Arrive reservation=reservation.id.clone() class="button button-quiet button-wide button-tall early-arrival" />
        <h2 class="found-lines">{t!(reservation.lines)}</h2>
        <ReservationLines lines=reservation.lines tools=tools />
    }
}

#[component]
fn Ended(reservation: DeskReservation) -> impl IntoView {
    view! {
        <h2 class="found-lines">{t!(reservation.lines)}</h2>
        <ReservationLines lines=reservation.lines />
        <div class="actions">
            <a class="button" href=paths::find()>{t!(reservation.next)}</a>
            <a class="button button-quiet" href=paths::prepare()>{t!(hand_over.list)}</a>
        </div>
    }
}

/// Why there is nothing to try on, and what to do instead.
#[component]
fn Verdict(reservation: DeskReservation) -> impl IntoView {
    let kept = format::moment(&reservation.keep_until);
    let (title, text) = match reservation.status {
        ReservationStatus::Ready | ReservationStatus::Arrived => return ().into_any(),
        ReservationStatus::Requested => (t!(verdict.early_title), t!(verdict.requested)),
        ReservationStatus::Preparing => (t!(verdict.early_title), t!(verdict.preparing)),
        ReservationStatus::Closed => {
            let (bought, returned) = outcomes(&reservation);
            (t!(verdict.closed_title), t!(verdict.closed, outcome = outcome_text(bought, returned)))
        }
        ReservationStatus::Declined => (t!(verdict.declined_title), t!(verdict.declined)),
        ReservationStatus::Cancelled => (t!(verdict.cancelled_title), t!(verdict.cancelled)),
        ReservationStatus::Expired => (t!(verdict.expired_title), t!(verdict.expired, moment = kept)),
        ReservationStatus::NoShow => (t!(verdict.no_show_title), t!(verdict.no_show, moment = kept)),
    };
    view! { <Message title=title text=text alert=true /> }.into_any()
}
