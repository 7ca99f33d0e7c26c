use contract::{cart::CartLine, newtypes::Quantity};
use leptos::prelude::*;

use super::{Desk, Removed, problem_text, variant_text};
use crate::{
    components::{Glyph, Icon, PriceTag, ProductPicture, QuantityField},
    format, paths,
    state::retailer::RetailerState,
    t,
};

#[component]
pub fn Line(sku: String, desk: Desk) -> impl IntoView {
    let retailer = RetailerState::expect();
    let id = StoredValue::new(sku);
    let line = Memo::new(move |_| {
        desk.cart.cart.with(|cart| {
            let lines = cart.ready().map(|cart| cart.lines.as_slice()).unwrap_or_default();
            id.with_value(|sku| lines.iter().find(|line| line.sku == *sku).cloned())
        })
    });
    let Some(first) = line.get_untracked() else {
        return ().into_any();
    };
    let href = paths::product(&first.product_slug, Some(&first.sku));
    let waiting = Memo::new(move |_| id.with_value(|sku| desk.wanted(sku)));
    let quantity = Signal::derive(move || waiting.get().or_else(|| Some(line.get()?.quantity)).unwrap_or(1));
    // The retailer may be read after the cart.
    let most =
        Memo::new(move |_| retailer.get().map_or(Quantity::MAX, |retailer| retailer.max_units_per_line));
    let problem = move || line.get().and_then(|line| line.problem).map(problem_text);
    let failed =
        move || desk.failed.get().filter(|(sku, _)| id.with_value(|id| id == sku)).map(|(_, text)| text);
    let set = Callback::new(move |units| desk.set(id.get_value(), units));
    let CartLine { name, colour, size, picture, .. } = first;
    let label = t!(quantity.of, name = name);
    let remove = {
        let name = name.clone();
        move |_| {
            let line =
                Removed { sku: id.get_value(), name: name.clone(), quantity: quantity.get_untracked() };
            desk.remove(line);
        }
    };
    view! {
        <li class="cart-line">
            <ProductPicture picture=picture alt=String::new() sizes="96px" />
            <div class="cart-line-text">
                <h2 class="cart-line-name"><a href=href>{name.clone()}</a></h2>
                {variant_text(&colour, &size).map(|text| view! { <p class="muted">{text}</p> })}
                {move || line.get().map(|line| view! { <PriceTag price=line.price /> })}
                {move || problem().map(|text| view! { <p class="field-error">{text}</p> })}
                {move || failed().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
                <div class="cart-line-actions">
                    {move || {
                        view! {
                            <QuantityField
                                id=format!("quantity-{}", id.get_value())
                                label=label.clone()
                                value=quantity
                                max=most.get()
                                on_change=set
                            />
                        }
                    }}
                    <button type="button" class="text-link" aria-label=t!(cart.remove_of, name = name) on:click=remove>
                        <Icon glyph=Glyph::Remove />
                        {t!(cart.remove)}
                    </button>
                </div>
            </div>
            <p class="cart-line-total">
                {move || line.get().filter(|_| waiting.get().is_none()).map(|line| format::money_in_column(&line.total))}
            </p>
        </li>
    }
    .into_any()
}
