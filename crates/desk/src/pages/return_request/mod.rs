//! One return: inspected line by line, then paid back.

mod ended;
mod inspect;
mod judged;
mod refund;

use contract::{
    desk_sale::DeskReturn,
    return_request::{ReturnBy, ReturnKind, ReturnStatus},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use storefront::{
    components::{Lines, Message},
    format,
    pages::heading::Heading,
};

use self::{ended::Ended, inspect::Inspect, judged::Inspection, refund::ToRefund};
use crate::{components::ReturnMark, paths, state::desk::Desk};

#[component]
pub fn ReturnPage() -> impl IntoView {
    let desk = Desk::expect();
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let unknown = RwSignal::new(false);
    if untrack(|| desk.returns.get(&id)).is_none() {
        desk.read_return(&id, move || {
            // The page may be gone by now.
            let _ = unknown.try_set(true);
        });
    }
    let found = Memo::new(move |_| {
        let mut found = desk.returns.get(&id)?;
        // It counts the shop's events: a page that followed it would be built anew under finger and focus.
        found.return_request.cursor = 0;
        Some(found)
    });
    // What is decided here outlives a change that comes from elsewhere.
    let inspection = Inspection::new();
    let title = Signal::derive(move || match found.get() {
        Some(found) => t!(returns.title_of, number = found.return_request.number),
        None => t!(returns.title),
    });
    on_cleanup(move || desk.refusal.set(None));
    let body = move || match found.get() {
        Some(found) => view! { <Found found=found inspection=inspection /> }.into_any(),
        None if unknown.get() => view! {
            <Message title=t!(returns.unknown_title) text=t!(returns.unknown_text)>
                <a class="button" href=paths::find()>{t!(find.title)}</a>
            </Message>
        }
        .into_any(),
        None => view! { <Lines count=6 /> }.into_any(),
    };
    view! {
        <div class="page page-narrow">
            <Heading title=title class="pickup-number" />
            {body}
        </div>
    }
}

#[component]
fn Found(found: DeskReturn, inspection: Inspection) -> impl IntoView {
    let status = found.return_request.status;
    view! {
        <Head found=found.clone() />
        {match status {
            ReturnStatus::Requested => view! { <Inspect found=found inspection=inspection /> }.into_any(),
            ReturnStatus::Received => view! { <ToRefund found=found inspection=inspection /> }.into_any(),
            _ => view! { <Ended found=found inspection=inspection /> }.into_any(),
        }}
    }
}

/// Who brings it, what it was bought by, and until when.
#[component]
fn Head(found: DeskReturn) -> impl IntoView {
    let DeskReturn { return_request, name, .. } = found;
    let is_open = return_request.status.can_receive();
    let kind = (return_request.kind == ReturnKind::Withdrawal).then(|| t!(returns.withdrawal));
    let post = (return_request.by == ReturnBy::Post).then(|| t!(returns.by_post));
    let purchase = return_request.purchase_number.map(|number| t!(returns.of_purchase, number = number));
    let until = is_open.then(|| t!(returns.bring_by, day = format::last_day(&return_request.bring_by)));
    let facts = [purchase, until].into_iter().flatten();
    view! {
        <header class="found-head">
            <p class="found-name">{name.unwrap_or_else(|| t!(returns.bearer))}</p>
            <p><ReturnMark status=return_request.status /></p>
            {[kind, post].into_iter().flatten().map(|text| view! { <p class="badge">{text}</p> }).collect_view()}
            {facts.map(|text| view! { <p class="muted">{text}</p> }).collect_view()}
        </header>
    }
}
