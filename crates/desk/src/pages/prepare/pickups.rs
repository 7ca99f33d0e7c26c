use contract::{desk::DeskPickup, pickup::PickupStatus};
use leptos::prelude::*;

use crate::{
    components::{PickupLines, StatusMark, Times, units_text},
    pages::{actions::PickupActions, more::MoreOfPickup},
    paths,
    state::{desk::Desk, now::Now},
};

/// The store's pickups by status, the most urgent first.
#[component]
pub fn PickupGroups() -> impl IntoView {
    view! {
        <Group title=t!(prepare.placed) id="placed" holds=|status| status == PickupStatus::Placed />
        <Group title=t!(prepare.preparing) id="preparing" holds=|status| status == PickupStatus::Preparing />
        <Group title=t!(prepare.ready) id="ready" holds=|status| status == PickupStatus::Ready />
        <Group title=t!(prepare.ended) id="ended" holds=|status| !status.is_live() />
    }
}

#[component]
fn Group(title: String, id: &'static str, holds: fn(PickupStatus) -> bool) -> impl IntoView {
    let desk = Desk::expect();
    let items = Memo::new(move |_| desk.pickups.those(|pickup| holds(pickup.status)));
    let heading_id = format!("group-{id}");
    let labelled_by = heading_id.clone();
    let is_empty = move || items.with(Vec::is_empty);
    view! {
        <section class="group" aria-labelledby=labelled_by hidden=is_empty>
            <h3 id=heading_id>{title} " " <span class="group-count">{move || items.with(Vec::len)}</span></h3>
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
                <h4><a href=href.clone()>{pickup.name.clone()}</a></h4>
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
            <MoreOfPickup id=pickup.id name=pickup.name refuses=!full />
        </article>
    }
}
