//! Reserving pieces to try on: what, where, when, and who comes. The address says what and where, so that it can be
//! shared and reloaded; what is typed is kept as long as the tab.

mod draft;
mod fitting;
mod form;
mod others;
mod pieces;
mod reserving;
mod stock;
mod stores;

use leptos::prelude::*;

use super::heading::Heading;
use crate::{
    components::Message,
    paths::{self, ProductFilter},
    t,
};
use fitting::Fitting;
use form::ReserveForm;
use pieces::Pieces;
use stores::Stores;

#[component]
pub fn ReservePage() -> impl IntoView {
    let fitting = Fitting::provide();
    // The parts stay as they are while pieces come and go.
    let empty = Memo::new(move |_| fitting.try_on.with(|try_on| try_on.pieces.is_empty()));
    view! {
        <div class="page reserve-page">
            <Heading title=t!(reserve.title) class="display" />
            <p class="lead">{t!(reserve.promise)}</p>
            {move || {
                if empty.get() {
                    view! { <Empty /> }.into_any()
                } else {
                    view! {
                        <div class="reserve-columns">
                            <div class="reserve-what">
                                <Pieces />
                                <Stores />
                            </div>
                            <ReserveForm />
                        </div>
                    }
                    .into_any()
                }
            }}
        </div>
    }
}

#[component]
fn Empty() -> impl IntoView {
    view! {
        <Message title=t!(reserve.empty_title) text=t!(reserve.empty_text)>
            <a class="button" href=paths::products(&ProductFilter::default())>{t!(not_found.products)}</a>
        </Message>
    }
}
