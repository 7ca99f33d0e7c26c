//! An order behind its private link: the pass, where it stands, where to go.

mod cancel;
mod pickup;

use contract::{event::Event, order::Order};
use leptos::prelude::*;

use super::{
    notify::Notify,
    private_page::{Opened, Private, PrivatePage},
};
use crate::{
    api::{self, Fetch},
    format,
    state::query::Query,
    t, text,
};
use pickup::PickupSection;
pub use pickup::status_text;

impl Private for Order {
    fn read(id: &str) -> Fetch<Self> {
        api::orders::get(id, text::language())
    }

    fn cursor(&self) -> i64 {
        self.cursor
    }

    fn is_changed_by(event: &Event, id: &str) -> bool {
        matches!(event, Event::PickupChanged { order_id, .. } if order_id == id)
    }

    fn title(known: Option<&Self>) -> String {
        match known {
            Some(order) => t!(order.title, number = order.number),
            None => t!(order.title_loading),
        }
    }

    fn closed() -> (String, String) {
        (t!(order.closed_title), t!(order.closed_text))
    }
}

#[component]
pub fn OrderPage() -> impl IntoView {
    let opened = Opened::follow();
    let shown = move |order| view! { <Shown order=order query=opened.query /> }.into_any();
    view! { <PrivatePage opened=opened shown=Callback::new(shown) /> }
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
