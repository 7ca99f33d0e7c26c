//! Another size or colour instead of the money.

use contract::product::{Product, Variant};
use leptos::prelude::*;

use super::form::{Form, question_id};
use crate::{
    api,
    components::{AvailabilityLabel, Choice, ChoiceGroup, Lines},
    pages::{cart::variant_text, failure::Failure, product::stock_text},
    plural,
    state::{
        my_store::MyStore,
        query::{Query, Remote},
    },
    t, text,
};

/// Why a variant can't be had anywhere now; my store's own count is said beside it.
fn reason(variant: &Variant) -> Option<String> {
    (variant.stores_with_stock == 0).then(|| t!(product.size_sold_out))
}

/// The money first, then the other variants, those of the same colour before the rest.
fn choices(product: &Product, sku: Option<&str>) -> Vec<Choice> {
    let own = product.variants.iter().find(|variant| Some(variant.sku.as_str()) == sku);
    let colour = own.map(|variant| &variant.colour);
    let mut others: Vec<_> =
        product.variants.iter().filter(|variant| Some(variant.sku.as_str()) != sku).collect();
    others.sort_by_key(|variant| Some(&variant.colour) != colour);
    let money = Choice { value: String::new(), label: t!(returns.no_exchange), reason: None, picture: None };
    let other = |variant: &Variant| Choice {
        value: variant.sku.clone(),
        label: variant_text(&variant.colour, &variant.size).unwrap_or_else(|| variant.sku.clone()),
        reason: reason(variant),
        picture: None,
    };
    std::iter::once(money).chain(others.into_iter().map(other)).collect()
}

/// Asks for the product's other variants once somebody wants to see them.
#[component]
pub fn Exchange(
    form: Form,
    line_id: String,
    slug: String,
    /// What goes back.
    sku: Option<String>,
) -> impl IntoView {
    let wanted = form.draft.with_untracked(|draft| draft.wish(&line_id)?.exchange_sku.clone()).is_some();
    let open = RwSignal::new(wanted);
    let store = MyStore::expect();
    let query = Query::new(move || {
        open.get().then(|| api::products::get(&slug, text::language(), untrack(|| store.id())))
    });
    let id = StoredValue::new(line_id);
    let chosen = Memo::new(move |_| id.with_value(|id| form.wish(id)).and_then(|wish| wish.exchange_sku));
    let retry = Callback::new(move |()| query.reload());
    let choose = Callback::new(move |sku: String| {
        let sku = (!sku.is_empty()).then_some(sku);
        id.with_value(|id| form.change(id, |wish| wish.exchange_sku = sku));
    });
    let shown = move || match query.value.get() {
        Remote::Loading => view! { <Lines count=3 /> }.into_any(),
        Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
        Remote::Ready(product) => {
            let choices = choices(&product, sku.as_deref());
            let product = StoredValue::new(product);
            let variant = move || {
                let sku = chosen.get()?;
                product.with_value(|product| product.variants.iter().find(|one| one.sku == sku).cloned())
            };
            view! {
                <ChoiceGroup
                    legend=t!(returns.instead)
                    name=id.with_value(|id| question_id("instead", id))
                    choices=choices
                    chosen=Signal::derive(move || Some(chosen.get().unwrap_or_default()))
                    on_choose=choose
                />
                {move || variant().map(|variant| view! { <Stock variant=variant /> })}
            }
            .into_any()
        }
    };
    view! {
        <details class="exchange" prop:open=wanted on:toggle=move |_| open.set(true)>
            <summary>{t!(returns.exchange)}</summary>
            {shown}
        </details>
    }
}

/// What my store has of the wanted variant, else how many stores have it.
#[component]
fn Stock(variant: Variant) -> impl IntoView {
    let store = MyStore::expect();
    let stores = plural!(variant.stores_with_stock, returns.in_stores);
    let elsewhere = move |stores: String| view! { <p class="muted" role="status">{stores}</p> }.into_any();
    move || match (store.get(), variant.in_store.clone()) {
        (Some(store), Some(stock)) => view! {
            <p role="status">
                {store.name} " "
                <AvailabilityLabel status=stock.status text=stock_text(&stock) />
            </p>
            <p class="muted">{stores.clone()}</p>
        }
        .into_any(),
        _ => elsewhere(stores.clone()),
    }
}
