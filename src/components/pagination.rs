use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::t;

/// Pages of a list as links: the first, the last and those around.
#[component]
pub fn Pagination(
    page: u32,
    pages: u32,
    /// The address of each page, from the first.
    hrefs: Vec<String>,
) -> impl IntoView {
    let href = move |wanted: u32| hrefs.get(wanted.checked_sub(1)? as usize).cloned();
    let shown = |wanted: &u32| *wanted == 1 || *wanted == pages || wanted.abs_diff(page) <= 1;
    let mut last = 0;
    let mut items = Vec::new();
    for wanted in (1..=pages).filter(shown) {
        if wanted > last + 1 {
            items.push(view! { <li aria-hidden="true">"…"</li> }.into_any());
        }
        last = wanted;
        let label = t!(list.page, page = wanted);
        let current = (wanted == page).then_some("page");
        items.push(
            view! { <li><a href=href(wanted) aria-label=label aria-current=current>{wanted}</a></li> }
                .into_any(),
        );
    }
    let step = |to: Option<u32>, text: String, rel: &'static str, glyph: Glyph| {
        to.and_then(&href).map(|href| {
            view! { <li><a href=href rel=rel><Icon glyph=glyph /><span class="visually-hidden">{text}</span></a></li> }
        })
    };
    view! {
        <nav class="pagination" aria-label=t!(list.pages)>
            <ul>
                {step((page > 1).then(|| page - 1), t!(list.previous), "prev", Glyph::Previous)}
                {items}
                {step((page < pages).then(|| page + 1), t!(list.next), "next", Glyph::Next)}
            </ul>
        </nav>
    }
}
