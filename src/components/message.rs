use leptos::prelude::*;

/// What happened, what is safe, and what to do next.
#[component]
pub fn Message(
    title: String,
    text: String,
    /// An error is announced at once.
    #[prop(optional)]
    alert: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="message" role=alert.then_some("alert")>
            <p class="message-title">{title}</p>
            <p class="message-text">{text}</p>
            {children.map(|children| view! { <div class="message-actions">{children()}</div> })}
        </div>
    }
}
