use contract::{
    picture::Picture,
    return_request::{
        Due, RefundWay, RefusalReason, ReturnCondition, ReturnDecision, ReturnLine, ReturnReason,
        ReturnStatus,
    },
    time::Timestamp,
};
use leptos::prelude::*;
use storefront::{
    browser::{intl, time},
    components::ProductPicture,
    format, text,
};

fn status_text(status: ReturnStatus) -> String {
    match status {
        ReturnStatus::Requested => t!(returns.requested),
        ReturnStatus::Received => t!(returns.received),
        ReturnStatus::Refunded => t!(returns.refunded),
        ReturnStatus::Refused => t!(returns.refused),
        ReturnStatus::Cancelled => t!(returns.cancelled),
    }
}

#[component]
pub fn ReturnMark(status: ReturnStatus) -> impl IntoView {
    let live = status.can_receive() || status.can_refund();
    view! { <span class="status-mark" class:status-live=live>{status_text(status)}</span> }
}

/// That a refund is due within two days, or late.
#[component]
pub fn DueMark(
    due_by: Timestamp,
    /// The time, in milliseconds; what it is measured against grows old with it.
    now: Signal<f64>,
) -> impl IntoView {
    let last = time::parse(due_by.as_str());
    let due = Memo::new(move |_| {
        now.track();
        last.map_or(Due::Later, |last| Due::of(last as i64, time::server_now() as i64))
    });
    move || {
        let text = match due.get() {
            Due::Later => return None,
            Due::Soon => t!(refund.due_soon, day = format::last_day(&due_by)),
            Due::Over => t!(refund.overdue, day = format::last_day(&due_by)),
        };
        Some(view! { <span class="badge" class:badge-late=due.get() == Due::Over>{text}</span> })
    }
}

pub fn reason_text(reason: ReturnReason) -> String {
    match reason {
        ReturnReason::TooSmall => t!(reason.too_small),
        ReturnReason::TooLarge => t!(reason.too_large),
        ReturnReason::NotAsExpected => t!(reason.not_as_expected),
        ReturnReason::Defective => t!(reason.defective),
        ReturnReason::WrongItem => t!(reason.wrong_item),
        ReturnReason::ChangedMind => t!(reason.changed_mind),
        ReturnReason::Gift => t!(reason.gift),
    }
}

pub fn condition_text(condition: ReturnCondition) -> String {
    match condition {
        ReturnCondition::Unused => t!(condition.unused),
        ReturnCondition::Opened => t!(condition.opened),
        ReturnCondition::Used => t!(condition.used),
        ReturnCondition::Damaged => t!(condition.damaged),
    }
}

pub fn decision_text(decision: ReturnDecision) -> String {
    match decision {
        ReturnDecision::Shelf => t!(decision.shelf),
        ReturnDecision::Damaged => t!(decision.damaged),
        ReturnDecision::Refused => t!(decision.refused),
    }
}

pub fn refusal_text(refusal: RefusalReason) -> String {
    match refusal {
        RefusalReason::Used => t!(refusal.used),
        RefusalReason::Incomplete => t!(refusal.incomplete),
        RefusalReason::NotFromHere => t!(refusal.not_from_here),
        RefusalReason::TooLate => t!(refusal.too_late),
        RefusalReason::NotBrought => t!(refusal.not_brought),
    }
}

/// « 22 novembre 2027 »; from `YYYY-MM-DD` or a moment: what was bought or is valid may be of another year.
pub fn date_text(day: &str) -> String {
    let day = day.get(..10).unwrap_or(day);
    intl::day(text::language().tag(), day, &[("day", "numeric"), ("month", "long"), ("year", "numeric")])
}

/// How money goes back.
pub fn way_text(way: RefundWay) -> String {
    match way {
        RefundWay::Original => t!(refund.original),
        RefundWay::StoreCredit => t!(refund.store_credit),
    }
}

/// « sauge, taille 38 »
pub fn variant_text(colour: &Option<String>, size: &Option<String>) -> String {
    let size = size.as_ref().map(|size| t!(piece.size, size = size));
    let parts: Vec<_> = [colour.clone(), size].into_iter().flatten().collect();
    parts.join(", ")
}

/// A line as one says it: « Robe Camille, sauge, taille 38 ».
pub fn line_text(name: &str, colour: &Option<String>, size: &Option<String>) -> String {
    let variant = variant_text(colour, size);
    if variant.is_empty() { name.to_string() } else { t!(returns.piece, name = name, variant = variant) }
}

/// A piece that was bought or comes back, how many, and what is said or done about it below.
#[component]
pub fn PieceLine(
    picture: Option<Picture>,
    name: String,
    /// Colour and size.
    variant: String,
    sku: Option<String>,
    /// More that is to know, a line each.
    facts: Vec<String>,
    quantity: u32,
    children: Children,
) -> impl IntoView {
    let variant = (!variant.is_empty()).then_some(variant);
    view! {
        <li class="pickup-line">
            <ProductPicture picture=picture alt=String::new() sizes="5rem" />
            <div class="pickup-line-text">
                <p class="pickup-line-name">{name}</p>
                {variant.map(|variant| view! { <p>{variant}</p> })}
                {facts.into_iter().map(|fact| view! { <p class="muted">{fact}</p> }).collect_view()}
                {sku.map(|sku| view! { <p class="pickup-sku">{t!(pickup.sku, sku = sku)}</p> })}
            </div>
            <p class="pickup-quantity" class:pickup-quantity-many={quantity > 1}>
                <span aria-hidden="true">{t!(pickup.quantity, count = quantity)}</span>
                <span class="visually-hidden">{t!(pickup.quantity_read, count = quantity)}</span>
            </p>
            {children()}
        </li>
    }
}

/// What becomes of a line, once it was inspected: where to put it, and what the shopper takes along instead.
#[component]
pub fn OutcomeText(line: ReturnLine) -> impl IntoView {
    let outcome = line.decision.map(|decision| match decision {
        ReturnDecision::Shelf => t!(outcome.shelf),
        ReturnDecision::Damaged => t!(outcome.damaged),
        ReturnDecision::Refused => match line.refusal {
            Some(refusal) => t!(outcome.refused, reason = refusal_text(refusal)),
            None => t!(outcome.refused_unsaid),
        },
    });
    view! { {outcome.map(|text| view! { <p class="piece-outcome">{text}</p> })} }
}
