use contract::return_request::{
    RefusalReason, ReturnDecision, ReturnKind, ReturnLine, ReturnRequest, ReturnStatus,
};
use leptos::prelude::*;

use crate::{
    components::ProductPicture,
    format,
    pages::{cart::variant_text, return_form::reason_text},
    paths, t,
};

fn refusal_text(reason: RefusalReason) -> String {
    match reason {
        RefusalReason::Used => t!(returns.refusal_used),
        RefusalReason::Incomplete => t!(returns.refusal_incomplete),
        RefusalReason::NotFromHere => t!(returns.refusal_not_from_here),
        RefusalReason::TooLate => t!(returns.refusal_too_late),
        RefusalReason::NotBrought => t!(returns.refusal_not_brought),
    }
}

/// What the store said of a line.
fn decision_text(line: &ReturnLine) -> Option<String> {
    let decision = match line.decision? {
        ReturnDecision::Shelf => t!(returns.decided_shelf),
        ReturnDecision::Damaged => t!(returns.decided_damaged),
        ReturnDecision::Refused => match line.refusal {
            Some(reason) => t!(returns.decided_refused_for, reason = refusal_text(reason)),
            None => t!(returns.decided_refused),
        },
    };
    Some(decision)
}

/// The pieces, why they go back, and what the store said of each.
#[component]
pub fn ReturnLines(request: ReturnRequest) -> impl IntoView {
    let over = request.status == ReturnStatus::Cancelled;
    // Nobody has to say why they withdraw.
    let has_reason = request.kind == ReturnKind::Goodwill;
    let purchase = request.purchase_id.clone().zip(request.purchase_number.clone()).map(|(id, number)| {
        view! { <p><a class="text-link" href=paths::purchase(&id)>{t!(returns.of_purchase, number = number)}</a></p> }
    });
    let store = request.store.clone().map(|store| {
        view! {
            <p>
                {t!(returns.received_at)} " "
                <a href=paths::store(&store.slug)>{store.name}</a>
            </p>
        }
    });
    let lines =
        request.lines.into_iter().map(|line| view! { <Line line=line over=over has_reason=has_reason /> });
    view! {
        <h2>{t!(returns.lines)}</h2>
        {store}
        <ul class="order-lines">{lines.collect_view()}</ul>
        {purchase}
    }
}

#[component]
fn Line(line: ReturnLine, over: bool, has_reason: bool) -> impl IntoView {
    let refused = line.decision == Some(ReturnDecision::Refused);
    let decision = decision_text(&line)
        .map(|text| view! { <p class:field-error=refused class:return-decided=!refused>{text}</p> });
    let exchange = line
        .exchange_variant
        .clone()
        .filter(|_| !refused)
        .map(|variant| view! { <p>{t!(returns.exchanged_for, variant = variant)}</p> });
    let amount = line.amount.filter(|_| !refused && !over);
    view! {
        <li class="cart-line">
            <ProductPicture picture=line.picture alt=String::new() sizes="96px" />
            <div class="cart-line-text">
                <p class="cart-line-name">{t!(order.line, count = line.quantity, name = line.name)}</p>
                {variant_text(&line.colour, &line.size).map(|text| view! { <p class="muted">{text}</p> })}
                {has_reason.then(|| view! { <p class="muted">{reason_text(line.reason)}</p> })}
                {exchange}
                {decision}
            </div>
            {amount.map(|amount| view! { <p class="cart-line-total">{format::money_in_column(&amount)}</p> })}
        </li>
    }
}
