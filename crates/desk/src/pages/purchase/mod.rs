//! What was bought, to take some of it back for a shopper who comes without a code.

mod choice;
mod line;

use contract::{
    desk_sale::{DeskPlaceReturn, DeskPurchase, FindPurchase},
    error::ErrorCode,
    return_request::RefundWay,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use storefront::{
    api::ApiError,
    browser::{focus, time},
    components::Message,
    format,
    pages::{
        attempt::{self, Attempts},
        heading::Heading,
        purchases::words::channel_text,
    },
};

use self::{choice::Choices, line::PurchaseLines};
use crate::{
    components::{Options, Refusal, date_text, failure_text, way_text},
    paths,
    state::desk::Desk,
};

const ATTEMPT: Attempts = Attempts::named("desk-return-attempt");
const FAILURE: &str = "return-refusal";

#[component]
pub fn PurchasePage() -> impl IntoView {
    let desk = Desk::expect();
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let purchase = Memo::new(move |_| desk.purchase.get().filter(|purchase| purchase.id == id));
    // What is chosen here outlives a newer state of the purchase.
    let choices = Choices::new();
    let title = Signal::derive(move || match purchase.get() {
        Some(purchase) => t!(purchase.title, number = purchase.number),
        None => t!(without_code.title),
    });
    let body = move || match purchase.get() {
        Some(purchase) => view! { <Found purchase=purchase choices=choices /> }.into_any(),
        // Somebody else's purchase is not kept on this device: it is found anew.
        None => view! {
            <Message title=t!(purchase.unknown_title) text=t!(purchase.unknown_text)>
                <a class="button" href=paths::returns()>{t!(returns.title)}</a>
            </Message>
        }
        .into_any(),
    };
    view! {
        <div class="page page-narrow">
            <Heading title=title class="pickup-number" />
            {body}
        </div>
    }
}

/// Until when it may go back, or why it may not.
fn terms_text(purchase: &DeskPurchase) -> String {
    let terms = &purchase.return_terms;
    if !purchase.status.is_bought() {
        return t!(purchase.not_bought);
    }
    match (&terms.goodwill_until, &terms.withdrawal_until) {
        (Some(until), _) | (None, Some(until)) => {
            let over = time::parse(until.as_str()).is_some_and(|until| until < time::now());
            let moment = format::moment(until);
            if over { t!(purchase.too_late, moment = moment) } else { t!(purchase.until, moment = moment) }
        }
        (None, None) => t!(purchase.no_terms),
    }
}

#[component]
fn Found(purchase: DeskPurchase, choices: Choices) -> impl IntoView {
    let day = date_text(purchase.bought_at.as_str());
    let bought = match &purchase.store {
        Some(store) => t!(purchase.bought_at, day = day, store = store.name),
        None => t!(purchase.bought, day = day),
    };
    let can_return = purchase.lines.iter().any(|line| line.returnable > 0);
    let name = purchase.name.clone().unwrap_or_else(|| t!(purchase.nobody));
    let terms = terms_text(&purchase);
    view! {
        <header class="found-head">
            <p class="found-name">{name}</p>
            <p>{bought} " · " {channel_text(purchase.channel)}</p>
            <p>{t!(purchase.total, total = format::money_in_column(&purchase.total))}</p>
            <p><strong>{terms}</strong></p>
        </header>
        <h2 class="found-lines" id="purchase-lines">{if can_return { t!(purchase.choose) } else { t!(purchase.lines) }}</h2>
        <PurchaseLines lines=purchase.lines.clone() choices=choices labelled_by="purchase-lines" />
        {can_return.then(|| view! { <Place purchase=purchase choices=choices /> })}
    }
}

/// How the money goes back, and making the return of what was chosen.
#[component]
fn Place(purchase: DeskPurchase, choices: Choices) -> impl IntoView {
    let desk = Desk::expect();
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let place = move |_| {
        if busy.get_untracked() {
            return;
        }
        let lines = match untrack(|| choices.lines(&purchase.lines)) {
            Ok(lines) => lines,
            Err(first) => {
                choices.asked.set(true);
                failure.set(Some(if choices.none() { t!(purchase.none) } else { t!(purchase.missing) }));
                return time::after(0, move || focus::by_id(&first));
            }
        };
        let request =
            DeskPlaceReturn { purchase_id: purchase.id.clone(), lines, way: choices.way.get_untracked() };
        let number = purchase.number.clone();
        let navigate = navigate.clone();
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = desk.place_return(&request, &ATTEMPT.key_of(&request)).await;
            // The page may be gone by now.
            let _ = busy.try_set(false);
            match answer {
                Ok(placed) => {
                    ATTEMPT.over();
                    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    navigate(&paths::return_request(&placed.return_request.id), options);
                }
                Err(error) => {
                    let _ = failure.try_set(Some(failure_text(&error)));
                    after_refusal(desk, &error, number).await;
                }
            }
        });
    };
    let ways = RefundWay::ALL.iter().map(|way| (way.as_str().to_string(), way_text(*way)));
    let choose = Callback::new(move |value: String| {
        if let Some(way) = RefundWay::from_text(&value) {
            choices.way.set(way);
        }
    });
    view! {
        <section class="hand-over" aria-label=t!(purchase.place)>
            <Options
                legend=t!(purchase.way)
                name="refund-way".to_string()
                options=ways.collect()
                chosen=Signal::derive(move || Some(choices.way.get().as_str().to_string()))
                on_choose=choose
            />
            <Refusal text=failure id=FAILURE />
            <button
                type="button"
                class="button button-now button-wide button-tall"
                aria-describedby=FAILURE
                aria-disabled=move || busy.get().then_some("true")
                on:click=place
            >
                {move || if busy.get() { t!(action.busy) } else { t!(purchase.place) }}
            </button>
        </section>
    }
}

/// What is no longer as it was is read again; an attempt that can't have happened is over.
async fn after_refusal(desk: Desk, error: &ApiError, number: String) {
    if !attempt::may_have_happened(error) {
        ATTEMPT.over();
    }
    if matches!(error.code(), Some(ErrorCode::NotReturnable | ErrorCode::TooLate)) {
        // A purchase that can't be read again stays on screen as it was.
        let _ = desk.find_purchase(&FindPurchase::Number(number)).await;
    }
}
