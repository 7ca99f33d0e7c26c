use leptos::{ev, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
    params::ParamsMap,
};

use super::is_current;
use crate::{
    components::{Glyph, Icon, opening_text},
    paths::{self, ProductFilter},
    plural,
    state::{cart::CartState, my_store::MyStore, retailer::RetailerState},
    t,
};

#[component]
pub fn Header() -> impl IntoView {
    let retailer = RetailerState::expect();
    view! {
        <header class="site-header">
            <a class="wordmark" href=paths::home()>{move || retailer.name()}</a>
            <nav class="site-nav" aria-label=t!(frame.main_menu)>
                <ul>
                    <li><NavLink href=paths::products(&ProductFilter::default()) text=t!(frame.products) /></li>
                    <li><NavLink href=paths::stores() text=t!(frame.stores) /></li>
                    <li><CartLink /></li>
                    <li><NavLink href=paths::favourites() text=t!(frame.favourites) /></li>
                    <li><NavLink href=paths::account() text=t!(frame.account) /></li>
                </ul>
            </nav>
            <SearchForm />
            <StorePlate />
        </header>
    }
}

#[component]
fn NavLink(href: String, text: String) -> impl IntoView {
    let current = is_current(href.clone());
    view! { <a href=href aria-current=current>{text}</a> }
}

#[component]
fn CartLink() -> impl IntoView {
    let units = CartState::expect().units;
    let current = is_current(paths::cart());
    let count = move || match units.get() {
        0 => None,
        count => Some(view! {
            " "
            <span class="count">
                <span aria-hidden="true">{count}</span>
                <span class="visually-hidden">{plural!(count, cart.units)}</span>
            </span>
        }),
    };
    view! { <a href=paths::cart() aria-current=current>{t!(frame.cart)} {count}</a> }
}

#[component]
fn SearchForm() -> impl IntoView {
    let navigate = use_navigate();
    let query = use_location().query;
    let text = RwSignal::new(String::new());
    Effect::new(move |_| text.set(query.with(|query: &ParamsMap| query.get("q").unwrap_or_default())));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let q = text.get_untracked().trim().to_string();
        let filter = ProductFilter { q: (!q.is_empty()).then_some(q), ..ProductFilter::default() };
        navigate(&paths::products(&filter), NavigateOptions::default());
    };
    view! {
        <form class="search" role="search" on:submit=submit>
            <label class="visually-hidden" for="site-search">{t!(search.label)}</label>
            <input
                id="site-search"
                type="search"
                name="q"
                autocomplete="off"
                enterkeyhint="search"
                placeholder=t!(search.label)
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
            <button type="submit" class="icon-button" aria-label=t!(search.submit)><Icon glyph=Glyph::Search /></button>
            <a class="icon-button" href=paths::scan() aria-label=t!(scan.title)><Icon glyph=Glyph::Scan /></a>
        </form>
    }
}

/// The street sign: which store is yours and until when it is open.
#[component]
fn StorePlate() -> impl IntoView {
    let store = MyStore::expect();
    let href = move || store.get().map_or_else(paths::stores, |store| paths::store(&store.slug));
    let name = move || store.get().map_or_else(|| t!(store.choose), |store| store.name);
    let opening =
        move || store.get().map_or_else(|| t!(store.choose_hint), |store| opening_text(&store.opening));
    let mine =
        move || store.get().map(|_| view! { <span class="visually-hidden">{t!(store.mine)} " "</span> });
    view! {
        <a class="store-plate" href=href>
            {mine}
            <span class="store-plate-name">{name}</span>
            <span class="store-plate-opening">{opening}</span>
        </a>
    }
}
