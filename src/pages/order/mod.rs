//! An order behind its private link: the pass, where it stands, where to go.

mod cancel;
mod papers;
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
    state::passes::Seen,
    t, text,
};
use cancel::CancelQuestion;
use papers::Papers;
use pickup::PickupSection;
pub use pickup::status_text;

impl Private for Order {
    fn read(id: &str) -> Fetch<Self> {
        api::orders::get(id, text::language())
    }

    fn cursor(&self) -> i64 {
        self.cursor
    }

    fn without_cursor(self) -> Self {
        Self { cursor: 0, ..self }
    }

    fn owner(&self) -> Option<(String, String)> {
        Some((self.name.clone(), self.email.clone()))
    }

    fn seen(self) -> Option<Seen> {
        Some(Seen::Order(self))
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
    let cancelling = RwSignal::new(false);
    let shown = move |order| view! { <Shown order=order cancelling=cancelling /> }.into_any();
    let waits = Memo::new(move |_| opened.shows(is_live).unwrap_or(false));
    view! {
        <PrivatePage opened=opened shown=Callback::new(shown)>
            <Show when=move || waits.get()>
                <Notify />
            </Show>
            <CancelQuestion opened=opened open=cancelling />
        </PrivatePage>
    }
}

fn is_live(order: &Order) -> bool {
    order.pickups.iter().any(|pickup| pickup.status.is_live())
}

#[component]
fn Shown(order: Order, cancelling: RwSignal<bool>) -> impl IntoView {
    let vat = order.vat.iter().map(|vat| {
        view! {
            <p class="sum-line muted">
                <span>{t!(order.vat, rate = format::rate(vat.rate))}</span>
                <span>{format::money_in_column(&vat.vat)}</span>
            </p>
        }
    });
    let live = is_live(&order);
    let pickups = order.pickups.iter().cloned();
    view! {
        {pickups.map(|pickup| view! { <PickupSection pickup=pickup cancelling=cancelling /> }).collect_view()}
        <section class="order-sum" aria-label=t!(order.total)>
            <p class="sum-line sum-total"><span>{t!(order.total)}</span><strong>{format::money_in_column(&order.total)}</strong></p>
            {vat.collect_view()}
            {live.then(|| view! { <p class="muted">{t!(order.pay_in_store)}</p> })}
        </section>
        <Papers order=order />
    }
}
