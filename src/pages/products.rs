use contract::{
    category::Category,
    product::{FacetValue, ProductList, ProductQuery, ProductSummary, Sort},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate, hooks::use_query_map};

use super::{failure::Failure, heading::Heading, product};
use crate::{
    api,
    components::{Message, Pagination, ProductCard, ProductGridSkeleton},
    paths::{self, ProductFilter},
    plural,
    state::{
        live::Live,
        my_store::MyStore,
        query::{Query, Remote},
    },
    t, text,
};

fn request(filter: &ProductFilter, store: Option<String>) -> api::Fetch<ProductList> {
    api::products::list(ProductQuery {
        language: Some(text::language()),
        q: filter.q.clone(),
        category: filter.category.clone(),
        colour: filter.colour.clone(),
        size: filter.size.clone(),
        in_store: (filter.in_store && store.is_some()).then_some(true),
        store,
        sort: (filter.sort != Sort::Relevance).then_some(filter.sort),
        page: (filter.page > 1).then_some(filter.page),
        ..ProductQuery::default()
    })
}

/// Products by category, text and filters; the address says all of it.
#[component]
pub fn ProductsPage() -> impl IntoView {
    let address = use_query_map();
    let filter = Memo::new(move |_| address.with(ProductFilter::read));
    let store = MyStore::expect();
    let query = Query::keeping(move || Some(request(&filter.get(), store.id())));
    Live::expect().on(move |event| {
        if matches!(event, contract::event::Event::CatalogueImported | contract::event::Event::Resync) {
            query.reload();
        }
    });
    let title = Signal::derive(move || {
        let named =
            query.value.with(|value| value.ready().and_then(|list| Some(list.trail.last()?.name.clone())));
        match (filter.with(|filter| filter.q.clone()), named) {
            (Some(q), _) => t!(list.results_for, text = q),
            (None, Some(category)) if filter.with(|filter| filter.category.is_some()) => category,
            _ => t!(list.title),
        }
    });
    let retry = Callback::new(move |()| query.reload());
    view! {
        <div class="page list-page">
            <div class="list-head">
                {move || filter.with(|filter| filter.category.is_some()).then(|| view! { <Trail query=query /> })}
                <Heading title=title class="display" />
                <p class="list-count" role="status">
                    {move || query.value.with(|value| {
                        value.ready().map(|list| plural!(u32::try_from(list.page.total).unwrap_or(u32::MAX), list.count))
                    })}
                </p>
            </div>
            <Subcategories query=query />
            <Filters query=query filter=filter />
            <div class="list-results" aria-busy=move || query.busy.get().to_string()>
                {move || match query.value.get() {
                    Remote::Loading => view! { <ProductGridSkeleton count=8 /> }.into_any(),
                    Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
                    Remote::Ready(list) if list.page.items.is_empty() => {
                        view! { <Nothing filter=filter.get_untracked() /> }.into_any()
                    }
                    Remote::Ready(list) => {
                        let dated = query.kept_since.with(Option::is_some);
                        view! { <Results list=list filter=filter.get_untracked() dated=dated /> }.into_any()
                    }
                }}
            </div>
        </div>
    }
}

/// The way back up.
#[component]
fn Trail(query: Query<ProductList>) -> impl IntoView {
    let link = |href: String, name: String| view! { <li><a href=href>{name}</a></li> };
    let ancestors = move || {
        let trail =
            query.value.with(|value| value.ready().map(|list| list.trail.clone()).unwrap_or_default());
        let above = trail.len().saturating_sub(1);
        trail
            .into_iter()
            .take(above)
            .map(|category| link(paths::products(&ProductFilter::of_category(&category.id)), category.name))
            .collect_view()
    };
    view! {
        <nav class="trail" aria-label=t!(list.trail)>
            <ol>{link(paths::products(&ProductFilter::default()), t!(list.title))} {ancestors}</ol>
        </nav>
    }
}

#[component]
fn Subcategories(query: Query<ProductList>) -> impl IntoView {
    let link = |category: Category| {
        let href = paths::products(&ProductFilter::of_category(&category.id));
        let count = category.products;
        view! { <li><a href=href>{category.name} " " <span class="count-quiet">{count}</span></a></li> }
    };
    // The row keeps its height while nothing is known, so that what is below does not move.
    let links = move || {
        let categories = query.value.with(|value| value.ready().map(|list| list.categories.clone()));
        categories.unwrap_or_default().into_iter().map(link).collect_view()
    };
    view! { <nav class="subcategories" aria-label=t!(list.categories)><ul>{links}</ul></nav> }
}

