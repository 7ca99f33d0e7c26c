use contract::{availability::AvailabilityStatus, store::StoreSummary};
use leptos::prelude::*;

use super::fitting::Fitting;
use crate::{
    components::{AvailabilityLabel, Dialog, Lines, Message, opening_text},
    format,
    pages::{failure::Failure, product::LocateButton},
    paths::{self, ProductFilter},
    plural,
    state::announcer::Announcer,
    t,
};

/// How many of the pieces a store can give, as a shape and in words.
fn pieces_there(fitting: Fitting, store_id: &str) -> (AvailabilityStatus, String) {
    let skus = fitting.skus();
    let has = skus.iter().filter(|sku| fitting.stock.can_give(sku, store_id)).count();
    let count = u32::try_from(has).unwrap_or(u32::MAX);
    match has {
        0 => (AvailabilityStatus::OutOfStock, t!(reserve.has_none)),
        has if has < skus.len() => (AvailabilityStatus::Limited, plural!(count, reserve.has_some)),
        _ => (AvailabilityStatus::InStock, plural!(count, reserve.has_all)),
    }
}

/// Where to try on: the chosen store, and the others behind a button.
#[component]
pub fn Stores() -> impl IntoView {
    let fitting = Fitting::expect();
    let failure = Memo::new(move |_| fitting.stock.failure());
    let known = Memo::new(move |_| fitting.stores.with(|stores| stores.as_ref().map(|stores| stores.len())));
    let retry = Callback::new(move |()| fitting.reload());
    view! {
        <section class="reserve-part" aria-labelledby="store-title">
            <h2 id="store-title">{t!(reserve.store)}</h2>
            {move || match (failure.get(), known.get()) {
                (Some(error), _) => view! { <Failure error=error on_retry=retry /> }.into_any(),
                (None, None) => view! { <Lines count=4 /> }.into_any(),
                (None, Some(0)) => view! { <Nowhere /> }.into_any(),
                (None, Some(count)) => view! { <Chosen others=count - 1 /> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Nowhere() -> impl IntoView {
    view! {
        <Message title=t!(reserve.nowhere_title) text=t!(reserve.nowhere_text)>
            <a class="button button-quiet" href=paths::products(&ProductFilter::default())>{t!(not_found.products)}</a>
        </Message>
    }
}

#[component]
fn Chosen(others: usize) -> impl IntoView {
    let fitting = Fitting::expect();
    let sheet = RwSignal::new(false);
    let close = Callback::new(move |()| sheet.set(false));
    let plate = move |store: StoreSummary| {
        let (status, text) = pieces_there(fitting, &store.id);
        let facts = [store.distance.map(format::distance), Some(opening_text(&store.opening))];
        let facts: Vec<_> = facts.into_iter().flatten().collect();
        view! {
            <div class="plate">
                <p class="plate-store">{store.name}</p>
                <p class="plate-stock"><AvailabilityLabel status=status text=text /></p>
                <p class="plate-facts">{facts.join(" · ")}</p>
            </div>
        }
    };
    view! {
        {move || fitting.store.get().map(plate)}
        {(others > 0)
            .then(|| {
                view! {
                    <button type="button" class="text-link" on:click=move |_| sheet.set(true)>
                        {t!(buy.other_store)}
                    </button>
                    <Dialog id="stores" title=t!(reserve.store) open=sheet on_close=close>
                        <Sheet sheet=sheet />
                    </Dialog>
                }
            })}
    }
}

/// The stores that have a piece, those that have all first.
#[component]
fn Sheet(sheet: RwSignal<bool>) -> impl IntoView {
    let fitting = Fitting::expect();
    let announcer = Announcer::expect();
    let option = move |id: String| {
        let store = fitting.stock.store(&fitting.skus(), &id)?;
        let (status, text) = pieces_there(fitting, &id);
        let facts = [store.distance.map(format::distance), Some(opening_text(&store.opening))];
        let facts: Vec<_> = facts.into_iter().flatten().collect();
        let chosen = fitting.store_id().is_some_and(|chosen| chosen == id);
        let name = store.name.clone();
        let choose = move |_| {
            announcer.say(t!(reserve.chosen, store = name));
            sheet.set(false);
            fitting.choose(id.clone());
        };
        Some(view! {
            <li>
                <button type="button" class="pickup-store" aria-current=chosen.then_some("true") on:click=choose>
                    <span class="pickup-name">{store.name}</span>
                    <AvailabilityLabel status=status text=text />
                    <span class="pickup-facts">{facts.join(" · ")}</span>
                </button>
            </li>
        })
    };
    view! {
        <LocateButton />
        <ul class="pickup-stores">
            {move || fitting.stores.get().unwrap_or_default().into_iter().filter_map(option).collect_view()}
        </ul>
    }
}
