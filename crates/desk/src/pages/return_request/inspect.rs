use contract::{
    desk_sale::{DeskReturn, InspectReturn, InspectedReturn},
    return_request::{RefusalReason, ReturnDecision, ReturnKind, ReturnLine},
};
use leptos::prelude::*;
use storefront::{browser::focus, browser::time, format};

use super::judged::{Exchange, Inspection, must_answer, offers, wish};
use crate::{
    components::{
        Options, PieceLine, Refusal, SelectField, Steps, TwoSteps, condition_text, decision_text, line_text,
        reason_text, refusal_text, variant_text, way_text,
    },
    pages::actions::{NEXT_VIEW, refusal_of},
    state::desk::Desk,
};

/// After it the next step has the focus.
pub const NEXT: &str = "return-next";
/// Beside the SKUs: money instead of another variant.
const REFUND: &str = "refund";

/// Line by line: back on the shelf, damaged, or refused with its reason; then the goods are taken in.
#[component]
pub fn Inspect(found: DeskReturn, inspection: Inspection) -> impl IntoView {
    let way = found.return_request.refund.as_ref().map(|refund| t!(inspect.way, way = way_text(refund.way)));
    let is_withdrawal = found.return_request.kind == ReturnKind::Withdrawal;
    let lines = found.return_request.lines.clone();
    let shown = StoredValue::new(found);
    let line = move |line: ReturnLine| {
        shown.with_value(
            |found| view! { <InspectedLine found=found.clone() line=line inspection=inspection /> },
        )
    };
    view! {
        <h2 class="found-lines" id="inspect-title">{t!(inspect.title)}</h2>
        {is_withdrawal.then(|| view! { <p>{t!(inspect.withdrawal)}</p> })}
        {way.map(|way| view! { <p>{way}</p> })}
        <ul class="pickup-lines" aria-labelledby="inspect-title">{lines.into_iter().map(line).collect_view()}</ul>
        <Receive found=shown.get_value() inspection=inspection />
    }
}

#[component]
fn InspectedLine(found: DeskReturn, line: ReturnLine, inspection: Inspection) -> impl IntoView {
    let said =
        t!(inspect.said, reason = reason_text(line.reason), condition = condition_text(line.condition));
    let amount =
        line.amount.as_ref().map(|amount| t!(inspect.amount, amount = format::money_in_column(amount)));
    let piece = line_text(&line.name, &line.colour, &line.size);
    let id = StoredValue::new(line.id.clone());
    let judged = Memo::new(move |_| id.with_value(|id| inspection.of(id)));
    let is_refused = Memo::new(move |_| judged.get().decision == Some(ReturnDecision::Refused));
    let decide = Callback::new(move |value: String| {
        let decision = ReturnDecision::from_text(&value);
        id.with_value(|id| inspection.judge(id, |judged| judged.decision = decision));
    });
    let decisions =
        ReturnDecision::ALL.iter().map(|decision| (decision.as_str().into(), decision_text(*decision)));
    let (kind, refused_of) = (found.return_request.kind, piece.clone());
    let refusal = move || {
        let piece = refused_of.clone();
        is_refused
            .get()
            .then(|| view! { <WhyRefused kind=kind id=id.get_value() piece=piece inspection=inspection /> })
    };
    let (of, whole) = (StoredValue::new(found), StoredValue::new(line.clone()));
    let instead = move || {
        let (found, line) = (of.get_value(), whole.get_value());
        (!is_refused.get()).then(|| view! { <Instead found=found line=line inspection=inspection /> })
    };
    view! {
        <PieceLine
            picture=line.picture
            name=line.name
            variant=variant_text(&line.colour, &line.size)
            sku=line.sku
            facts=[Some(said), amount].into_iter().flatten().collect()
            quantity=line.quantity
        >
            <Options
                legend=t!(inspect.decide, piece = piece)
                name=format!("decision-{}", line.id)
                options=decisions.collect()
                chosen=Signal::derive(move || judged.get().decision.map(|decision| decision.as_str().to_string()))
                on_choose=decide
            />
            {refusal}
            {instead}
        </PieceLine>
    }
}

#[component]
fn WhyRefused(
    kind: ReturnKind,
    /// The line's.
    id: String,
    piece: String,
    inspection: Inspection,
) -> impl IntoView {
    let of = StoredValue::new(id.clone());
    let chosen =
        move || of.with_value(|id| inspection.of(id)).refusal.map(|refusal| refusal.as_str().to_string());
    let choose = Callback::new(move |value: String| {
        let refusal = RefusalReason::from_text(&value);
        of.with_value(|id| inspection.judge(id, |judged| judged.refusal = refusal));
    });
    let reasons = RefusalReason::ALL.iter().filter(|reason| reason.can_refuse(kind));
    let reasons = reasons.map(|reason| (reason.as_str().into(), refusal_text(*reason)));
    view! {
        <Options
            legend=t!(inspect.why, piece = piece)
            name=format!("refusal-{id}")
            options=reasons.collect()
            chosen=Signal::derive(chosen)
            on_choose=choose
        />
    }
}

