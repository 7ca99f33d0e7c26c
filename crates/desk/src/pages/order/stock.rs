use contract::{
    availability::{AvailabilityList, AvailabilityStatus, StoreAvailability},
    product::Variant,
};
use leptos::prelude::*;
use storefront::{
    components::{AvailabilityLabel, Lines},
    format,
    state::{
        query::{Query, Remote},
        retailer::RetailerState,
    },
};

use crate::{
    components::{Refusal, failure_text, variant_text},
    state::{
        desk::Desk,
        order::{BasketLine, in_store},
    },
};

/// What this store has of a variant and what it costs here, and putting it into the basket.
#[component]
pub fn Stock(
    /// The product's.
    name: String,
    variant: Variant,
) -> impl IntoView {
    let desk = Desk::expect();
    let sku = variant.sku.clone();
    let list: Query<AvailabilityList> = Query::new(move || Some(desk.stock_of(&sku)));
    let line = BasketLine {
        variant: variant_text(&variant.colour, &variant.size),
        picture: variant.pictures.into_iter().next(),
        sku: variant.sku,
        name,
        quantity: 1,
        price: variant.price.current,
        available: None,
    };
    move || {
        match list.value.get() {
        Remote::Loading => view! { <Lines count=2 /> }.into_any(),
        Remote::Failed(error) => {
            view! { <Refusal text=Signal::stored(Some(failure_text(&error))) /> }.into_any()
        }
        Remote::Ready(list) => match in_store(&list, &desk.store_id()) {
            Some(here) if here.can_order() => view! { <Add here=here line=line.clone() /> }.into_any(),
            Some(here) => {
                let elsewhere = list.items.iter().find(|item| item.can_order());
                let elsewhere = elsewhere.map(|item| t!(order.elsewhere, store = item.store.name));
                view! {
                    <p><AvailabilityLabel status=here.availability.status text=t!(order.not_here) /></p>
                    {elsewhere.map(|text| view! { <p>{text}</p> })}
                }
                .into_any()
            }
            None => {
                view! { <p><AvailabilityLabel status=AvailabilityStatus::OutOfStock text=t!(order.not_here) /></p> }
                    .into_any()
            }
        },
    }
    }
}

#[component]
fn Add(here: StoreAvailability, line: BasketLine) -> impl IntoView {
    let desk = Desk::expect();
    let retailer = RetailerState::expect();
    let count = here.availability.quantity.unwrap_or_default();
    let has = t!(order.here, count = count);
    let ready = here.ready_by.as_ref().map(|at| t!(order.ready_by, moment = format::moment(at)));
    let facts: Vec<_> = [here.aisle, ready].into_iter().flatten().collect();
    let price = format::money(&here.price);
    let line = BasketLine { price: here.price, available: here.availability.quantity, ..line };
    let add = move |_| {
        let most = untrack(|| retailer.get()).map_or(1, |retailer| retailer.max_units_per_line.max(1));
        desk.announcer
            .say(t!(order.added, piece = t!(returns.piece, name = line.name, variant = line.variant)));
        desk.order.add(line.clone(), most);
    };
    view! {
        <p class="hand-over-total">{price}</p>
        <p><AvailabilityLabel status=here.availability.status text=has /></p>
        {(!facts.is_empty()).then(|| view! { <p class="muted">{facts.join(" · ")}</p> })}
        <button type="button" class="button button-wide" on:click=add>{t!(order.add)}</button>
    }
}
