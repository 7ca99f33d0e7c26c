use contract::{desk::DeskPickup, pickup::PickupStatus};
use leptos::prelude::*;
use storefront::{
    components::{Lines, Message},
    pages::heading::Heading,
    state::query::Remote,
};

use super::actions::PickupActions;
use crate::{
    components::{PickupLines, StatusMark, Times, failure_text, units_text},
    paths,
    state::{desk::Desk, now::Now},
};

/// The store's pickups, the most urgent first.
#[component]
pub fn PreparePage() -> impl IntoView {
    let desk = Desk::expect();
    let state = Memo::new(move |_| {
        desk.pickups.with(|pickups| match pickups {
            Remote::Loading => Remote::Loading,
            Remote::Ready(_) => Remote::Ready(()),
            Remote::Failed(error) => Remote::Failed(error.clone()),
        })
    });
    let body = move || {
        match state.get() {
        Remote::Loading => {
            view! { <p class="visually-hidden" role="status">{t!(prepare.loading)}</p> <Lines count=6 /> }.into_any()
        }
        Remote::Ready(()) => view! { <Groups /> }.into_any(),
        Remote::Failed(error) => view! {
            <Message title=t!(error.failed_title) text=failure_text(&error) alert=true>
                <button type="button" class="button" on:click=move |_| desk.refresh()>{t!(action.retry)}</button>
            </Message>
        }
        .into_any(),
    }
    };
    view! {
        <div class="page">
            <Heading title=Signal::derive(|| t!(prepare.title)) />
            {body}
        </div>
    }
}

#[component]
fn Groups() -> impl IntoView {
    let desk = Desk::expect();
    let nothing_waits = Memo::new(move |_| {
        desk.pickups.with(|pickups| {
            pickups.ready().is_some_and(|list| !list.iter().any(|p| p.status.can_make_ready()))
        })
    });
    view! {
        {move || nothing_waits
            .get()
            .then(|| view! { <Message title=t!(prepare.live_title) text=t!(prepare.live_text) /> })}
        <Group title=t!(prepare.placed) id="placed" holds=|status| status == PickupStatus::Placed />
        <Group title=t!(prepare.preparing) id="preparing" holds=|status| status == PickupStatus::Preparing />
        <Group title=t!(prepare.ready) id="ready" holds=|status| status == PickupStatus::Ready />
        <Group title=t!(prepare.ended) id="ended" holds=|status| !status.is_live() />
    }
}

#[component]
fn Group(title: String, id: &'static str, holds: fn(PickupStatus) -> bool) -> impl IntoView {
    let desk = Desk::expect();
    let items = Memo::new(move |_| {
        let list = desk.pickups.with(|pickups| pickups.ready().cloned().unwrap_or_default());
        list.into_iter().filter(|pickup| holds(pickup.status)).collect::<Vec<_>>()
    });
    let heading_id = format!("group-{id}");
    let labelled_by = heading_id.clone();
    let is_empty = move || items.with(Vec::is_empty);
    view! {
        <section class="group" aria-labelledby=labelled_by hidden=is_empty>
            <h2 id=heading_id>{title} " " <span class="group-count">{move || items.with(Vec::len)}</span></h2>
            <ul class="group-list">
                // A pickup that changed is another element; the others stay as they are under finger and focus.
                <For each=move || items.get() key=|p| (p.id.clone(), p.status, p.staging_place.clone()) let:pickup>
                    <li><Card pickup=pickup /></li>
                </For>
            </ul>
        </section>
    }
}

#[component]
fn Card(pickup: DeskPickup) -> impl IntoView {
    let now = Now::expect().0.into();
    let full = pickup.status.can_make_ready();
    let ready = pickup.status == PickupStatus::Ready;
    let place = match &pickup.staging_place {
        Some(place) => place.clone(),
        None => t!(pickup.no_place),
    };
    let href = paths::pickup(&pickup.id);
    let open_label = t!(action.open_of, name = pickup.name);
    view! {
        <article class="pickup-card" class:pickup-card-ended=!pickup.status.is_live()>
            <header class="pickup-head">
                <h3><a href=href.clone()>{pickup.name.clone()}</a></h3>
                <p class="muted">{pickup.order_number.clone()} " · " {units_text(&pickup)}</p>
                {(!pickup.status.is_live()).then(|| view! { <StatusMark status=pickup.status /> })}
                <Times pickup=pickup.clone() now=now />
            </header>
            {full.then(|| view! { <PickupLines lines=pickup.lines.clone() /> <PickupActions pickup=pickup.clone() /> })}
            {ready
                .then(|| {
                    view! {
                        <p class="staging-place">
                            <span class="visually-hidden">{t!(pickup.place)} " "</span>
                            {place}
                        </p>
                        <a class="button button-quiet" href=href aria-label=open_label>{t!(action.open)}</a>
                    }
                })}
        </article>
    }
}
