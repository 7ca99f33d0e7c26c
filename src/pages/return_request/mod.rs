//! A return behind its private link: the one code, where it stands, what is paid back.

mod cancel;
mod coming;
mod label;
mod lines;
mod money;

use contract::{
    event::Event,
    return_request::{ReturnKind, ReturnRequest, ReturnStatus},
};
use leptos::prelude::*;

use super::private_page::{Opened, Private, PrivatePage};
use crate::{
    api::{self, Fetch},
    components::ReturnTimeline,
    format,
    state::{announcer::Announcer, passes::Seen},
    t,
};
use cancel::CancelQuestion;
use coming::Coming;
pub use label::ReturnLabelPage;
use lines::ReturnLines;
use money::Money;

/// The place on the page that says where the return stands.
const STATUS: &str = "return-status";

impl Private for ReturnRequest {
    fn read(id: &str) -> Fetch<Self> {
        api::returns::get(id)
    }

    fn cursor(&self) -> i64 {
        self.cursor
    }

    fn without_cursor(self) -> Self {
        Self { cursor: 0, ..self }
    }

    fn seen(self) -> Option<Seen> {
        Some(Seen::Return(self))
    }

    fn is_changed_by(event: &Event, id: &str) -> bool {
        matches!(event, Event::ReturnChanged { return_id, .. } if return_id == id)
    }

    fn title(known: Option<&Self>) -> String {
        match known {
            Some(request) if request.kind == ReturnKind::Withdrawal => {
                t!(returns.title_withdrawal, number = request.number)
            }
            Some(request) => t!(returns.title, number = request.number),
            None => t!(returns.title_loading),
        }
    }

    fn closed() -> (String, String) {
        (t!(returns.closed_title), t!(returns.closed_text))
    }
}

pub fn status_text(status: ReturnStatus) -> String {
    match status {
        ReturnStatus::Requested => t!(returns.requested),
        ReturnStatus::Received => t!(returns.received),
        ReturnStatus::Refunded => t!(returns.refunded),
        ReturnStatus::Refused => t!(returns.refused),
        ReturnStatus::Cancelled => t!(returns.cancelled),
    }
}

/// The money back for nothing that was ever handed over: a withdrawal before collection.
fn was_never_paid(request: &ReturnRequest) -> bool {
    let amount = request.refund.as_ref().map_or(0, |refund| refund.amount.amount);
    request.kind == ReturnKind::Withdrawal && request.received_at.is_none() && amount == 0
}

/// Where it stands, in one sentence.
fn sentence(request: &ReturnRequest) -> String {
    match request.status {
        ReturnStatus::Requested => t!(returns.is_requested),
        ReturnStatus::Received => t!(returns.is_received),
        ReturnStatus::Refunded if was_never_paid(request) => t!(returns.is_undone),
        ReturnStatus::Refunded => t!(returns.is_refunded),
        ReturnStatus::Refused => t!(returns.is_refused),
        ReturnStatus::Cancelled => t!(returns.is_cancelled),
    }
}

#[component]
pub fn ReturnPage() -> impl IntoView {
    let opened = Opened::follow();
    let cancelling = RwSignal::new(false);
    announce(opened);
    let shown = move |request| view! { <Shown request=request cancelling=cancelling /> }.into_any();
    view! {
        <PrivatePage opened=opened shown=Callback::new(shown)>
            <CancelQuestion opened=opened open=cancelling />
        </PrivatePage>
    }
}

/// Says it when the return moves on while one looks at it.
fn announce(opened: Opened<ReturnRequest>) {
    let announcer = Announcer::expect();
    let now = Memo::new(move |_| opened.shows(|request| (request.status, sentence(request))));
    Effect::new(move |before: Option<Option<ReturnStatus>>| {
        let now = now.get();
        let status = now.as_ref().map(|(status, _)| *status);
        if let (Some(Some(before)), Some((status, sentence))) = (before, now)
            && before != status
        {
            announcer.say(format!("{}. {sentence}", status_text(status)));
        }
        status.or(before.flatten())
    });
}

#[component]
fn Shown(request: ReturnRequest, cancelling: RwSignal<bool>) -> impl IntoView {
    let day = |at: &contract::time::Timestamp| format::day_word(at);
    let refunded = request.refund.as_ref().and_then(|refund| refund.paid_at.as_ref());
    let days = [Some(day(&request.requested_at)), request.received_at.as_ref().map(day), refunded.map(day)];
    let live = request.status.is_live();
    view! {
        <section class="pickup return" aria-labelledby=STATUS>
            <div class="pickup-now">
                <p class="pickup-status" id=STATUS tabindex="-1">{status_text(request.status)}</p>
                <p class="pickup-sentence">{sentence(&request)}</p>
                <ReturnTimeline status=request.status days=days />
            </div>
            <div class="pickup-columns">
                <div class="pickup-pass">
                    {live.then(|| view! { <Coming request=request.clone() cancelling=cancelling /> })}
                    <Money request=request.clone() />
                </div>
                <div class="pickup-rest">
                    <ReturnLines request=request />
                </div>
            </div>
        </section>
    }
}
