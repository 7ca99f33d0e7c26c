use leptos::prelude::*;

/// A labelled choice of one of several, none of them beforehand; its error is read with it.
#[component]
pub fn SelectField(
    /// Unique in the page.
    id: String,
    label: String,
    /// What stands there as long as nothing is chosen.
    none: String,
    /// Each value with its words.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    #[prop(into)] chosen: Signal<Option<String>>,
    on_choose: Callback<Option<String>>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    let option = move |(value, words): (String, String)| {
        let own = value.clone();
        let is_chosen = move || chosen.with(|chosen| chosen.as_ref() == Some(&own));
        view! { <option value=value prop:selected=is_chosen>{words}</option> }
    };
    let choose = move |event| {
        let value = event_target_value(&event);
        on_choose.run((!value.is_empty()).then_some(value));
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select
                id=id.clone()
                name=id
                aria-invalid=move || error.with(|error| error.is_some().then_some("true"))
                aria-describedby=move || error.with(|error| error.is_some().then(|| described.clone()))
                on:change=choose
            >
                <option value="">{none}</option>
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
            {move || error.get().map(|error| view! { <p class="field-error" id=error_id.clone()>{error}</p> })}
        </div>
    }
}
