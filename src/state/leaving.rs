//! Somebody has left this browser, and the server is still to be told. A note says so, for every tab and the next visit.

use leptos::prelude::*;

use crate::{
    api::{self, ApiError},
    browser::{storage, worker},
};

const NOTE: &str = "leaving";
/// Who tells the server: the page, or the worker before it asks anything else of it.
const BY_PAGE: &str = "1";
const BY_WORKER: &str = "worker";

/// What the page says of it.
#[derive(Clone, Copy)]
pub struct Leaving(pub RwSignal<bool>);

impl Leaving {
    pub fn read() -> Self {
        Self(RwSignal::new(storage::local().get(NOTE).is_some()))
    }

    /// A page that is closed meanwhile does it again when it is opened, and one without a network when that is back.
    pub fn begin(self) {
        storage::local().set(NOTE, BY_PAGE);
    }

    /// Whether the server is still to be told; another tab may have left, or told it, since this one was loaded.
    pub fn is_due(self) -> bool {
        let is_due = storage::local().get(NOTE).is_some();
        if self.0.get_untracked() != is_due {
            self.0.set(is_due);
        }
        is_due
    }

    /// The server knows, or could not be reached; a worker that was asked then has noted it for itself.
    pub fn settle(self, told: bool) {
        match (told, worker::is_there()) {
            (false, true) => storage::local().set(NOTE, BY_WORKER),
            (false, false) => storage::local().set(NOTE, BY_PAGE),
            (true, has_worker) => {
                storage::local().remove(NOTE);
                if !has_worker {
                    worker::drop_note();
                }
            }
        }
        self.is_due();
    }

    /// Tells the server. What the worker is asked for who is here, it answers only once that is done; if it has told it
    /// already, a second sign-out would be that of whoever came after.
    pub async fn tell(self) -> Result<(), ApiError> {
        let by_worker = worker::is_there() && storage::local().get(NOTE).as_deref() == Some(BY_WORKER);
        let answer = match by_worker {
            true => api::get_text(api::session::get().url()).await.map(drop),
            false => api::session::close().await,
        };
        self.settle(answer.is_ok());
        answer
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn what_another_tab_has_told_is_not_told_again() {
        let owner = Owner::new();
        owner.set();
        let leaving = Leaving::read();
        leaving.begin();
        assert!(leaving.is_due());
        leaving.settle(false);
        assert!(leaving.0.get_untracked());
        // The other tab.
        storage::local().remove(NOTE);
        assert!(!leaving.is_due());
        assert!(!leaving.0.get_untracked());
    }
}
