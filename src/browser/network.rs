//! Whether there is a network, as far as the browser knows.

use leptos::{ev, prelude::*};

pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Calls back when the network comes or goes, for the life of the owner.
pub fn on_change(changed: impl Fn(bool) + Clone + 'static) {
    let gone = changed.clone();
    let online = window_event_listener(ev::online, move |_| changed(true));
    let offline = window_event_listener(ev::offline, move |_| gone(false));
    on_cleanup(move || {
        online.remove();
        offline.remove();
    });
}
