use contract::{availability::StoreAvailability, store::StoreSummary};
use leptos::{prelude::*, task::spawn_local};

use super::{
    Chosen,
    availability::{LocateButton, StockList, stock_text},
};
use crate::{
    components::{AvailabilityLabel, Dialog, QuantityField, opening_text},
    format,
    pages::{cart::added_text, failure::failure_text},
    paths::{self, TryOn},
    state::{
        announcer::Announcer,
        cart::{CartState, Named},
        my_store::MyStore,
        query::Remote,
        retailer::RetailerState,
    },
    t,
};

/// What became of putting it into the cart.
#[derive(Clone, PartialEq)]
enum Adding {
    Idle,
    Busy,
    /// In these words.
    Done(String),
    Failed(String),
}

#[derive(Clone, Copy)]
struct Purchase {
    chosen: Chosen,
    units: RwSignal<u32>,
    adding: RwSignal<Adding>,
    sheet: RwSignal<bool>,
}

impl Purchase {
    /// Puts it into the cart, to be picked up in a store; a first store becomes the shopper's own.
    fn add(self, store: StoreSummary, mine: MyStore, cart: CartState, announcer: Announcer) {
        if self.adding.get_untracked() == Adding::Busy {
            return;
        }
        self.adding.set(Adding::Busy);
        let units = self.units.get_untracked();
        let name = self.chosen.product.with_value(|product| product.name.clone());
        let variant = Named { id: self.chosen.sku.get_untracked(), name };
        let at = Named { id: store.id.clone(), name: store.name.clone() };
        spawn_local(async move {
            let outcome = match cart.add(variant, units, at).await {
                Ok(waits) => {
                    let _ = self.sheet.try_set(false);
                    let text = added_text(waits, store.name.clone());
                    announcer.say(text.clone());
                    if untrack(|| mine.id().is_none()) {
                        mine.choose(store);
                    }
                    Adding::Done(text)
                }
                Err(error) => Adding::Failed(failure_text(&error)),
            };
            let _ = self.adding.try_set(outcome);
        });
    }
}

/// The thing to do: pick it up in my store, or choose the store that has it.
#[component]
pub fn Buy(chosen: Chosen) -> impl IntoView {
    let list = StockList::new(chosen);
    let store = MyStore::expect();
    let retailer = RetailerState::expect();
    let purchase = Purchase {
        chosen,
        units: RwSignal::new(1),
        adding: RwSignal::new(Adding::Idle),
        sheet: RwSignal::new(false),
    };
    let max = Memo::new(move |_| retailer.get().map_or(1, |retailer| retailer.max_units_per_line.max(1)));
    // Another variant is another question.
    Effect::new(move |_| {
        chosen.sku.track();
        purchase.adding.set(Adding::Idle);
    });
    let here = Memo::new(move |_| store.id().and_then(|id| list.at(&id)));
    let nowhere = move || {
        list.query.value.with(|value| {
            value.ready().is_some_and(|list| !list.items.iter().any(StoreAvailability::can_order))
        })
    };
    let name = chosen.product.with_value(|product| product.name.clone());
    let label = t!(quantity.of, name = name);
    let close = Callback::new(move |()| purchase.sheet.set(false));
    view! {
        <div class="buy">
            {move || here.get().map(|row| view! { <Plate row=row /> })}
            {move || {
                if nowhere() {
                    view! { <p class="buy-nowhere">{t!(buy.nowhere)}</p> }.into_any()
                } else {
                    view! {
                        <div class="buy-row">
                            {(max.get() > 1)
                                .then(|| {
                                    view! {
                                        <QuantityField
                                            id="quantity".to_string()
                                            label=label.clone()
                                            value=purchase.units
                                            max=max.get()
                                            on_change=Callback::new(move |units| purchase.units.set(units))
                                        />
                                    }
                                })}
                            <Action purchase=purchase here=here />
                            <TryFirst chosen=chosen here=here />
                        </div>
                    }
                    .into_any()
                }
            }}
            <Outcome purchase=purchase />
            <Dialog id="pickup" title=t!(buy.sheet_title) open=purchase.sheet on_close=close>
                <Sheet purchase=purchase />
            </Dialog>
        </div>
    }
}

