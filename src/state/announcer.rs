//! What a screen reader is told of changes that the eye sees by itself.

use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct Announcer(pub RwSignal<String>);

impl Announcer {
    pub fn provide() -> Self {
        let announcer = Self(RwSignal::new(String::new()));
        provide_context(announcer);
        announcer
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// One polite message; the next one takes its place.
    pub fn say(&self, message: String) {
        self.0.set(message);
    }
}
