use contract::{account::Account, store::StoreSummary};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api,
    browser::focus,
    components::opening_text,
    pages::failure::failure_text,
    paths,
    state::{announcer::Announcer, my_store::MyStore, query::Query, session::SessionState},
    t,
};

const LIST: &str = "favourite-stores-title";

/// My store, and the others that one likes to look at.
#[component]
pub fn FavouriteStores(account: Query<Account>) -> impl IntoView {
    let mine = MyStore::expect();
    let my_store = move || match mine.get() {
        Some(store) => view! {
            <div class="plate">
                <p class="plate-store"><a href=paths::store(&store.slug)>{store.name}</a></p>
                <p class="plate-facts">{opening_text(&store.opening)}</p>
            </div>
            <p><a class="text-link" href=paths::stores()>{t!(account.change_store)}</a></p>
        }
        .into_any(),
        None => view! { <p><a class="button button-quiet" href=paths::stores()>{t!(store.choose)}</a></p> }
            .into_any(),
    };
    let stores = Memo::new(move |_| account.ready().map(|account| account.favourite_stores));
    let line = move |store: StoreSummary| {
        view! {
            <li class="account-line">
                <p>
                    <a class="account-line-name" href=paths::store(&store.slug)>{store.name.clone()}</a>
                    <span class="account-line-facts">{opening_text(&store.opening)}</span>
                </p>
                <Keep store=store account=account />
            </li>
        }
    };
    view! {
        <section class="my-stores" aria-labelledby="my-stores-title">
            <h2 id="my-stores-title">{t!(account.my_store)}</h2>
            {my_store}
            <h3 id=LIST tabindex="-1">{t!(account.favourite_stores)}</h3>
            {move || match stores.get().unwrap_or_default() {
                stores if stores.is_empty() => {
                    view! { <p class="muted">{t!(account.no_favourite_store)}</p> }.into_any()
                }
                stores => view! { <ul class="account-list">{stores.into_iter().map(line).collect_view()}</ul> }
                    .into_any(),
            }}
        </section>
    }
}

/// Whether a store is a favourite one, as a button on its page; nothing for a guest.
#[component]
pub fn KeepStore(store: StoreSummary) -> impl IntoView {
    let session = SessionState::expect();
    session.need();
    let signed_in = Memo::new(move |_| session.is_signed_in());
    let account = Query::new(move || signed_in.get().then(api::account::get));
    let store = StoredValue::new(store);
    view! {
        <Show when=move || signed_in.get() && account.value.with(|account| account.ready().is_some())>
            <Keep store=store.get_value() account=account />
        </Show>
    }
}

#[component]
fn Keep(store: StoreSummary, account: Query<Account>) -> impl IntoView {
    let announcer = Announcer::expect();
    let failed = RwSignal::new(None::<String>);
    let name = store.name.clone();
    let store = StoredValue::new(store);
    let is_kept = Memo::new(move |_| {
        let id = store.with_value(|store| store.id.clone());
        account.value.with(|account| {
            account.ready().is_some_and(|account| account.favourite_stores.iter().any(|kept| kept.id == id))
        })
    });
    let toggle = move |_| {
        let keep = !is_kept.get_untracked();
        let StoreSummary { id, name, .. } = store.get_value();
        failed.set(None);
        spawn_local(async move {
            match api::account::set_favourite_store(&id, keep).await {
                Ok(()) if keep => announcer.say(t!(account.store_kept, store = name)),
                Ok(()) => {
                    announcer.say(t!(account.store_dropped, store = name));
                    // In the list the button goes away with its line.
                    focus::by_id(LIST);
                }
                Err(error) => {
                    let _ = failed.try_set(Some(failure_text(&error)));
                }
            }
            account.reload();
        });
    };
    view! {
        <button
            type="button"
            class="button button-quiet keep-store"
            aria-pressed=move || is_kept.get().to_string()
            aria-label=t!(account.keep_store_of, store = name)
            on:click=toggle
        >
            {t!(account.keep_store)}
        </button>
        {move || failed.get().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
    }
}
