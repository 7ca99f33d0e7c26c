use contract::product::Price;
use leptos::prelude::*;

use crate::{format, t};

/// A price; a reduced one with the regular price and, as the law wants, the lowest of the 30 days before.
#[component]
pub fn PriceTag(
    price: Price,
    /// Variants cost differently: say "from".
    #[prop(optional)]
    from: bool,
) -> impl IntoView {
    let current = format::money(&price.current);
    let shown = if from { t!(price.from, price = current) } else { current };
    let reduced = price.regular.is_some();
    view! {
        <span class="price">
            <span class="price-now" class:price-reduced=reduced>{shown}</span>
            {price
                .regular
                .map(|regular| {
                    view! {
                        " "
                        <s class="price-regular">
                            <span class="visually-hidden">{t!(price.regular)} " "</span>
                            {format::money(&regular)}
                        </s>
                    }
                })}
            {price
                .lowest_30_days
                .map(|lowest| {
                    let text = t!(price.lowest, price = format::money(&lowest));
                    view! { " " <span class="price-lowest">{text}</span> }
                })}
        </span>
    }
}
