use contract::{
    desk_sale::{DeskReturn, InspectedReturn, PayRefund},
    money::Money,
    return_request::{RefundWay, ReturnDecision, ReturnLine},
};
use leptos::prelude::*;
use storefront::{
    browser::{focus, time},
    format,
};

use super::{inspect::NEXT, judged::Inspection};
use crate::{
    components::{OutcomeText, PieceLine, Refusal, Steps, TwoSteps, variant_text, way_text},
    pages::actions::{NEXT_VIEW, refusal_of},
    state::desk::Desk,
};

/// The goods are in: what to give back, and that it was given, in two steps.
#[component]
pub fn ToRefund(found: DeskReturn, inspection: Inspection) -> impl IntoView {
    let desk = Desk::expect();
    let id = found.return_request.id.clone();
    let refusal = refusal_of(&id);
    let due = found.return_request.refund.clone().map(|refund| {
        let of = id.clone();
        let busy = Signal::derive(move || desk.is_busy(&of));
        let steps = steps_of(&refund.amount, refund.way);
        let expected = refund.amount.clone();
        let pay = Callback::new(move |()| {
            let done = move |answer: InspectedReturn| refunded(desk, inspection, answer);
            desk.refund_return(&id, PayRefund { expected: expected.clone() }, done);
        });
        let amount = format::money_in_column(&refund.amount);
        let class = "button button-now button-wide button-tall";
        view! {
            <h2 class="hand-over-total" id=NEXT tabindex="-1">{t!(refund.due, amount = amount)}</h2>
            <p>{way_text(refund.way)} ". " {t!(refund.due_by, day = format::last_day(&refund.due_by))}</p>
            <TwoSteps id="refund".to_string() steps=steps class=class busy=busy on_confirm=pay />
        }
    });
    view! {
        <section class="hand-over" aria-label=t!(refund.title)>
            {due}
            <ToPay inspection=inspection />
            <Refusal text=refusal />
        </section>
        <Pieces found=found />
    }
}

fn steps_of(amount: &Money, way: RefundWay) -> Steps {
    let amount = format::money_in_column(amount);
    let (offer, question) = match way {
        RefundWay::Original => (t!(refund.pay, amount = amount), t!(refund.question, amount = amount)),
        RefundWay::StoreCredit => {
            (t!(refund.write_credit, amount = amount), t!(refund.credit_question, amount = amount))
        }
    };
    Steps {
        offer_read: offer.clone(),
        offer,
        question,
        confirm: t!(refund.confirm),
        cancel: t!(refund.cancel),
    }
}

fn refunded(desk: Desk, inspection: Inspection, answer: InspectedReturn) {
    let number = answer.desk_return.return_request.number;
    desk.announcer.say(t!(done.refunded, number = number));
    if answer.to_pay.is_some() {
        // The page may be gone by now.
        let _ = inspection.to_pay.try_set(answer.to_pay);
    }
    time::after(NEXT_VIEW, || focus::by_id(NEXT));
}

/// What was taken along costs more than what came back.
#[component]
pub fn ToPay(inspection: Inspection) -> impl IntoView {
    move || {
        inspection.to_pay.get().map(|rest| {
            let text = t!(refund.to_pay, amount = format::money_in_column(&rest));
            view! { <p class="hand-over-total">{text}</p> }
        })
    }
}

/// What to do with each piece.
#[component]
pub fn Pieces(found: DeskReturn) -> impl IntoView {
    let line = |line: ReturnLine| {
        // Once the goods are in, the line says what was taken along.
        let taken = line.exchange_variant.as_ref().filter(|_| line.decision != Some(ReturnDecision::Refused));
        let taken = taken.map(|variant| t!(outcome.taken_along, variant = variant, count = line.quantity));
        let amount = line.amount.as_ref().map(format::money_in_column);
        view! {
            <PieceLine
                picture=line.picture.clone()
                name=line.name.clone()
                variant=variant_text(&line.colour, &line.size)
                sku=line.sku.clone()
                facts=amount.into_iter().collect()
                quantity=line.quantity
            >
                <OutcomeText line=line.clone() />
                {taken.map(|text| view! { <p class="piece-elsewhere">{text}</p> })}
            </PieceLine>
        }
    };
    let lines = found.return_request.lines;
    view! {
        <h2 class="found-lines" id="return-pieces">{t!(returns.pieces)}</h2>
        <ul class="pickup-lines" aria-labelledby="return-pieces">{lines.into_iter().map(line).collect_view()}</ul>
    }
}
