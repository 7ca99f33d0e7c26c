//! Making the return of what was chosen.

use contract::{
    desk_sale::{DeskPlaceReturn, FindPurchase, FoundPurchase},
    error::ErrorCode,
    return_request::{PlaceReturnLine, RefundWay},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use storefront::{
    api::ApiError,
    browser::{focus, time},
    pages::attempt::{self, Attempts},
};

use super::{choice::Choices, piece::Piece};
use crate::{
    components::{Options, Refusal, failure_text, way_text},
    paths,
    state::desk::Desk,
};

const ATTEMPT: Attempts = Attempts::named("desk-return-attempt");
const FAILURE: &str = "return-refusal";

fn request_of(found: &FoundPurchase, lines: Vec<PlaceReturnLine>, way: RefundWay) -> DeskPlaceReturn {
    match found {
        FoundPurchase::Purchase(purchase) => {
            DeskPlaceReturn { purchase_id: Some(purchase.id.clone()), gift_token: None, lines, way }
        }
        FoundPurchase::GiftReceipt(gift) => DeskPlaceReturn {
            purchase_id: None,
            gift_token: Some(gift.token.clone()),
            lines,
            way: RefundWay::StoreCredit,
        },
    }
}

/// How the money goes back, and making the return of what was chosen.
#[component]
pub fn Place(
    found: FoundPurchase,
    /// All of it.
    pieces: Vec<Piece>,
    choices: Choices,
) -> impl IntoView {
    let desk = Desk::expect();
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let is_gift = matches!(found, FoundPurchase::GiftReceipt(_));
    let place = move |_| {
        if busy.get_untracked() {
            return;
        }
        let lines = match untrack(|| choices.lines(&pieces)) {
            Ok(lines) => lines,
            Err(first) => {
                choices.asked.set(true);
                failure.set(Some(if choices.none() { t!(purchase.none) } else { t!(purchase.missing) }));
                return time::after(0, move || focus::by_id(&first));
            }
        };
        let request = request_of(&found, lines, choices.way.get_untracked());
        let number = found.number().to_string();
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
    view! {
        <section class="hand-over" aria-label=t!(purchase.place)>
            {if is_gift {
                view! { <p>{t!(gift.way)}</p> }.into_any()
            } else {
                view! { <Ways choices=choices /> }.into_any()
            }}
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

#[component]
fn Ways(choices: Choices) -> impl IntoView {
    let ways = RefundWay::ALL.iter().map(|way| (way.as_str().to_string(), way_text(*way)));
    let choose = Callback::new(move |value: String| {
        if let Some(way) = RefundWay::from_text(&value) {
            choices.way.set(way);
        }
    });
    view! {
        <Options
            legend=t!(purchase.way)
            name="refund-way".to_string()
            options=ways.collect()
            chosen=Signal::derive(move || Some(choices.way.get().as_str().to_string()))
            on_choose=choose
        />
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
