//! How one gets rid of what one bought, said before it is bought.

use leptos::prelude::*;

use crate::{paths, plural, state::retailer::RetailerState, t};

/// « Retour sous 30 jours dans tous les magasins · rétractation 14 jours · garantie légale 2 ans »: one line, and the way
/// to the rest.
#[component]
pub fn TermsLine() -> impl IntoView {
    let retailer = RetailerState::expect();
    let text = move || {
        let retailer = retailer.get()?;
        let goodwill = match (retailer.return_days, retailer.return_by_post) {
            (0, _) => None,
            (days, false) => Some(plural!(days, terms.goodwill)),
            (days, true) => Some(plural!(days, terms.goodwill_or_post)),
        };
        let law = [t!(terms.withdrawal), t!(terms.guarantee)];
        Some(goodwill.into_iter().chain(law).collect::<Vec<_>>().join(" · "))
    };
    view! { <p class="terms-line"><a href=paths::legal()>{text}</a></p> }
}
