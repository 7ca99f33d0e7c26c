use contract::{desk::SignIn, error::ErrorCode, store::Stores};
use leptos::{ev, prelude::*, task::spawn_local};
use storefront::{
    api::{self, ApiError},
    browser::{focus, storage},
    pages::heading::set_title,
    state::{
        navigation::Navigation,
        query::{Query, Remote},
    },
    text,
};

use crate::{
    components::{Refusal, failure_text},
    state::desk::{Desk, Session},
};

/// The store where this device stands.
const STORE: &str = "desk store";

#[component]
pub fn SignInPage() -> impl IntoView {
    let session = Desk::expect().session;
    // The page that waits behind keeps its title.
    if !matches!(session.get_untracked(), Session::Ended(_)) {
        set_title(|| t!(sign_in.title));
    }
    move || match session.get() {
        Session::Unknown => view! { <h1>{t!(sign_in.title)}</h1> }.into_any(),
        Session::Failed(error) => view! { <Unreached error=error /> }.into_any(),
        Session::Ended(_) => view! { <SignInForm lead=t!(sign_in.ended) /> }.into_any(),
        Session::SignedOut | Session::SignedIn(_) => {
            view! { <SignInForm lead=t!(sign_in.lead) /> }.into_any()
        }
    }
}

#[component]
fn Unreached(error: ApiError) -> impl IntoView {
    let desk = Desk::expect();
    view! {
        <h1>{t!(sign_in.title)}</h1>
        <Refusal text=Signal::stored(Some(failure_text(&error))) />
        <button type="button" class="button" on:click=move |_| desk.open()>{t!(action.retry)}</button>
    }
}

fn is_pin(pin: &str) -> bool {
    (4..=8).contains(&pin.len()) && pin.chars().all(|digit| digit.is_ascii_digit())
}

#[component]
fn SignInForm(lead: String) -> impl IntoView {
    let desk = Desk::expect();
    let navigation = Navigation::expect();
    let stores: Query<Stores> = Query::new(|| Some(api::stores::list(text::language(), None)));
    let store_id = RwSignal::new(storage::local().get(STORE).unwrap_or_default());
    let pin = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);

    let refuse = move |field: &'static str, text: String| {
        error.set(Some(text));
        focus::by_id(field);
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let request =
            SignIn { store_id: store_id.get_untracked(), pin: pin.get_untracked().trim().to_string() };
        if request.store_id.is_empty() {
            return refuse("desk-store", t!(sign_in.store_required));
        }
        if !is_pin(&request.pin) {
            return refuse("desk-pin", t!(sign_in.pin_format));
        }
        busy.set(true);
        error.set(None);
        storage::local().set(STORE, &request.store_id);
        spawn_local(async move {
            match desk.sign_in(request).await {
                Ok(()) => navigation.0.set(true),
                Err(problem) => {
                    // The form may be gone by now.
                    let _ = busy.try_set(false);
                    let _ = error.try_set(Some(failure_text(&problem)));
                    if problem.code() == Some(ErrorCode::WrongPin) {
                        let _ = pin.try_set(String::new());
                    }
                    focus::by_id("desk-pin");
                }
            }
        });
    };
    let label = move || {
        if busy.get() { t!(sign_in.busy) } else { t!(sign_in.submit) }
    };
    view! {
        <h1>{t!(sign_in.title)}</h1>
        <p class="lead">{lead}</p>
        <form class="desk-form" novalidate on:submit=submit>
            <StoreField stores=stores store_id=store_id />
            <div class="field">
                <label for="desk-pin">{t!(sign_in.pin)}</label>
                <p class="field-hint" id="desk-pin-hint">{t!(sign_in.pin_hint)}</p>
                <input
                    id="desk-pin"
                    name="desk-pin"
                    class="code-field"
                    type="password"
                    inputmode="numeric"
                    autocomplete="off"
                    aria-required="true"
                    aria-describedby="desk-pin-hint sign-in-refusal"
                    prop:value=move || pin.get()
                    on:input=move |event| pin.set(event_target_value(&event))
                />
            </div>
            <Refusal text=error id="sign-in-refusal" />
            <button type="submit" class="button button-now button-wide" aria-disabled=move || busy.get().then_some("true")>
                {label}
            </button>
        </form>
    }
}

#[component]
fn StoreField(stores: Query<Stores>, store_id: RwSignal<String>) -> impl IntoView {
    let options = move || {
        let chosen = store_id.get_untracked();
        let items = stores.ready().map(|stores| stores.items).unwrap_or_default();
        items
            .into_iter()
            .map(|store| {
                let selected = store.id == chosen;
                let label = t!(sign_in.option, city = store.city, name = store.name);
                view! { <option value=store.id selected=selected>{label}</option> }
            })
            .collect_view()
    };
    let failed = move || {
        matches!(stores.value.get(), Remote::Failed(_)).then(|| {
            view! {
                <p class="field-error" role="alert">{t!(sign_in.stores_failed)}</p>
                <button type="button" class="text-link" on:click=move |_| stores.reload()>{t!(action.retry)}</button>
            }
        })
    };
    view! {
        <div class="field">
            <label for="desk-store">{t!(sign_in.store)}</label>
            <select
                id="desk-store"
                name="desk-store"
                aria-required="true"
                on:change=move |event| store_id.set(event_target_value(&event))
            >
                <option value="">{t!(sign_in.choose)}</option>
                {options}
            </select>
            {failed}
        </div>
    }
}
