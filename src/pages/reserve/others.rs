use contract::{
    picture::Picture,
    product::{Product, Variant},
};
use leptos::prelude::*;

use super::{
    fitting::Fitting,
    pieces::{piece_text, tell},
};
use crate::{
    components::ProductPicture,
    pages::{cart::variant_text, product::stock_text},
    paths::Piece,
    state::{announcer::Announcer, query::Query},
    t,
};

/// A variant that could be compared with those that are tried on.
#[derive(Clone, PartialEq)]
struct Other {
    sku: String,
    product: String,
    label: String,
    picture: Option<Picture>,
    /// Why the store can't give it now.
    reason: Option<String>,
}

/// Why a variant can't be had; in the store once one is chosen.
fn reason(variant: &Variant, store: Option<&str>) -> Option<String> {
    let Some(store) = store else {
        return (variant.stores_with_stock == 0).then(|| t!(product.size_sold_out));
    };
    match &variant.in_store {
        Some(here) if here.status.can_order() => None,
        Some(here) => Some(t!(stock.changed, store = store, stock = stock_text(here))),
        None => Some(t!(reserve.not_there, store = store)),
    }
}

/// The variants that are not tried on yet, those of the same colours first.
fn others(product: &Product, tried: &[String], store: Option<&str>) -> Vec<Other> {
    let is_tried = |variant: &&Variant| tried.contains(&variant.sku);
    let colours: Vec<_> = product.variants.iter().filter(is_tried).map(|variant| &variant.colour).collect();
    let mut variants: Vec<_> = product.variants.iter().filter(|variant| !is_tried(variant)).collect();
    variants.sort_by_key(|variant| !colours.contains(&&variant.colour));
    let other = |variant: &Variant| Other {
        sku: variant.sku.clone(),
        product: product.name.clone(),
        label: variant_text(&variant.colour, &variant.size).unwrap_or_else(|| variant.sku.clone()),
        picture: variant.pictures.first().cloned(),
        reason: reason(variant, store),
    };
    variants.into_iter().map(other).collect()
}

/// Another size or colour of the product, to compare. What the store lacks can still be chosen: another may have it.
#[component]
pub fn Others(slug: String, query: Query<Product>) -> impl IntoView {
    let fitting = Fitting::expect();
    let announcer = Announcer::expect();
    let slug = StoredValue::new(slug);
    let offered = Memo::new(move |_| {
        if fitting.count() >= fitting.max.get() {
            return Vec::new();
        }
        let store = fitting.store.with(|store| store.as_ref().map(|store| store.name.clone()));
        query.value.with(|value| {
            value
                .ready()
                .map(|product| others(product, &fitting.skus(), store.as_deref()))
                .unwrap_or_default()
        })
    });
    let option = move |other: Other| {
        let Other { sku, product, label, picture, reason } = other;
        let name = piece_text(&product, Some(label.clone()));
        let missing = reason.is_some();
        let add = move |_| {
            fitting.add(Piece { slug: slug.get_value(), sku: sku.clone() });
            tell(announcer, t!(reserve.added, name = name), false);
        };
        view! {
            <li>
                <button type="button" class="reserve-other" class:reserve-other-missing=missing on:click=add>
                    <ProductPicture picture=picture alt=String::new() sizes="48px" />
                    <span class="reserve-other-text">
                        <span class="reserve-other-label">{label}</span>
                        {reason.map(|reason| view! { " " <span class="reserve-other-reason">{reason}</span> })}
                    </span>
                </button>
            </li>
        }
    };
    let any = Memo::new(move |_| offered.with(|offered| !offered.is_empty()));
    move || {
        any.get().then(|| {
            view! {
                <details class="reserve-others">
                    <summary>{t!(reserve.compare)}</summary>
                    <ul>{move || offered.get().into_iter().map(option).collect_view()}</ul>
                </details>
            }
        })
    }
}
