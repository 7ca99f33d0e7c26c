//! What the browser remembers. A browser that refuses to remember is treated as an empty one.

use js_sys::parse_float;
use leptos::prelude::window;
use serde::{Serialize, de::DeserializeOwned};
use web_sys::Storage;

use super::json;

pub struct Store(Option<Storage>);

/// Kept until the shopper clears it.
pub fn local() -> Store {
    Store(window().local_storage().ok().flatten())
}

/// Kept as long as the tab.
pub fn session() -> Store {
    Store(window().session_storage().ok().flatten())
}

impl Store {
    pub fn get(&self, key: &str) -> Option<String> {
        self.0.as_ref()?.get_item(key).ok().flatten()
    }

    pub fn set(&self, key: &str, value: &str) {
        if let Some(storage) = &self.0 {
            // A full or forbidden storage only means that nothing is remembered.
            let _ = storage.set_item(key, value);
        }
    }

    pub fn remove(&self, key: &str) {
        if let Some(storage) = &self.0 {
            let _ = storage.remove_item(key);
        }
    }

    /// Forgets everything.
    pub fn clear(&self) {
        if let Some(storage) = &self.0 {
            // What can't be forgotten was never remembered.
            let _ = storage.clear();
        }
    }

    /// A number is read and written by the browser: Rust's own reader of them would be a twentieth of the first download.
    pub fn get_number(&self, key: &str) -> Option<f64> {
        let number = parse_float(&self.get(key)?);
        number.is_finite().then_some(number)
    }

    pub fn get_json<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        json::read(&self.get(key)?)
    }

    pub fn set_json<T: Serialize>(&self, key: &str, value: &T) {
        if let Some(text) = json::write(value) {
            self.set(key, &text);
        }
    }
}
