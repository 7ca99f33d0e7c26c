use contract::desk::DeskLine;
use leptos::prelude::*;
use storefront::components::ProductPicture;

/// The pieces of a pickup: what to look for, and in which aisle.
#[component]
pub fn PickupLines(lines: Vec<DeskLine>) -> impl IntoView {
    view! {
        <ul class="pickup-lines" aria-label=t!(pickup.lines)>
            {lines.into_iter().map(|line| view! { <Line line=line /> }).collect_view()}
        </ul>
    }
}

#[component]
fn Line(line: DeskLine) -> impl IntoView {
    let DeskLine { line, aisle, .. } = line;
    let size = line.size.map(|size| t!(pickup.size, size = size));
    let details: Vec<_> = line.colour.into_iter().chain(size).collect();
    let aisle = match aisle {
        Some(aisle) => view! { <p class="pickup-aisle">{aisle}</p> }.into_any(),
        None => view! { <p class="pickup-aisle muted">{t!(pickup.no_aisle)}</p> }.into_any(),
    };
    view! {
        <li class="pickup-line">
            <ProductPicture picture=line.picture alt=String::new() sizes="5rem" />
            <div class="pickup-line-text">
                <p class="pickup-line-name">{line.name}</p>
                <p>{details.join(" · ")}</p>
                {aisle}
                <p class="pickup-sku">{t!(pickup.sku, sku = line.sku)}</p>
            </div>
            <p class="pickup-quantity" class:pickup-quantity-many={line.quantity > 1}>
                <span aria-hidden="true">{t!(pickup.quantity, count = line.quantity)}</span>
                <span class="visually-hidden">{t!(pickup.quantity_read, count = line.quantity)}</span>
            </p>
        </li>
    }
}
