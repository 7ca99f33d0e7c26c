//! Which answers on screen were kept by this device, so that nothing old is shown as if it were of now.

use leptos::prelude::*;

type Since = RwSignal<Option<f64>>;

#[derive(Clone, Copy)]
pub struct Kept(RwSignal<Vec<Since>>);

impl Kept {
    pub fn provide() {
        provide_context(Self(RwSignal::new(Vec::new())));
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Counts an answer as on screen, for the life of the owner.
    pub fn watch(since: Since) {
        let Some(kept) = use_context::<Self>() else { return };
        kept.0.update(|all| all.push(since));
        on_cleanup(move || {
            let _ = kept.0.try_update(|all| all.retain(|other| *other != since));
        });
    }

    /// Since when the oldest of them is known, if any was kept.
    pub fn since(&self) -> Option<f64> {
        self.0.with(|all| all.iter().filter_map(|since| since.try_get().flatten()).reduce(f64::min))
    }
}
