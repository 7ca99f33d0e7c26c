//! Time that passes while nobody touches anything: "12 minutes ago" has to grow.

use std::time::Duration;

use leptos::prelude::*;
use storefront::browser::time;

const EVERY: Duration = Duration::from_secs(20);

/// Milliseconds since 1970, a little late.
#[derive(Clone, Copy)]
pub struct Now(pub RwSignal<f64>);

impl Now {
    pub fn provide() -> Self {
        let now = Self(RwSignal::new(time::now()));
        set_interval(move || now.0.set(time::now()), EVERY);
        provide_context(now);
        now
    }

    pub fn expect() -> Self {
        expect_context()
    }
}
