//! An order behind its private link: the pass, where it stands, where to go.

mod cancel;
mod pickup;

use contract::{event::Event, order::Order};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    failure::{Failure, failure_text},
    heading::Heading,
    notify::Notify,
    private_link::{Link, PrivateLink},
};
use crate::{
    api::{self, ApiError},
    components::{Lines, Message},
    format,
    paths::{self, ProductFilter},
    state::{
        live::Live,
        query::{Query, Remote},
    },
    t, text,
};
use pickup::PickupSection;
pub use pickup::status_text;

#[component]
pub fn OrderPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let link = PrivateLink::follow(id);
    let live = Live::expect();
    let query =
        Query::new(move || (link.get() == Link::None).then(|| api::orders::get(&id.get(), text::language())));
    live.on(move |event| match event {
        Event::PickupChanged { order_id, .. } if id.with_untracked(|id| id == order_id) => query.reload(),
        Event::Resync => query.reload(),
        _ => {}
    });
    let title = Signal::derive(move || {
        match query.value.with(|value| value.ready().map(|order| order.number.clone())) {
            Some(number) => t!(order.title, number = number),
            None => t!(order.title_loading),
        }
    });
    let retry = Callback::new(move |()| query.reload());
    let shown = move || match (link.get(), query.value.get()) {
        (Link::Failed(ApiError::Network, token), _) => {
            let again = Callback::new(move |()| link.open(token.clone()));
            view! { <Failure error=ApiError::Network on_retry=again /> }.into_any()
        }
        (Link::Failed(error, _), _) => view! { <Closed text=failure_text(&error) /> }.into_any(),
        (_, Remote::Loading) => view! { <Lines count=14 /> }.into_any(),
        (_, Remote::Failed(error)) if error.problem().is_some_and(|problem| problem.status < 500) => {
            view! { <Closed text=t!(order.closed_text) /> }.into_any()
        }
        (_, Remote::Failed(error)) => view! { <Failure error=error on_retry=retry /> }.into_any(),
        (_, Remote::Ready(order)) => {
            live.start(order.cursor);
            view! { <Shown order=order query=query /> }.into_any()
        }
    };
    view! {
        <div class="page order-page">
            <Heading title=title />
            {shown}
        </div>
    }
}

/// An order that this browser may not see, and how to come to it.
#[component]
fn Closed(text: String) -> impl IntoView {
    view! {
        <Message title=t!(order.closed_title) text=text alert=true>
            <a class="button" href=paths::products(&ProductFilter::default())>{t!(not_found.products)}</a>
        </Message>
    }
}

#[component]
fn Shown(order: Order, query: Query<Order>) -> impl IntoView {
    let vat = order.vat.iter().map(|vat| {
        view! {
            <p class="sum-line muted">
                <span>{t!(order.vat, rate = format::rate(vat.rate))}</span>
                <span>{format::money_in_column(&vat.vat)}</span>
            </p>
        }
    });
    let live = order.pickups.iter().any(|pickup| pickup.status.is_live());
    let pickups = order.pickups.iter().cloned();
    let id = order.id.clone();
    view! {
        <p class="muted">{t!(order.placed, name = order.name, email = order.email)}</p>
        {live.then(|| view! { <Notify /> })}
        {pickups.map(|pickup| view! { <PickupSection order_id=id.clone() pickup=pickup query=query /> }).collect_view()}
        <section class="order-sum" aria-label=t!(order.total)>
            <p class="sum-line sum-total"><span>{t!(order.total)}</span><strong>{format::money_in_column(&order.total)}</strong></p>
            {vat.collect_view()}
            {live.then(|| view! { <p class="muted">{t!(order.pay_in_store)}</p> })}
        </section>
    }
}
