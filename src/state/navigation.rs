//! Whether the page on screen was come to by a link inside the app; then its heading takes the focus.

use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct Navigation(pub RwSignal<bool>);

impl Navigation {
    pub fn provide() -> Self {
        let navigation = Self(RwSignal::new(false));
        provide_context(navigation);
        navigation
    }

    pub fn expect() -> Self {
        expect_context()
    }
}
