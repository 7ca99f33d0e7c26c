use contract::{event::Event, order::Order};
use leptos::prelude::*;

use crate::{
    api,
    pages::purchases::current_invoice,
    paths,
    state::{live::Live, query::Query},
    t,
};

/// What one can do with an order beside collecting it: its invoice once it is collected, its purchase, and the right
/// to withdraw from it.
#[component]
pub fn Papers(order: Order) -> impl IntoView {
    let is_collected = order.pickups.iter().any(|pickup| pickup.collected_at.is_some());
    let is_live = order.pickups.iter().any(|pickup| pickup.status.is_live());
    // The right belongs to contracts made at a distance; of a cancelled one nothing is left.
    let may_withdraw = order.channel.is_at_a_distance() && (is_live || is_collected);
    let id = order.id.clone();
    let purchase = Query::new(move || is_collected.then(|| api::purchases::get(&id)));
    let id = order.id.clone();
    Live::expect().on(move |event| {
        if matches!(event, Event::PurchaseChanged { purchase_id } if *purchase_id == id) {
            purchase.reload();
        }
    });
    let invoice = move || {
        let purchase = purchase.ready()?;
        let invoice = current_invoice(&purchase)?;
        let text = t!(purchase.order_invoice, number = invoice.number);
        Some(view! { <a class="text-link" href=paths::invoice(&invoice.id)>{text}</a> })
    };
    view! {
        <p class="order-papers">
            {invoice}
            <a class="text-link" href=paths::purchase(&order.id)>{t!(purchase.of_order)}</a>
            {may_withdraw
                .then(|| {
                    let href = paths::withdrawal_of(&order.number);
                    view! { <a class="text-link" href=href>{t!(purchase.withdraw)}</a> }
                })}
        </p>
    }
}
