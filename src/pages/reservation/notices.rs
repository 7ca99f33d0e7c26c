use contract::reservation::{Elsewhere, Reservation, ReservationLine};
use leptos::prelude::*;

use super::{changes::Changes, visit::again};
use crate::{
    components::Message,
    format,
    paths::{self, TryOn},
    t,
};

/// The store had to close: until when all is kept, and what the shopper can do.
#[component]
pub fn StoreClosed(reservation: Reservation, changes: Changes) -> impl IntoView {
    let until = reservation.store.summary.closed_until.clone().filter(|_| reservation.status.can_change());
    until.map(|until| {
        let text = t!(
            reservation.store_closed_text,
            moment = format::moment(&until),
            kept = format::moment(&reservation.keep_until)
        );
        let elsewhere = paths::reserve(&TryOn { store: None, ..again(&reservation) });
        view! {
            <Message title=t!(reservation.store_closed, store = reservation.store.summary.name) text=text alert=true>
                <button type="button" class="button" on:click=move |_| changes.moving.set(true)>
                    {t!(reservation.change_slot)}
                </button>
                <a class="button button-quiet" href=elsewhere>{t!(reservation.other_store)}</a>
            </Message>
        }
    })
}

/// The nearest other store that has a missing piece, and the way to try it on there.
#[component]
pub fn TryElsewhere(line: ReservationLine) -> impl IntoView {
    line.elsewhere.map(|Elsewhere { store_id, name, distance, quantity, .. }| {
        let text = match distance {
            Some(metres) => {
                let distance = format::distance(metres);
                t!(reservation.elsewhere_at, store = name, count = quantity, distance = distance)
            }
            None => t!(reservation.elsewhere, store = name, count = quantity),
        };
        let href = paths::reserve(&TryOn::of(&line.product_slug, &line.sku, Some(store_id)));
        view! {
            <p class="piece-elsewhere">{text}</p>
            <a class="text-link" href=href>{t!(reservation.try_there, store = name)}</a>
        }
    })
}
