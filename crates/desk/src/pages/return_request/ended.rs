use contract::{
    desk_sale::DeskReturn,
    return_request::{RefundWay, ReturnRequest, ReturnStatus},
};
use leptos::prelude::*;
use storefront::{
    components::{Glyph, Icon, Message},
    format,
};

use super::{
    inspect::NEXT,
    judged::Inspection,
    refund::{Pieces, ToPay},
};
use crate::{
    components::{Refusal, date_text},
    pages::actions::refusal_of,
    paths,
};

/// Nothing is left to do with it: what was paid back and how, or why nothing was.
#[component]
pub fn Ended(found: DeskReturn, inspection: Inspection) -> impl IntoView {
    let request = found.return_request.clone();
    let is_refunded = request.status == ReturnStatus::Refunded;
    let pieces = request.received_at.is_some();
    // A colleague may have been faster.
    let refusal = refusal_of(&request.id);
    view! {
        {match request.status {
            ReturnStatus::Refunded => view! { <Refunded request=request inspection=inspection /> }.into_any(),
            ReturnStatus::Refused => view! {
                <h2 class="hand-over-total" id=NEXT tabindex="-1">{t!(ended.refused_title)}</h2>
                <p>{t!(ended.refused)}</p>
            }
            .into_any(),
            _ => view! { <Message title=t!(ended.cancelled_title) text=t!(ended.cancelled) alert=true /> }.into_any(),
        }}
        <Refusal text=refusal />
        {pieces.then(|| view! { <Pieces found=found /> })}
        <div class="actions">
            <a class="button" class:button-now=is_refunded href=paths::find()>{t!(reservation.next)}</a>
            <a class="button button-quiet" href=paths::returns()>{t!(ended.list)}</a>
        </div>
    }
}

#[component]
fn Refunded(request: ReturnRequest, inspection: Inspection) -> impl IntoView {
    let refund = request.refund.filter(|refund| refund.amount.amount > 0);
    let text = match &refund {
        Some(refund) => {
            let amount = format::money_in_column(&refund.amount);
            match refund.way {
                RefundWay::Original => t!(ended.refunded, amount = amount),
                RefundWay::StoreCredit => t!(ended.credited, amount = amount),
            }
        }
        None => t!(ended.nothing_due),
    };
    let at = request.ended_at.as_ref().map(format::moment);
    let credit = refund.and_then(|refund| refund.store_credit).map(|credit| {
        view! {
            <p class="hand-over-place">
                <span class="hand-over-label">{t!(ended.credit)}</span>
                <span class="staging-place">{credit.code}</span>
            </p>
            <p>{t!(ended.credit_until, day = date_text(&credit.valid_until))}</p>
        }
    });
    view! {
        <section class="handed-over">
            <Icon glyph=Glyph::Check />
            <h2 id=NEXT tabindex="-1">{t!(ended.refunded_title)}</h2>
            <p>{text} " " {at.map(|moment| t!(ended.at, moment = moment))}</p>
            {credit}
            <ToPay inspection=inspection />
        </section>
    }
}
