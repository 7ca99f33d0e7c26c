use leptos::prelude::*;

#[component]
pub fn CheckoutPage() -> impl IntoView {
    view! { <p></p> }
}
