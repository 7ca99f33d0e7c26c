//! Answers of the API by address: a page that was seen before is there at once and read again behind it, and a
//! read that was begun by a touch is not begun twice.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};

use leptos::task::spawn_local;

use crate::{
    api::{self, Answer, ApiError},
    browser::time,
};

/// An answer this young, in milliseconds, is not read again.
const FRESH: f64 = 2_000.0;
const MOST_ENTRIES: usize = 100;

type Done = Box<dyn FnOnce(Result<Answer, ApiError>)>;

#[derive(Default)]
struct Entry {
    answer: Option<Answer>,
    read_at: f64,
    /// The epoch in which the reading that is under way began.
    epoch: u32,
    /// Who waits for the reading that is under way.
    waiting: Vec<Done>,
    /// Who waits for the one after it.
    next: Vec<Done>,
}

thread_local! {
    static ENTRIES: RefCell<HashMap<String, Entry>> = RefCell::default();
    /// Counts how often all was forgotten: what was asked before was answered to another shopper.
    static EPOCH: Cell<u32> = const { Cell::new(0) };
}

/// Tells one shopper from the next: what was asked for in another epoch was answered to another one.
pub fn epoch() -> u32 {
    EPOCH.get()
}

/// The last answer of an address.
pub fn get(url: &str) -> Option<Answer> {
    ENTRIES.with_borrow(|entries| entries.get(url)?.answer.clone())
}

pub fn is_fresh(url: &str) -> bool {
    ENTRIES.with_borrow(|entries| {
        entries.get(url).is_some_and(|entry| {
            let from_server = entry.answer.as_ref().is_some_and(|answer| answer.kept_since.is_none());
            from_server && time::now() - entry.read_at < FRESH
        })
    })
}

/// Forgets what was read; what is on screen is to be read again.
pub fn clear() {
    EPOCH.set(EPOCH.get().wrapping_add(1));
    ENTRIES.with_borrow_mut(|entries| {
        entries.retain(|_, entry| {
            entry.answer = None;
            entry.read_at = 0.0;
            !entry.waiting.is_empty()
        });
    });
}

/// Reads an address, or joins the reading of it that is under way.
pub fn fetch(url: String, done: Done) {
    let idle = ENTRIES.with_borrow_mut(|entries| {
        if entries.len() >= MOST_ENTRIES {
            entries.retain(|_, entry| !entry.waiting.is_empty());
        }
        let entry = entries.entry(url.clone()).or_default();
        if !entry.waiting.is_empty() && entry.epoch != EPOCH.get() {
            entry.next.push(done);
            return false;
        }
        entry.epoch = EPOCH.get();
        entry.waiting.push(done);
        entry.waiting.len() == 1
    });
    if idle {
        spawn_local(read(url));
    }
}

/// Reads an address from now on: a reading that is under way may have left the server before what made one ask.
pub fn fetch_anew(url: String, done: Done) {
    let under_way =
        ENTRIES.with_borrow(|entries| entries.get(&url).is_some_and(|entry| !entry.waiting.is_empty()));
    if !under_way {
        return fetch(url, done);
    }
    ENTRIES.with_borrow_mut(|entries| entries.entry(url).or_default().next.push(done));
}

/// Reads until nobody waits for the address any more.
async fn read(url: String) {
    loop {
        let epoch = EPOCH.get();
        let answer = api::read(&url).await;
        let (waiting, more) = ENTRIES.with_borrow_mut(|entries| {
            let entry = entries.entry(url.clone()).or_default();
            if let Ok(known) = &answer
                && epoch == EPOCH.get()
            {
                entry.answer = Some(known.clone());
                entry.read_at = time::now();
            }
            let next = std::mem::take(&mut entry.next);
            let more = !next.is_empty();
            entry.epoch = EPOCH.get();
            (std::mem::replace(&mut entry.waiting, next), more)
        });
        for done in waiting {
            done(answer.clone());
        }
        if !more {
            return;
        }
    }
}

/// Reads an address ahead of need.
pub fn prefetch(url: &str) {
    if !is_fresh(url) {
        fetch(url.to_string(), Box::new(|_| {}));
    }
}
