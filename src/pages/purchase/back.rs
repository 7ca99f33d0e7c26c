use contract::{
    purchase::{Purchase, PurchaseKind, PurchaseReturn},
    return_request::ReturnTerms,
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{format, pages::purchases::words::return_status_text, paths, t};

/// The ways back: what is on its way, bringing it back, withdrawing from the contract, and giving it away.
#[component]
pub fn Back(purchase: Purchase) -> impl IntoView {
    let returns = purchase.returns.clone().into_iter().map(|back| view! { <Return back=back /> });
    let gift = purchase.status.is_bought().then(|| {
        view! {
            <p class="purchase-way">
                <a class="text-link" href=paths::gift_receipt_form(&purchase.id)>{t!(purchase.gift)}</a>
                <span class="muted">{t!(purchase.gift_hint)}</span>
            </p>
        }
    });
    view! {
        <section class="purchase-back" aria-labelledby="purchase-back-title">
            <h2 id="purchase-back-title">{t!(purchase.returns)}</h2>
            <ul>{returns.collect_view()}</ul>
            {purchase.status.is_bought().then(|| view! { <BringBack purchase=purchase.clone() /> })}
            {gift}
            {is_distant(&purchase).then(|| view! { <Withdraw purchase=purchase /> })}
        </section>
    }
}

#[component]
fn Return(back: PurchaseReturn) -> impl IntoView {
    let asked = t!(purchase.return_asked, date = format::date_of(&back.requested_at));
    view! {
        <li class="purchase-return">
            <p class="sum-line">
                <a href=paths::return_request(&back.id)>{t!(purchase.return_of, number = back.number)}</a>
                <strong>{return_status_text(back.status)}</strong>
            </p>
            <p class="muted">{asked}</p>
        </li>
    }
}

fn until_text(terms: &ReturnTerms, until: &Timestamp) -> String {
    let date = format::final_date(until);
    if terms.by_post {
        t!(purchase.bring_back_until_post, date = date)
    } else {
        t!(purchase.bring_back_until, date = date)
    }
}

#[component]
fn BringBack(purchase: Purchase) -> impl IntoView {
    let terms = purchase.return_terms;
    let Some(until) = terms.goodwill_until.clone() else {
        return ().into_any();
    };
    if format::is_past(&until) {
        let text = t!(purchase.bring_back_over, date = format::final_date(&until));
        return view! { <p class="muted">{text}</p> }.into_any();
    }
    if purchase.lines.iter().all(|line| line.returnable == 0) {
        return view! { <p class="muted">{t!(purchase.nothing_to_bring_back)}</p> }.into_any();
    }
    view! {
        <p class="purchase-way">
            <a class="button button-quiet" href=paths::return_form(&purchase.id)>{t!(purchase.bring_back)}</a>
            <span class="muted">{until_text(&terms, &until)}</span>
        </p>
    }
    .into_any()
}

/// Made at a distance, and the time to withdraw from it is not over.
fn is_distant(purchase: &Purchase) -> bool {
    let until = purchase.return_terms.withdrawal_until.as_ref();
    purchase.kind == PurchaseKind::Order
        && purchase.channel.is_at_a_distance()
        && !until.is_some_and(format::is_past)
}

#[component]
fn Withdraw(purchase: Purchase) -> impl IntoView {
    let text = match &purchase.return_terms.withdrawal_until {
        Some(until) => t!(purchase.withdraw_until, date = format::final_date(until)),
        None => t!(purchase.withdraw_any),
    };
    view! {
        <p class="purchase-way">
            <span class="muted">{text}</span>
            <a class="text-link" href=paths::withdrawal_of(&purchase.number)>{t!(purchase.withdraw)}</a>
        </p>
    }
}
