use contract::{
    error::{ErrorCode, Problem},
    time::Timestamp,
};
use leptos::prelude::*;
use storefront::{api::ApiError, browser::time, format, pages::failure};

/// What an associate reads when something was refused, and can pass on to the shopper.
pub fn failure_text(error: &ApiError) -> String {
    match error {
        ApiError::Network => t!(error.network),
        ApiError::Problem(problem) => problem_text(problem).unwrap_or_else(|| failure::failure_text(error)),
        ApiError::Unreadable | ApiError::Outdated => failure::failure_text(error),
    }
}

/// The desk's own words for a problem; the shopper's do for the others.
fn problem_text(problem: &Problem) -> Option<String> {
    let moment = problem.at.as_ref().map(format::moment);
    Some(match problem.code {
        ErrorCode::SignedOut => t!(error.signed_out),
        ErrorCode::WrongPin => t!(error.wrong_pin),
        ErrorCode::TooManyTries => match moment {
            Some(moment) => t!(error.too_many_tries_until, moment = moment),
            None => t!(error.too_many_tries),
        },
        ErrorCode::PassNotGenuine => t!(error.pass_not_genuine),
        ErrorCode::PassNotFound => t!(error.pass_not_found),
        ErrorCode::WrongStore => match &problem.store {
            Some(store) => t!(error.wrong_store, store = store),
            None => t!(error.wrong_store_unnamed),
        },
        ErrorCode::NotReady => t!(error.not_ready),
        ErrorCode::AlreadyCollected => match moment {
            Some(moment) => t!(error.already_collected_at, moment = moment),
            None => t!(error.already_collected),
        },
        ErrorCode::AlreadyCancelled => t!(error.already_cancelled),
        ErrorCode::AlreadyExpired => t!(error.already_expired),
        ErrorCode::WrongStatus if problem.at.as_ref().is_some_and(is_to_come) => {
            t!(error.may_still_come, moment = moment.unwrap_or_default())
        }
        ErrorCode::WrongStatus => t!(error.wrong_status),
        ErrorCode::NotFound => t!(error.not_found),
        ErrorCode::Forbidden => t!(error.no_returns),
        ErrorCode::PriceChanged => t!(error.price_changed),
        ErrorCode::ReceiptNotGenuine => t!(error.receipt_not_genuine),
        ErrorCode::ReceiptNotArrived => t!(error.receipt_not_arrived),
        ErrorCode::NotReturnable => match problem.available.and_then(|left| u32::try_from(left).ok()) {
            Some(left @ 1..) => plural!(left, error.not_returnable_left),
            _ => t!(error.not_returnable),
        },
        ErrorCode::NotRefusable => t!(error.not_refusable),
        ErrorCode::TooLate => match moment {
            Some(moment) => t!(error.too_late_since, moment = moment),
            None => t!(error.too_late),
        },
        ErrorCode::TooManyOrders => t!(error.too_many_orders),
        _ => return None,
    })
}

fn is_to_come(at: &Timestamp) -> bool {
    time::parse(at.as_str()).is_some_and(|at| at > time::now())
}

/// A sentence that is announced at once.
#[component]
pub fn Refusal(
    #[prop(into)] text: Signal<Option<String>>,
    /// For a field that it describes.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let sentence = move || text.get().map(|text| view! { <p class="refusal">{text}</p> });
    view! { <div id=id class="refusal-place" role="alert">{sentence}</div> }
}
