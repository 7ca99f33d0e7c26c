//! Finding by a pass, and doing something to what was found.

use contract::{desk::FoundPass, pass::FindPass};
use leptos::{prelude::*, task::spawn_local};
use storefront::api::ApiError;

use super::{
    desk::Desk,
    listing::{Listed, Listing},
};
use crate::api;

impl Desk {
    pub fn is_busy(self, id: &str) -> bool {
        self.busy.with(|busy| busy.iter().any(|other| other == id))
    }

    pub async fn find(self, pass: &FindPass) -> Result<FoundPass, ApiError> {
        let answer = api::find(pass).await;
        self.note(&answer);
        if let Ok(found) = &answer {
            self.refusal.set(None);
            match found {
                FoundPass::Pickup(pickup) => self.pickups.find(pickup),
                FoundPass::Reservation(reservation) => self.reservations.find(reservation),
                FoundPass::Return(_) => {}
            }
        }
        answer
    }

    /// Does something once, however often it is tapped; `done` is told when it succeeded, and a refusal is kept under
    /// the id. What it changed is read again by `after`, whatever came of it.
    pub(super) fn once<R: 'static>(
        self,
        id: &str,
        request: impl Future<Output = Result<R, ApiError>> + 'static,
        done: impl FnOnce(R) + 'static,
        after: impl FnOnce() + 'static,
    ) {
        if untrack(|| self.is_busy(id)) {
            return;
        }
        let id = id.to_string();
        self.busy.update(|busy| busy.push(id.clone()));
        self.refusal.set(None);
        spawn_local(async move {
            let answer = request.await;
            self.busy.update(|busy| busy.retain(|other| *other != id));
            self.note(&answer);
            match answer {
                Ok(answer) => done(answer),
                Err(error) => self.refusal.set(Some((id, error))),
            }
            after();
        });
    }

    /// Does something to one of a list.
    pub(super) fn act<T: Listed>(
        self,
        list: Listing<T>,
        id: &str,
        request: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(&T) + 'static,
    ) {
        let changed = move |changed: T| {
            list.put(&changed);
            done(&changed);
        };
        self.once(id, request, changed, move || list.refresh(self));
    }

    /// Sends the last e-mail about a reservation again.
    pub fn resend_reservation(self, id: &str, done: impl FnOnce() + 'static) {
        let of = id.to_string();
        let request = async move { api::resend_reservation(&of).await };
        self.once(id, request, move |()| self.resent(done), move || self.reservations.refresh(self));
    }

    /// Sends the last e-mail about a pickup again.
    pub fn resend_pickup(self, id: &str, done: impl FnOnce() + 'static) {
        let of = id.to_string();
        let request = async move { api::resend_pickup(&of).await };
        self.once(id, request, move |()| self.resent(done), move || self.pickups.refresh(self));
    }

    fn resent(self, done: impl FnOnce()) {
        self.announcer.say(t!(more.resent));
        done();
    }
}
