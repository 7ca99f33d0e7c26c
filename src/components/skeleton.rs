use leptos::prelude::*;

/// The place of a list of cards, of the same size as the cards.
#[component]
pub fn ProductGridSkeleton(count: usize) -> impl IntoView {
    let card = |index: usize| {
        view! {
            <li class="card" class:card-wide=index % 7 == 6>
                <span class="picture picture-none"></span>
                <span class="card-text"><span class="skeleton"></span><span class="skeleton skeleton-short"></span></span>
            </li>
        }
    };
    view! { <ul class="product-grid" aria-hidden="true">{(0..count).map(card).collect_view()}</ul> }
}

/// The place of a few lines of text.
#[component]
pub fn Lines(count: usize) -> impl IntoView {
    view! { <div class="lines" aria-hidden="true">{(0..count).map(|_| view! { <span class="skeleton"></span> }).collect_view()}</div> }
}
