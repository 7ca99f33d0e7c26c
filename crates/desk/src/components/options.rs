use leptos::prelude::*;

/// One of several, as large radio buttons.
#[component]
pub fn Options(
    legend: String,
    /// Unique in the page; the first button's id is this and `-0`.
    name: String,
    /// Each value with its words.
    options: Vec<(String, String)>,
    #[prop(into)] chosen: Signal<Option<String>>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let option = |(index, (value, words)): (usize, (String, String))| {
        let own = value.clone();
        let is_chosen = move || chosen.with(|chosen| chosen.as_ref() == Some(&own));
        let choose = value.clone();
        view! {
            <label class="choice">
                <input
                    type="radio"
                    id=format!("{name}-{index}")
                    name=name.clone()
                    value=value
                    prop:checked=is_chosen
                    on:change=move |_| on_choose.run(choose.clone())
                />
                <span class="choice-label">{words}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices options">
            <legend>{legend}</legend>
            <div class="choices-row">{options.into_iter().enumerate().map(option).collect_view()}</div>
        </fieldset>
    }
}
