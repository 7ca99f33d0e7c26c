//! What of the cart waits for the network.

use leptos::prelude::*;

use crate::{
    plural,
    state::changes::{Change, ChangeKind, ChangesState},
    t,
};

/// What is said once something was put into the cart, or waits to be.
pub fn added_text(waits: bool, store: String) -> String {
    if waits { t!(offline.added, store = store) } else { t!(buy.added, store = store) }
}

fn what_text(change: &Change) -> String {
    match (change.was, change.quantity) {
        _ if change.kind == ChangeKind::Store => t!(offline.will_change),
        (_, 0) => t!(offline.will_remove),
        (0, _) => t!(offline.will_add),
        _ => t!(offline.will_change),
    }
}

/// The changes that wait, each to be taken back.
#[component]
pub fn Waiting() -> impl IntoView {
    let changes = ChangesState::expect();
    let line = move |change: Change| {
        let what = what_text(&change);
        let is_line = change.kind == ChangeKind::Cart;
        let name = if is_line { change.name } else { t!(cart.pick_up_at, store = change.name) };
        let units = (is_line && change.quantity > 0).then(|| plural!(change.quantity, offline.units));
        let undo = t!(offline.undo_of, name = name);
        view! {
            <li>
                <p><strong>{name}</strong> {units.map(|units| format!(" · {units}"))}</p>
                <p class="muted">{what}</p>
                <button type="button" class="text-link" aria-label=undo on:click=move |_| changes.drop(&change.key)>
                    {t!(offline.undo)}
                </button>
            </li>
        }
    };
    move || {
        let waiting = changes.waiting_of_cart();
        (!waiting.is_empty()).then(|| {
            view! {
                <section class="cart-waiting" aria-label=t!(offline.waiting)>
                    <ul>{waiting.into_iter().map(line).collect_view()}</ul>
                </section>
            }
        })
    }
}
