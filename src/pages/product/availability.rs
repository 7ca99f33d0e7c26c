use contract::{
    availability::{Availability, AvailabilityStatus, StoreAvailability},
    event::Event,
};
use leptos::prelude::*;

use super::Chosen;
use crate::{
    api,
    components::{AvailabilityLabel, Glyph, Icon, Lines, opening_text},
    format,
    pages::failure::Failure,
    paths, plural,
    state::{
        announcer::Announcer,
        live::Live,
        my_store::MyStore,
        place::{Locating, Place},
        query::{Query, Remote},
    },
    t, text,
};

const SHOWN_AT_FIRST: usize = 4;

/// How many, in words.
pub fn stock_text(availability: &Availability) -> String {
    let count = availability.quantity.and_then(|quantity| u32::try_from(quantity).ok()).unwrap_or(0);
    match availability.status {
        AvailabilityStatus::Unknown => t!(stock.unknown),
        AvailabilityStatus::OutOfStock => t!(stock.out_of_stock),
        _ if availability.to_confirm => t!(stock.to_confirm),
        AvailabilityStatus::Limited => plural!(count, stock.limited),
        AvailabilityStatus::InStock => plural!(count, stock.in_stock),
    }
}

fn freshness(availability: &Availability) -> Option<String> {
    availability.counted_at.as_ref().map(|at| t!(stock.counted, ago = format::ago(at)))
}

/// What each store has of the chosen variant; it follows sales elsewhere without moving a line.
#[derive(Clone, Copy)]
pub struct StockList {
    pub query: Query<contract::availability::AvailabilityList>,
}

