//! One stream of events a browser: the tab that holds the lock listens to the server and tells the other tabs.
//! Six connections an origin is all HTTP/1.1 gives. Where there are no Web Locks, each tab listens by itself.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{BroadcastChannel, EventSource, EventSourceInit, MessageEvent};

use super::time;

const NAME: &str = "vitrine-events";
/// What a tab says to the leading one when the session may see more than before.
const REOPEN: &str = "reopen";
/// The number of what the tabs tell one another, which no event of the server has.
const BETWEEN_TABS: &str = "0";
const RETRY_AFTER: u64 = 5_000;

type Listener = Closure<dyn Fn(MessageEvent)>;
/// Takes an event's number and its text.
type Received = Box<dyn Fn(i64, &str)>;

/// An open stream, and what it calls back.
struct Source {
    stream: EventSource,
    _message: Listener,
    _failed: Closure<dyn Fn()>,
}

struct Inner {
    /// The stream's address from an event number on.
    url: Box<dyn Fn(i64) -> String>,
    received: Received,
    channel: Option<BroadcastChannel>,
    source: RefCell<Option<Source>>,
    leads: Cell<bool>,
    last: Cell<i64>,
}

#[derive(Clone)]
pub struct Stream(Rc<Inner>);

impl Stream {
    pub fn start(
        after: i64,
        url: impl Fn(i64) -> String + 'static,
        received: impl Fn(i64, &str) + 'static,
    ) -> Self {
        let stream = Self(Rc::new(Inner {
            url: Box::new(url),
            received: Box::new(received),
            channel: BroadcastChannel::new(NAME).ok(),
            source: RefCell::new(None),
            leads: Cell::new(false),
            last: Cell::new(after),
        }));
        stream.hear_other_tabs();
        stream.ask_to_lead();
        stream
    }

    /// Connects again, because the session may now see more.
    pub fn reopen(&self) {
        if self.0.leads.get() {
            self.connect();
        } else {
            self.tell(REOPEN);
        }
    }

    fn tell(&self, text: &str) {
        if let Some(channel) = &self.0.channel {
            post(channel, text);
        }
    }

    fn take(&self, number: i64, data: &str) {
        self.0.last.set(self.0.last.get().max(number));
        (self.0.received)(number, data);
    }

    fn hear_other_tabs(&self) {
        let Some(channel) = &self.0.channel else { return };
        let stream = self.clone();
        let heard = Listener::new(move |event: MessageEvent| {
            let Some(text) = event.data().as_string() else {
                return;
            };
            if text == REOPEN {
                if stream.0.leads.get() {
                    stream.connect();
                }
            } else if let Some((number, data)) = text.split_once(' ') {
                stream.take(number.parse().unwrap_or_default(), data);
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
    }

    fn ask_to_lead(&self) {
        let stream = self.clone();
        let lead = Closure::<dyn Fn() -> Promise>::new(move || {
            stream.lead();
            // Held until the tab goes.
            Promise::new(&mut |_, _| {})
        });
        if request_lock(lead.as_ref().unchecked_ref()).is_none() {
            self.lead();
        }
        lead.forget();
    }

    fn lead(&self) {
        self.0.leads.set(true);
        self.connect();
    }

    fn connect(&self) {
        if let Some(source) = self.0.source.take() {
            source.stream.close();
        }
        // The server may be on another host, which is to know the session.
        let settings = EventSourceInit::new();
        settings.set_with_credentials(true);
        let address = (self.0.url)(self.0.last.get());
        let Ok(source) = EventSource::new_with_event_source_init_dict(&address, &settings) else {
            return;
        };
        let stream = self.clone();
        let message = Listener::new(move |event: MessageEvent| {
            let number = event.last_event_id().parse().unwrap_or_default();
            if let Some(data) = event.data().as_string() {
                stream.take(number, &data);
                stream.tell(&format!("{number} {data}"));
            }
        });
        source.set_onmessage(Some(message.as_ref().unchecked_ref()));
        let stream = self.clone();
        let failed = Closure::<dyn Fn()>::new(move || stream.retry_when_closed());
        source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        self.0.source.replace(Some(Source { stream: source, _message: message, _failed: failed }));
    }

    /// The browser reconnects by itself, except after an answer that is not a stream.
    fn retry_when_closed(&self) {
        let closed = |source: &Source| source.stream.ready_state() == EventSource::CLOSED;
        if self.0.source.borrow().as_ref().is_some_and(closed) {
            let stream = self.clone();
            time::after(RETRY_AFTER, move || stream.connect());
        }
    }
}

/// The browser's other tabs, whether they have a stream or not, for what the server tells nobody of.
pub struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// Calls back with what another tab tells, as long as the page is open.
    pub fn listen(told: impl Fn(&str) + 'static) -> Self {
        let channel = BroadcastChannel::new(NAME).ok();
        let heard = Listener::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            if let Some((BETWEEN_TABS, data)) = text.split_once(' ') {
                told(data);
            }
        });
        if let Some(channel) = &channel {
            channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        }
        heard.forget();
        Self(channel)
    }

    pub fn tell(&self, data: &str) {
        if let Some(channel) = &self.0 {
            post(channel, &format!("{BETWEEN_TABS} {data}"));
        }
    }
}

fn post(channel: &BroadcastChannel, text: &str) {
    // Texts can always be posted.
    let _ = channel.post_message(&JsValue::from_str(text));
}

/// Asks for the lock; nothing when the browser has none.
fn request_lock(granted: &Function) -> Option<()> {
    let navigator = window().navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    request.call2(&locks, &NAME.into(), granted).ok().map(drop)
}
