use leptos::prelude::*;

/// A labelled field; its error and its hint are read with it.
#[component]
pub fn TextField(
    /// Unique in the page.
    id: &'static str,
    label: String,
    #[prop(default = "text")] kind: &'static str,
    autocomplete: &'static str,
    /// Which keyboard a phone shows, when it is not the kind's own.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    #[prop(optional_no_strip)] hint: Option<String>,
    #[prop(optional)] required: bool,
    value: RwSignal<String>,
    #[prop(into)] error: Signal<Option<String>>,
    on_blur: Callback<()>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described = {
        let hint = hint.is_some().then(|| hint_id.clone());
        let error_id = error_id.clone();
        move || {
            let error = error.with(|error| error.is_some().then(|| error_id.clone()));
            let ids: Vec<_> = hint.iter().cloned().chain(error).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    // A field that is taken away with the focus in it loses it when nobody listens any more.
    let blurred = move |_| {
        let _ = on_blur.try_run(());
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            <input
                id=id
                name=id
                type=kind
                autocomplete=autocomplete
                inputmode=inputmode
                aria-required=required.then_some("true")
                aria-invalid=move || error.with(|error| error.is_some().then_some("true"))
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                on:blur=blurred
            />
            {move || error.get().map(|error| view! { <p class="field-error" id=error_id.clone()>{error}</p> })}
        </div>
    }
}
