//! How the pieces come back: by the one code in any store, or by post.

use contract::{
    return_request::{ReturnBy, ReturnRequest},
    store::StoreSummary,
};
use leptos::prelude::*;

use crate::{
    api,
    components::{Lines, PassCard, StoreLine},
    format,
    pages::{failure::Failure, product::LocateButton},
    paths,
    state::{
        place::Place,
        query::{Query, Remote},
    },
    t, text,
};

const STORES: usize = 3;

#[component]
pub fn Coming(request: ReturnRequest, cancelling: RwSignal<bool>) -> impl IntoView {
    let by_post = request.by == ReturnBy::Post;
    let until = format::last_day(&request.bring_by);
    let until = if by_post { t!(returns.send_by, day = until) } else { t!(returns.bring_by, day = until) };
    let label = by_post.then(|| {
        view! {
            <p><a class="button button-now" href=paths::return_label(&request.id)>{t!(returns.see_label)}</a></p>
        }
    });
    let ask = move |_| cancelling.set(true);
    view! {
        {request.pass.clone().map(|pass| view! { <PassCard pass=pass title=t!(returns.pass) /> })}
        <p class="return-until">{until}</p>
        {label}
        {request.post_address.clone().filter(|_| by_post).map(|address| view! { <PostAddress address=address /> })}
        {(!by_post).then(|| view! { <Nearest /> })}
        {request
            .status
            .can_cancel()
            .then(|| view! { <button type="button" class="text-link" on:click=ask>{t!(returns.cancel)}</button> })}
    }
}

/// An address line by line.
#[component]
pub fn PostAddress(address: String) -> impl IntoView {
    let lines: Vec<_> =
        address.lines().map(str::trim).filter(|line| !line.is_empty()).map(String::from).collect();
    view! {
        <address class="post-address">
            {lines.into_iter().map(|line| view! { <span>{line}</span> }).collect_view()}
        </address>
    }
}

/// The first stores of the list, nearest first once the shopper says where they are.
#[component]
fn Nearest() -> impl IntoView {
    let place = Place::expect();
    let query = Query::keeping(move || Some(api::stores::list(text::language(), place.get())));
    let retry = Callback::new(move |()| query.reload());
    let line = |store: StoreSummary| view! { <StoreLine href=paths::store(&store.slug) store=store /> };
    view! {
        <details class="return-stores" open>
            <summary>{t!(returns.stores)}</summary>
            <LocateButton />
            {move || match query.value.get() {
                Remote::Loading => view! { <Lines count=6 /> }.into_any(),
                Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
                Remote::Ready(stores) => {
                    let near = stores.items.into_iter().take(STORES);
                    view! { <ul class="store-list">{near.map(line).collect_view()}</ul> }.into_any()
                }
            }}
            <p><a class="text-link" href=paths::stores()>{t!(returns.all_stores)}</a></p>
        </details>
    }
}
