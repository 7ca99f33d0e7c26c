//! Answers of the API by address: a page that was seen before is there at once and read again behind it, and a
//! read that was begun by a touch is not begun twice.

use std::{cell::RefCell, collections::HashMap};

use leptos::task::spawn_local;

use crate::{
    api::{self, ApiError},
    browser::time,
};

/// An answer this young, in milliseconds, is not read again.
const FRESH: f64 = 2_000.0;
const MOST_ENTRIES: usize = 100;

type Done = Box<dyn FnOnce(Result<String, ApiError>)>;

#[derive(Default)]
struct Entry {
    text: Option<String>,
    read_at: f64,
    waiting: Vec<Done>,
}

thread_local! {
    static ENTRIES: RefCell<HashMap<String, Entry>> = RefCell::default();
}

/// The last answer of an address.
pub fn get(url: &str) -> Option<String> {
    ENTRIES.with_borrow(|entries| entries.get(url)?.text.clone())
}

pub fn is_fresh(url: &str) -> bool {
    ENTRIES.with_borrow(|entries| {
        entries.get(url).is_some_and(|entry| entry.text.is_some() && time::now() - entry.read_at < FRESH)
    })
}

/// Forgets what was read; what is on screen is to be read again.
pub fn clear() {
    ENTRIES.with_borrow_mut(|entries| entries.retain(|_, entry| !entry.waiting.is_empty()));
}

/// Reads an address, or joins the reading of it that is under way.
pub fn fetch(url: String, done: Done) {
    let begun = ENTRIES.with_borrow_mut(|entries| {
        if entries.len() >= MOST_ENTRIES {
            entries.retain(|_, entry| !entry.waiting.is_empty());
        }
        let entry = entries.entry(url.clone()).or_default();
        entry.waiting.push(done);
        entry.waiting.len() > 1
    });
    if begun {
        return;
    }
    spawn_local(async move {
        let answer = api::get_text(&url).await;
        let waiting = ENTRIES.with_borrow_mut(|entries| {
            let entry = entries.entry(url).or_default();
            if let Ok(text) = &answer {
                entry.text = Some(text.clone());
                entry.read_at = time::now();
            }
            std::mem::take(&mut entry.waiting)
        });
        for done in waiting {
            done(answer.clone());
        }
    });
}

/// Reads an address ahead of need.
pub fn prefetch(url: &str) {
    if !is_fresh(url) {
        fetch(url.to_string(), Box::new(|_| {}));
    }
}