/// Another variant that this store can give, with its price, or the money.
#[component]
fn Instead(found: DeskReturn, line: ReturnLine, inspection: Inspection) -> impl IntoView {
    let must = must_answer(&found, &line);
    let wish = wish(&found, &line).map(|offer| {
        let text = t!(
            inspect.wish,
            variant = offer.variant,
            price = format::money_in_column(&offer.price),
            count = offer.available.max(0)
        );
        if must { text } else { t!(inspect.cannot_exchange, wish = text) }
    });
    let offered = offers(&found, &line).map(|offer| {
        let price = format::money_in_column(&offer.price);
        (
            offer.sku.clone(),
            t!(inspect.offer, variant = offer.variant, price = price, count = offer.available),
        )
    });
    let refund = must.then(|| (REFUND.to_string(), t!(inspect.no_exchange)));
    let options: Vec<_> = refund.into_iter().chain(offered).collect();
    let none = if must { t!(sign_in.choose) } else { t!(inspect.no_exchange) };
    let id = StoredValue::new(line.id.clone());
    let chosen = move || match id.with_value(|id| inspection.of(id)).exchange? {
        Exchange::Refund => Some(REFUND.to_string()),
        Exchange::Take(sku) => Some(sku),
    };
    let choose = Callback::new(move |value: Option<String>| {
        let exchange =
            value.map(|value| if value == REFUND { Exchange::Refund } else { Exchange::Take(value) });
        id.with_value(|id| inspection.judge(id, |judged| judged.exchange = exchange));
    });
    let field = (!options.is_empty()).then(|| {
        view! {
            <div class="piece-tools">
                <SelectField
                    id=format!("exchange-{}", line.id)
                    label=t!(inspect.exchange, piece = line_text(&line.name, &line.colour, &line.size))
                    none=none
                    options=Signal::stored(options)
                    chosen=Signal::derive(chosen)
                    on_choose=choose
                    error=Signal::stored(None::<String>)
                />
            </div>
        }
    });
    view! { {wish.map(|text| view! { <p class="piece-elsewhere">{text}</p> })} {field} }
}

/// « 2 en rayon, 1 refusé »
fn sum_text(inspection: &InspectReturn) -> String {
    let count = |decision| inspection.lines.iter().filter(|line| line.decision == decision).count() as u32;
    let texts = [
        (count(ReturnDecision::Shelf), plural!(count(ReturnDecision::Shelf), inspect.shelf)),
        (count(ReturnDecision::Damaged), plural!(count(ReturnDecision::Damaged), inspect.damaged)),
        (count(ReturnDecision::Refused), plural!(count(ReturnDecision::Refused), inspect.refused)),
    ];
    let said: Vec<_> = texts.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
    format::list(&said)
}

/// Takes the goods in, in two steps, once every line is decided.
#[component]
fn Receive(found: DeskReturn, inspection: Inspection) -> impl IntoView {
    let desk = Desk::expect();
    let id = found.return_request.id.clone();
    let of = id.clone();
    let busy = Signal::derive(move || desk.is_busy(&of));
    let refusal = refusal_of(&id);
    let id = StoredValue::new(id);
    // Another decision is another question.
    let decided = Memo::new(move |_| inspection.decided(&found));
    let step = move || match decided.get() {
        Err(left) => view! { <p class="inspect-left" role="status">{plural!(left as u32, inspect.left)}</p> }
            .into_any(),
        Ok(sent) => {
            let steps = Steps {
                offer: t!(inspect.receive),
                offer_read: t!(inspect.receive),
                question: t!(inspect.question, sum = sum_text(&sent)),
                confirm: t!(inspect.confirm),
                cancel: t!(inspect.cancel),
            };
            let receive = Callback::new(move |()| {
                let done = move |answer: InspectedReturn| received(desk, inspection, answer);
                id.with_value(|id| desk.receive_return(id, sent.clone(), done));
            });
            let class = "button button-now button-wide button-tall";
            view! { <TwoSteps id="receive".to_string() steps=steps class=class busy=busy on_confirm=receive /> }.into_any()
        }
    };
    view! {
        <section class="hand-over" aria-label=t!(inspect.receive)>
            {step}
            <Refusal text=refusal />
        </section>
    }
}

fn received(desk: Desk, inspection: Inspection, answer: InspectedReturn) {
    desk.announcer.say(t!(done.return_received));
    // The page may be gone by now.
    let _ = inspection.to_pay.try_set(answer.to_pay);
    time::after(NEXT_VIEW, || focus::by_id(NEXT));
}
