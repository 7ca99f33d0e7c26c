//! What concerns the whole store: closing unexpectedly, and who did what.

use contract::{
    desk::{Audit, CloseStore, Closing},
    time::Timestamp,
};
use leptos::{prelude::*, task::spawn_local};
use storefront::{api::ApiError, browser::time, format, state::query::Remote};

use super::{desk::Desk, now::Now};
use crate::api;

/// What closing and opening again are kept under, beside the ids of pickups and reservations.
pub const CLOSING: &str = "closing";

impl Desk {
    /// Asks whether the store had to close.
    pub fn read_closing(self) {
        if !self.is_signed_in() {
            return;
        }
        spawn_local(async move {
            let answer = api::closing().await;
            self.note(&answer);
            match answer {
                Ok(closing) => self.closing.set(Remote::Ready(closing)),
                Err(error) => self.closing.update(|known| {
                    if known.ready().is_none() {
                        *known = Remote::Failed(error);
                    }
                }),
            }
        });
    }

    /// Who did what in the store.
    pub async fn audit(self) -> Result<Audit, ApiError> {
        let answer = api::audit().await;
        self.note(&answer);
        answer
    }

    /// Until when it is closed, as long as it is.
    pub fn closed_until(self, now: Now) -> Option<Timestamp> {
        let now = now.0.get();
        let until = self.closing.with(|closing| closing.ready().and_then(|closing| closing.until.clone()));
        until.filter(|until| time::parse(until.as_str()).is_some_and(|until| until > now))
    }

    /// Closes the store, or changes until when it is closed.
    pub fn close_store(self, until: Timestamp, done: impl FnOnce() + 'static) {
        let request = async move { api::close_store(&CloseStore { until }).await };
        self.change_closing(request, done);
    }

    pub fn reopen_store(self, done: impl FnOnce() + 'static) {
        self.change_closing(api::reopen_store(), done);
    }

    fn change_closing(
        self,
        request: impl Future<Output = Result<Closing, ApiError>> + 'static,
        done: impl FnOnce() + 'static,
    ) {
        let changed = move |closing: Closing| {
            self.announcer.say(match &closing.until {
                Some(until) => t!(done.store_closed, moment = format::moment(until)),
                None => t!(done.store_open),
            });
            self.closing.set(Remote::Ready(closing));
            done();
        };
        self.once(CLOSING, request, changed, move || self.refresh());
    }
}