/// The street sign of my store: how many, how fresh, until when, which aisle.
#[component]
fn Plate(row: StoreAvailability) -> impl IntoView {
    let fresh = row.availability.counted_at.as_ref().map(|at| t!(stock.counted, ago = format::ago(at)));
    let facts = [Some(opening_text(&row.store.opening)), row.aisle.clone(), fresh];
    let facts: Vec<_> = facts.into_iter().flatten().collect();
    let ready = row.can_order().then_some(row.ready_by).flatten();
    view! {
        <div class="plate">
            <p class="plate-store">{row.store.name}</p>
            <p class="plate-stock"><AvailabilityLabel status=row.availability.status text=stock_text(&row.availability) /></p>
            <p class="plate-facts">{facts.join(" · ")}</p>
            {ready.map(|at| view! { <p class="plate-ready">{t!(buy.ready_by, moment = format::moment(&at))}</p> })}
        </div>
    }
}

#[component]
fn Action(purchase: Purchase, here: Memo<Option<StoreAvailability>>) -> impl IntoView {
    let cart = CartState::expect();
    let mine = MyStore::expect();
    let announcer = Announcer::expect();
    let busy = move || purchase.adding.get() == Adding::Busy;
    let can_here = move || here.get().filter(StoreAvailability::can_order);
    let text = move || match can_here() {
        _ if busy() => t!(buy.adding),
        Some(row) => t!(buy.pick_up_at, store = row.store.name),
        None => t!(buy.pick_up),
    };
    let act = move |_| match untrack(can_here) {
        Some(row) => purchase.add(row.store, mine, cart, announcer),
        None => purchase.sheet.set(true),
    };
    view! {
        <div class="buy-action">
            <button type="button" class="button button-now button-wide" aria-disabled=move || busy().to_string() on:click=act>
                {text}
            </button>
        </div>
        {move || {
            can_here()
                .map(|_| {
                    view! {
                        <button type="button" class="text-link" on:click=move |_| purchase.sheet.set(true)>
                            {t!(buy.other_store)}
                        </button>
                    }
                })
        }}
    }
}

/// The other thing to do: try it on before deciding, in my store when it has it.
#[component]
fn TryFirst(chosen: Chosen, here: Memo<Option<StoreAvailability>>) -> impl IntoView {
    let href = move || {
        let store = here.get().filter(StoreAvailability::can_order).map(|row| row.store.id);
        chosen
            .product
            .with_value(|product| paths::reserve(&TryOn::of(&product.slug, &chosen.sku.get(), store)))
    };
    view! { <a class="button button-quiet buy-try" href=href>{t!(buy.try_on)}</a> }
}

#[component]
fn Outcome(purchase: Purchase) -> impl IntoView {
    move || match purchase.adding.get() {
        Adding::Done(text) => view! {
            <p class="buy-done">
                {text} " " <a href=paths::cart()>{t!(buy.see_cart)}</a>
            </p>
        }
        .into_any(),
        // The sheet says it itself while it is open.
        Adding::Failed(text) if !purchase.sheet.get() => {
            view! { <p class="field-error" role="alert">{text}</p> }.into_any()
        }
        _ => ().into_any(),
    }
}

/// Stores that can give it, nearest first.
#[component]
fn Sheet(purchase: Purchase) -> impl IntoView {
    let list = StockList::expect();
    let cart = CartState::expect();
    let mine = MyStore::expect();
    let announcer = Announcer::expect();
    let moves_cart = move |id: &str| {
        cart.cart.with(|cart| {
            let cart = match cart {
                Remote::Ready(cart) if !cart.lines.is_empty() => cart,
                _ => return false,
            };
            cart.store.as_ref().is_some_and(|store| store.id != id)
        })
    };
    let option = move |row: StoreAvailability| {
        let facts = [row.distance.map(format::distance), Some(opening_text(&row.store.opening))];
        let facts: Vec<_> = facts.into_iter().flatten().collect();
        let store = row.store.clone();
        let moves =
            moves_cart(&store.id).then(|| view! { <span class="pickup-moves">{t!(buy.moves_cart)}</span> });
        view! {
            <li>
                <button
                    type="button"
                    class="pickup-store"
                    on:click=move |_| purchase.add(store.clone(), mine, cart, announcer)
                >
                    <span class="pickup-name">{row.store.name}</span>
                    <AvailabilityLabel status=row.availability.status text=stock_text(&row.availability) />
                    <span class="pickup-facts">{facts.join(" · ")}</span>
                    {row.ready_by.map(|at| view! { <span>{t!(buy.ready_by, moment = format::moment(&at))}</span> })}
                    {moves}
                </button>
            </li>
        }
    };
    let failed = move || match purchase.adding.get() {
        Adding::Failed(text) => Some(view! { <p class="field-error" role="alert">{text}</p> }),
        _ => None,
    };
    view! {
        <p>{t!(buy.sheet_text)}</p>
        <LocateButton />
        {failed}
        <ul class="pickup-stores">
            {move || {
                list.rows().into_iter().filter(StoreAvailability::can_order).map(option).collect_view()
            }}
        </ul>
    }
}
