//! Going back returns to where one was. The browser restores before the data is there, so we do it.

use std::cell::{Cell, RefCell};

use leptos::{ev, prelude::*};
use web_sys::ScrollRestoration;

use super::{document, storage, time};

/// How long a returned-to page is given to become as long as it was.
const PATIENCE: f64 = 2_000.0;

thread_local! {
    static WANTED: Cell<Option<f64>> = const { Cell::new(None) };
    static HERE: RefCell<String> = const { RefCell::new(String::new()) };
}

fn key(page: &str) -> String {
    format!("scroll {page}")
}

fn remembered(page: &str) -> f64 {
    storage::session().get_number(&key(page)).unwrap_or(0.0)
}

/// Begins to note where each page was left, and returns to it.
pub fn start() {
    if let Ok(history) = window().history() {
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
    let page = document::path_and_query();
    if is_reload_or_return() {
        return_to(remembered(&page));
    }
    HERE.set(page);
    window_event_listener(ev::popstate, |_| {
        let page = document::path_and_query();
        return_to(remembered(&page));
        HERE.set(page);
    });
    window_event_listener(ev::scroll, |_| {
        // A scroll that comes after the address changed belongs to the change, not to the reader.
        HERE.with_borrow(|here| {
            if WANTED.get().is_none() && *here == document::path_and_query() {
                storage::session().set(&key(here), &window().scroll_y().unwrap_or(0.0).to_string());
            }
        });
    });
    window_event_listener(ev::wheel, |_| WANTED.set(None));
    window_event_listener(ev::touchstart, |_| WANTED.set(None));
}

/// Tells that a link led to this page, which starts at its top.
pub fn moved_to(page: String) {
    HERE.set(page);
}

/// Whether the page is being returned to, in which case nothing else must move it.
pub fn is_returning() -> bool {
    WANTED.get().is_some()
}

fn return_to(top: f64) {
    WANTED.set(Some(top));
    try_until(time::now() + PATIENCE);
}

/// Scrolls as soon as the page is long enough.
fn try_until(deadline: f64) {
    request_animation_frame(move || {
        let Some(top) = WANTED.get() else { return };
        let height = leptos::prelude::document().document_element().map_or(0, |html| html.scroll_height());
        let visible = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
        if f64::from(height) - visible >= top || time::now() > deadline {
            window().scroll_to_with_x_and_y(0.0, top);
            WANTED.set(None);
        } else {
            try_until(deadline);
        }
    });
}

fn is_reload_or_return() -> bool {
    let Some(performance) = window().performance() else {
        return false;
    };
    let entries = performance.get_entries_by_type("navigation");
    let kind = js_sys::Reflect::get(&entries.get(0), &"type".into());
    kind.ok().and_then(|kind| kind.as_string()).is_some_and(|kind| kind == "reload" || kind == "back_forward")
}

pub fn to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}
