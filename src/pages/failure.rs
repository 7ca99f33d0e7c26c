//! What the shopper reads when something went wrong: the client translates codes.

use contract::{
    error::{ErrorCode, Problem},
    newtypes::Invalid,
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::ApiError,
    browser::{network, worker},
    components::Message,
    format, plural, t,
};

pub fn failure_text(error: &ApiError) -> String {
    match error {
        ApiError::Network if !network::is_online() => t!(offline.later),
        ApiError::Network => t!(error.network),
        ApiError::Unreadable | ApiError::Outdated => t!(error.outdated_app),
        ApiError::Problem(problem) => problem_text(problem),
    }
}

fn problem_text(problem: &Problem) -> String {
    match problem.code {
        ErrorCode::InvalidField => match problem.reason {
            Some(reason) => invalid_text(reason),
            None => t!(error.invalid_field),
        },
        ErrorCode::NotEnoughStock => match problem.available.and_then(|left| u32::try_from(left).ok()) {
            Some(left @ 1..) => plural!(left, error.not_enough_stock_left),
            _ => t!(error.not_enough_stock),
        },
        ErrorCode::WrongStore => t!(error.wrong_store, store = problem.store.clone().unwrap_or_default()),
        ErrorCode::TooManyTries => match &problem.at {
            Some(at) => t!(error.too_many_tries_until, moment = format::moment(at)),
            None => t!(error.too_many_tries),
        },
        ErrorCode::StoreClosed => match &problem.at {
            Some(at) => t!(error.store_closed_until, moment = format::moment(at)),
            None => t!(error.store_closed),
        },
        ErrorCode::NotReturnable => match problem.available.and_then(|left| u32::try_from(left).ok()) {
            Some(left @ 1..) => plural!(left, error.not_returnable_left),
            _ => t!(error.not_returnable),
        },
        ErrorCode::TooLate => match &problem.at {
            Some(at) => t!(error.too_late_since, day = format::last_day(at)),
            None => t!(error.too_late),
        },
        code => code_text(code),
    }
}

fn code_text(code: ErrorCode) -> String {
    match code {
        ErrorCode::Malformed | ErrorCode::MissingIdempotencyKey | ErrorCode::MethodNotAllowed => {
            t!(error.malformed)
        }
        ErrorCode::InvalidField => t!(error.invalid_field),
        ErrorCode::IdempotencyMismatch => t!(error.idempotency_mismatch),
        ErrorCode::NotFound => t!(error.not_found),
        ErrorCode::OutdatedApp => t!(error.outdated_app),
        ErrorCode::TooLarge | ErrorCode::UnsupportedMediaType => t!(error.too_large),
        ErrorCode::SignedOut => t!(error.signed_out),
        ErrorCode::Forbidden => t!(error.forbidden),
        ErrorCode::ProofNeeded => t!(error.proof_needed),
        ErrorCode::WrongOrigin => t!(error.wrong_origin),
        ErrorCode::TooManyTries => t!(error.too_many_tries),
        ErrorCode::WrongPin => t!(error.wrong_pin),
        ErrorCode::WrongCode => t!(error.wrong_code),
        ErrorCode::CodeExpired => t!(error.code_expired),
        ErrorCode::NothingToUndo => t!(error.nothing_to_undo),
        ErrorCode::StoreClosed => t!(error.store_closed),
        ErrorCode::LinkExpired => t!(error.link_expired),
        ErrorCode::NotEnoughStock => t!(error.not_enough_stock),
        ErrorCode::StockUnknown => t!(error.stock_unknown),
        ErrorCode::NotOrderable => t!(error.not_orderable),
        ErrorCode::PriceChanged => t!(error.price_changed),
        ErrorCode::TooManyUnits => t!(error.too_many_units),
        ErrorCode::TooManyOrders => t!(error.too_many_orders),
        ErrorCode::TooManyReservations => t!(error.too_many_reservations),
        ErrorCode::SlotGone => t!(error.slot_gone),
        ErrorCode::CartNotOrderable => t!(error.cart_not_orderable),
        ErrorCode::CartChanged => t!(error.cart_changed),
        ErrorCode::PassNotGenuine => t!(error.pass_not_genuine),
        ErrorCode::PassNotFound => t!(error.pass_not_found),
        ErrorCode::WrongStore => t!(error.wrong_store, store = ""),
        ErrorCode::NotReady => t!(error.not_ready),
        ErrorCode::AlreadyCollected => t!(error.already_collected),
        ErrorCode::AlreadyCancelled => t!(error.already_cancelled),
        ErrorCode::AlreadyExpired => t!(error.already_expired),
        ErrorCode::WrongStatus => t!(error.wrong_status),
        ErrorCode::ReceiptMismatch => t!(error.receipt_mismatch),
        ErrorCode::TotalMismatch => t!(error.total_mismatch),
        ErrorCode::WrongKey => t!(error.wrong_key),
        ErrorCode::ReceiptNotGenuine => t!(error.receipt_not_genuine),
        ErrorCode::ReceiptNotArrived => t!(error.receipt_not_arrived),
        ErrorCode::AlreadyClaimed => t!(error.already_claimed),
        ErrorCode::NotReturnable => t!(error.not_returnable),
        ErrorCode::NotRefusable => t!(error.not_refusable),
        ErrorCode::TooLate => t!(error.too_late),
        ErrorCode::CreditSpent => t!(error.credit_spent),
        ErrorCode::Unavailable => t!(error.unavailable),
        ErrorCode::Internal => t!(error.internal),
    }
}

/// Why a field was refused.
pub fn invalid_text(reason: Invalid) -> String {
    match reason {
        Invalid::Required => t!(invalid.required),
        Invalid::TooLong => t!(invalid.too_long),
        Invalid::NotAnEmail => t!(invalid.not_an_email),
        Invalid::NotAPhone => t!(invalid.not_a_phone),
        Invalid::NotSixDigits => t!(invalid.not_six_digits),
        Invalid::NotASiren => t!(invalid.not_a_siren),
        Invalid::NotAVatNumber => t!(invalid.not_a_vat_number),
        Invalid::OutOfRange => t!(invalid.out_of_range),
        Invalid::Malformed => t!(invalid.malformed),
    }
}

/// A page or a part of it that could not be read, with a way to try again; it is tried by itself when the network is back.
#[component]
pub fn Failure(error: ApiError, on_retry: Callback<()>) -> impl IntoView {
    if error == ApiError::Network {
        network::on_change(move |online| {
            if online {
                on_retry.run(());
            }
        });
    }
    let outdated = matches!(error, ApiError::Outdated | ApiError::Unreadable);
    let (title, again) = match error {
        ApiError::Network => (t!(error.title_network), t!(error.retry)),
        _ if outdated => (t!(error.title_outdated), t!(error.reload)),
        _ => (t!(error.title), t!(error.retry)),
    };
    let act = move |_| if outdated { spawn_local(worker::load_anew()) } else { on_retry.run(()) };
    view! {
        <Message title=title text=failure_text(&error) alert=true>
            <button type="button" class="button" on:click=act>{again}</button>
        </Message>
    }
}
