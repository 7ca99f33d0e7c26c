use contract::store::Store;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{account::KeepStore, failure::Failure, heading::Heading, stores::ChooseStore};
use crate::{
    api,
    components::{Glyph, Icon, Lines, Message, OpeningHours, address_text, opening_text},
    paths::{self, ProductFilter},
    state::{
        my_store::MyStore,
        query::{Query, Remote},
    },
    t, text,
};

/// A store: where it is, when it is open, and what it has.
#[component]
pub fn StorePage() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.with(|params| params.get("slug").unwrap_or_default()));
    let query = Query::new(move || Some(api::stores::get(&slug.get(), text::language())));
    let retry = Callback::new(move |()| query.reload());
    move || match query.value.get() {
        Remote::Loading => view! { <div class="page"><Lines count=12 /></div> }.into_any(),
        Remote::Failed(error) if error.is_not_found() => view! { <NoSuchStore /> }.into_any(),
        Remote::Failed(error) => {
            view! { <div class="page"><Failure error=error on_retry=retry /></div> }.into_any()
        }
        Remote::Ready(store) => view! { <Shown store=store /> }.into_any(),
    }
}

#[component]
fn NoSuchStore() -> impl IntoView {
    view! {
        <div class="page page-narrow">
            <Heading title=t!(store.not_found_title) class="display" />
            <Message title=String::new() text=t!(store.not_found_text)>
                <a class="button" href=paths::stores()>{t!(store.title)}</a>
            </Message>
        </div>
    }
}

#[component]
fn Shown(store: Store) -> impl IntoView {
    let summary = store.summary.clone();
    let mine = MyStore::expect();
    let id = summary.id.clone();
    let is_mine = Memo::new(move |_| mine.is(&id));
    let directions = paths::directions(&address_text(&summary));
    let phone = store.phone.clone().map(|phone| {
        let href = format!("tel:{}", phone.replace(char::is_whitespace, ""));
        view! { <div><dt>{t!(store.phone)}</dt><dd><a href=href>{phone}</a></dd></div> }
    });
    let here = paths::products(&ProductFilter { in_store: true, ..ProductFilter::default() });
    view! {
        <div class="page store-page">
            <nav class="trail" aria-label=t!(list.trail)>
                <ol><li><a href=paths::stores()>{t!(store.title)}</a></li></ol>
            </nav>
            <div class="sign">
                <Heading title=summary.name.clone() class="sign-name" />
                <p class="sign-opening">{opening_text(&summary.opening)}</p>
            </div>
            <div class="store-page-actions">
                <ChooseStore store=summary.clone() />
                <KeepStore store=summary.clone() />
                {move || {
                    is_mine
                        .get()
                        .then(|| {
                            view! {
                                <a class="button" href=here.clone()>{t!(store.products)}</a>
                                <button type="button" class="text-link" on:click=move |_| mine.forget()>{t!(store.forget)}</button>
                            }
                        })
                }}
            </div>
            <div class="store-page-columns">
                <dl class="facts">
                    <div>
                        <dt>{t!(store.address)}</dt>
                        <dd>
                            <address>{address_text(&summary)}</address>
                            <a class="text-link" href=directions rel="external noopener" target="_blank">
                                <Icon glyph=Glyph::Directions />
                                {t!(store.directions)}
                            </a>
                        </dd>
                    </div>
                    {phone}
                </dl>
                <section aria-labelledby="hours-title">
                    <h2 id="hours-title">{t!(store.hours)}</h2>
                    <OpeningHours store=store />
                </section>
            </div>
        </div>
    }
}
