use contract::{
    desk::{DeskReservation, DeskReservationLine},
    reservation::{ReservationStatus, Slot},
};
use leptos::prelude::*;
use storefront::format;

use crate::{
    components::{Badges, Note, ReservationLines, ReservationMark, ReservationTimes, pieces_text},
    pages::{
        more::MoreOfReservation,
        reservation::actions::{ReservationActions, piece_tools},
    },
    paths,
    state::{desk::Desk, now::Now},
};

/// The store's reservations by slot, the next one first.
#[component]
pub fn ReservationGroups() -> impl IntoView {
    let desk = Desk::expect();
    let now = Now::expect();
    let slots = Memo::new(move |_| {
        let live = desk.reservations.those(|reservation| reservation.status.is_live());
        let mut slots: Vec<Slot> = Vec::new();
        for reservation in live {
            if !slots.contains(&reservation.slot) {
                slots.push(reservation.slot);
            }
        }
        slots
    });
    let of_slot = move |slot: Slot| {
        let own = slot.clone();
        let items = Memo::new(move |_| desk.reservations.those(|r| r.status.is_live() && r.slot == own));
        let id = slot.from.as_str().to_string();
        // Today becomes yesterday while the page is open.
        let title = Signal::derive(move || {
            now.0.track();
            format::slot(&slot)
        });
        view! { <Group title=title id=id items=items /> }
    };
    let ended = Memo::new(move |_| desk.reservations.those(|reservation| !reservation.status.is_live()));
    view! {
        <For each=move || slots.get() key=|slot| (slot.from.clone(), slot.until.clone()) let:slot>{of_slot(slot)}</For>
        <Group title=Signal::derive(|| t!(prepare.ended)) id="ended".to_string() items=ended />
    }
}

#[component]
fn Group(title: Signal<String>, id: String, items: Memo<Vec<DeskReservation>>) -> impl IntoView {
    let heading_id = format!("slot-{id}");
    let labelled_by = heading_id.clone();
    let is_empty = move || items.with(Vec::is_empty);
    view! {
        <section class="group" aria-labelledby=labelled_by hidden=is_empty>
            <h3 id=heading_id>
                <span>{move || title.get()}</span>
                " "
                <span class="group-count">{move || items.with(Vec::len)}</span>
            </h3>
            <ul class="group-list">
                // One that changed is another element; the others stay as they are under finger and focus.
                <For each=move || items.get() key=version let:reservation>
                    <li><Card reservation=reservation /></li>
                </For>
            </ul>
        </section>
    }
}

/// What a card offers: another version is another card. What else changes is changed in the card.
fn version(reservation: &DeskReservation) -> (String, ReservationStatus, Option<String>, Vec<String>) {
    let line = |line: &DeskReservationLine| {
        let elsewhere = line.line.elsewhere.as_ref().map(|elsewhere| elsewhere.slug.as_str());
        [Some(line.line.status.as_str()), elsewhere].into_iter().flatten().collect()
    };
    let lines = reservation.lines.iter().map(line).collect();
    (reservation.id.clone(), reservation.status, reservation.staging_place.clone(), lines)
}

#[component]
fn Card(reservation: DeskReservation) -> impl IntoView {
    let desk = Desk::expect();
    let now = Now::expect().0.into();
    let status = reservation.status;
    let shown = reservation.clone();
    let known = Memo::new(move |_| desk.reservations.get(&shown.id).unwrap_or_else(|| shown.clone()));
    let href = paths::reservation(&reservation.id);
    let body = if status.can_make_ready() {
        let tools = piece_tools(&reservation);
        view! {
            <Note text=reservation.note.clone() />
            <ReservationLines lines=reservation.lines.clone() tools=tools />
            <ReservationActions reservation=reservation.clone() />
        }
        .into_any()
    } else if status.is_live() {
        view! { <Waiting reservation=reservation.clone() href=href.clone() /> }.into_any()
    } else {
        ().into_any()
    };
    view! {
        <article class="pickup-card" class:pickup-card-ended=!status.is_live()>
            <header class="pickup-head">
                <h4><a href=href>{reservation.name.clone()}</a></h4>
                <p class="muted">{reservation.number.clone()} " · " {pieces_text(&reservation)}</p>
                <ReservationMark status=status />
                <Badges reservation=known now=now />
                <ReservationTimes reservation=known now=now />
            </header>
            {body}
            <MoreOfReservation reservation=known refuses=!status.can_make_ready() />
        </article>
    }
}

/// It is ready or the shopper is there: where it is, and the way to its page.
#[component]
fn Waiting(reservation: DeskReservation, href: String) -> impl IntoView {
    let name = &reservation.name;
    let (label, text) = match reservation.status {
        ReservationStatus::Arrived => (t!(action.try_on_of, name = name), t!(action.try_on)),
        _ => (t!(action.welcome_of, name = name), t!(action.welcome)),
    };
    // Who came early has the pieces, and nothing waits anywhere.
    let is_ready = reservation.status == ReservationStatus::Ready;
    let place = reservation.staging_place.or_else(|| is_ready.then(|| t!(pickup.no_place)));
    view! {
        {place
            .map(|place| {
                view! {
                    <p class="staging-place">
                        <span class="visually-hidden">{t!(pickup.place)} " "</span>
                        {place}
                    </p>
                }
            })}
        <a class="button button-quiet" href=href aria-label=label>{text}</a>
    }
}
