use contract::reservation::Reservation;
use leptos::prelude::*;

use crate::{
    api,
    browser::{focus, time},
    pages::change::{Ask, Change, Question},
    state::query::Query,
    t, text,
};

/// Cancels after one question; it costs nothing.
#[component]
pub fn Cancel(id: String, query: Query<Reservation>) -> impl IntoView {
    let asking = RwSignal::new(false);
    let change = Change::new(query);
    let id = StoredValue::new(id);
    let question = Question {
        title: t!(reservation.cancel_title),
        text: t!(reservation.cancel_text),
        confirm: t!(reservation.cancel_confirm),
        keep: t!(reservation.keep),
    };
    let confirm = Callback::new(move |()| {
        let request = async move { api::reservations::cancel(&id.get_value(), text::language()).await };
        change.send(request, move |_| {
            let _ = asking.try_set(false);
            // The button is gone; what became of the reservation is read next.
            time::after(0, || focus::by_id("visit-status"));
        });
    });
    view! {
        <button type="button" class="text-link" on:click=move |_| asking.set(true)>{t!(reservation.cancel)}</button>
        <Ask id="cancel" question=question open=asking change=change on_confirm=confirm />
    }
}
