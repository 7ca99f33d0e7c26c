use contract::{availability::AvailabilityStatus, product::ProductSummary};
use leptos::prelude::*;

use super::{AvailabilityLabel, PriceTag, ProductPicture};
use crate::{plural, t};

/// What the store line of a card says: the store that was asked for, else how many stores have it.
fn store_line(product: &ProductSummary, store: Option<&str>) -> (AvailabilityStatus, String) {
    let elsewhere = product.stores_with_stock;
    match (&product.in_store, store) {
        (Some(here), Some(store)) if here.status.can_order() => {
            let text = match here.status {
                AvailabilityStatus::Limited => t!(card.limited_here, store = store),
                _ => t!(card.here, store = store),
            };
            (here.status, text)
        }
        _ if elsewhere > 0 => (AvailabilityStatus::InStock, plural!(elsewhere, card.stores)),
        (Some(here), _) => (here.status, t!(card.nowhere)),
        _ => (AvailabilityStatus::OutOfStock, t!(card.nowhere)),
    }
}

/// A product in a list: picture, name, price, store line.
#[component]
pub fn ProductCard(
    product: ProductSummary,
    href: String,
    /// The name of the shopper's store, when what it has was asked for.
    store: Option<String>,
    /// Spans two columns.
    #[prop(optional)]
    wide: bool,
    /// On the first screen.
    #[prop(optional)]
    first: bool,
    /// What is told of stores is of another day.
    #[prop(optional)]
    dated: bool,
    /// A finger or the pointer is on it: it may be opened next.
    on_intent: Callback<()>,
) -> impl IntoView {
    let (status, line) = store_line(&product, store.as_deref());
    let line = if dated && status.can_order() { t!(card.to_confirm, line = line) } else { line };
    let colours = u32::try_from(product.colourways.len()).unwrap_or(u32::MAX);
    let sizes = if wide { "(min-width: 60rem) 50vw, 100vw" } else { "(min-width: 60rem) 25vw, 50vw" };
    view! {
        <li class="card" class:card-wide=wide>
            <a
                class="card-link"
                href=href
                on:pointerenter=move |_| on_intent.run(())
                on:touchstart=move |_| on_intent.run(())
                on:focus=move |_| on_intent.run(())
            >
                <ProductPicture picture=product.picture alt=String::new() sizes=sizes first=first />
                <span class="card-text">
                    <span class="card-name">{product.name}</span>
                    <PriceTag price=product.price from=product.price_varies />
                    <span class="card-store"><AvailabilityLabel status=status text=line /></span>
                    {(colours > 1).then(|| view! { <span class="card-colours">{plural!(colours, card.colours)}</span> })}
                </span>
            </a>
        </li>
    }
}
