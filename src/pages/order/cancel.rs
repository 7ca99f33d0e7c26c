use contract::order::Order;
use leptos::prelude::*;

use crate::{
    api,
    browser::{focus, time},
    pages::{
        change::{Ask, Change, Question},
        private_page::Opened,
    },
    t, text,
};

/// Cancels after one question; it costs nothing. The question outlives what is on screen, which is drawn again whenever
/// the store does something.
#[component]
pub fn CancelQuestion(opened: Opened<Order>, open: RwSignal<bool>) -> impl IntoView {
    let Opened { id, query, .. } = opened;
    let change = Change::new(query);
    let question = Question {
        title: t!(order.cancel_title),
        text: Signal::stored(t!(order.cancel_text)),
        confirm: t!(order.cancel_confirm),
        keep: t!(order.keep),
    };
    let confirm = Callback::new(move |()| {
        let id = id.get_untracked();
        let request = async move { api::orders::cancel(&id, text::language()).await };
        change.send(request, move |_| {
            open.set(false);
            // The button is gone; what became of the order is read next.
            time::after(0, || focus::by_id("pickup-status"));
        });
    });
    view! { <Ask id="cancel" question=question open=open change=change on_confirm=confirm /> }
}