impl StockList {
    pub fn new(chosen: Chosen) -> Self {
        let place = Place::expect();
        let store = MyStore::expect();
        let query = Query::new(move || {
            Some(api::availability::list(&chosen.sku.get(), text::language(), place.get(), store.id()))
        });
        let announcer = Announcer::expect();
        Live::expect().on(move |event| match event {
            Event::AvailabilityChanged(now) => {
                if let Some(row) = apply(query, now) {
                    announcer.say(t!(stock.changed, store = row.store.name, stock = stock_text(now)));
                }
            }
            Event::Resync | Event::CatalogueImported => query.reload(),
            _ => {}
        });
        provide_context(Self { query });
        Self { query }
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// What a store has.
    pub fn at(&self, store_id: &str) -> Option<StoreAvailability> {
        let row = self.query.value.with(|value| {
            value.ready()?.items.iter().find(|row| row.availability.store_id == store_id).cloned()
        });
        row.map(|row| self.as_known(row))
    }

    /// What each store has, nearest first.
    pub fn rows(&self) -> Vec<StoreAvailability> {
        let rows = self.query.ready().map(|list| list.items).unwrap_or_default();
        rows.into_iter().map(|row| self.as_known(row)).collect()
    }

    /// What this device kept is no count of now, and nobody prepares anything before it is asked.
    fn as_known(&self, mut row: StoreAvailability) -> StoreAvailability {
        if self.query.kept_since.with(Option::is_some) {
            row.availability.to_confirm = true;
            row.ready_by = None;
        }
        row
    }
}

/// Puts a change into the list, at the row's own place; the row, if it changed.
pub fn apply(
    query: Query<contract::availability::AvailabilityList>,
    now: &Availability,
) -> Option<StoreAvailability> {
    query.value.try_update(|value| {
        let Remote::Ready(list) = value else { return None };
        let row = list
            .items
            .iter_mut()
            .find(|row| row.availability.sku == now.sku && row.availability.store_id == now.store_id)?;
        let changed = row.availability != *now;
        row.availability = now.clone();
        changed.then(|| row.clone())
    })?
}

#[component]
pub fn AvailabilitySection(chosen: Chosen) -> impl IntoView {
    let _ = chosen;
    let StockList { query } = StockList::expect();
    let all = RwSignal::new(false);
    let retry = Callback::new(move |()| query.reload());
    let order = Memo::new(move |_| {
        query.value.with(|value| {
            let items = value.ready().map(|list| list.items.as_slice()).unwrap_or_default();
            items.iter().map(|row| row.availability.store_id.clone()).collect::<Vec<_>>()
        })
    });
    let rows = move || {
        let ids = order.get();
        let hidden = if all.get() { 0 } else { ids.len().saturating_sub(SHOWN_AT_FIRST) };
        let shown = ids.len() - hidden;
        let hidden_count = u32::try_from(hidden).unwrap_or(u32::MAX);
        view! {
            <ul class="stock-list">
                {ids.into_iter().take(shown).map(|id| view! { <Row id=id /> }).collect_view()}
            </ul>
            {(hidden > 0)
                .then(|| {
                    view! {
                        <button type="button" class="text-link" on:click=move |_| all.set(true)>
                            {plural!(hidden_count, stock.more)}
                        </button>
                    }
                })}
        }
    };
    let state = Memo::new(move |_| {
        query.value.with(|value| match value {
            Remote::Loading => Remote::Loading,
            Remote::Ready(_) => Remote::Ready(()),
            Remote::Failed(error) => Remote::Failed(error.clone()),
        })
    });
    view! {
        <section class="stock" aria-labelledby="stock-title">
            <div class="stock-head">
                <h2 id="stock-title">{t!(stock.title)}</h2>
                <LocateButton />
            </div>
            {move || match state.get() {
                Remote::Loading => view! { <Lines count=8 /> }.into_any(),
                Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
                Remote::Ready(()) => rows().into_any(),
            }}
        </section>
    }
}

#[component]
pub fn LocateButton() -> impl IntoView {
    let place = Place::expect();
    view! {
        <button
            type="button"
            class="text-link"
            disabled=move || place.locating.get() == Locating::Asking
            on:click=move |_| place.locate()
        >
            <Icon glyph=Glyph::Locate />
            {move || match place.locating.get() {
                Locating::Asking => t!(store.locating),
                _ => t!(store.near_me),
            }}
        </button>
        <p class="stock-place" role="status">
            {move || match place.locating.get() {
                Locating::Refused => Some(t!(store.refused)),
                _ => place.get().map(|_| t!(store.sorted_near)),
            }}
        </p>
    }
}

/// One store: how many, how fresh, until when, where in the store.
#[component]
fn Row(id: String) -> impl IntoView {
    let list = StockList::expect();
    let store = MyStore::expect();
    let row = Memo::new(move |_| list.at(&id));
    move || {
        row.get().map(|row| {
            let summary = row.store.clone();
            let mine = store.is(&summary.id);
            let label = t!(store.make_mine_of, store = summary.name);
            let facts = [
                row.distance.filter(|_| !mine).map(format::distance),
                Some(opening_text(&row.store.opening)),
                row.aisle.clone(),
                freshness(&row.availability),
            ];
            let facts: Vec<_> = facts.into_iter().flatten().collect();
            view! {
                <li class="stock-row" class:stock-mine=mine>
                    <div class="stock-row-head">
                        <h3><a href=paths::store(&row.store.slug)>{row.store.name.clone()}</a></h3>
                        <span class="stock-count">
                            <AvailabilityLabel status=row.availability.status text=stock_text(&row.availability) />
                        </span>
                    </div>
                    <p class="stock-facts">{facts.join(" · ")}</p>
                    {if mine {
                        view! { <p class="stock-is-mine">{t!(store.is_mine)}</p> }.into_any()
                    } else {
                        view! {
                            <button
                                type="button"
                                class="text-link stock-choose"
                                aria-label=label
                                on:click=move |_| store.choose(summary.clone())
                            >
                                {t!(store.make_mine)}
                            </button>
                        }
                        .into_any()
                    }}
                </li>
            }
        })
    }
}
