use contract::{desk::DeskPickup, pickup::PickupStatus};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use storefront::{
    components::{Lines, Message},
    format,
    pages::heading::Heading,
    state::query::Remote,
};

use super::{
    actions::PickupActions,
    hand_over::{HandOver, HandedOver},
    more::MoreOfPickup,
};
use crate::{
    components::{PickupLines, StatusMark, Times},
    paths,
    state::{desk::Desk, now::Now},
};

/// One pickup: what its status lets the associate do, said in words.
#[component]
pub fn PickupPage() -> impl IntoView {
    let desk = Desk::expect();
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let pickup = Memo::new(move |_| desk.pickups.get(&id));
    let handed_over = RwSignal::new(false);
    let title = Signal::derive(move || match pickup.get() {
        Some(pickup) => t!(pickup.title, number = pickup.order_number),
        None => t!(find.title),
    });
    on_cleanup(move || {
        desk.refusal.set(None);
        desk.order.placed.set(None);
    });
    let body = move || match pickup.get() {
        Some(pickup) if handed_over.get() && pickup.status == PickupStatus::Collected => {
            view! { <HandedOver pickup=pickup /> }.into_any()
        }
        Some(pickup) => {
            let done = Callback::new(move |()| handed_over.set(true));
            view! { <Found pickup=pickup on_handed_over=done /> }.into_any()
        }
        None if matches!(desk.pickups.items.get(), Remote::Loading) => view! { <Lines count=6 /> }.into_any(),
        None => view! {
            <Message title=t!(pickup.unknown_title) text=t!(pickup.unknown_text)>
                <a class="button" href=paths::find()>{t!(find.title)}</a>
            </Message>
        }
        .into_any(),
    };
    view! {
        <div class="page page-narrow">
            <Heading title=title class="pickup-number" />
            {body}
        </div>
    }
}

#[component]
fn Found(pickup: DeskPickup, on_handed_over: Callback<()>) -> impl IntoView {
    let now = Now::expect().0.into();
    let early = matches!(pickup.status, PickupStatus::Placed | PickupStatus::Preparing);
    let ready = pickup.status == PickupStatus::Ready;
    let shown = pickup.clone();
    let placed = Desk::expect().order.placed;
    let is_new = placed
        .with_untracked(|placed| placed.as_ref() == Some(&pickup.id))
        .then(|| pickup.order_number.clone());
    view! {
        {is_new.map(|number| view! { <JustOrdered number=number /> })}
        <header class="found-head">
            <p class="found-name">{pickup.name.clone()}</p>
            <p><StatusMark status=pickup.status /></p>
            <Times pickup=pickup.clone() now=now />
        </header>
        <Verdict pickup=pickup.clone() />
        {early.then(|| view! { <PickupActions pickup=shown /> })}
        {ready.then(|| view! { <HandOver pickup=pickup.clone() on_done=on_handed_over /> })}
        {(early || ready)
            .then(|| {
                view! {
                    <h2 class="found-lines">{if ready { t!(hand_over.check) } else { t!(pickup.lines) }}</h2>
                    <PickupLines lines=pickup.lines.clone() />
                }
            })}
        <MoreOfPickup id=pickup.id name=pickup.name refuses=!early && !ready />
        {(!early && !ready)
            .then(|| {
                view! {
                    <div class="actions">
                        <a class="button" href=paths::find()>{t!(hand_over.next)}</a>
                        <a class="button button-quiet" href=paths::prepare()>{t!(hand_over.list)}</a>
                    </div>
                }
            })}
    }
}

/// It was ordered by telephone a moment ago: the number to say before hanging up.
#[component]
fn JustOrdered(number: String) -> impl IntoView {
    view! {
        <section class="handed-over" aria-label=t!(order.placed)>
            <p class="hand-over-label">{t!(order.placed)}</p>
            <p class="staging-place">{number}</p>
            <p>{t!(order.mailed)}</p>
        </section>
    }
}

/// Why it can't be handed over, and what to tell the shopper.
#[component]
fn Verdict(pickup: DeskPickup) -> impl IntoView {
    let promised = format::moment(&pickup.ready_by);
    let (title, text) = match pickup.status {
        PickupStatus::Ready => return ().into_any(),
        PickupStatus::Placed => (t!(hand_over.early_title), t!(hand_over.early_placed, moment = promised)),
        PickupStatus::Preparing => {
            (t!(hand_over.early_title), t!(hand_over.early_preparing, moment = promised))
        }
        PickupStatus::Collected => {
            let text = match &pickup.collected_at {
                Some(at) => t!(hand_over.collected_text, moment = format::moment(at)),
                None => t!(hand_over.collected_undated),
            };
            (t!(hand_over.collected_title), text)
        }
        PickupStatus::Cancelled => (t!(hand_over.cancelled_title), t!(hand_over.cancelled_text)),
        PickupStatus::Expired => {
            let kept = format::moment(&pickup.collect_by);
            (t!(hand_over.expired_title), t!(hand_over.expired_text, moment = kept))
        }
    };
    view! { <Message title=title text=text alert=true /> }.into_any()
}
