use contract::return_request::ReturnRequest;
use leptos::prelude::*;

use super::STATUS;
use crate::{
    api,
    browser::{focus, time},
    pages::{
        change::{Ask, Change, Question},
        private_page::Opened,
    },
    t,
};

/// Cancels after one question; the pieces stay with the shopper.
#[component]
pub fn CancelQuestion(opened: Opened<ReturnRequest>, open: RwSignal<bool>) -> impl IntoView {
    let Opened { id, query, .. } = opened;
    let change = Change::new(query);
    let question = Question {
        title: t!(returns.cancel_title),
        text: Signal::stored(t!(returns.cancel_text)),
        confirm: t!(returns.cancel_confirm),
        keep: t!(returns.keep),
    };
    let confirm = Callback::new(move |()| {
        let id = id.get_untracked();
        let request = async move { api::returns::cancel(&id).await };
        change.send(request, move |_| {
            open.set(false);
            // The button is gone; what became of the return is read next.
            time::after(0, || focus::by_id(STATUS));
        });
    });
    view! { <Ask id="cancel" question=question open=open change=change on_confirm=confirm /> }
}
