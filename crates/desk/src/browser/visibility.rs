//! Whether somebody looks at the page.

use leptos::{ev, prelude::*};

/// Calls back when the page comes back to sight, for the life of the owner.
pub fn on_return(returned: impl Fn() + 'static) {
    let handle = window_event_listener(ev::visibilitychange, move |_| {
        if !document().hidden() {
            returned();
        }
    });
    on_cleanup(move || handle.remove());
}
