use contract::store::StoreSummary;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use super::{failure::Failure, heading::Heading, product::LocateButton};
use crate::{
    api,
    components::{Lines, Message, StoreLine},
    paths, plural,
    state::{
        announcer::Announcer,
        my_store::MyStore,
        place::Place,
        query::{Query, Remote},
    },
    t, text,
};

/// Makes a store the shopper's own, or says that it is.
#[component]
pub fn ChooseStore(store: StoreSummary) -> impl IntoView {
    let mine = MyStore::expect();
    let announcer = Announcer::expect();
    let id = store.id.clone();
    let is_mine = Memo::new(move |_| mine.is(&id));
    let label = t!(store.make_mine_of, store = store.name);
    move || {
        if is_mine.get() {
            return view! { <p class="stock-is-mine">{t!(store.is_mine)}</p> }.into_any();
        }
        let store = store.clone();
        let choose = move |_| {
            announcer.say(t!(store.chosen, store = store.name));
            mine.choose(store.clone());
        };
        view! {
            <button type="button" class="button button-quiet" aria-label=label.clone() on:click=choose>
                {t!(store.make_mine)}
            </button>
        }
        .into_any()
    }
}

/// The home screen's shortcut to "my store" begins here, since it does not know which one that is.
fn lead_to_mine() {
    let is_meant = untrack(|| use_query_map().with(|query| query.get(paths::MINE).is_some()));
    if let Some(slug) = untrack(|| MyStore::expect().slug()).filter(|_| is_meant) {
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        use_navigate()(&paths::store(&slug), options);
    }
}

/// All stores, nearest first once the shopper says where they are.
#[component]
pub fn StoresPage() -> impl IntoView {
    let place = Place::expect();
    lead_to_mine();
    let query = Query::keeping(move || Some(api::stores::list(text::language(), place.get())));
    let retry = Callback::new(move |()| query.reload());
    let line = |store: StoreSummary| {
        view! {
            <StoreLine href=paths::store(&store.slug) store=store.clone()>
                <ChooseStore store=store />
            </StoreLine>
        }
    };
    view! {
        <div class="page stores-page">
            <div class="stores-head">
                <Heading title=t!(store.title) class="display" />
                <p class="list-count">
                    {move || query.value.with(|value| {
                        value.ready().map(|stores| plural!(u32::try_from(stores.items.len()).unwrap_or(u32::MAX), store.count))
                    })}
                </p>
                <LocateButton />
            </div>
            {move || match query.value.get() {
                Remote::Loading => view! { <Lines count=12 /> }.into_any(),
                Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
                Remote::Ready(stores) if stores.items.is_empty() => {
                    view! { <Message title=t!(store.empty_title) text=t!(store.empty_text) /> }.into_any()
                }
                Remote::Ready(stores) => {
                    view! { <ul class="store-list">{stores.items.into_iter().map(line).collect_view()}</ul> }.into_any()
                }
            }}
        </div>
    }
}
