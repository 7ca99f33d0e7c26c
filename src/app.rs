//! The route table, and the frame around every page.

use leptos::{ev, prelude::*};
use leptos_router::{
    Lazy, NavigateOptions, StaticSegment,
    components::{FlatRoutes, Route, Router},
    hooks::{use_location, use_navigate},
    params::ParamsMap,
    path,
};

use crate::{
    browser::{document, focus, intl, network, scroll, time},
    components::{Glyph, Icon, opening_text},
    pages::{
        apart::{
            self, AccountRoute, CartRoute, CheckoutRoute, FavouritesRoute, GiftReceiptFormRoute,
            GiftReceiptRoute, InvoiceRoute, LegalRoute, OrderRoute, ProductRoute, PurchaseRoute,
            PurchasesRoute, ReceiptRoute, ReservationRoute, ReserveRoute, ReturnFormRoute, ReturnLabelRoute,
            ReturnRoute, SignInRoute, StoreRoute, StoresRoute, WithdrawalRoute,
        },
        home::HomePage,
        merged::MergedNotice,
        not_found::NotFoundPage,
        products::ProductsPage,
    },
    paths::{self, ProductFilter},
    plural,
    state::{
        announcer::Announcer, cart::CartState, favourites::FavouritesState, live::Live, my_store::MyStore,
        navigation::Navigation, place::Place, retailer::RetailerState, session::SessionState,
    },
    t, text,
};

#[component]
pub fn App() -> impl IntoView {
    scroll::start();
    apart::fetch_when_somebody_is_there();
    // While the first answer is on its way, not when its prices are drawn.
    time::after(0, || intl::read_ahead(text::language().tag()));
    Announcer::provide();
    CartState::provide();
    FavouritesState::provide();
    Live::provide();
    MyStore::provide();
    Navigation::provide();
    Place::provide();
    RetailerState::provide();
    SessionState::provide();
    view! {
        <Router>
            <Frame />
        </Router>
    }
}

#[component]
fn Frame() -> impl IntoView {
    follow_navigation();
    let announcer = Announcer::expect();
    let skip = move |event: ev::MouseEvent| {
        event.prevent_default();
        focus::by_id("main");
    };
    view! {
        <a class="skip" href="#main" on:click=skip>{t!(frame.skip)}</a>
        <Header />
        <OfflineNotice />
        <MergedNotice />
        <main id="main" tabindex="-1"><Pages /></main>
        <Footer />
        <BottomBar />
        <p class="visually-hidden" role="status" aria-live="polite">{move || announcer.0.get()}</p>
    }
}

#[component]
fn Pages() -> impl IntoView {
    let lang = StaticSegment(text::language().tag());
    view! {
        <FlatRoutes fallback=NotFoundPage transition=true>
            <Route path=(lang,) view=HomePage />
            <Route path=(lang, path!("products")) view=ProductsPage />
            <Route path=(lang, path!("products/:slug")) view={Lazy::<ProductRoute>::new()} />
            <Route path=(lang, path!("stores")) view={Lazy::<StoresRoute>::new()} />
            <Route path=(lang, path!("stores/:slug")) view={Lazy::<StoreRoute>::new()} />
            <Route path=(lang, path!("cart")) view={Lazy::<CartRoute>::new()} />
            <Route path=(lang, path!("checkout")) view={Lazy::<CheckoutRoute>::new()} />
            <Route path=(lang, path!("orders/:id")) view={Lazy::<OrderRoute>::new()} />
            <Route path=(lang, path!("reserve")) view={Lazy::<ReserveRoute>::new()} />
            <Route path=(lang, path!("reservations/:id")) view={Lazy::<ReservationRoute>::new()} />
            <Route path=(lang, path!("purchases")) view={Lazy::<PurchasesRoute>::new()} />
            <Route path=(lang, path!("purchases/:id")) view={Lazy::<PurchaseRoute>::new()} />
            <Route path=(lang, path!("invoices/:id")) view={Lazy::<InvoiceRoute>::new()} />
            <Route path=(lang, path!("receipts/claim")) view={Lazy::<ReceiptRoute>::new()} />
            <Route path=(lang, path!("account")) view={Lazy::<AccountRoute>::new()} />
            <Route path=(lang, path!("favourites")) view={Lazy::<FavouritesRoute>::new()} />
            <Route path=(lang, path!("sign-in")) view={Lazy::<SignInRoute>::new()} />
            <Route path=(lang, path!("legal")) view={Lazy::<LegalRoute>::new()} />
            <Route path=(lang, path!("purchases/:id/return")) view={Lazy::<ReturnFormRoute>::new()} />
            <Route path=(lang, path!("purchases/:id/gift")) view={Lazy::<GiftReceiptFormRoute>::new()} />
            <Route path=(lang, path!("gift")) view={Lazy::<GiftReceiptRoute>::new()} />
            <Route path=(lang, path!("returns/:id")) view={Lazy::<ReturnRoute>::new()} />
            <Route path=(lang, path!("returns/:id/label")) view={Lazy::<ReturnLabelRoute>::new()} />
            <Route path=(lang, path!("withdrawal")) view={Lazy::<WithdrawalRoute>::new()} />
        </FlatRoutes>
    }
}

