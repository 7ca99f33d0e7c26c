//! Finding by a pass, and doing something to what was found.

use contract::{
    desk::FoundPass,
    desk_sale::{FindPurchase, FoundPurchase},
    error::ErrorCode,
    pass::FindPass,
};
use leptos::{prelude::*, task::spawn_local};
use storefront::api::ApiError;

use super::{
    desk::Desk,
    listing::{Listed, Listing},
};
use crate::api;

/// What a code led to.
pub enum Found {
    Pass(FoundPass),
    /// The code of a receipt, or of a gift receipt.
    Purchase(FoundPurchase),
}

/// The server has no pass for that code; it may be a receipt's.
fn is_no_pass(error: &ApiError) -> bool {
    matches!(error.code(), Some(ErrorCode::PassNotGenuine | ErrorCode::PassNotFound | ErrorCode::NotFound))
}

/// The server knows no receipt by that code either.
fn is_no_receipt(error: &ApiError) -> bool {
    is_no_pass(error) || error.code() == Some(ErrorCode::ReceiptNotGenuine)
}

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
                FoundPass::Return(found) => self.returns.find(found),
            }
        }
        answer
    }

    /// Finds by the text of a QR code: a pass, or a receipt or a gift receipt on paper, whose code is an address of the
    /// shop that ends with its token.
    pub async fn find_scanned(self, text: &str) -> Result<Found, ApiError> {
        let text = text.trim();
        if let Some((_, token)) = text.rsplit_once('#') {
            return self.find_purchase(&FindPurchase::Token(token.to_string())).await.map(Found::Purchase);
        }
        match self.find(&FindPass::Token(text.to_string())).await {
            Ok(found) => Ok(Found::Pass(found)),
            Err(error) if is_no_pass(&error) => {
                let receipt = self.find_purchase(&FindPurchase::Token(text.to_string())).await;
                receipt
                    .map(Found::Purchase)
                    .map_err(|other| if is_no_receipt(&other) { error } else { other })
            }
            Err(error) => Err(error),
        }
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
