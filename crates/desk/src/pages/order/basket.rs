use leptos::prelude::*;
use storefront::{
    components::{ProductPicture, QuantityField},
    format,
    state::retailer::RetailerState,
};

use crate::{
    components::Refusal,
    state::{desk::Desk, order::BasketLine},
};

/// The id of a line's field in the page.
pub fn id(sku: &str) -> String {
    format!("basket-{sku}")
}

/// What is ordered, and what it costs.
#[component]
pub fn Basket(
    /// Why a line was refused, by its SKU.
    mistake: RwSignal<Option<(String, String)>>,
) -> impl IntoView {
    let draft = Desk::expect().order;
    let is_empty = move || draft.lines.with(Vec::is_empty);
    let total = move || draft.total().map(|total| format::money_in_column(&total));
    view! {
        <section class="basket" aria-labelledby="basket-title">
            <h2 id="basket-title">{t!(order.basket)}</h2>
            <p class="muted" hidden=move || !is_empty()>{t!(order.empty)}</p>
            <ul class="pickup-lines" aria-labelledby="basket-title" hidden=is_empty>
                <For
                    each=move || draft.lines.get()
                    key=|line| (line.sku.clone(), line.price.amount, line.available)
                    let:line
                >
                    <Line line=line mistake=mistake />
                </For>
            </ul>
            <p class="hand-over-total" role="status" hidden=is_empty>{t!(order.total)} " " <strong>{total}</strong></p>
        </section>
    }
}

#[component]
fn Line(line: BasketLine, mistake: RwSignal<Option<(String, String)>>) -> impl IntoView {
    let draft = Desk::expect().order;
    let retailer = RetailerState::expect();
    let sku = StoredValue::new(line.sku.clone());
    let units = Memo::new(move |_| {
        let own = |lines: &Vec<BasketLine>| {
            lines.iter().find(|line| sku.with_value(|sku| line.sku == *sku)).cloned()
        };
        draft.lines.with(own).map_or(1, |line| line.quantity)
    });
    let price = line.price.clone();
    let total = move || price.times(units.get()).map(|total| format::money_in_column(&total));
    let refused = Signal::derive(move || {
        mistake.get().filter(|(of, _)| sku.with_value(|sku| sku == of)).map(|(_, text)| text)
    });
    let max = Memo::new(move |_| retailer.get().map_or(1, |retailer| retailer.max_units_per_line.max(1)));
    let set = Callback::new(move |quantity| sku.with_value(|sku| draft.set_quantity(sku, quantity)));
    let remove = move |_| {
        mistake.set(None);
        sku.with_value(|sku| draft.remove(sku));
    };
    let piece = t!(returns.piece, name = line.name, variant = line.variant);
    let (label, removal) = (t!(order.how_many, piece = piece), t!(order.remove_of, piece = piece));
    view! {
        <li class="pickup-line">
            <ProductPicture picture=line.picture alt=String::new() sizes="5rem" />
            <div class="pickup-line-text">
                <p class="pickup-line-name">{line.name}</p>
                <p>{line.variant}</p>
                <p class="pickup-sku">{t!(pickup.sku, sku = line.sku)}</p>
            </div>
            <p class="basket-price">{total}</p>
            <div class="basket-tools">
                {move || view! {
                    <QuantityField
                        id=sku.with_value(|sku| id(sku))
                        label=label.clone()
                        value=units
                        max=max.get()
                        on_change=set
                    />
                }}
                <button type="button" class="text-link" aria-label=removal on:click=remove>{t!(order.remove)}</button>
                <Refusal text=refused />
            </div>
        </li>
    }
}
