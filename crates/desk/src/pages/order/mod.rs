//! An order by telephone or by message, typed for the customer.

mod basket;
mod customer;
mod products;
mod stock;

use contract::error::ErrorCode;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use storefront::{
    api::ApiError,
    browser::{focus, time},
    format,
    pages::{
        attempt::{self, Attempts},
        heading::Heading,
    },
};

use self::{basket::Basket, customer::Customer, products::FindProducts};
use crate::{
    components::{Refusal, Steps, TwoSteps, failure_text},
    paths,
    state::{desk::Desk, order::Field},
};

const ATTEMPT: Attempts = Attempts::named("desk-order-attempt");
const FAILURE: &str = "order-refusal";

/// What went wrong with the order, beside its place.
#[derive(Clone, Copy)]
struct Mistakes {
    /// It was sent with errors in it: they are said beside their fields.
    asked: RwSignal<bool>,
    /// What the server refused, in the field it refused.
    field: RwSignal<Option<(Field, String)>>,
    /// The same of a line of the basket, by its SKU.
    line: RwSignal<Option<(String, String)>>,
    /// Of the whole.
    whole: RwSignal<Option<String>>,
}

impl Mistakes {
    fn clear(self) {
        self.field.set(None);
        self.line.set(None);
        self.whole.set(None);
    }

    /// Says a refusal where it is mended.
    fn take(self, error: &ApiError) {
        let text = failure_text(error);
        let problem = error.problem();
        let field = problem.filter(|problem| problem.code == ErrorCode::InvalidField).and_then(|problem| {
            let name = problem.field.as_deref()?;
            Field::ALL.into_iter().find(|field| field.name() == name)
        });
        match (field, problem.and_then(|problem| problem.sku.clone())) {
            (Some(field), _) => {
                self.field.set(Some((field, text)));
                time::after(0, move || focus::by_id(customer::id(field)));
            }
            (None, Some(sku)) => {
                let line = basket::id(&sku);
                self.line.set(Some((sku, text)));
                time::after(0, move || focus::by_id(&line));
            }
            (None, None) => self.whole.set(Some(text)),
        }
    }
}

#[component]
pub fn OrderPage() -> impl IntoView {
    let mistakes = Mistakes {
        asked: RwSignal::new(false),
        field: RwSignal::new(None),
        line: RwSignal::new(None),
        whole: RwSignal::new(None),
    };
    view! {
        <div class="page order-page">
            <Heading title=Signal::derive(|| t!(order.title)) />
            <p class="lead">{t!(order.lead)}</p>
            <div class="order-columns">
                <FindProducts />
                <div class="order-side">
                    <Basket mistake=mistakes.line />
                    <Customer mistakes=mistakes />
                    <Send mistakes=mistakes />
                </div>
            </div>
        </div>
    }
}

/// Orders for the customer, in two steps.
#[component]
fn Send(mistakes: Mistakes) -> impl IntoView {
    let desk = Desk::expect();
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let total = Memo::new(move |_| desk.order.total());
    let is_complete = Memo::new(move |_| desk.order.order().is_some());
    let place = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        mistakes.clear();
        let Some(order) = untrack(|| desk.order.order()) else { return };
        busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = desk.place_order(&order, &ATTEMPT.key_of(&order)).await;
            // The page may be gone by now.
            let _ = busy.try_set(false);
            match answer {
                Ok(pickup) => {
                    ATTEMPT.over();
                    desk.announcer.say(t!(done.ordered, number = pickup.order_number));
                    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    navigate(&paths::pickup(&pickup.id), options);
                }
                Err(error) => refused(desk, mistakes, error).await,
            }
        });
    });
    let class = "button button-now button-wide button-tall";
    let send = move || {
        match total.get() {
        None => ().into_any(),
        Some(_) if !is_complete.get() => view! {
            <button type="button" class=class on:click=move |_| show_errors(desk, mistakes)>{t!(order.submit)}</button>
        }
        .into_any(),
        Some(total) => {
            let total = format::money_in_column(&total);
            let steps = Steps {
                offer: t!(order.submit),
                offer_read: t!(order.submit),
                question: t!(order.question, total = total),
                confirm: t!(order.confirm),
                cancel: t!(order.cancel),
            };
            view! { <TwoSteps id="place-order".to_string() steps=steps class=class busy=busy on_confirm=place /> }
                .into_any()
        }
    }
    };
    view! {
        <section class="hand-over" aria-label=t!(order.submit) hidden=move || total.with(Option::is_none)>
            {send}
            <Refusal text=mistakes.whole id=FAILURE />
        </section>
    }
}

/// Says what is missing; the focus goes to the first of it.
fn show_errors(desk: Desk, mistakes: Mistakes) {
    mistakes.asked.set(true);
    let first = untrack(|| Field::ALL.into_iter().find(|field| desk.order.problem(*field).is_some()));
    if let Some(field) = first {
        time::after(0, move || focus::by_id(customer::id(field)));
    }
}

async fn refused(desk: Desk, mistakes: Mistakes, error: ApiError) {
    if !attempt::may_have_happened(&error) {
        ATTEMPT.over();
    }
    let is_stale = matches!(
        error.code(),
        Some(
            ErrorCode::PriceChanged
                | ErrorCode::NotEnoughStock
                | ErrorCode::StockUnknown
                | ErrorCode::NotOrderable
        )
    );
    if is_stale {
        desk.read_basket_again().await;
    }
    mistakes.take(&error);
}