/// A link brings to the top of the next page, and its heading takes the focus; a filter or a variant in the
/// query does neither.
fn follow_navigation() {
    let location = use_location();
    let navigation = Navigation::expect();
    Effect::new(move |previous: Option<String>| {
        let path = location.pathname.get();
        if previous.as_ref().is_some_and(|previous| *previous != path) {
            navigation.0.set(true);
        }
        path
    });
    Effect::new(move |_| {
        let query = location.search.get();
        let separator = if query.is_empty() { "" } else { "?" };
        scroll::moved_to(format!("{}{separator}{query}", location.pathname.get()));
    });
}

#[component]
fn Header() -> impl IntoView {
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

/// Whether the page on screen is at the address, or below it.
fn is_current(href: String) -> impl Fn() -> Option<&'static str> {
    let pathname = use_location().pathname;
    move || pathname.with(|path| path.trim_end_matches('/') == href).then_some("page")
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

#[component]
fn OfflineNotice() -> impl IntoView {
    let online = RwSignal::new(network::is_online());
    network::on_change(move |now| online.set(now));
    view! {
        <div role="status">
            {move || (!online.get()).then(|| view! { <p class="offline">{t!(frame.offline)}</p> })}
        </div>
    }
}

#[component]
fn Footer() -> impl IntoView {
    let retailer = RetailerState::expect();
    let pathname = use_location().pathname;
    let other =
        contract::language::Language::ALL.into_iter().filter(|language| *language != text::language());
    let switch = |language: contract::language::Language| {
        // The address of the moment, with its query, is known when the link is followed.
        let follow = move |event: ev::MouseEvent| {
            event.prevent_default();
            text::remember_language(language);
            document::go_to(&paths::in_language(&document::path_and_query(), language));
        };
        view! {
            <li>
                <a
                    href=move || paths::in_language(&pathname.get(), language)
                    rel="external"
                    hreflang=language.tag()
                    lang=language.tag()
                    on:click=follow
                >
                    {t!(frame.other_language)}
                </a>
            </li>
        }
    };
    view! {
        <footer class="site-footer">
            <p class="site-footer-name" aria-hidden="true">{move || retailer.name()}</p>
            <nav aria-label=t!(frame.footer)>
                <ul>
                    <li><a href=paths::stores()>{t!(frame.stores)}</a></li>
                    <li><a href=paths::purchases()>{t!(purchases.title)}</a></li>
                    <li><a href=paths::legal()>{t!(legal.title)}</a></li>
                    <li><a href=paths::withdrawal()>{t!(withdrawal.link)}</a></li>
                    {other.map(switch).collect_view()}
                </ul>
            </nav>
            <p class="site-footer-promise">{t!(frame.promise)}</p>
        </footer>
    }
}

#[component]
fn BottomBar() -> impl IntoView {
    let units = CartState::expect().units;
    let item = |href: String, glyph: Glyph, label: String| {
        let current = is_current(href.split('?').next().unwrap_or_default().to_string());
        view! { <li><a href=href aria-current=current><Icon glyph=glyph /><span>{label}</span></a></li> }
    };
    let cart_current = is_current(paths::cart());
    view! {
        <nav class="bottom-bar" aria-label=t!(frame.quick_menu)>
            <ul>
                {item(paths::home(), Glyph::House, t!(frame.home))}
                {item(paths::products(&ProductFilter::default()), Glyph::Search, t!(frame.search))}
                {item(paths::stores(), Glyph::Store, t!(frame.stores))}
                <li>
                    <a href=paths::cart() aria-current=cart_current>
                        <Icon glyph=Glyph::Cart />
                        <span>
                            {t!(frame.cart)}
                            {move || match units.get() {
                                0 => None,
                                count => Some(view! { " " <span class="count">{count}</span> }),
                            }}
                        </span>
                    </a>
                </li>
                {item(paths::account(), Glyph::Person, t!(frame.account))}
            </ul>
        </nav>
    }
}
