use contract::retailer::Legal;
use leptos::prelude::*;

use super::heading::Heading;
use crate::{components::Lines, state::retailer::RetailerState, t};

#[component]
fn Notice(legal: Legal) -> impl IntoView {
    let row = |term: String, value: String| view! { <div><dt>{term}</dt><dd>{value}</dd></div> };
    view! {
        <dl class="facts">
            {row(t!(legal.company), legal.name)}
            {row(t!(legal.address), legal.address)}
            {row(t!(legal.siren), legal.siren)}
            {row(t!(legal.vat_number), legal.vat_number)}
            <div><dt>{t!(legal.email)}</dt><dd><a href=format!("mailto:{}", legal.email)>{legal.email.clone()}</a></dd></div>
            {row(t!(legal.phone), legal.phone)}
            {row(t!(legal.host), legal.host)}
        </dl>
    }
}

#[component]
pub fn LegalPage() -> impl IntoView {
    let retailer = RetailerState::expect();
    view! {
        <div class="page page-narrow">
            <Heading title=t!(legal.title) />
            {move || match retailer.get() {
                Some(retailer) => view! { <Notice legal=retailer.legal /> }.into_any(),
                None => view! { <Lines count=7 /> }.into_any(),
            }}
            <h2 id="guarantee">{t!(legal.guarantee_title)}</h2>
            <p>{t!(legal.guarantee_conformity)}</p>
            <p>{t!(legal.guarantee_choice)}</p>
            <p>{t!(legal.guarantee_hidden)}</p>
            <h2>{t!(legal.order_title)}</h2>
            <p>{t!(legal.order_text)}</p>
            <h2>{t!(legal.privacy_title)}</h2>
            <p>{t!(legal.privacy_text)}</p>
        </div>
    }
}
