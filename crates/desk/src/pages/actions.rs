use contract::{desk::DeskPickup, pickup::PickupStatus};
use leptos::{ev, prelude::*};
use storefront::browser::{focus, time};

use crate::{
    components::{Refusal, failure_text},
    state::{actions::Action, desk::Desk, places},
};

/// Long enough for the next view to be there, too short to be noticed.
const NEXT_VIEW: u64 = 60;
const LONGEST_PLACE: usize = 40;

fn ready_id(id: &str) -> String {
    format!("ready-{id}")
}

fn place_id(id: &str) -> String {
    format!("place-{id}")
}

/// Why the last action on this pickup was refused.
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

/// What can be done to a pickup before it is handed over.
#[component]
pub fn PickupActions(pickup: DeskPickup) -> impl IntoView {
    let desk = Desk::expect();
    let placing = RwSignal::new(false);
    let id = StoredValue::new(pickup.id.clone());
    let busy = Signal::derive(move || id.with_value(|id| desk.is_busy(id)));
    let prepare = move |_: ev::MouseEvent| {
        id.with_value(|id| {
            desk.act(id, Action::Prepare, |pickup| {
                let button = ready_id(&pickup.id);
                time::after(NEXT_VIEW, move || {
                    if focus::is_nowhere() {
                        focus::by_id(&button);
                    }
                });
            })
        });
    };
    let place = move |_: ev::MouseEvent| {
        placing.set(true);
        let field = id.with_value(|id| place_id(id));
        time::after(NEXT_VIEW, move || focus::by_id(&field));
    };
    let disabled = move || busy.get().then_some("true");
    let can_prepare = pickup.status == PickupStatus::Placed;
    let name = StoredValue::new(pickup.name.clone());
    let buttons = move || {
        let prepare = can_prepare.then(|| {
            view! {
                <button
                    type="button"
                    class="button button-now"
                    aria-label=name.with_value(|name| t!(action.prepare_of, name = name))
                    aria-disabled=disabled
                    on:click=prepare
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
                view! { <PlaceForm id=id.get_value() busy=busy on_cancel=Callback::new(move |()| placing.set(false)) /> }
                    .into_any()
            } else {
                buttons().into_any()
            }
        }}
        <Refusal text=refusal_of(&pickup.id) />
    }
}

/// Asks where the prepared goods wait.
#[component]
fn PlaceForm(id: String, busy: Signal<bool>, on_cancel: Callback<()>) -> impl IntoView {
    let desk = Desk::expect();
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
        desk.act(&id, Action::MakeReady((!text.is_empty()).then_some(text)), |_| {
            time::after(NEXT_VIEW, || {
                if focus::is_nowhere() {
                    focus::by_id("main");
                }
            });
        });
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
