//! A change that the shopper makes to what is on screen: once, however often it is tapped.

use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;

use super::{failure::failure_text, unsent::Unsent};
use crate::{api::ApiError, components::Dialog, state::query::Query};

/// Whether it is under way, and why it was refused.
pub struct Change<T: Send + Sync + 'static> {
    query: Query<T>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<ApiError>>,
}

impl<T: Send + Sync + 'static> Clone for Change<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Change<T> {}

impl<T: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static> Change<T> {
    pub fn new(query: Query<T>) -> Self {
        Self { query, busy: RwSignal::new(false), failed: RwSignal::new(None) }
    }

    pub fn is_busy(&self) -> bool {
        self.busy.get()
    }

    pub fn failure(&self) -> Option<ApiError> {
        self.failed.get()
    }

    /// What was refused before is no longer said.
    pub fn forget_failure(&self) {
        let _ = self.failed.try_set(None);
    }

    /// Shows what it became; `done` is told then.
    pub fn send(
        self,
        request: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(&T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        spawn_local(async move {
            let answer = request.await;
            // The page may be gone by now.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(value) => {
                    done(&value);
                    self.query.set(value);
                }
                // It may have ended meanwhile: then the page says so.
                Err(error) => {
                    self.failed.set(Some(error));
                    self.query.reload();
                }
            }
        });
    }
}

/// Why a change was refused, announced at once.
#[component]
pub fn Refused<T: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static>(
    change: Change<T>,
) -> impl IntoView {
    move || change.failure().map(|error| view! { <Unsent text=failure_text(&error) error=error /> })
}

/// What is asked before something is done.
#[derive(Clone)]
pub struct Question {
    pub title: String,
    pub text: Signal<String>,
    /// On the button that does it.
    pub confirm: String,
    /// On the button that leaves all as it is.
    pub keep: String,
}

/// Asks once before something is done.
#[component]
pub fn Ask<T: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static>(
    /// Unique in the page.
    id: &'static str,
    question: Question,
    open: RwSignal<bool>,
    change: Change<T>,
    on_confirm: Callback<()>,
) -> impl IntoView {
    let Question { title, text, confirm, keep } = question;
    let close = Callback::new(move |()| {
        open.set(false);
        change.forget_failure();
    });
    view! {
        <Dialog id=id title=title open=open on_close=close>
            <p>{move || text.get()}</p>
            <Refused change=change />
            <div class="actions">
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || change.is_busy().to_string()
                    on:click=move |_| on_confirm.run(())
                >
                    {confirm.clone()}
                </button>
                <button type="button" class="button button-quiet" on:click=move |_| close.run(())>
                    {keep.clone()}
                </button>
            </div>
        </Dialog>
    }
}
