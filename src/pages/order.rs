use leptos::prelude::*;

#[component]
pub fn OrderPage() -> impl IntoView {
    view! { <p></p> }
}
