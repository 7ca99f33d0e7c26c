//! What the store has to prepare: pickups and reservations.

mod here;
mod pickups;
mod reservations;

use leptos::{ev, prelude::*};
use storefront::{
    browser::focus,
    components::{Lines, Message},
    pages::heading::Heading,
    state::query::Remote,
};

use self::{here::HereNow, pickups::PickupGroups, reservations::ReservationGroups};
use crate::{
    components::failure_text,
    paths,
    state::{
        desk::Desk,
        listing::{Listed, Listing},
    },
};

const PICKUPS: &str = "pickups";
const RESERVATIONS: &str = "reservations";

/// Both kinds of work, each the most urgent first.
#[component]
pub fn PreparePage() -> impl IntoView {
    let desk = Desk::expect();
    let pickups = Memo::new(move |_| desk.waiting_pickups());
    let reservations = Memo::new(move |_| desk.waiting_reservations());
    let nothing_waits = Memo::new(move |_| {
        let known = is_known(desk.pickups) && is_known(desk.reservations);
        known && pickups.get() == 0 && reservations.get() == 0
    });
    let both = Memo::new(move |_| desk.pickups.count(|_| true) > 0 && desk.reservations.count(|_| true) > 0);
    view! {
        <div class="page">
            <Heading title=Signal::derive(|| t!(prepare.title)) />
            <p><a class="text-link" href=paths::order()>{t!(order.link)}</a></p>
            <nav class="kinds" aria-label=t!(prepare.kinds) hidden=move || !both.get()>
                <KindLink id=PICKUPS title=t!(prepare.pickups) waiting=pickups />
                <KindLink id=RESERVATIONS title=t!(prepare.reservations) waiting=reservations />
            </nav>
            <HereNow />
            {move || nothing_waits
                .get()
                .then(|| view! { <Message title=t!(prepare.live_title) text=t!(prepare.live_text) /> })}
            <Kind list=desk.pickups id=PICKUPS title=t!(prepare.pickups) groups=|| view! { <PickupGroups /> }.into_any() />
            <Kind
                list=desk.reservations
                id=RESERVATIONS
                title=t!(prepare.reservations)
                groups=|| view! { <ReservationGroups /> }.into_any()
            />
        </div>
    }
}

fn is_known<T: Listed>(list: Listing<T>) -> bool {
    list.items.with(|items| items.ready().is_some())
}

/// A long list of pickups does not stand between a thumb and the reservations.
#[component]
fn KindLink(id: &'static str, title: String, waiting: Memo<usize>) -> impl IntoView {
    let go = move |event: ev::MouseEvent| {
        event.prevent_default();
        focus::by_id(id);
    };
    let count = move || (waiting.get() > 0).then(|| view! { " " <span class="count">{waiting.get()}</span> });
    view! { <a href=format!("#{id}") on:click=go>{title} {count}</a> }
}

/// One kind of work, once it has been read; it is left out as long as there is none.
#[component]
fn Kind<T: Listed>(
    list: Listing<T>,
    id: &'static str,
    title: String,
    groups: fn() -> AnyView,
) -> impl IntoView {
    let desk = Desk::expect();
    let state = Memo::new(move |_| {
        list.items.with(|items| match items {
            Remote::Loading => Remote::Loading,
            Remote::Ready(items) => Remote::Ready(items.is_empty()),
            Remote::Failed(error) => Remote::Failed(error.clone()),
        })
    });
    let body = move || {
        match state.get() {
        Remote::Loading => {
            view! { <p class="visually-hidden" role="status">{t!(prepare.loading)}</p> <Lines count=4 /> }
                .into_any()
        }
        Remote::Ready(true) => ().into_any(),
        Remote::Ready(false) => groups(),
        Remote::Failed(error) => view! {
            <Message title=t!(error.failed_title) text=failure_text(&error) alert=true>
                <button type="button" class="button" on:click=move |_| list.refresh(desk)>{t!(action.retry)}</button>
            </Message>
        }
        .into_any(),
    }
    };
    view! {
        <section class="kind" aria-labelledby=id hidden=move || state.get() == Remote::Ready(true)>
            <h2 id=id tabindex="-1">{title}</h2>
            {body}
        </section>
    }
}
