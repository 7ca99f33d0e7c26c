use leptos::prelude::*;

/// A labelled field of several lines; its error and its hint are read with it.
#[component]
pub fn TextArea(
    /// Unique in the page.
    id: &'static str,
    label: String,
    hint: String,
    value: RwSignal<String>,
    #[prop(into)] error: Signal<Option<String>>,
    on_blur: Callback<()>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || match error.with(Option::is_some) {
            true => format!("{hint_id} {error_id}"),
            false => hint_id.clone(),
        }
    };
    // A field that is taken away with the focus in it loses it when nobody listens any more.
    let blurred = move |_| {
        let _ = on_blur.try_run(());
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <p class="field-hint" id=hint_id>{hint}</p>
            <textarea
                id=id
                name=id
                rows="3"
                aria-invalid=move || error.with(|error| error.is_some().then_some("true"))
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                on:blur=blurred
            ></textarea>
            {move || error.get().map(|error| view! { <p class="field-error" id=error_id.clone()>{error}</p> })}
        </div>
    }
}
