//! What stands around every page: header, notices, footer, and the bar at a phone's bottom.

mod bottom_bar;
mod footer;
mod header;
mod offline;

use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;

use crate::{
    browser::{focus, scroll},
    pages::{apart::Pocket, merged::MergedNotice},
    state::{announcer::Announcer, navigation::Navigation, release_readers},
    t,
};
use bottom_bar::BottomBar;
use footer::Footer;
use header::Header;
use offline::OfflineNotice;

#[component]
pub fn Frame(children: Children) -> impl IntoView {
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
        <Pocket />
        <main id="main" tabindex="-1">{children()}</main>
        <Footer />
        <BottomBar />
        <p class="visually-hidden" role="status" aria-live="polite">{move || announcer.0.get()}</p>
    }
}

/// After so many pages it is worth letting go of what they read.
const PAGES: u32 = 16;

/// A link brings to the top of the next page, and its heading takes the focus; a filter or a variant in the
/// query does neither.
fn follow_navigation() {
    let location = use_location();
    let navigation = Navigation::expect();
    let pages = StoredValue::new(0u32);
    Effect::new(move |previous: Option<String>| {
        let path = location.pathname.get();
        if previous.as_ref().is_some_and(|previous| *previous != path) {
            navigation.0.set(true);
            pages.update_value(|pages| *pages += 1);
            if pages.get_value().is_multiple_of(PAGES) {
                release_readers();
            }
        }
        path
    });
    Effect::new(move |_| {
        let query = location.search.get();
        let separator = if query.is_empty() { "" } else { "?" };
        scroll::moved_to(format!("{}{separator}{query}", location.pathname.get()));
    });
}

/// Whether the page on screen is at the address, or below it.
fn is_current(href: String) -> impl Fn() -> Option<&'static str> {
    let pathname = use_location().pathname;
    move || pathname.with(|path| path.trim_end_matches('/') == href).then_some("page")
}
