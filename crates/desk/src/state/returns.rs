//! Returns: what the store received, what is done to it, and what was bought before.

use contract::desk_sale::{
    DeskPlaceReturn, DeskReturn, FindPurchase, FoundPurchase, InspectReturn, InspectedReturn, PayRefund,
};
use leptos::{prelude::*, task::spawn_local};
use storefront::api::ApiError;

use super::{desk::Desk, listing::Listed};
use crate::api;

impl Listed for DeskReturn {
    fn id(&self) -> &str {
        &self.return_request.id
    }

    async fn read() -> Result<(Vec<Self>, i64), ApiError> {
        let list = api::returns().await?;
        Ok((list.items, list.cursor))
    }

    /// They come by the hands of this store's associates, who need not be told.
    fn news(_: &[Self], _: &[Self]) -> Option<String> {
        None
    }
}

impl Desk {
    pub async fn find_purchase(self, by: &FindPurchase) -> Result<FoundPurchase, ApiError> {
        let answer = api::find_purchase(by).await;
        self.note(&answer);
        if let Ok(purchase) = &answer {
            self.purchase.set(Some(purchase.clone()));
        }
        answer
    }

    pub async fn place_return(self, request: &DeskPlaceReturn, key: &str) -> Result<DeskReturn, ApiError> {
        let answer = api::place_return(request, key).await;
        self.note(&answer);
        if let Ok(placed) = &answer {
            self.refusal.set(None);
            self.returns.find(placed);
        }
        answer
    }

    /// Reads one again, which another store may have changed; `unknown` is told when it can't be read.
    pub fn read_return(self, id: &str, unknown: impl FnOnce() + 'static) {
        let id = id.to_string();
        spawn_local(async move {
            let answer = api::return_request(&id).await;
            self.note(&answer);
            match answer {
                Ok(found) => self.returns.find(&found),
                Err(_) => unknown(),
            }
        });
    }

    /// Takes the goods in; `done` is told when it succeeded.
    pub fn receive_return(
        self,
        id: &str,
        inspection: InspectReturn,
        done: impl FnOnce(InspectedReturn) + 'static,
    ) {
        let of = id.to_string();
        self.change_return(id, async move { api::receive_return(&of, &inspection).await }, done);
    }

    /// Says that the money was given back; `done` is told when it succeeded.
    pub fn refund_return(self, id: &str, payment: PayRefund, done: impl FnOnce(InspectedReturn) + 'static) {
        let of = id.to_string();
        self.change_return(id, async move { api::refund_return(&of, &payment).await }, done);
    }

    fn change_return(
        self,
        id: &str,
        request: impl Future<Output = Result<InspectedReturn, ApiError>> + 'static,
        done: impl FnOnce(InspectedReturn) + 'static,
    ) {
        let changed = move |answer: InspectedReturn| {
            self.returns.find(&answer.desk_return);
            done(answer);
        };
        let of = id.to_string();
        self.once(id, request, changed, move || {
            if self
                .refusal
                .with_untracked(|refusal| refusal.as_ref().is_some_and(|(refused, _)| *refused == of))
            {
                self.read_return(&of, || {});
            }
            self.returns.refresh(self);
        });
    }
}
