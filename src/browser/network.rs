//! Whether there is a network: what the browser believes, and what is found by who asks. In a basement a browser believes in
//! a network that carries nothing.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Object, Reflect};
use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, RequestCredentials};

use super::time;

/// Cookies go along, to an API on another host too.
pub const WITH_COOKIES: RequestCredentials = RequestCredentials::Include;

/// In milliseconds.
const ONCE_IN: f64 = 6_000.0;

type Listener = Rc<dyn Fn(bool)>;

thread_local! {
    /// Nobody was found, neither by a read nor by who asked the server whether it is there.
    static SILENT: Cell<bool> = const { Cell::new(false) };
    /// A read found nobody, and the server is still to be asked.
    static IN_DOUBT: Cell<bool> = const { Cell::new(false) };
    /// When it was last said of a doubt that the server is there.
    static REASSURED: Cell<f64> = const { Cell::new(0.0) };
    static LISTENERS: RefCell<Vec<(usize, Listener)>> = RefCell::default();
    static NEXT: Cell<usize> = const { Cell::new(0) };
}

pub fn is_online() -> bool {
    window().navigator().on_line() && !SILENT.get()
}

/// Ends a request that nobody has answered within so many milliseconds; without the browser's help it goes on.
pub fn end_after(milliseconds: u64) -> Option<AbortSignal> {
    let controller = AbortController::new().ok()?;
    let signal = controller.signal();
    time::after(milliseconds, move || controller.abort());
    Some(signal)
}

/// A read was answered by the server, or by nobody. One address that fails, or is slow, is not the network: the answer says
/// whether the server is to be asked if it is there at all.
pub fn found(somebody: bool) -> bool {
    if somebody {
        settle(true);
        return false;
    }
    is_online() && !IN_DOUBT.replace(true)
}

/// The server was asked whether it is there. What was read meanwhile has settled that better. What a moment's silence kept
/// from being read is tried once more; an address that goes on failing is not.
pub fn settle(somebody: bool) {
    let was_in_doubt = IN_DOUBT.replace(false);
    if !somebody && !was_in_doubt {
        return;
    }
    let is_news = SILENT.replace(!somebody) == somebody;
    let is_worth_a_try = somebody && was_in_doubt && time::now() - REASSURED.get() > ONCE_IN;
    if is_worth_a_try {
        REASSURED.set(time::now());
    }
    if is_news || is_worth_a_try {
        tell(is_online());
    }
}

/// Asks for something to be deleted although the page goes away: the browser sends it all the same, and nobody hears the
/// answer.
pub fn delete_at_last(url: &str) {
    let init = Object::new();
    for (name, value) in
        [("method", "DELETE".into()), ("keepalive", true.into()), ("credentials", "include".into())]
    {
        // A plain object takes any property.
        let _ = Reflect::set(&init, &name.into(), &value);
    }
    let sent = window().fetch_with_str_and_init(url, init.unchecked_ref());
    spawn_local(async move {
        let _ = JsFuture::from(sent).await;
    });
}

fn tell(online: bool) {
    // A listener may add or remove listeners, so they are called on a copy.
    let listeners = LISTENERS.with_borrow(Clone::clone);
    for (_, listener) in listeners {
        listener(online);
    }
}

/// Calls back when the network comes or goes, for the life of the owner.
pub fn on_change(changed: impl Fn(bool) + Clone + 'static) {
    let (came, gone) = (changed.clone(), changed.clone());
    let online = window_event_listener(ev::online, move |_| {
        SILENT.set(false);
        came(true);
    });
    let offline = window_event_listener(ev::offline, move |_| gone(false));
    let id = NEXT.replace(NEXT.get() + 1);
    LISTENERS.with_borrow_mut(|listeners| listeners.push((id, Rc::new(changed))));
    on_cleanup(move || {
        online.remove();
        offline.remove();
        LISTENERS.with_borrow_mut(|listeners| listeners.retain(|(other, _)| *other != id));
    });
}
