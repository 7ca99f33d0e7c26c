//! What is asked of each piece that goes back.

use contract::return_request::{ReturnCondition, ReturnReason};
use leptos::prelude::*;

use super::{
    draft::Missing,
    form::{Form, question_id},
};
use crate::{
    components::{Choice, ChoiceGroup},
    t,
};

pub fn reason_text(reason: ReturnReason) -> String {
    match reason {
        ReturnReason::TooSmall => t!(returns.too_small),
        ReturnReason::TooLarge => t!(returns.too_large),
        ReturnReason::NotAsExpected => t!(returns.not_as_expected),
        ReturnReason::Defective => t!(returns.defective),
        ReturnReason::WrongItem => t!(returns.wrong_item),
        ReturnReason::ChangedMind => t!(returns.changed_mind),
        ReturnReason::Gift => t!(returns.was_gift),
    }
}

fn condition_text(condition: ReturnCondition) -> String {
    match condition {
        ReturnCondition::Unused => t!(returns.unused),
        ReturnCondition::Opened => t!(returns.opened),
        ReturnCondition::Used => t!(returns.used),
        ReturnCondition::Damaged => t!(returns.damaged),
    }
}

pub fn choice(value: &str, label: String) -> Choice {
    Choice { value: value.to_string(), label, reason: None, picture: None }
}

/// Why, and in what condition; what was not said when the form was sent is asked for again.
#[component]
pub fn Questions(form: Form, line_id: String) -> impl IntoView {
    let reasons: Vec<_> =
        ReturnReason::ALL.iter().map(|reason| choice(reason.as_str(), reason_text(*reason))).collect();
    let conditions: Vec<_> = ReturnCondition::ALL
        .iter()
        .map(|condition| choice(condition.as_str(), condition_text(*condition)))
        .collect();
    let id = StoredValue::new(line_id);
    let wish = Memo::new(move |_| id.with_value(|id| form.wish(id)));
    let reason = move || Some(wish.get()?.reason?.as_str().to_string());
    let condition = move || Some(wish.get()?.condition?.as_str().to_string());
    let no_reason = move || form.misses(&Missing::Reason(id.get_value())).then(|| t!(returns.reason_missing));
    let no_condition =
        move || form.misses(&Missing::Condition(id.get_value())).then(|| t!(returns.condition_missing));
    view! {
        <ChoiceGroup
            legend=t!(returns.reason)
            name=id.with_value(|id| question_id("reason", id))
            choices=reasons
            chosen=Signal::derive(reason)
            error=Signal::derive(no_reason)
            on_choose=Callback::new(move |chosen: String| {
                id.with_value(|id| form.change(id, |wish| wish.reason = ReturnReason::from_text(&chosen)));
            })
        />
        <ChoiceGroup
            legend=t!(returns.condition)
            name=id.with_value(|id| question_id("condition", id))
            choices=conditions
            chosen=Signal::derive(condition)
            error=Signal::derive(no_condition)
            on_choose=Callback::new(move |chosen: String| {
                id.with_value(|id| form.change(id, |wish| wish.condition = ReturnCondition::from_text(&chosen)));
            })
        />
    }
}
