use contract::{desk_sale::DeskReturn, return_request::ReturnStatus};
use leptos::prelude::*;
use storefront::{
    components::{Lines, Message},
    format,
    pages::heading::Heading,
    state::query::Remote,
};

use super::without_code::WithoutCode;
use crate::{
    components::{DueMark, ReturnMark, failure_text},
    paths,
    state::{desk::Desk, now::Now},
};

/// What came back and is not paid back, then what ended today; and the way to a return without a code.
#[component]
pub fn ReturnsPage() -> impl IntoView {
    let desk = Desk::expect();
    let state = Memo::new(move |_| {
        desk.returns.items.with(|items| match items {
            Remote::Loading => Remote::Loading,
            Remote::Ready(items) => Remote::Ready(items.is_empty()),
            Remote::Failed(error) => Remote::Failed(error.clone()),
        })
    });
    let retry = move |_| desk.returns.refresh(desk);
    let body = move || match state.get() {
        Remote::Loading => view! { <Lines count=4 /> }.into_any(),
        Remote::Ready(true) => view! { <p class="muted">{t!(returns.empty)}</p> }.into_any(),
        Remote::Ready(false) => view! {
            <Group title=t!(returns.to_refund) id="to-refund" holds=ReturnStatus::can_refund />
            <Group title=t!(prepare.ended) id="ended-returns" holds=|status| !status.can_refund() />
        }
        .into_any(),
        Remote::Failed(error) => view! {
            <Message title=t!(error.failed_title) text=failure_text(&error) alert=true>
                <button type="button" class="button" on:click=retry>{t!(action.retry)}</button>
            </Message>
        }
        .into_any(),
    };
    view! {
        <div class="page page-narrow">
            <Heading title=Signal::derive(|| t!(returns.title)) />
            <p class="lead">{t!(returns.lead)}</p>
            <p><a class="button button-now" href=paths::find()>{t!(returns.find)}</a></p>
            {body}
            <section class="search-lists" aria-labelledby="without-code">
                <h2 id="without-code">{t!(without_code.title)}</h2>
                <WithoutCode />
            </section>
        </div>
    }
}

#[component]
fn Group(title: String, id: &'static str, holds: fn(ReturnStatus) -> bool) -> impl IntoView {
    let desk = Desk::expect();
    let items = Memo::new(move |_| desk.returns.those(|found| holds(found.return_request.status)));
    let is_empty = move || items.with(Vec::is_empty);
    view! {
        <section class="group" aria-labelledby=id hidden=is_empty>
            <h2 id=id class="group-title">{title} " " <span class="group-count">{move || items.with(Vec::len)}</span></h2>
            <ul>
                <For
                    each=move || items.get()
                    key=|found| (found.return_request.id.clone(), found.return_request.status)
                    let:found
                >
                    <ReturnLine found=found />
                </For>
            </ul>
        </section>
    }
}

#[component]
fn ReturnLine(found: DeskReturn) -> impl IntoView {
    let DeskReturn { return_request, name, .. } = found;
    let name = name.unwrap_or_else(|| t!(returns.bearer));
    let now = Now::expect();
    let owed = return_request.refund.as_ref().filter(|_| return_request.status.can_refund());
    let due = owed.map(|refund| view! { <DueMark due_by=refund.due_by.clone() now=now.0.into() /> });
    let amount = return_request.refund.as_ref().map(|refund| format::money_in_column(&refund.amount));
    view! {
        <li class="found-line">
            <a href=paths::return_request(&return_request.id)>{name}</a>
            <span class="muted">{return_request.number}</span>
            <ReturnMark status=return_request.status />
            {due}
            {amount.map(|amount| view! { <strong class="found-amount">{amount}</strong> })}
        </li>
    }
}
