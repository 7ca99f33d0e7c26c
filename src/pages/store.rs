use leptos::prelude::*;

#[component]
pub fn StorePage() -> impl IntoView {
    view! { <p></p> }
}
