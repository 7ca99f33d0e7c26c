use contract::{desk::FoundPass, newtypes::SixDigits, pass::FindPass};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use storefront::{
    browser::focus,
    components::{Glyph, Icon},
    pages::heading::Heading,
};

use super::search::SearchLists;
use crate::{
    components::{Refusal, Scanner, failure_text},
    paths,
    state::desk::Desk,
};

const FIELD: &str = "pass-digits";

fn page_of(found: &FoundPass) -> String {
    match found {
        FoundPass::Pickup(pickup) => paths::pickup(&pickup.id),
        FoundPass::Reservation(reservation) => paths::reservation(&reservation.id),
        FoundPass::Return(_) => paths::find(),
    }
}

/// Finds a pickup or a reservation by what the shopper shows: six digits or a QR code.
#[component]
pub fn FindPage() -> impl IntoView {
    let desk = Desk::expect();
    let navigate = use_navigate();
    let digits = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let scanning = RwSignal::new(false);

    let find = Callback::new(move |pass: FindPass| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = desk.find(&pass).await;
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(found) => navigate(&page_of(&found), NavigateOptions::default()),
                Err(problem) => {
                    error.set(Some(failure_text(&problem)));
                    focus::by_id(FIELD);
                }
            }
        });
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        match SixDigits::parse(&digits.get_untracked()) {
            Ok(six) => find.run(FindPass::Digits(six)),
            Err(_) => {
                error.set(Some(t!(find.not_six)));
                focus::by_id(FIELD);
            }
        }
    };
    let found = Callback::new(move |token: String| {
        scanning.set(false);
        find.run(FindPass::Token(token));
    });
    let problem = Callback::new(move |text: String| {
        scanning.set(false);
        error.set(Some(text));
        focus::by_id(FIELD);
    });
    let scan = move |_: ev::MouseEvent| {
        error.set(None);
        scanning.set(true);
    };
    let scanner = move || {
        if scanning.get() {
            let stop = Callback::new(move |()| scanning.set(false));
            view! { <Scanner on_found=found on_problem=problem on_stop=stop /> }.into_any()
        } else {
            view! {
                <button type="button" class="button button-wide button-tall" on:click=scan>
                    <Icon glyph=Glyph::Scan />
                    {t!(find.scan)}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <div class="page page-narrow">
            <Heading title=Signal::derive(|| t!(find.title)) />
            <p class="lead">{t!(find.lead)}</p>
            <form class="desk-form" novalidate on:submit=submit>
                <div class="field">
                    <label for=FIELD>{t!(find.digits)}</label>
                    <input
                        id=FIELD
                        name=FIELD
                        class="code-field"
                        type="text"
                        inputmode="numeric"
                        autocomplete="off"
                        enterkeyhint="search"
                        aria-invalid=move || error.with(|error| error.is_some().then_some("true"))
                        aria-describedby="find-refusal"
                        prop:value=move || digits.get()
                        on:input=move |event| digits.set(event_target_value(&event))
                    />
                </div>
                <Refusal text=error id="find-refusal" />
                <button type="submit" class="button button-now button-wide button-tall" aria-disabled=move || busy.get().then_some("true")>
                    {move || if busy.get() { t!(find.busy) } else { t!(find.submit) }}
                </button>
            </form>
            {scanner}
            <SearchLists />
        </div>
    }
}
