//! A purchase that something is done with: the one that the address names, as it is now.

use contract::{event::Event, purchase::Purchase};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::failure::Failure;
use crate::{
    api,
    components::{Lines, Message},
    paths,
    state::{
        live::Live,
        query::{Query, Remote},
    },
    t,
};

#[derive(Clone, Copy)]
pub struct Bought {
    pub id: Memo<String>,
    pub query: Query<Purchase>,
}

impl Bought {
    pub fn follow() -> Self {
        let params = use_params_map();
        let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
        let query = Query::new(move || Some(api::returns::purchase(&id.get())));
        let live = Live::expect();
        live.on(move |event| match event {
            Event::PurchaseChanged { purchase_id } if id.with_untracked(|id| id == purchase_id) => {
                query.reload()
            }
            Event::PickupChanged { order_id, .. } if id.with_untracked(|id| id == order_id) => query.reload(),
            Event::ReturnChanged { .. } | Event::Resync => query.reload(),
            _ => {}
        });
        Effect::new(move |_| {
            if let Some(cursor) = query.value.with(|value| value.ready().map(|purchase| purchase.cursor)) {
                live.start(cursor);
            }
        });
        Self { id, query }
    }
}

/// The purchase once it was read; an answer that differs only in its event number is drawn no second time.
#[component]
pub fn OfPurchase(bought: Bought, shown: Callback<Purchase, AnyView>) -> impl IntoView {
    let query = bought.query;
    let known = Memo::new(move |_| match query.value.get() {
        Remote::Ready(purchase) => Remote::Ready(Purchase { cursor: 0, ..purchase }),
        other => other,
    });
    let retry = Callback::new(move |()| query.reload());
    move || match known.get() {
        Remote::Loading => view! { <Lines count=12 /> }.into_any(),
        Remote::Failed(error) if error.withholds() => view! {
            <Message title=t!(returns.no_purchase_title) text=t!(returns.no_purchase_text) alert=true>
                <a class="button" href=paths::account()>{t!(account.title)}</a>
            </Message>
        }
        .into_any(),
        Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
        Remote::Ready(purchase) => shown.run(purchase),
    }
}
