use contract::product::{Product, ProductList, ProductQuery, ProductSummary, Variant};
use leptos::{ev, prelude::*};
use storefront::{
    api,
    components::{Choice, ChoiceGroup, Lines, ProductPicture},
    format,
    state::query::{Query, Remote},
    text,
};

use super::stock::Stock;
use crate::{
    components::{Refusal, failure_text, variant_text},
    state::desk::Desk,
};

const FIELD: &str = "order-search";
const SHOWN: u32 = 12;

/// Finds what the customer asks for, by words.
#[component]
pub fn FindProducts() -> impl IntoView {
    let store = Desk::expect().store_id();
    let written = RwSignal::new(String::new());
    let asked = RwSignal::new(None::<String>);
    let open = RwSignal::new(None::<String>);
    let list: Query<ProductList> = Query::keeping(move || {
        let q = asked.get()?;
        Some(api::products::list(ProductQuery {
            language: Some(text::language()),
            q: Some(q),
            store: Some(store.clone()),
            per_page: Some(SHOWN),
            ..ProductQuery::default()
        }))
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        open.set(None);
        asked.set(Some(written.get_untracked().trim().to_string()).filter(|text| !text.is_empty()));
    };
    let answer = Memo::new(move |_| {
        asked.get()?;
        Some(list.value.get())
    });
    let results = move || match answer.get() {
        None => ().into_any(),
        Some(Remote::Loading) => view! { <Lines count=4 /> }.into_any(),
        Some(Remote::Failed(error)) => {
            view! { <Refusal text=Signal::stored(Some(failure_text(&error))) /> }.into_any()
        }
        Some(Remote::Ready(list)) => view! { <Results items=list.page.items open=open /> }.into_any(),
    };
    let count = move || match answer.get() {
        Some(Remote::Ready(list)) => Some(plural!(list.page.items.len() as u32, search.count)),
        _ => None,
    };
    view! {
        <section class="order-products" aria-labelledby="order-products">
            <h2 id="order-products">{t!(order.products)}</h2>
            <form class="order-search" role="search" on:submit=submit>
                <div class="field">
                    <label for=FIELD>{t!(order.search)}</label>
                    <input
                        id=FIELD
                        name=FIELD
                        type="search"
                        autocomplete="off"
                        enterkeyhint="search"
                        prop:value=move || written.get()
                        on:input=move |event| written.set(event_target_value(&event))
                    />
                </div>
                <button type="submit" class="button">{t!(find.submit)}</button>
            </form>
            <p role="status">{count}</p>
            {results}
        </section>
    }
}

#[component]
fn Results(
    items: Vec<ProductSummary>,
    /// The slug of the product that is looked at.
    open: RwSignal<Option<String>>,
) -> impl IntoView {
    view! {
        <ul class="order-results">
            {items.into_iter().map(|product| view! { <ResultLine product=product open=open /> }).collect_view()}
        </ul>
    }
}

#[component]
fn ResultLine(product: ProductSummary, open: RwSignal<Option<String>>) -> impl IntoView {
    let slug = StoredValue::new(product.slug);
    let is_open = Memo::new(move |_| slug.with_value(|slug| open.with(|open| open.as_ref() == Some(slug))));
    let toggle = move |_: ev::MouseEvent| open.set((!is_open.get_untracked()).then(|| slug.get_value()));
    let details = move || is_open.get().then(|| view! { <Details slug=slug.get_value() /> });
    view! {
        <li class="order-result">
            <button type="button" class="order-product" aria-expanded=move || is_open.get().to_string() on:click=toggle>
                <ProductPicture picture=product.picture alt=String::new() sizes="4rem" />
                <span class="order-product-name">{product.name}</span>
                <span class="muted">{format::money(&product.price.current)}</span>
            </button>
            {details}
        </li>
    }
}

/// Colours and sizes, with what this store has of each.
#[component]
fn Details(slug: String) -> impl IntoView {
    let store = Desk::expect().store_id();
    let product: Query<Product> =
        Query::new(move || Some(api::products::get(&slug, text::language(), Some(store.clone()))));
    let picked = RwSignal::new(None::<String>);
    move || match product.value.get() {
        Remote::Loading => view! { <Lines count=2 /> }.into_any(),
        Remote::Failed(error) => {
            view! { <Refusal text=Signal::stored(Some(failure_text(&error))) /> }.into_any()
        }
        Remote::Ready(product) => {
            let choices: Vec<_> = product.variants.iter().map(choice).collect();
            let (name, variants) = (product.name, StoredValue::new(product.variants));
            let chosen = move || {
                let sku = picked.get()?;
                variants.with_value(|variants| variants.iter().find(|variant| variant.sku == sku).cloned())
            };
            let stock = move || chosen().map(|variant| view! { <Stock name=name.clone() variant=variant /> });
            view! {
                <div class="order-details">
                    <ChoiceGroup
                        legend=t!(order.variant)
                        name="order-variant"
                        choices=choices
                        chosen=picked
                        on_choose=Callback::new(move |sku| picked.set(Some(sku)))
                    />
                    {stock}
                </div>
            }
            .into_any()
        }
    }
}

/// A variant that this store can't give stays to be looked at, with the reason.
fn choice(variant: &Variant) -> Choice {
    let can = variant.pickup_method.can_order()
        && variant.in_store.as_ref().is_some_and(|here| here.status.can_order());
    let label = match variant_text(&variant.colour, &variant.size) {
        name if name.is_empty() => variant.sku.clone(),
        name => name,
    };
    Choice { value: variant.sku.clone(), label, reason: (!can).then(|| t!(order.not_here)), picture: None }
}
