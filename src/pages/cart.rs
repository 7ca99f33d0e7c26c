use leptos::prelude::*;

#[component]
pub fn CartPage() -> impl IntoView {
    view! { <p></p> }
}
