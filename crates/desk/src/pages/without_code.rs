use contract::desk_sale::FindPurchase;
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use storefront::browser::focus;

use crate::{
    components::{Refusal, failure_text},
    paths,
    state::desk::Desk,
};

const FIELD: &str = "purchase-number";
const REFUSAL: &str = "purchase-refusal";

/// Finds what was bought by the number of the order, the receipt or the gift receipt, for a shopper who comes without a
/// code.
#[component]
pub fn WithoutCode() -> impl IntoView {
    let desk = Desk::expect();
    let navigate = use_navigate();
    let number = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let typed = number.get_untracked().trim().to_string();
        if typed.is_empty() {
            error.set(Some(t!(without_code.required)));
            return focus::by_id(FIELD);
        }
        busy.set(true);
        error.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = desk.find_purchase(&FindPurchase::Number(typed)).await;
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(purchase) => navigate(&paths::purchase(purchase.id()), NavigateOptions::default()),
                Err(problem) if problem.is_not_found() => {
                    error.set(Some(t!(without_code.unknown)));
                    focus::by_id(FIELD);
                }
                Err(problem) => {
                    error.set(Some(failure_text(&problem)));
                    focus::by_id(FIELD);
                }
            }
        });
    };
    view! {
        <form class="desk-form" novalidate on:submit=submit>
            <div class="field">
                <label for=FIELD>{t!(without_code.label)}</label>
                <p class="field-hint" id="purchase-hint">{t!(without_code.hint)}</p>
                <input
                    id=FIELD
                    name=FIELD
                    type="text"
                    autocomplete="off"
                    autocapitalize="characters"
                    enterkeyhint="search"
                    aria-invalid=move || error.with(|error| error.is_some().then_some("true"))
                    aria-describedby=format!("purchase-hint {REFUSAL}")
                    prop:value=move || number.get()
                    on:input=move |event| number.set(event_target_value(&event))
                />
            </div>
            <Refusal text=error id=REFUSAL />
            <button type="submit" class="button button-wide" aria-disabled=move || busy.get().then_some("true")>
                {move || if busy.get() { t!(find.busy) } else { t!(without_code.submit) }}
            </button>
        </form>
    }
}
