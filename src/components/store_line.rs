use contract::store::StoreSummary;
use leptos::prelude::*;

use super::OpeningLine;
use crate::format;

/// The address in one line, as far as the retailer gave it.
pub fn address_text(store: &StoreSummary) -> String {
    let town = [store.postal_code.as_deref(), Some(store.city.as_str())];
    let town = town.into_iter().flatten().collect::<Vec<_>>().join(" ");
    store.address.iter().cloned().chain([town]).collect::<Vec<_>>().join(", ")
}

#[component]
pub fn StoreAddress(store: StoreSummary) -> impl IntoView {
    view! { <address>{address_text(&store)}</address> }
}

/// A store in a list: name, how far, until when.
#[component]
pub fn StoreLine(
    store: StoreSummary,
    href: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <li class="store-line">
            <div class="store-line-text">
                <h2 class="store-line-name"><a href=href>{store.name.clone()}</a></h2>
                <p class="store-line-facts">
                    {store.distance.map(|metres| view! { <span>{format::distance(metres)}</span> })}
                    <OpeningLine opening=store.opening.clone() />
                </p>
                <StoreAddress store=store />
            </div>
            {children.map(|children| view! { <div class="store-line-actions">{children()}</div> })}
        </li>
    }
}
