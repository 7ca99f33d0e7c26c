//! A product: its variants, and which store has the chosen one.

mod availability;
mod buy;
mod gallery;
mod heart;
mod recent;
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

use super::{failure::Failure, heading::Heading, not_found::NotFoundPage, terms::TermsLine};
use crate::{
    api,
    components::{Lines, PriceTag},
    format, paths,
    state::{
        cache,
        live::Live,
        my_store::MyStore,
        query::{Query, Remote},
        session::SessionState,
    },
    t, text,
};
use availability::AvailabilitySection;
pub use availability::{LocateButton, apply, stock_text};
use buy::Buy;
use gallery::Gallery;
use heart::Heart;
use recent::remember;
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

/// Asks for a product before its page does.
pub fn read_ahead(slug: &str, store: MyStore) {
    cache::prefetch(api::products::get(slug, text::language(), untrack(|| store.id())).url());
}

/// Asks for the product that the address names, while the page's own code is on its way.
pub fn read_ahead_of_page() {
    let params = use_params_map();
    if let Some(slug) = params.with_untracked(|params| params.get("slug")) {
        read_ahead(&slug, MyStore::expect());
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
    let has_store = untrack(|| store.id()).is_some();
    let session = SessionState::expect();
    let known: Vec<String> = product.variants.iter().map(|variant| variant.sku.clone()).collect();
    let product = StoredValue::new(product);
    let sku = Memo::new(move |_| {
        let asked = query.with(|query| query.get("sku"));
        asked.filter(|sku| known.contains(sku)).unwrap_or_else(|| {
            let sizes = session.account().map(|account| account.sizes).unwrap_or_default();
            product.with_value(|product| usual_variant(&product.variants, &sizes, has_store))
        })
    });
    remember(slug.clone());
    // Choosing replaces the address: it can be shared, and going back leaves the product.
    let choose = Callback::new(move |sku: String| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&paths::product(&slug, Some(&sku)), options);
    });
    let chosen = Chosen { product, sku, choose };
    view! {
        <article class="product">
            <Gallery chosen=chosen />
            <div class="product-side">
                <div class="product-name">
                    <Trail chosen=chosen />
                    <div class="product-heading">
                        <Heading title=title class="product-title" />
                        <Heart chosen=chosen />
                    </div>
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

/// The variant shown when the address names none: in the first of the shopper's sizes that the product has, one that
/// my store has, else one that some store has.
fn usual_variant(variants: &[Variant], sizes: &[String], has_store: bool) -> String {
    let same = |one: &str, other: &str| one.trim().eq_ignore_ascii_case(other.trim());
    let is_of = |variant: &Variant, size: &str| variant.size.as_deref().is_some_and(|own| same(own, size));
    let size = sizes.iter().find(|size| variants.iter().any(|variant| is_of(variant, size)));
    let fits = |variant: &&Variant| size.is_none_or(|size| is_of(variant, size));
    let here = |variant: &&Variant| variant.in_store.as_ref().is_some_and(|stock| stock.status.can_order());
    let somewhere = |variant: &&Variant| variant.stores_with_stock > 0;
    let fitting = || variants.iter().filter(fits);
    let found = has_store
        .then(|| fitting().find(here))
        .flatten()
        .or_else(|| fitting().find(somewhere))
        .or_else(|| fitting().next());
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
            <TermsLine />
        </section>
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::{variants::tests::variant, *};

    #[wasm_bindgen_test]
    fn the_shoppers_own_size_is_shown_first() {
        let variants = [
            variant("a", "noir", "36", 2),
            variant("b", "noir", "38", 0),
            variant("c", "sable", "38", 1),
            variant("d", "sable", "40", 0),
        ];
        let usual = |sizes: &[&str]| {
            let sizes: Vec<String> = sizes.iter().map(|size| size.to_string()).collect();
            usual_variant(&variants, &sizes, false)
        };
        assert_eq!(usual(&[]), "a");
        assert_eq!(usual(&["M", " 38 "]), "c");
        assert_eq!(usual(&["40", "38"]), "d");
        assert_eq!(usual(&["XL"]), "a");
    }
}
