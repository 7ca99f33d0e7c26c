use leptos::prelude::*;

use super::heading::Heading;
use crate::{
    paths::{self, ProductFilter},
    t,
};

/// What an address that leads nowhere shows, and what leads on from there.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <div class="page page-narrow">
            <Heading title=t!(not_found.title) class="display" />
            <p class="lead">{t!(not_found.text)}</p>
            <p class="actions">
                <a class="button" href=paths::products(&ProductFilter::default())>{t!(not_found.products)}</a>
                <a class="button button-quiet" href=paths::stores()>{t!(not_found.stores)}</a>
            </p>
        </div>
    }
}
