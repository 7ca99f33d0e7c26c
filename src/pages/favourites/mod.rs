//! Favourites: what they cost and where they are, what became better, and the ways on.

mod line;
mod news;

use contract::{event::Event, favourite::Favourite};
use leptos::{prelude::*, task::spawn_local};

use super::{
    failure::{Failure, failure_text},
    heading::Heading,
};
use crate::{
    api,
    browser::{focus, time},
    components::{Lines, Message},
    paths::{self, ProductFilter},
    state::{
        announcer::Announcer,
        favourites::FavouritesState,
        live::Live,
        my_store::MyStore,
        query::{Query, Remote},
        session::SessionState,
    },
    t, text,
};
use line::Line;
use news::News;

const UNDO: &str = "favourite-undo";

/// What was taken out last, to be put back.
#[derive(Clone, PartialEq)]
struct Removed {
    sku: String,
    name: String,
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Shelf {
    query: Query<contract::favourite::Favourites>,
    favourites: FavouritesState,
    announcer: Announcer,
    news: News,
    removed: RwSignal<Option<Removed>>,
    failed: RwSignal<Option<String>>,
}

impl Shelf {
    fn set(self, favourite: Removed, keep: bool) {
        if self.favourites.is_busy() {
            return;
        }
        self.failed.set(None);
        spawn_local(async move {
            let answer = self.favourites.set(&favourite.sku, &favourite.name, keep).await;
            // The page may have been left meanwhile.
            if self.failed.try_set(None).is_some() {
                return;
            }
            match answer {
                Ok(()) if keep => {
                    self.announcer.say(t!(favourite.kept, name = favourite.name));
                    self.removed.set(None);
                    focus::by_id("main");
                }
                Ok(()) => {
                    self.announcer.say(t!(favourite.dropped, name = favourite.name));
                    self.removed.set(Some(favourite));
                    // The button that was pressed goes away with its line.
                    time::after(0, || focus::by_id(UNDO));
                }
                Err(error) => self.failed.set(Some(failure_text(&error))),
            }
            self.query.reload();
        });
    }

    fn find(self, sku: &str) -> Option<Favourite> {
        self.query.value.with(|list| list.ready()?.items.iter().find(|item| item.sku == sku).cloned())
    }
}

#[component]
pub fn FavouritesPage() -> impl IntoView {
    let store = MyStore::expect();
    let favourites = FavouritesState::expect();
    let live = Live::expect();
    let query = Query::keeping(move || Some(api::favourites::list(text::language(), store.slug())));
    let shelf = Shelf {
        query,
        favourites,
        announcer: Announcer::expect(),
        news: News::of(query),
        removed: RwSignal::new(None),
        failed: RwSignal::new(None),
    };
    live.on(move |event| match event {
        Event::AccountChanged | Event::CatalogueImported | Event::Resync => query.reload(),
        Event::AvailabilityChanged(now) if untrack(|| shelf.find(&now.sku)).is_some() => query.reload(),
        _ => {}
    });
    Effect::new(move |_| {
        if let Some(list) = query.ready() {
            live.start(list.cursor);
            favourites.take(&list, query.kept_since.with_untracked(Option::is_some));
        }
    });
    let retry = Callback::new(move |()| query.reload());
    // Lines stay in place while their prices and counts change, so that the focus stays where it is.
    let shape = Memo::new(move |_| {
        query.value.with(|list| match list {
            Remote::Loading => Remote::Loading,
            Remote::Failed(error) => Remote::Failed(error.clone()),
            Remote::Ready(list) => {
                let skus = list.items.iter().map(|item| item.sku.clone());
                Remote::Ready(skus.filter(|sku| !favourites.is_going(sku)).collect::<Vec<_>>())
            }
        })
    });
    view! {
        <div class="page favourites-page">
            <Heading title=t!(favourite.title) class="display" />
            <Undo shelf=shelf />
            {move || match shape.get() {
                Remote::Loading => view! { <Lines count=10 /> }.into_any(),
                Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
                Remote::Ready(skus) if skus.is_empty() => view! { <Empty /> }.into_any(),
                Remote::Ready(skus) => view! {
                    <ul class="favourite-list">
                        {skus.into_iter().map(|sku| view! { <Line sku=sku shelf=shelf /> }).collect_view()}
                    </ul>
                }
                .into_any(),
            }}
            <FollowMe />
        </div>
    }
}

/// A guest's favourites stay in this browser; an account has them everywhere.
#[component]
fn FollowMe() -> impl IntoView {
    let session = SessionState::expect();
    session.need();
    let is_guest = move || session.account.with(|account| matches!(account, Remote::Ready(None)));
    view! {
        <Show when=is_guest>
            <p class="muted">
                {t!(favourite.follow)} " " <a href=paths::sign_in(Some(&paths::favourites()))>{t!(sign_in.title)}</a>
            </p>
        </Show>
    }
}

#[component]
fn Empty() -> impl IntoView {
    view! {
        <Message title=t!(favourite.empty_title) text=t!(favourite.empty_text)>
            <a class="button" href=paths::products(&ProductFilter::default())>{t!(not_found.products)}</a>
        </Message>
    }
}

#[component]
fn Undo(shelf: Shelf) -> impl IntoView {
    move || {
        let failed = shelf.failed.get().map(|text| view! { <p class="field-error" role="alert">{text}</p> });
        let removed = shelf.removed.get().map(|removed| {
            let name = removed.name.clone();
            view! {
                <p class="undo">
                    <span>{t!(favourite.dropped, name = name)}</span>
                    <button
                        type="button"
                        id=UNDO
                        class="text-link"
                        on:click=move |_| shelf.set(removed.clone(), true)
                    >
                        {t!(cart.undo)}
                    </button>
                </p>
            }
        });
        (failed, removed)
    }
}
