//! Live events: what changed elsewhere while the page is open.

use std::rc::Rc;

use contract::event::Event;
use leptos::prelude::*;

use crate::{
    api,
    browser::{
        events::{Stream, Tabs},
        network, time,
    },
};

/// What a tab that has signed out says to the others: no event of the server reaches a session that has ended.
const SIGNED_OUT: &str = "signed-out";

/// In milliseconds: all is not read again more often than this.
const RESYNC: f64 = 5_000.0;

type Listener = Rc<dyn Fn(&Event)>;

#[derive(Default)]
struct Inner {
    stream: Option<Stream>,
    tabs: Option<Tabs>,
    listeners: Vec<(usize, Listener)>,
    /// What is done when another tab has signed out.
    signed_out: Option<Rc<dyn Fn()>>,
    next: usize,
}

#[derive(Clone, Copy)]
pub struct Live(StoredValue<Inner, LocalStorage>);

impl Live {
    pub fn provide() -> Self {
        let live = Self(StoredValue::new_local(Inner::default()));
        let tabs = Tabs::listen(move |text| live.hear(text));
        live.0.update_value(|inner| inner.tabs = Some(tabs));
        // An address that never answers is no network that comes and goes.
        let resynced_at = StoredValue::new(f64::NEG_INFINITY);
        network::on_change(move |online| {
            if online && time::now() - resynced_at.get_value() > RESYNC {
                resynced_at.set_value(time::now());
                live.tell(&Event::Resync);
            }
        });
        provide_context(live);
        live
    }

    pub fn expect() -> Self {
        expect_context()
    }

    fn tell(self, event: &Event) {
        // A listener may add or remove listeners, so they are called on a copy.
        let listeners = self.0.with_value(|inner| inner.listeners.clone());
        for (_, listener) in listeners {
            listener(event);
        }
    }

    /// Has everything on screen read again.
    pub fn resync(self) {
        self.tell(&Event::Resync);
    }

    /// Tells the browser's other tabs that the session they share has ended.
    pub fn tell_signed_out(self) {
        self.0.with_value(|inner| {
            if let Some(tabs) = &inner.tabs {
                tabs.tell(SIGNED_OUT);
            }
        });
    }

    /// Calls back when another tab has signed out.
    pub fn on_signed_out(self, then: impl Fn() + 'static) {
        self.0.update_value(|inner| inner.signed_out = Some(Rc::new(then)));
    }

    /// What another tab tells.
    fn hear(self, text: &str) {
        let then = self.0.with_value(|inner| inner.signed_out.clone());
        if let Some(then) = then.filter(|_| text == SIGNED_OUT) {
            then();
        }
    }

    fn take(self, text: &str) {
        if let Ok(event) = api::parse(text) {
            self.tell(&event);
        }
    }

    /// Listens from the event that the data on screen contains.
    pub fn start(self, cursor: i64) {
        if self.0.with_value(|inner| inner.stream.is_some()) {
            return;
        }
        let stream = Stream::start(cursor, api::events::stream, move |_, text| self.take(text));
        self.0.update_value(|inner| inner.stream = Some(stream));
    }

    /// The session may see more than before.
    pub fn reopen(self) {
        if let Some(stream) = self.0.with_value(|inner| inner.stream.clone()) {
            stream.reopen();
        }
    }

    /// Calls back for each event, for the life of the owner.
    pub fn on(self, listener: impl Fn(&Event) + 'static) {
        let id = self.0.with_value(|inner| inner.next);
        self.0.update_value(|inner| {
            inner.next += 1;
            inner.listeners.push((id, Rc::new(listener)));
        });
        on_cleanup(move || {
            let _ = self.0.try_update_value(|inner| inner.listeners.retain(|(other, _)| *other != id));
        });
    }
}
