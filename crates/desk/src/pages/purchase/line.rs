use contract::{
    product::{Product, Variant},
    return_request::{ReturnCondition, ReturnReason},
};
use leptos::{ev, prelude::*};
use storefront::{api, components::QuantityField, format, state::query::Query, text};

use super::{
    choice::{Choices, check_id, condition_id, reason_id},
    piece::Piece,
};
use crate::{
    components::{PieceLine, SelectField, condition_text, line_text, reason_text, variant_text},
    state::desk::Desk,
};

/// Each piece: what may go back of it is chosen, and why the rest may not is said.
#[component]
pub fn Pieces(pieces: Vec<Piece>, choices: Choices, labelled_by: &'static str) -> impl IntoView {
    view! {
        <ul class="pickup-lines" aria-labelledby=labelled_by>
            {pieces.into_iter().map(|piece| view! { <Line line=piece choices=choices /> }).collect_view()}
        </ul>
    }
}

/// Why none of it may go back.
fn why_not(line: &Piece) -> Option<String> {
    if line.returnable > 0 {
        return None;
    }
    Some(match (line.quantity, line.returned) {
        (..0, _) => t!(purchase.came_back),
        (_, 1..) => plural!(line.returned, purchase.returned),
        _ => t!(purchase.not_returnable),
    })
}

#[component]
fn Line(line: Piece, choices: Choices) -> impl IntoView {
    let why_not = why_not(&line);
    let paid = line.paid.as_ref().map(|paid| t!(purchase.paid, total = format::money_in_column(paid)));
    let part = (line.returned > 0 && line.returnable > 0).then(|| plural!(line.returned, purchase.returned));
    let quantity = u32::try_from(line.quantity.unsigned_abs()).unwrap_or(u32::MAX);
    let chosen = StoredValue::new(line.clone());
    view! {
        <PieceLine
            picture=line.picture
            name=line.name
            variant=variant_text(&line.colour, &line.size)
            sku=line.sku
            facts=[paid, part].into_iter().flatten().collect()
            quantity=quantity
        >
            {match why_not {
                Some(why) => view! { <p class="piece-outcome">{why}</p> }.into_any(),
                None => view! { <ComesBack line=chosen.get_value() choices=choices /> }.into_any(),
            }}
        </PieceLine>
    }
}

/// That it comes back, then how many and why.
#[component]
fn ComesBack(line: Piece, choices: Choices) -> impl IntoView {
    let id = StoredValue::new(line.id.clone());
    let quantity = Memo::new(move |_| id.with_value(|id| choices.of(id)).quantity);
    let comes = Memo::new(move |_| quantity.get() > 0);
    let tick = move |event: ev::Event| {
        let units = u32::from(event_target_checked(&event));
        id.with_value(|id| choices.change(id, |chosen| chosen.quantity = units));
    };
    let piece = line_text(&line.name, &line.colour, &line.size);
    let (max, label) = (line.returnable, t!(purchase.how_many, piece = piece));
    let how_many = move || {
        let on_change = Callback::new(move |units| {
            id.with_value(|id| choices.change(id, |chosen| chosen.quantity = units));
        });
        let (field, label) = (format!("quantity-{}", id.get_value()), label.clone());
        (max > 1).then(
            || view! { <QuantityField id=field label=label value=quantity max=max on_change=on_change /> },
        )
    };
    let shown = StoredValue::new(line.clone());
    let questions = move || {
        comes.get().then(|| {
            view! {
                {how_many()}
                <Why id=id.get_value() choices=choices />
                <Instead line=shown.get_value() choices=choices />
            }
        })
    };
    view! {
        <div class="comes-back">
            <label class="choice">
                <input id=check_id(&line.id) type="checkbox" prop:checked=move || comes.get() on:change=tick />
                <span class="choice-label">{t!(purchase.comes_back)}<span class="visually-hidden">" " {piece}</span></span>
            </label>
            {questions}
        </div>
    }
}

