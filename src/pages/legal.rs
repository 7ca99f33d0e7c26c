use contract::retailer::Legal;
use leptos::prelude::*;

use super::heading::Heading;
use crate::{components::Lines, paths, plural, state::retailer::RetailerState, t};

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
    let returns = move || {
        let retailer = retailer.get()?;
        let goodwill = match retailer.return_days {
            0 => t!(legal.returns_none),
            days => plural!(days, legal.returns_goodwill),
        };
        let post = retailer.return_by_post.then(|| view! { <p>{t!(legal.returns_post)}</p> });
        Some(view! {
            <p>{goodwill}</p>
            {post}
            <p>{t!(legal.returns_gift)}</p>
        })
    };
    view! {
        <div class="page page-narrow">
            <Heading title=t!(legal.title) />
            {move || match retailer.get() {
                Some(retailer) => view! { <Notice legal=retailer.legal /> }.into_any(),
                None => view! { <Lines count=7 /> }.into_any(),
            }}
            <h2 id="withdrawal">{t!(legal.withdrawal_title)}</h2>
            <p>{t!(legal.withdrawal_right)}</p>
            <p>{t!(legal.withdrawal_goods)}</p>
            <p>{t!(legal.withdrawal_money)}</p>
            <p><a href=paths::withdrawal()>{t!(withdrawal.link)}</a></p>
            <h2 id="returns">{t!(legal.returns_title)}</h2>
            {returns}
            <h2 id="guarantee">{t!(legal.guarantee_title)}</h2>
            <p>{t!(legal.guarantee_conformity)}</p>
            <p>{t!(legal.guarantee_choice)}</p>
            <p>{t!(legal.guarantee_hidden)}</p>
            <h2>{t!(legal.order_title)}</h2>
            <p>{t!(legal.order_text)}</p>
            <h2>{t!(legal.privacy_title)}</h2>
            <p>{t!(legal.privacy_text)}</p>
            <p>{t!(recents.privacy)}</p>
        </div>
    }
}
