use leptos::{ev, prelude::*};

use super::{Glyph, Icon};
use crate::t;

/// How many: a field between − and +. What is typed stays until it is taken or refused.
#[component]
pub fn QuantityField(
    /// Unique in the page.
    id: String,
    /// Of what, for those who do not see it.
    label: String,
    #[prop(into)] value: Signal<u32>,
    max: u32,
    on_change: Callback<u32>,
) -> impl IntoView {
    let step = move |by: i64| {
        let next = i64::from(value.get_untracked()) + by;
        if let Ok(next) = u32::try_from(next.clamp(1, i64::from(max))) {
            on_change.run(next);
        }
    };
    let typed = move |event: ev::Event| {
        let text = event_target_value(&event);
        if let Ok(units @ 1..) = text.trim().parse::<u32>() {
            on_change.run(units.min(max));
        }
    };
    let at_least = move || value.get() <= 1;
    let at_most = move || value.get() >= max;
    let group = label.clone();
    view! {
        <div class="quantity" role="group" aria-label=group>
            <button
                type="button"
                class="icon-button"
                aria-label=t!(quantity.less)
                disabled=at_least
                on:click=move |_| step(-1)
            >
                <Icon glyph=Glyph::Minus />
            </button>
            <input
                id=id
                type="text"
                inputmode="numeric"
                autocomplete="off"
                aria-label=label
                prop:value=move || value.get().to_string()
                on:change=typed
            />
            <button
                type="button"
                class="icon-button"
                aria-label=t!(quantity.more)
                disabled=at_most
                on:click=move |_| step(1)
            >
                <Icon glyph=Glyph::Plus />
            </button>
        </div>
    }
}
