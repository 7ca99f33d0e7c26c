use contract::picture::Picture;
use leptos::prelude::*;

use super::ProductPicture;

#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// Why it can't be had now; it can still be looked at.
    pub reason: Option<String>,
    pub picture: Option<Picture>,
}

/// One of several, as radio buttons; those with a picture show it.
#[component]
pub fn ChoiceGroup(
    legend: String,
    /// Unique in the page; also the id.
    #[prop(into)]
    name: String,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(into)] chosen: Signal<Option<String>>,
    /// Why it can't stay as it is.
    #[prop(optional)]
    error: Option<Signal<Option<String>>>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let error = move || error.and_then(|error| error.get());
    let error_id = format!("{name}-error");
    let described_by_error = {
        let error_id = error_id.clone();
        move || error().map(|_| error_id.clone())
    };
    let id = name.clone();
    let option = move |index: usize, choice: Choice| {
        let name = name.clone();
        let reason_id = format!("{name}-{index}-reason");
        let described = choice.reason.is_some().then(|| reason_id.clone());
        let missing = choice.reason.is_some();
        let value = choice.value.clone();
        let is_chosen = {
            let value = choice.value.clone();
            move || chosen.with(|chosen| chosen.as_deref() == Some(value.as_str()))
        };
        let pictured = choice.picture.is_some();
        view! {
            <label class="choice" class:choice-missing=missing class:choice-pictured=pictured>
                <input
                    type="radio"
                    name=name
                    value=choice.value
                    prop:checked=is_chosen
                    aria-describedby=described
                    on:change=move |_| on_choose.run(value.clone())
                />
                {choice
                    .picture
                    .map(|picture| view! { <ProductPicture picture=Some(picture) alt=String::new() sizes="64px" /> })}
                <span class="choice-label">{choice.label}</span>
                {choice.reason.map(|reason| view! { <span class="visually-hidden" id=reason_id>{reason}</span> })}
            </label>
        }
    };
    let chosen_label = move || {
        let value = chosen.get()?;
        choices.with(|choices| choices.iter().find(|choice| choice.value == value).map(|c| c.label.clone()))
    };
    view! {
        <fieldset class="choices" id=id tabindex="-1" aria-describedby=described_by_error>
            <legend>{legend} " " <span class="choices-chosen">{chosen_label}</span></legend>
            <div class="choices-row">
                {move || {
                    choices.get().into_iter().enumerate().map(|(i, choice)| option(i, choice)).collect_view()
                }}
            </div>
            {move || error().map(|error| view! { <p class="field-error" id=error_id.clone()>{error}</p> })}
        </fieldset>
    }
}
