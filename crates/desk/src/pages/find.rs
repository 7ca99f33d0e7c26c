use contract::{desk::FoundPass, newtypes::SixDigits, pass::FindPass};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use storefront::{
    browser::focus,
    components::{Glyph, Icon, ScanProblem, Scanner},
    pages::heading::Heading,
};

use super::{search::SearchLists, without_code::WithoutCode};
use crate::{
    components::{Refusal, failure_text},
    paths,
    state::{actions::Found, desk::Desk},
};

const FIELD: &str = "pass-digits";

/// What the shopper shows.
enum Sought {
    Digits(SixDigits),
    /// The text of a QR code.
    Code(String),
}

fn page_of(found: &Found) -> String {
    match found {
        Found::Pass(FoundPass::Pickup(pickup)) => paths::pickup(&pickup.id),
        Found::Pass(FoundPass::Reservation(reservation)) => paths::reservation(&reservation.id),
        Found::Pass(FoundPass::Return(found)) => paths::return_request(&found.return_request.id),
        Found::Purchase(purchase) => paths::purchase(purchase.id()),
    }
}

fn problem_text(problem: ScanProblem) -> String {
    match problem {
        ScanProblem::Refused => t!(scan.refused),
        ScanProblem::Absent => t!(scan.absent),
        ScanProblem::Busy => t!(scan.busy),
        ScanProblem::Failed => t!(scan.failed),
    }
}

/// Finds a pickup, a reservation, a return or a purchase by what the shopper shows: six digits or a QR code.
#[component]
pub fn FindPage() -> impl IntoView {
    let desk = Desk::expect();
    let navigate = use_navigate();
    let digits = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let scanning = RwSignal::new(false);

    let find = Callback::new(move |sought: Sought| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = match sought {
                Sought::Digits(digits) => desk.find(&FindPass::Digits(digits)).await.map(Found::Pass),
                Sought::Code(text) => desk.find_scanned(&text).await,
            };
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
            Ok(six) => find.run(Sought::Digits(six)),
            Err(_) => {
                error.set(Some(t!(find.not_six)));
                focus::by_id(FIELD);
            }
        }
    };
    let found = Callback::new(move |text: String| {
        scanning.set(false);
        find.run(Sought::Code(text));
    });
    let problem = Callback::new(move |problem: ScanProblem| {
        scanning.set(false);
        error.set(Some(problem_text(problem)));
        focus::by_id(FIELD);
    });
    let scan = move |_: ev::MouseEvent| {
        error.set(None);
        scanning.set(true);
    };
    let scanner = move || {
        if scanning.get() {
            let stop = Callback::new(move |()| scanning.set(false));
            let hint = t!(scan.hint);
            view! { <Scanner formats="qr_code" hint=hint on_found=found on_problem=problem on_stop=stop /> }
                .into_any()
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
            <section class="search-lists" aria-labelledby="without-code">
                <h2 id="without-code">{t!(without_code.title)}</h2>
                <WithoutCode />
            </section>
        </div>
    }
}
