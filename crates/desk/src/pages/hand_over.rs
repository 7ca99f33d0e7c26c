use contract::desk::DeskPickup;
use leptos::{ev, prelude::*};
use storefront::{
    browser::{focus, time},
    components::{Glyph, Icon},
    format,
};

use super::actions::refusal_of;
use crate::{
    components::{Asking, Refusal, units_text},
    paths,
    state::{desk::Desk, pickups::PickupAction},
};

const OFFER: &str = "offer-hand-over";
const CONFIRM: &str = "confirm-hand-over";
const DONE: &str = "handed-over";

/// Where it waits, what is to be paid, and the hand-over in two steps.
#[component]
pub fn HandOver(pickup: DeskPickup, on_done: Callback<()>) -> impl IntoView {
    let asking = Asking::new(OFFER.to_string(), CONFIRM.to_string());
    let total = format::money_in_column(&pickup.total);
    let place = pickup.staging_place.clone().unwrap_or_else(|| t!(pickup.no_place));
    let refusal = refusal_of(&pickup.id);
    let id = StoredValue::new(pickup.id);
    let paid = total.clone();
    let step = move || {
        if asking.is_asked() {
            view! { <Confirmation id=id.get_value() total=paid.clone() asking=asking on_done=on_done /> }
                .into_any()
        } else {
            view! {
                <button
                    type="button"
                    id=OFFER
                    class="button button-now button-wide button-tall"
                    on:click=move |_| asking.ask()
                >
                    {t!(hand_over.submit)}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <section class="hand-over" aria-label=t!(frame.find)>
            <p class="hand-over-place">
                <span class="hand-over-label">{t!(hand_over.to_take)}</span>
                <span class="staging-place">{place}</span>
            </p>
            <p class="hand-over-total">{t!(hand_over.to_pay, total = total)}</p>
            {step}
            <Refusal text=refusal />
        </section>
    }
}

#[component]
fn Confirmation(id: String, total: String, asking: Asking, on_done: Callback<()>) -> impl IntoView {
    let desk = Desk::expect();
    let of = id.clone();
    let busy = Signal::derive(move || desk.is_busy(&of));
    let confirm = move |_: ev::MouseEvent| {
        desk.act_on_pickup(&id, PickupAction::Collect, move |_| {
            on_done.run(());
            time::after(0, || focus::by_id(DONE));
        });
    };
    view! {
        <p class="hand-over-question">{t!(hand_over.question, total = total)}</p>
        <div class="pickup-actions">
            <button
                type="button"
                id=CONFIRM
                class="button button-now button-tall"
                aria-disabled=move || busy.get().then_some("true")
                on:click=confirm
            >
                {move || if busy.get() { t!(action.busy) } else { t!(hand_over.confirm) }}
            </button>
            <button type="button" class="button button-quiet button-tall" on:click=move |_| asking.cancel()>
                {t!(hand_over.not_yet)}
            </button>
        </div>
    }
}

/// It is done; nothing is left to tap but the next one.
#[component]
pub fn HandedOver(pickup: DeskPickup) -> impl IntoView {
    let moment = pickup.collected_at.as_ref().map(format::moment).unwrap_or_default();
    let text = t!(
        hand_over.done_text,
        units = units_text(&pickup),
        total = format::money_in_column(&pickup.total),
        moment = moment
    );
    view! {
        <section class="handed-over">
            <Icon glyph=Glyph::Check />
            <h2 id=DONE tabindex="-1">{t!(hand_over.done_title, name = pickup.name)}</h2>
            <p>{text}</p>
            <div class="actions">
                <a class="button button-now" href=paths::find()>{t!(hand_over.next)}</a>
                <a class="button button-quiet" href=paths::prepare()>{t!(hand_over.list)}</a>
            </div>
        </section>
    }
}
