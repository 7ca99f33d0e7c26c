//! The desk's routes, and the frame around its pages.

use contract::{desk::DeskSession, language::Language};
use leptos::{ev, prelude::*};
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    hooks::use_location,
    path,
};
use storefront::{
    browser::{document, focus},
    components::{Glyph, Icon},
    format,
    state::{announcer::Announcer, live::Live, navigation::Navigation, retailer::RetailerState},
    text,
};

use crate::{
    pages::{
        find::FindPage, journal::JournalPage, order::OrderPage, pickup::PickupPage, prepare::PreparePage,
        purchase::PurchasePage, reservation::ReservationPage, return_request::ReturnPage,
        returns::ReturnsPage, sign_in::SignInPage, store::StorePage,
    },
    paths,
    state::{
        desk::{Desk, Session},
        now::Now,
    },
};

#[component]
pub fn App() -> impl IntoView {
    Announcer::provide();
    Live::provide();
    Navigation::provide();
    Now::provide();
    RetailerState::provide();
    Desk::provide();
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
    let session = Desk::expect().session;
    let at_work = Memo::new(move |_| matches!(session.get(), Session::SignedIn(_)));
    // The pages stay as they were while somebody signs in again.
    let has_pages = Memo::new(move |_| matches!(session.get(), Session::SignedIn(_) | Session::Ended(_)));
    let skip = move |event: ev::MouseEvent| {
        event.prevent_default();
        focus::by_id("main");
    };
    view! {
        <Show when=move || at_work.get()><a class="skip" href="#main" on:click=skip>{t!(frame.skip)}</a></Show>
        <Header />
        <OfflineNotice />
        <ClosedNotice />
        {move || has_pages.get().then(|| view! {
            <main id="main" tabindex="-1" hidden=move || !at_work.get()><Pages /></main>
        })}
        <Show when=move || !at_work.get()><main class="page page-narrow"><SignInPage /></main></Show>
        <p class="visually-hidden" role="status" aria-live="polite">{move || announcer.0.get()}</p>
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=PreparePage>
            <Route path=path!("desk") view=PreparePage />
            <Route path=path!("desk/find") view=FindPage />
            <Route path=path!("desk/order") view=OrderPage />
            <Route path=path!("desk/returns") view=ReturnsPage />
            <Route path=path!("desk/store") view=StorePage />
            <Route path=path!("desk/journal") view=JournalPage />
            <Route path=path!("desk/pickups/:id") view=PickupPage />
            <Route path=path!("desk/purchases/:id") view=PurchasePage />
            <Route path=path!("desk/reservations/:id") view=ReservationPage />
            <Route path=path!("desk/returns/:id") view=ReturnPage />
        </FlatRoutes>
    }
}

/// After a link the next page's heading takes the focus.
fn follow_navigation() {
    let pathname = use_location().pathname;
    let navigation = Navigation::expect();
    Effect::new(move |previous: Option<String>| {
        let path = pathname.get();
        if previous.as_ref().is_some_and(|previous| *previous != path) {
            navigation.0.set(true);
        }
        path
    });
}

#[component]
fn Header() -> impl IntoView {
    let session = Desk::expect().session;
    let signed_in = move || match session.get() {
        Session::SignedIn(session) => Some(session),
        _ => None,
    };
    view! {
        <header class="desk-header">
            {move || match signed_in() {
                Some(session) => view! { <StorePlate session=session /> }.into_any(),
                None => view! { <p class="wordmark">{t!(frame.name)}</p> }.into_any(),
            }}
            {move || signed_in().map(|_| view! { <Menu /> })}
            <div class="desk-tools">
                <LanguageSwitch />
                {move || signed_in().map(|session| view! { <SignOut session=session /> })}
            </div>
        </header>
    }
}

/// The street sign: in which store one is, and who.
#[component]
fn StorePlate(session: DeskSession) -> impl IntoView {
    view! {
        <p class="store-plate">
            <span class="store-plate-name">
                <span class="visually-hidden">{t!(frame.store)} " "</span>
                {session.store.name}
            </span>
            <span class="store-plate-opening">{session.associate}</span>
        </p>
    }
}

#[component]
fn Menu() -> impl IntoView {
    let desk = Desk::expect();
    let pathname = use_location().pathname;
    let current = move |href: String| {
        move || pathname.with(|path| path.trim_end_matches('/') == href).then_some("page")
    };
    let waiting = Memo::new(move |_| desk.waiting_pickups() + desk.waiting_reservations());
    let count = |waiting: Memo<usize>| {
        move || (waiting.get() > 0).then(|| view! { " " <span class="count">{waiting.get()}</span> })
    };
    let unpaid = Memo::new(move |_| desk.waiting_returns());
    view! {
        <nav class="desk-menu" aria-label=t!(frame.menu)>
            <ul>
                <li>
                    <a href=paths::prepare() aria-current=current(paths::prepare())>
                        <Icon glyph=Glyph::Package />
                        <span>{t!(frame.prepare)} {count(waiting)}</span>
                    </a>
                </li>
                <li>
                    <a href=paths::find() aria-current=current(paths::find())>
                        <Icon glyph=Glyph::Check />
                        <span>{t!(frame.find)}</span>
                    </a>
                </li>
                <li>
                    <a href=paths::returns() aria-current=current(paths::returns())>
                        <Icon glyph=Glyph::Return />
                        <span>{t!(frame.returns)} {count(unpaid)}</span>
                    </a>
                </li>
                <li>
                    <a href=paths::store() aria-current=current(paths::store())>
                        <Icon glyph=Glyph::Store />
                        <span>{t!(frame.store_page)}</span>
                    </a>
                </li>
            </ul>
        </nav>
    }
}

#[component]
fn LanguageSwitch() -> impl IntoView {
    let others = Language::ALL.into_iter().filter(|language| *language != text::language());
    let switch = |language: Language| {
        let choose = move |_| {
            text::remember_language(language);
            document::go_to(&document::path_and_query());
        };
        view! {
            <button type="button" class="desk-tool" lang=language.tag() on:click=choose>
                {t!(frame.other_language)}
            </button>
        }
    };
    others.map(switch).collect_view()
}

#[component]
fn SignOut(session: DeskSession) -> impl IntoView {
    let desk = Desk::expect();
    view! {
        <button
            type="button"
            class="desk-tool"
            title=t!(frame.sign_out_of, associate = session.associate)
            on:click=move |_| desk.sign_out()
        >
            {t!(frame.sign_out)}
        </button>
    }
}

#[component]
fn OfflineNotice() -> impl IntoView {
    let desk = Desk::expect();
    let now = Now::expect();
    let text = move || {
        now.0.track();
        match desk.read_at.get() {
            Some(at) => t!(frame.offline_since, ago = format::ago_of(at)),
            None => t!(frame.offline),
        }
    };
    view! { <div class="offline-place" role="status">{move || (!desk.reached.get()).then(|| view! { <p class="offline">{text}</p> })}</div> }
}

/// The store had to close: nobody may forget it.
#[component]
fn ClosedNotice() -> impl IntoView {
    let desk = Desk::expect();
    let now = Now::expect();
    let until = Memo::new(move |_| desk.closed_until(now));
    let text = move || until.get().map(|until| t!(frame.closed, moment = format::moment(&until)));
    view! {
        <Show when=move || until.with(Option::is_some)>
            <aside class="closed-notice" aria-label=t!(closing.title)><a href=paths::store()>{text}</a></aside>
        </Show>
    }
}