/// One filter: nothing, or one of the values that products of the list have.
#[component]
fn Facet(
    id: &'static str,
    label: String,
    any: String,
    #[prop(into)] values: Signal<Vec<FacetValue>>,
    #[prop(into)] chosen: Signal<Option<String>>,
    on_choose: Callback<Option<String>>,
) -> impl IntoView {
    let options = move || {
        let chosen = chosen.get();
        let mut values = values.get();
        // What is chosen stays to be seen, even if nothing has it any more.
        if let Some(chosen) = chosen.as_ref().filter(|chosen| !values.iter().any(|v| v.value == **chosen)) {
            values.insert(0, FacetValue { value: chosen.clone(), products: 0 });
        }
        let option = |facet: FacetValue| {
            let text = t!(list.facet, value = facet.value.clone(), count = facet.products);
            let selected = chosen.as_ref() == Some(&facet.value);
            view! { <option value=facet.value selected=selected>{text}</option> }
        };
        values.into_iter().map(option).collect_view()
    };
    let choose = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        on_choose.run((!value.is_empty()).then_some(value));
    };
    view! {
        <div class="filter">
            <label for=id>{label}</label>
            <select id=id on:change=choose>
                <option value="" selected=move || chosen.with(Option::is_none)>{any}</option>
                {options}
            </select>
        </div>
    }
}

#[component]
fn Filters(query: Query<ProductList>, filter: Memo<ProductFilter>) -> impl IntoView {
    let navigate = use_navigate();
    let store = MyStore::expect();
    // A filter changes the address; the place on the page and the focus stay.
    let go = Callback::new(move |next: ProductFilter| {
        navigate(&paths::products(&next), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let facet = move |pick: fn(&ProductList) -> &Vec<FacetValue>| {
        Signal::derive(move || {
            query.value.with(|value| value.ready().map(|list| pick(list).clone()).unwrap_or_default())
        })
    };
    let now = move || filter.get_untracked().restarted();
    let sorts = [
        (Sort::Relevance, "", t!(list.sort_relevance)),
        (Sort::PriceAscending, "up", t!(list.sort_cheapest)),
        (Sort::PriceDescending, "down", t!(list.sort_dearest)),
    ];
    let sort_option = move |(sort, value, label): (Sort, &'static str, String)| {
        view! { <option value=value selected=move || filter.with(|filter| filter.sort == sort)>{label}</option> }
    };
    let sort = move |event: leptos::ev::Event| {
        let sort = match event_target_value(&event).as_str() {
            "up" => Sort::PriceAscending,
            "down" => Sort::PriceDescending,
            _ => Sort::Relevance,
        };
        go.run(ProductFilter { sort, ..now() });
    };
    view! {
        <div class="filters" role="group" aria-label=t!(list.filters)>
            <Facet
                id="filter-colour"
                label=t!(list.colour)
                any=t!(list.any_colour)
                values=facet(|list| &list.facets.colours)
                chosen=Signal::derive(move || filter.with(|filter| filter.colour.clone()))
                on_choose=Callback::new(move |colour| go.run(ProductFilter { colour, ..now() }))
            />
            <Facet
                id="filter-size"
                label=t!(list.size)
                any=t!(list.any_size)
                values=facet(|list| &list.facets.sizes)
                chosen=Signal::derive(move || filter.with(|filter| filter.size.clone()))
                on_choose=Callback::new(move |size| go.run(ProductFilter { size, ..now() }))
            />
            <div class="filter">
                <label for="filter-sort">{t!(list.sort)}</label>
                <select id="filter-sort" on:change=sort>{sorts.map(sort_option).collect_view()}</select>
            </div>
            {move || match store.get() {
                Some(store) => view! {
                    <label class="check">
                        <input
                            type="checkbox"
                            prop:checked=move || filter.with(|filter| filter.in_store)
                            on:change=move |event| {
                                go.run(ProductFilter { in_store: event_target_checked(&event), ..now() })
                            }
                        />
                        <span>{t!(list.in_my_store, store = store.name)}</span>
                    </label>
                }
                .into_any(),
                None => view! { <a class="text-link" href=paths::stores()>{t!(list.choose_store)}</a> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Results(list: ProductList, filter: ProductFilter, dated: bool) -> impl IntoView {
    let store = MyStore::expect();
    let card = move |(index, product): (usize, ProductSummary)| {
        let slug = product.slug.clone();
        let prefetch = Callback::new(move |()| product::read_ahead(&slug, store));
        view! {
            <ProductCard
                href=paths::product(&product.slug, None)
                store=untrack(|| store.get()).map(|store| store.name)
                wide=index % 7 == 6
                first=index < 4
                dated=dated
                on_intent=prefetch
                product=product
            />
        }
    };
    let pages = list.page.pages();
    let page = list.page.page;
    let hrefs = (1..=pages).map(|page| paths::products(&ProductFilter { page, ..filter.clone() })).collect();
    view! {
        <ul class="product-grid">{list.page.items.into_iter().enumerate().map(card).collect_view()}</ul>
        {(pages > 1).then(|| view! { <Pagination page=page pages=pages hrefs=hrefs /> })}
    }
}

/// An empty list says what to do next.
#[component]
fn Nothing(filter: ProductFilter) -> impl IntoView {
    let wider = ProductFilter {
        category: filter.category.clone(),
        q: filter.q.clone(),
        sort: filter.sort,
        ..ProductFilter::default()
    };
    view! {
        <Message title=t!(list.empty_title) text=t!(list.empty_text)>
            {filter
                .is_narrowed()
                .then(|| view! { <a class="button" href=paths::products(&wider)>{t!(list.without_filters)}</a> })}
            <a class="button button-quiet" href=paths::products(&ProductFilter::default())>{t!(list.everything)}</a>
        </Message>
    }
}
