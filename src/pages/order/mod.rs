//! An order behind its private link: the pass, where it stands, where to go.

mod cancel;
mod pickup;

use contract::{event::Event, order::Order};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;

use super::{
    failure::{Failure, failure_text},
    heading::Heading,
};
use crate::{
    api::{self, ApiError},
    browser::document,
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

/// Whether the secret of the link was exchanged, when the address had one.
#[derive(Clone, PartialEq)]
enum Link {
    None,
    Opening(String),
    Failed(ApiError, String),
}

#[component]
pub fn OrderPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let link = RwSignal::new(document::take_fragment().map_or(Link::None, Link::Opening));
    let live = Live::expect();
    let open = move |token: String| {
        let id = id.get_untracked();
        link.set(Link::Opening(token.clone()));
        spawn_local(async move {
            let next = match api::session::open_link(id, token.clone()).await {
                Ok(()) => {
                    live.reopen();
                    Link::None
                }
                Err(error) => Link::Failed(error, token),
            };
            let _ = link.try_set(next);
        });
    };
    if let Link::Opening(token) = link.get_untracked() {
        open(token);
    }
    // A link to the page that is already open changes nothing but the fragment.
    document::on_fragment_change(move || {
        if let Some(token) = document::take_fragment() {
            open(token);
        }
    });
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
            let again = Callback::new(move |()| open(token.clone()));
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
        {pickups.map(|pickup| view! { <PickupSection order_id=id.clone() pickup=pickup query=query /> }).collect_view()}
        <section class="order-sum" aria-label=t!(order.total)>
            <p class="sum-line sum-total"><span>{t!(order.total)}</span><strong>{format::money_in_column(&order.total)}</strong></p>
            {vat.collect_view()}
            {live.then(|| view! { <p class="muted">{t!(order.pay_in_store)}</p> })}
        </section>
    }
}
