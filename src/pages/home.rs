use contract::{
    category::Category,
    product::{ProductList, ProductQuery, ProductSummary},
    store::StoreSummary,
};
use leptos::prelude::*;

use super::{
    apart::Recents,
    failure::Failure,
    heading::{set_title, take_focus},
    product::{self, LocateButton},
};
use crate::{
    api,
    components::{PriceTag, ProductCard, ProductGridSkeleton, ProductPicture, opening_text},
    paths::{self, ProductFilter},
    state::{
        my_store::MyStore,
        place::Place,
        query::{Query, Remote},
    },
    t, text,
};

const IN_THE_WINDOW: u32 = 8;

/// The lit shop window: one thing large, a few beside it, the departments, the nearest door.
#[component]
pub fn HomePage() -> impl IntoView {
    let store = MyStore::expect();
    let products = Query::keeping(move || {
        Some(api::products::list(ProductQuery {
            language: Some(text::language()),
            store: store.id(),
            per_page: Some(IN_THE_WINDOW),
            ..ProductQuery::default()
        }))
    });
    set_title(String::new);
    let retry = Callback::new(move |()| products.reload());
    view! {
        <div class="home-page">
            <Window products=products />
            <section class="page home-shelf" aria-labelledby="shelf-title">
                <h2 id="shelf-title">{t!(home.shelf)}</h2>
                {move || match products.value.get() {
                    Remote::Loading => view! { <ProductGridSkeleton count=7 /> }.into_any(),
                    Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
                    Remote::Ready(list) => {
                        let dated = products.kept_since.with(Option::is_some);
                        view! { <Shelf list=list dated=dated /> }.into_any()
                    }
                }}
                <p class="actions">
                    <a class="button" href=paths::products(&ProductFilter::default())>{t!(home.everything)}</a>
                </p>
            </section>
            <Recents />
            <Departments />
            <Doors />
        </div>
    }
}

/// Big type across the blank edge of one picture.
#[component]
fn Window(products: Query<ProductList>) -> impl IntoView {
    let star = Memo::new(move |_| {
        products.value.with(|value| value.ready().and_then(|list| list.page.items.first().cloned()))
    });
    let shown = move |product: ProductSummary| {
        let href = paths::product(&product.slug, None);
        view! {
            <a class="window-star" href=href>
                <ProductPicture picture=product.picture alt=String::new() sizes="(min-width: 60rem) 50vw, 100vw" first=true />
                <span class="window-caption">
                    <span>{product.name}</span>
                    <PriceTag price=product.price from=product.price_varies />
                </span>
            </a>
        }
    };
    let heading = NodeRef::<leptos::html::H1>::new();
    take_focus(heading);
    view! {
        <div class="window">
            <div class="window-words">
                <h1 class="window-title" tabindex="-1" node_ref=heading>
                    <span>{t!(home.first)}</span> " " <span>{t!(home.second)}</span>
                </h1>
                <p class="window-text">{t!(home.text)}</p>
                <p class="actions">
                    <a class="button button-now" href=paths::products(&ProductFilter::default())>{t!(home.enter)}</a>
                </p>
            </div>
            {move || match star.get() {
                Some(product) => shown(product).into_any(),
                None => view! { <span class="window-star"><span class="picture picture-none"></span></span> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Shelf(list: ProductList, dated: bool) -> impl IntoView {
    let store = MyStore::expect();
    let card = move |(index, product): (usize, ProductSummary)| {
        let slug = product.slug.clone();
        let prefetch = Callback::new(move |()| product::read_ahead(&slug, store));
        view! {
            <ProductCard
                href=paths::product(&product.slug, None)
                store=untrack(|| store.get()).map(|store| store.name)
                wide=index % 7 == 6
                dated=dated
                on_intent=prefetch
                product=product
            />
        }
    };
    view! { <ul class="product-grid">{list.page.items.into_iter().skip(1).enumerate().map(card).collect_view()}</ul> }
}

/// The departments in large type, one line each.
#[component]
fn Departments() -> impl IntoView {
    let query = Query::new(|| Some(api::categories::list(text::language())));
    let line = |category: Category| {
        view! {
            <li>
                <a href=paths::products(&ProductFilter::of_category(&category.id))>
                    <span class="department-name">{category.name}</span>
                    <span class="count-quiet">{category.products}</span>
                    <ProductPicture picture=category.picture alt=String::new() sizes="96px" />
                </a>
            </li>
        }
    };
    let roots = move || {
        let items = query.ready().map(|categories| categories.items).unwrap_or_default();
        items.into_iter().filter(|category| category.parent_id.is_none()).map(line).collect_view()
    };
    view! {
        <section class="page departments" aria-labelledby="departments-title">
            <h2 id="departments-title">{t!(home.departments)}</h2>
            <ul>{roots}</ul>
        </section>
    }
}

/// The nearest doors, or mine.
#[component]
fn Doors() -> impl IntoView {
    let place = Place::expect();
    let query = Query::keeping(move || Some(api::stores::list(text::language(), place.get())));
    let door = |store: StoreSummary| {
        view! {
            <li>
                <a class="door" href=paths::store(&store.slug)>
                    <span class="door-name">{store.name}</span>
                    <span class="door-opening">
                        {store.distance.map(|metres| format!("{} · ", crate::format::distance(metres)))}
                        {opening_text(&store.opening)}
                    </span>
                </a>
            </li>
        }
    };
    let doors = move || {
        let items = query.ready().map(|stores| stores.items).unwrap_or_default();
        items.into_iter().take(6).map(door).collect_view()
    };
    view! {
        <section class="page doors" aria-labelledby="doors-title">
            <h2 id="doors-title">{t!(home.doors)}</h2>
            <LocateButton />
            <ul>{doors}</ul>
            <p><a class="text-link" href=paths::stores()>{t!(home.all_doors)}</a></p>
        </section>
    }
}
