use contract::order::Order;
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
pub fn Cancel(order_id: String, query: Query<Order>) -> impl IntoView {
    let asking = RwSignal::new(false);
    let change = Change::new(query);
    let id = StoredValue::new(order_id);
    let question = Question {
        title: t!(order.cancel_title),
        text: Signal::stored(t!(order.cancel_text)),
        confirm: t!(order.cancel_confirm),
        keep: t!(order.keep),
    };
    let confirm = Callback::new(move |()| {
        let request = async move { api::orders::cancel(&id.get_value(), text::language()).await };
        change.send(request, move |_| {
            let _ = asking.try_set(false);
            // The button is gone; what became of the order is read next.
            time::after(0, || focus::by_id("pickup-status"));
        });
    });
    view! {
        <button type="button" class="text-link" on:click=move |_| asking.set(true)>{t!(order.cancel)}</button>
        <Ask id="cancel" question=question open=asking change=change on_confirm=confirm />
    }
}
