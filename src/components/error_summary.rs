use leptos::{ev, prelude::*};

use crate::{browser::focus, t};

/// What is wrong in a form, each with the way to its field; nothing while there is nothing.
#[component]
pub fn ErrorSummary(
    /// The field's id, its label, and why it was refused.
    #[prop(into)]
    errors: Signal<Vec<(&'static str, String, String)>>,
) -> impl IntoView {
    let item = |(id, label, text): (&'static str, String, String)| {
        let go = move |event: ev::MouseEvent| {
            event.prevent_default();
            focus::by_id(id);
        };
        view! { <li><a href=format!("#{id}") on:click=go>{label}</a> " " {text}</li> }
    };
    move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| {
            view! {
                <div class="error-summary" role="alert">
                    <p>{t!(checkout.mend)}</p>
                    <ul>{errors.into_iter().map(item).collect_view()}</ul>
                </div>
            }
        })
    }
}
