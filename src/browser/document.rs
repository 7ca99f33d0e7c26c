//! The document and its address.

use std::sync::OnceLock;

use leptos::{
    ev,
    prelude::{
        SetValue, StoredValue, UpdateValue, WindowListenerHandle, document, on_cleanup, window,
        window_event_listener,
    },
};
use wasm_bindgen::JsCast;
use web_sys::{DomException, VisibilityState};

pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// Path and query of the page on screen.
pub fn path_and_query() -> String {
    path() + &window().location().search().unwrap_or_default()
}

pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The origin of the API, as the page names it; empty where it is our own.
fn api_origin() -> &'static str {
    static ORIGIN: OnceLock<String> = OnceLock::new();
    ORIGIN.get_or_init(|| {
        let named = document().query_selector("meta[name=api]").ok().flatten();
        let origin = named.and_then(|meta| meta.get_attribute("content")).unwrap_or_default();
        origin.trim().trim_end_matches('/').to_string()
    })
}

/// Where a path of the API or a picture is.
pub fn api_address(path: &str) -> String {
    format!("{}{path}", api_origin())
}

/// The languages that the shopper reads, best first.
pub fn languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

pub fn set_language(tag: &str) {
    if let Some(html) = document().document_element() {
        // An element refuses an attribute only for a name that is not one.
        let _ = html.set_attribute("lang", tag);
    }
}

/// Which of its manifests the browser installs the shop by.
pub fn set_manifest(url: &str) {
    if let Ok(Some(link)) = document().query_selector("link[rel=manifest]") {
        let _ = link.set_attribute("href", url);
    }
}

pub fn set_title(title: &str) {
    document().set_title(title);
}

pub fn title() -> String {
    document().title()
}

pub fn remove_element(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.remove();
    }
}

/// Loads another address.
pub fn go_to(url: &str) {
    // A path of our own origin is never refused.
    let _ = window().location().set_href(url);
}

/// Goes to another address in place of this one.
pub fn replace_location(url: &str) {
    // A path of our own origin is never refused.
    let _ = window().location().replace(url);
}

/// Loads the page anew.
pub fn reload() {
    // A page can always be loaded again.
    let _ = window().location().reload();
}

/// Opens the browser's own sheet to print the page.
pub fn print() {
    // A browser that can't print leaves the page as it is.
    let _ = window().print();
}

/// Whether somebody may be looking at the page.
pub fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Calls back when somebody comes back to the page, for the life of the owner.
pub fn on_return(back: impl Fn() + 'static) {
    let visible = window_event_listener(ev::visibilitychange, move |_| {
        if is_visible() {
            back();
        }
    });
    on_cleanup(move || visible.remove());
}

/// Calls back when the page goes away, for the life of the owner; it may come back as it was.
pub fn on_leave(leave: impl Fn() + 'static) {
    let gone = window_event_listener(ev::pagehide, move |_| leave());
    on_cleanup(move || gone.remove());
}

/// Takes the secret after `#` out of the address bar and out of the history, and returns it.
pub fn take_fragment() -> Option<String> {
    let fragment = window().location().hash().ok()?;
    let secret = fragment.strip_prefix('#').filter(|secret| !secret.is_empty())?.to_string();
    if let Ok(history) = window().history() {
        let state = history.state().unwrap_or(wasm_bindgen::JsValue::NULL);
        // When the address can't be changed the secret only stays visible.
        let _ = history.replace_state_with_url(&state, "", Some(&path_and_query()));
    }
    Some(secret)
}

/// Calls back when only the part after `#` changed, for the life of the owner.
pub fn on_fragment_change(changed: impl Fn() + 'static) {
    let listener = window_event_listener(ev::hashchange, move |_| changed());
    on_cleanup(move || listener.remove());
}

/// A navigation that comes while the one before is still drawn ends its transition, which is no error of anybody's.
pub fn forgive_skipped_transitions() {
    let listener = window_event_listener(ev::unhandledrejection, |event| {
        let skipped =
            event.reason().dyn_ref::<DomException>().is_some_and(|reason| reason.name() == "AbortError");
        if skipped {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

/// Calls back once, when a pointer, a finger or a key first moves.
pub fn once_somebody_is_there(call: impl Fn() + Copy + 'static) {
    let listeners = StoredValue::new_local(Vec::new());
    let wake = move || {
        let Some(listening) = listeners.try_update_value(std::mem::take).filter(|all| !all.is_empty()) else {
            return;
        };
        listening.into_iter().for_each(WindowListenerHandle::remove);
        call();
    };
    listeners.set_value(vec![
        window_event_listener(ev::pointermove, move |_| wake()),
        window_event_listener(ev::touchstart, move |_| wake()),
        window_event_listener(ev::keydown, move |_| wake()),
    ]);
}
