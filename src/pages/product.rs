use leptos::prelude::*;

#[component]
pub fn ProductPage() -> impl IntoView {
    view! { <p></p> }
}
