use leptos::prelude::*;

#[component]
pub fn StoresPage() -> impl IntoView {
    view! { <p></p> }
}
