//! What is said of a code that did not open a page by itself.

use contract::{newtypes::Gtin, product::ScannedVariant};
use leptos::prelude::*;

use super::{Known, reading::Reading};
use crate::{
    api::ApiError,
    components::Message,
    pages::failure::failure_text,
    paths::{self, ProductFilter},
    t,
};

#[component]
pub fn Outcome(known: Known, retry: Callback<Gtin>) -> impl IntoView {
    match known {
        Known::Nothing => ().into_any(),
        Known::Looking(_) => view! { <p role="status">{t!(scan.looking)}</p> }.into_any(),
        Known::Articles(found) => view! { <Articles found=found /> }.into_any(),
        Known::NoArticle(gtin) => {
            view! {
                <Message title=t!(scan.unknown_title) text=t!(scan.unknown_text, code = gtin.as_str())>
                    <SearchLink words=None />
                </Message>
            }
        }
        .into_any(),
        Known::Failed(gtin, error) => {
            let (title, text) = match error {
                ApiError::Network => (t!(scan.offline_title), t!(scan.offline_text)),
                error => (t!(error.title), failure_text(&error)),
            };
            view! {
                <Message title=title text=text>
                    <button type="button" class="button" on:click=move |_| retry.run(gtin.clone())>{t!(error.retry)}</button>
                </Message>
            }
        }
        .into_any(),
        Known::Read(reading) => view! { <Said reading=reading /> }.into_any(),
    }
}

/// Which of the articles that carry the same code is meant, the shopper sees.
#[component]
fn Articles(found: Vec<ScannedVariant>) -> impl IntoView {
    let line = |found: ScannedVariant| {
        let href = paths::product(&found.product_slug, Some(&found.sku));
        let parts: Vec<_> = [Some(found.name), found.colour, found.size].into_iter().flatten().collect();
        view! { <li><a class="text-link" href=href>{parts.join(", ")}</a></li> }
    };
    view! {
        <div class="message">
            <p class="message-title">{t!(scan.several)}</p>
            <ul class="scan-articles">{found.into_iter().map(line).collect_view()}</ul>
        </div>
    }
}

#[component]
fn Said(reading: Reading) -> impl IntoView {
    match reading {
        Reading::Pass => view! {
            <Message title=t!(scan.pass_title) text=t!(scan.pass_text)>
                <a class="button button-quiet" href=paths::passes()>{t!(scan.pass_mine)}</a>
            </Message>
        }
        .into_any(),
        Reading::Misread => view! { <Message title=t!(scan.misread_title) text=t!(scan.misread_text) /> }.into_any(),
        Reading::Elsewhere(address) => {
            view! { <Message title=t!(scan.elsewhere_title) text=t!(scan.elsewhere_text, address = address) /> }.into_any()
        }
        Reading::Other(words) => view! {
            <Message title=t!(scan.other_title) text=t!(scan.other_text, code = words)>
                <SearchLink words=Some(words.clone()) />
            </Message>
        }
        .into_any(),
        // These open their page.
        Reading::Article(_) | Reading::Page(_) => ().into_any(),
    }
}

#[component]
fn SearchLink(words: Option<String>) -> impl IntoView {
    let href = paths::products(&ProductFilter { q: words, ..ProductFilter::default() });
    view! { <a class="button button-quiet" href=href>{t!(scan.search)}</a> }
}