#[component]
fn Why(
    /// The line's.
    id: String,
    choices: Choices,
) -> impl IntoView {
    let of = StoredValue::new(id.clone());
    let chosen = move || of.with_value(|id| choices.of(id));
    let reasons: Vec<_> =
        ReturnReason::ALL.iter().map(|reason| (reason.as_str().to_string(), reason_text(*reason))).collect();
    let conditions: Vec<_> = ReturnCondition::ALL
        .iter()
        .map(|condition| (condition.as_str().to_string(), condition_text(*condition)))
        .collect();
    let reason = move || chosen().reason.map(|reason| reason.as_str().to_string());
    let condition = move || chosen().condition.map(|condition| condition.as_str().to_string());
    let missing = move |is_missing: bool| (choices.asked.get() && is_missing).then(|| t!(purchase.required));
    let choose_reason = Callback::new(move |value: Option<String>| {
        let reason = value.and_then(|value| ReturnReason::from_text(&value));
        of.with_value(|id| choices.change(id, |chosen| chosen.reason = reason));
    });
    let choose_condition = Callback::new(move |value: Option<String>| {
        let condition = value.and_then(|value| ReturnCondition::from_text(&value));
        of.with_value(|id| choices.change(id, |chosen| chosen.condition = condition));
    });
    view! {
        <SelectField
            id=reason_id(&id)
            label=t!(purchase.reason)
            none=t!(sign_in.choose)
            options=Signal::stored(reasons)
            chosen=Signal::derive(reason)
            on_choose=choose_reason
            error=Signal::derive(move || missing(reason().is_none()))
        />
        <SelectField
            id=condition_id(&id)
            label=t!(purchase.condition)
            none=t!(sign_in.choose)
            options=Signal::stored(conditions)
            chosen=Signal::derive(condition)
            on_choose=choose_condition
            error=Signal::derive(move || missing(condition().is_none()))
        />
    }
}

/// Another colour or size instead, as far as the shop still sells the product and this store has it.
#[component]
fn Instead(line: Piece, choices: Choices) -> impl IntoView {
    let Some(slug) = line.product_slug else {
        return ().into_any();
    };
    let store = Desk::expect().store_id();
    let product: Query<Product> =
        Query::new(move || Some(api::products::get(&slug, text::language(), Some(store.clone()))));
    let id = StoredValue::new(line.id.clone());
    let own = line.sku;
    let options = Memo::new(move |_| {
        let is_other = |variant: &&Variant| Some(&variant.sku) != own.as_ref();
        product.value.with(|product| {
            let variants = product.ready().map(|product| product.variants.iter()).into_iter().flatten();
            variants.filter(is_other).filter_map(option).collect::<Vec<_>>()
        })
    });
    let chosen = move || id.with_value(|id| choices.of(id)).exchange_sku;
    let choose = Callback::new(move |sku: Option<String>| {
        id.with_value(|id| choices.change(id, |chosen| chosen.exchange_sku = sku));
    });
    let field = format!("exchange-{}", line.id);
    let shown = move || {
        (!options.with(Vec::is_empty)).then(|| {
            view! {
                <SelectField
                    id=field.clone()
                    label=t!(purchase.exchange)
                    none=t!(purchase.no_exchange)
                    options=options
                    chosen=Signal::derive(chosen)
                    on_choose=choose
                    error=Signal::stored(None::<String>)
                />
            }
        })
    };
    view! { {shown} }.into_any()
}

/// A variant that this store has, with how many.
fn option(variant: &Variant) -> Option<(String, String)> {
    let here = variant.in_store.as_ref().filter(|here| here.status.can_order())?;
    let name = variant_text(&variant.colour, &variant.size);
    let text = t!(purchase.option, variant = name, count = here.quantity.unwrap_or_default());
    Some((variant.sku.clone(), text))
}
