use contract::desk::DeskPickup;
use leptos::{ev, prelude::*};
use storefront::browser::{focus, time};

use crate::{
    components::{Refusal, failure_text},
    state::{desk::Desk, pickups::PickupAction, places},
};

/// Long enough for the next view to be there, too short to be noticed.
pub const NEXT_VIEW: u64 = 60;
const LONGEST_PLACE: usize = 40;

fn ready_id(id: &str) -> String {
    format!("ready-{id}")
}

fn place_id(id: &str) -> String {
    format!("place-{id}")
}

/// Why the last action on this pickup or reservation was refused.
pub fn refusal_of(id: &str) -> Signal<Option<String>> {
    let desk = Desk::expect();
    let id = id.to_string();
    Signal::derive(move || {
        desk.refusal.with(|refusal| match refusal {
            Some((of, storefront::api::ApiError::Network)) if *of == id => Some(t!(error.network_action)),
            Some((of, error)) if *of == id => Some(failure_text(error)),
            _ => None,
        })
    })
}

/// The focus goes on to the next step when its own button is gone.
pub fn focus_on_ready(id: &str) {
    let button = ready_id(id);
    time::after(NEXT_VIEW, move || {
        if focus::is_nowhere() {
            focus::by_id(&button);
        }
    });
}

/// The focus stays in the page when its own place is gone.
pub fn focus_on_page() {
    time::after(NEXT_VIEW, || {
        if focus::is_nowhere() {
            focus::by_id("main");
        }
    });
}

/// What can be done to a pickup before it is handed over.
#[component]
pub fn PickupActions(pickup: DeskPickup) -> impl IntoView {
    let desk = Desk::expect();
    let id = StoredValue::new(pickup.id.clone());
    let prepare = Callback::new(move |()| {
        let id = id.get_value();
        desk.act_on_pickup(&id, PickupAction::Prepare, |pickup| focus_on_ready(&pickup.id));
    });
    let ready = Callback::new(move |place| {
        desk.act_on_pickup(&id.get_value(), PickupAction::MakeReady(place), |_| focus_on_page());
    });
    view! {
        <PrepareActions
            id=pickup.id
            name=pickup.name
            can_prepare=pickup.status.can_prepare()
            on_prepare=prepare
            on_ready=ready
        />
    }
}

/// That somebody prepares it, that it is ready, and where it waits.
#[component]
pub fn PrepareActions(
    /// Of the pickup or the reservation.
    id: String,
    /// The shopper's name.
    name: String,
    /// Nobody prepares it yet.
    can_prepare: bool,
    on_prepare: Callback<()>,
    /// Gets the staging place, if one was given.
    on_ready: Callback<Option<String>>,
) -> impl IntoView {
    let desk = Desk::expect();
    let placing = RwSignal::new(false);
    let refusal = refusal_of(&id);
    let id = StoredValue::new(id);
    let name = StoredValue::new(name);
    let busy = Signal::derive(move || id.with_value(|id| desk.is_busy(id)));
    let place = move |_: ev::MouseEvent| {
        placing.set(true);
        let field = id.with_value(|id| place_id(id));
        time::after(NEXT_VIEW, move || focus::by_id(&field));
    };
    let disabled = move || busy.get().then_some("true");
    let buttons = move || {
        let prepare = can_prepare.then(|| {
            view! {
                <button
                    type="button"
                    class="button button-now"
                    aria-label=name.with_value(|name| t!(action.prepare_of, name = name))
                    aria-disabled=disabled
                    on:click=move |_| on_prepare.run(())
                >
                    {move || if busy.get() { t!(action.busy) } else { t!(action.prepare) }}
                </button>
            }
        });
        view! {
            <div class="pickup-actions">
                {prepare}
                <button
                    type="button"
                    id=id.with_value(|id| ready_id(id))
                    class="button"
                    class:button-now=!can_prepare
                    class:button-quiet=can_prepare
                    aria-label=name.with_value(|name| t!(action.make_ready_of, name = name))
                    aria-disabled=disabled
                    on:click=place
                >
                    {t!(action.make_ready)}
                </button>
            </div>
        }
    };
    view! {
        {move || {
            if placing.get() {
                let cancel = Callback::new(move |()| placing.set(false));
                view! { <PlaceForm id=id.get_value() busy=busy on_ready=on_ready on_cancel=cancel /> }.into_any()
            } else {
                buttons().into_any()
            }
        }}
        <Refusal text=refusal />
    }
}

/// Asks where the prepared goods wait.
#[component]
fn PlaceForm(
    id: String,
    busy: Signal<bool>,
    on_ready: Callback<Option<String>>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let place = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let field = place_id(&id);
    let hint = format!("{field}-hint");
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let text = place.get_untracked().trim().to_string();
        if text.chars().count() > LONGEST_PLACE {
            return error.set(Some(t!(error.too_long)));
        }
        error.set(None);
        on_ready.run((!text.is_empty()).then_some(text));
    };
    let choose = |text: String| {
        let value = text.clone();
        view! {
            <button type="button" class="place" on:click=move |_| place.set(value.clone())>{text}</button>
        }
    };
    let recent = places::recent();
    let suggestions = (!recent.is_empty()).then(|| {
        view! {
            <div class="places" role="group" aria-label=t!(action.recent)>
                {recent.into_iter().map(choose).collect_view()}
            </div>
        }
    });
    view! {
        <form class="place-form" novalidate on:submit=submit>
            <div class="field">
                <label for=field.clone()>{t!(action.place_label)}</label>
                <p class="field-hint" id=hint.clone()>{t!(action.place_hint)}</p>
                <input
                    id=field.clone()
                    name="staging-place"
                    type="text"
                    autocomplete="off"
                    autocapitalize="characters"
                    enterkeyhint="done"
                    aria-describedby=hint
                    prop:value=move || place.get()
                    on:input=move |event| place.set(event_target_value(&event))
                />
            </div>
            {suggestions}
            <Refusal text=error />
            <div class="pickup-actions">
                <button type="submit" class="button button-now" aria-disabled=move || busy.get().then_some("true")>
                    {move || if busy.get() { t!(action.busy) } else { t!(action.confirm_ready) }}
                </button>
                <button type="button" class="button button-quiet" on:click=move |_| on_cancel.run(())>
                    {t!(action.cancel)}
                </button>
            </div>
        </form>
    }
}
