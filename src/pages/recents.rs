use contract::{event::Event, recent::Recent};
use leptos::prelude::*;

use super::product;
use crate::{
    api,
    components::ProductCard,
    paths,
    state::{live::Live, my_store::MyStore, query::Query},
    t, text,
};

/// One row on a wide screen, two on a phone.
const SHOWN: usize = 4;

/// What who is signed in looked at lately, on whichever device.
#[component]
pub fn RecentsShelf() -> impl IntoView {
    let store = MyStore::expect();
    let recents = Query::keeping(move || Some(api::recents::list(text::language(), store.id())));
    Live::expect().on(move |event| {
        if matches!(event, Event::AccountChanged | Event::Resync) {
            recents.reload();
        }
    });
    let card = move |recent: Recent| {
        let Recent { product, sku, .. } = recent;
        let slug = product.slug.clone();
        let prefetch = Callback::new(move |()| product::read_ahead(&slug, store));
        view! {
            <ProductCard
                href=paths::product(&product.slug, sku.as_deref())
                store=untrack(|| store.get()).map(|store| store.name)
                on_intent=prefetch
                product=product
            />
        }
    };
    move || {
        let items = recents.ready().map(|recents| recents.items).unwrap_or_default();
        (!items.is_empty()).then(|| {
            view! {
                <section class="page home-shelf" aria-labelledby="recents-title">
                    <h2 id="recents-title">{t!(recents.title)}</h2>
                    <ul class="product-grid">{items.into_iter().take(SHOWN).map(card).collect_view()}</ul>
                </section>
            }
        })
    }
}
