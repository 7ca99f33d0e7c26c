//! A product: its variants, and which store has the chosen one.

mod availability;
mod buy;
mod gallery;
mod variants;

use contract::{
    event::Event,
    product::{Product, Variant},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map, use_query_map},
};

use super::{failure::Failure, heading::Heading, not_found::NotFoundPage};
use crate::{
    api,
    components::{Lines, PriceTag},
    format, paths,
    state::{
        live::Live,
        my_store::MyStore,
        query::{Query, Remote},
    },
    t, text,
};
use availability::AvailabilitySection;
pub use availability::{LocateButton, apply, stock_text};
use buy::Buy;
use gallery::Gallery;
use variants::VariantPicker;

/// What the parts of the page share: the product and the variant that the address names.
#[derive(Clone, Copy)]
pub struct Chosen {
    pub product: StoredValue<Product>,
    pub sku: Memo<String>,
    pub choose: Callback<String>,
}

impl Chosen {
    pub fn variant(&self) -> Option<Variant> {
        let sku = self.sku.get();
        self.product.with_value(|product| product.variants.iter().find(|variant| variant.sku == sku).cloned())
    }
}

#[component]
pub fn ProductPage() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.with(|params| params.get("slug").unwrap_or_default()));
    // The store's own stock is read by the availability list; a change of store need not read the product again.
    let store = untrack(|| MyStore::expect().id());
    let query = Query::new(move || Some(api::products::get(&slug.get(), text::language(), store.clone())));
    Live::expect().on(move |event| {
        if matches!(event, Event::CatalogueImported | Event::Resync) {
            query.reload();
        }
    });
    let retry = Callback::new(move |()| query.reload());
    // An answer that differs only in its event number is drawn no second time, so that the focus stays.
    let shown = Memo::new(move |_| {
        query.value.with(|value| match value {
            Remote::Ready(product) => Remote::Ready(Product { cursor: 0, ..product.clone() }),
            other => other.clone(),
        })
    });
    let live = Live::expect();
    Effect::new(move |_| {
        if let Some(product) = query.ready() {
            live.start(product.cursor);
        }
    });
    move || match shown.get() {
        Remote::Loading => view! { <Loading /> }.into_any(),
        Remote::Failed(error) if error.is_not_found() => view! { <NotFoundPage /> }.into_any(),
        Remote::Failed(error) => {
            view! { <div class="page"><Failure error=error on_retry=retry /></div> }.into_any()
        }
        Remote::Ready(product) => view! { <Shown product=product /> }.into_any(),
    }
}

/// The same places as the product's, so that nothing moves when it comes.
#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="product" aria-busy="true">
            <div class="product-pictures"><span class="picture picture-none"></span></div>
            <div class="product-side">
                <div class="product-name"><span class="skeleton skeleton-title"></span></div>
                <div class="product-panel"><Lines count=8 /></div>
            </div>
        </div>
    }
}

#[component]
fn Shown(product: Product) -> impl IntoView {
    let query = use_query_map();
    let navigate = use_navigate();
    let slug = product.slug.clone();
    let title = product.name.clone();
    let store = MyStore::expect();
    let usual = usual_variant(&product, untrack(|| store.id()).is_some());
    let known: Vec<String> = product.variants.iter().map(|variant| variant.sku.clone()).collect();
    let sku = Memo::new(move |_| {
        let asked = query.with(|query| query.get("sku"));
        asked.filter(|sku| known.contains(sku)).unwrap_or_else(|| usual.clone())
    });
    // Choosing replaces the address: it can be shared, and going back leaves the product.
    let choose = Callback::new(move |sku: String| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&paths::product(&slug, Some(&sku)), options);
    });
    let chosen = Chosen { product: StoredValue::new(product), sku, choose };
    view! {
        <article class="product">
            <Gallery chosen=chosen />
            <div class="product-side">
                <div class="product-name">
                    <Trail chosen=chosen />
                    <Heading title=title class="product-title" />
                    {chosen.product.with_value(|product| product.brand.clone()).map(|brand| view! { <p class="muted">{brand}</p> })}
                </div>
                <div class="product-panel">
                    <Price chosen=chosen />
                    <VariantPicker chosen=chosen />
                    <Buy chosen=chosen />
                    <AvailabilitySection chosen=chosen />
                </div>
            </div>
            <About chosen=chosen />
        </article>
    }
}

/// The variant shown when the address names none: one that my store has, else one that some store has.
fn usual_variant(product: &Product, has_store: bool) -> String {
    let here = |variant: &&Variant| variant.in_store.as_ref().is_some_and(|stock| stock.status.can_order());
    let somewhere = |variant: &&Variant| variant.stores_with_stock > 0;
    let mut variants = product.variants.iter();
    let first = variants.clone().next();
    let found = has_store
        .then(|| variants.clone().find(here))
        .flatten()
        .or_else(|| variants.find(somewhere))
        .or(first);
    found.map(|variant| variant.sku.clone()).unwrap_or_default()
}

#[component]
fn Trail(chosen: Chosen) -> impl IntoView {
    let trail = chosen.product.with_value(|product| product.trail.clone());
    let link = |category: contract::category::Category| {
        let href = paths::products(&paths::ProductFilter::of_category(&category.id));
        view! { <li><a href=href>{category.name}</a></li> }
    };
    view! {
        <nav class="trail" aria-label=t!(list.trail)>
            <ol>{trail.into_iter().map(link).collect_view()}</ol>
        </nav>
    }
}

#[component]
fn Price(chosen: Chosen) -> impl IntoView {
    move || {
        chosen.variant().map(|variant| {
            let until = variant
                .price
                .sale_until
                .as_ref()
                .map(|until| t!(price.until, moment = format::moment(until)));
            view! {
                <p class="product-price">
                    <PriceTag price=variant.price />
                    {until.map(|until| view! { <span class="price-lowest">{until}</span> })}
                </p>
            }
        })
    }
}

/// What it is, what it is made of, and what the law promises.
#[component]
fn About(chosen: Chosen) -> impl IntoView {
    let (description, material, details) = chosen.product.with_value(|product| {
        (product.description.clone(), product.material.clone(), product.details.clone())
    });
    let row = |term: String, value: String| view! { <div><dt>{term}</dt><dd>{value}</dd></div> };
    // Some retailers say the material among the details as well, and more exactly.
    let label = t!(product.material);
    let told = details.iter().any(|detail| detail.name == label);
    let material = material.filter(|_| !told).map(|material| row(label, material));
    let details: Vec<_> = details.into_iter().map(|detail| row(detail.name, detail.value)).collect();
    let reference = move || chosen.variant().map(|variant| variant.sku);
    view! {
        <section class="product-about" aria-labelledby="about-title">
            <h2 id="about-title">{t!(product.about)}</h2>
            <p class="product-description">{description}</p>
            <dl class="facts">
                {material} {details}
                <div><dt>{t!(product.reference)}</dt><dd>{reference}</dd></div>
            </dl>
            <p class="product-guarantee">
                {t!(product.guarantee)} " " <a href=paths::legal()>{t!(product.guarantee_more)}</a>
            </p>
        </section>
    }
}
