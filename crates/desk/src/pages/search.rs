use contract::{
    desk::{DeskPickup, DeskReservation},
    desk_sale::DeskReturn,
};
use leptos::prelude::*;
use storefront::browser::intl;

use crate::{
    components::{ReservationMark, ReturnMark, StatusMark},
    paths,
    state::desk::Desk,
};

const FIELD: &str = "search-name";
/// Fewer letters than this find half of the store.
const FEWEST: usize = 2;
const MOST: usize = 12;

/// Whether all that was typed is found in the name or the number.
fn says(typed: &str, name: &str, number: &str) -> bool {
    let known = format!("{} {}", intl::folded(name), intl::folded(number));
    typed.split_whitespace().all(|word| known.contains(word))
}

/// Finds among the store's pickups, reservations and returns by name or number.
#[component]
pub fn SearchLists() -> impl IntoView {
    let desk = Desk::expect();
    let written = RwSignal::new(String::new());
    let typed = Memo::new(move |_| Some(intl::folded(&written.get())).filter(|text| text.len() >= FEWEST));
    let pickups = Memo::new(move |_| {
        let typed = typed.get();
        let is_meant = |pickup: &DeskPickup| {
            typed.as_ref().is_some_and(|typed| says(typed, &pickup.name, &pickup.order_number))
        };
        desk.pickups.those(is_meant)
    });
    let reservations = Memo::new(move |_| {
        let typed = typed.get();
        let is_meant = |known: &DeskReservation| {
            typed.as_ref().is_some_and(|typed| says(typed, &known.name, &known.number))
        };
        desk.reservations.those(is_meant)
    });
    let returns = Memo::new(move |_| {
        let typed = typed.get();
        let is_meant = |known: &DeskReturn| {
            let name = known.name.as_deref().unwrap_or_default();
            typed.as_ref().is_some_and(|typed| says(typed, name, &known.return_request.number))
        };
        desk.returns.those(is_meant)
    });
    let count =
        Memo::new(move |_| pickups.with(Vec::len) + reservations.with(Vec::len) + returns.with(Vec::len));
    let summary = move || typed.with(Option::is_some).then(|| plural!(count.get() as u32, search.count));
    let reservation = |known: DeskReservation| {
        view! {
            <FoundLine href=paths::reservation(&known.id) name=known.name number=known.number>
                <ReservationMark status=known.status />
            </FoundLine>
        }
    };
    let pickup = |pickup: DeskPickup| {
        view! {
            <FoundLine href=paths::pickup(&pickup.id) name=pickup.name number=pickup.order_number>
                <StatusMark status=pickup.status />
            </FoundLine>
        }
    };
    let returned = |known: DeskReturn| {
        let name = known.name.unwrap_or_else(|| t!(returns.bearer));
        view! {
            <FoundLine href=paths::return_request(&known.return_request.id) name=name number=known.return_request.number>
                <ReturnMark status=known.return_request.status />
            </FoundLine>
        }
    };
    view! {
        <section class="desk-form search-lists" aria-labelledby="search-title">
            <h2 id="search-title">{t!(search.title)}</h2>
            <div class="field">
                <label for=FIELD>{t!(search.label)}</label>
                <p class="field-hint" id="search-hint">{t!(search.hint)}</p>
                <input
                    id=FIELD
                    name=FIELD
                    type="search"
                    autocomplete="off"
                    aria-describedby="search-hint"
                    prop:value=move || written.get()
                    on:input=move |event| written.set(event_target_value(&event))
                />
            </div>
            <p role="status">{summary}</p>
            <ul class="found-list" hidden=move || count.get() == 0>
                {move || reservations.get().into_iter().take(MOST).map(reservation).collect_view()}
                {move || pickups.get().into_iter().take(MOST).map(pickup).collect_view()}
                {move || returns.get().into_iter().take(MOST).map(returned).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn FoundLine(href: String, name: String, number: String, children: Children) -> impl IntoView {
    view! {
        <li class="found-line">
            <a href=href>{name}</a>
            <span class="muted">{number}</span>
            {children()}
        </li>
    }
}
