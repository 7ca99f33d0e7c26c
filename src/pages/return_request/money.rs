//! What is paid back, how, and by when.

use contract::return_request::{Refund, RefundWay, ReturnRequest, ReturnStatus, StoreCredit};
use leptos::prelude::*;

use crate::{components::QrCode, format, t};

fn way_text(way: RefundWay) -> String {
    match way {
        RefundWay::Original => t!(returns.way_original),
        RefundWay::StoreCredit => t!(returns.way_credit),
    }
}

#[component]
pub fn Money(request: ReturnRequest) -> impl IntoView {
    let has_say = !matches!(request.status, ReturnStatus::Cancelled | ReturnStatus::Refused);
    let refund = request.refund.filter(|refund| has_say && refund.amount.amount > 0);
    refund.map(|refund| {
        let requested = request.status == ReturnStatus::Requested;
        let credit = refund.store_credit.clone().map(|credit| view! { <Credit credit=credit /> });
        view! {
            <section class="return-money" aria-labelledby="refund-title">
                <h2 id="refund-title">{t!(returns.money)}</h2>
                <p class="sum-line sum-total">
                    <span>{way_text(refund.way)}</span>
                    <strong>{format::money_in_column(&refund.amount)}</strong>
                </p>
                <p>{when_text(&refund, requested)}</p>
                {credit}
            </section>
        }
    })
}

fn when_text(refund: &Refund, requested: bool) -> String {
    match &refund.paid_at {
        Some(at) => t!(returns.paid_at, moment = format::dated(at)),
        None if requested => t!(returns.paid_when_received, day = format::last_day(&refund.due_by)),
        None => t!(returns.due_by, day = format::last_day(&refund.due_by)),
    }
}

/// A store credit as one shows it at the till.
#[component]
fn Credit(credit: StoreCredit) -> impl IntoView {
    let left = match credit.remaining.amount {
        0 => t!(returns.credit_spent),
        _ => t!(returns.credit_left, amount = format::money(&credit.remaining)),
    };
    view! {
        <div class="pass store-credit">
            <h3>{t!(returns.credit_title, amount = format::money(&credit.amount))}</h3>
            <QrCode text=credit.code.clone() label=t!(returns.credit_code) />
            <p class="store-credit-code">{credit.code}</p>
            <p>{left}</p>
            <p class="pass-hint">{t!(returns.credit_until, day = format::date_with_year(&credit.valid_until))}</p>
        </div>
    }
}
