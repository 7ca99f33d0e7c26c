mod line;
mod waiting;

use contract::cart::{Cart, CartLine, LineProblem};
use leptos::{prelude::*, task::spawn_local};

use super::{
    failure::{Failure, failure_text},
    heading::Heading,
    terms::TermsLine,
};
use crate::{
    components::{Lines, Message, opening_text},
    format,
    paths::{self, Piece, ProductFilter, TryOn},
    plural,
    state::{
        announcer::Announcer,
        cart::CartState,
        changes::{ChangeKind, ChangesState},
        kept::Kept,
        live::Live,
        query::Remote,
        retailer::RetailerState,
    },
    t,
};

use line::Line;
use waiting::Waiting;
pub use waiting::added_text;

/// What was taken out last, to be put back.
#[derive(Clone, PartialEq)]
struct Removed {
    sku: String,
    name: String,
    quantity: u32,
}

#[derive(Clone, Copy)]
struct Desk {
    cart: CartState,
    removed: RwSignal<Option<Removed>>,
    /// Why the last change of a line failed: its SKU and the reason.
    failed: RwSignal<Option<(String, String)>>,
    announcer: Announcer,
    changes: ChangesState,
}

impl Desk {
    /// What is wanted of a line once the network is back.
    fn wanted(self, sku: &str) -> Option<u32> {
        self.changes.wanted(ChangeKind::Cart, sku)
    }

    fn waits(self, sku: &str) -> bool {
        untrack(|| self.wanted(sku)).is_some()
    }

    fn set(self, sku: String, units: u32) {
        self.failed.set(None);
        spawn_local(async move {
            match self.cart.set_units(&sku, units).await {
                Ok(()) if self.waits(&sku) => self.announcer.say(t!(offline.will_change)),
                Ok(()) => self.announcer.say(t!(cart.changed)),
                Err(error) => {
                    let _ = self.failed.try_set(Some((sku, failure_text(&error))));
                }
            }
        });
    }

    fn remove(self, line: Removed) {
        self.failed.set(None);
        spawn_local(async move {
            match self.cart.set_units(&line.sku, 0).await {
                // What waits has its own way back.
                Ok(()) if self.waits(&line.sku) => self.announcer.say(t!(offline.will_remove)),
                Ok(()) => {
                    self.announcer.say(t!(cart.removed, name = line.name));
                    let _ = self.removed.try_set(Some(line));
                }
                Err(error) => {
                    let _ = self.failed.try_set(Some((line.sku, failure_text(&error))));
                }
            }
        });
    }
}

pub fn problem_text(problem: LineProblem) -> String {
    match problem {
        LineProblem::Withdrawn => t!(cart.withdrawn),
        LineProblem::NotEnough => t!(cart.not_enough),
        LineProblem::Unknown => t!(cart.unknown),
        LineProblem::NotSupported => t!(cart.not_supported),
    }
}

/// « Cognac, 38 »
pub fn variant_text(colour: &Option<String>, size: &Option<String>) -> Option<String> {
    let parts: Vec<_> = [colour, size].into_iter().flatten().cloned().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[component]
pub fn CartPage() -> impl IntoView {
    let cart = CartState::expect();
    let desk = Desk {
        cart,
        removed: RwSignal::new(None),
        failed: RwSignal::new(None),
        announcer: Announcer::expect(),
        changes: ChangesState::expect(),
    };
    Kept::watch(cart.kept_since);
    let load = move || spawn_local(cart.load());
    load();
    Live::expect().on(move |event| {
        if matches!(event, contract::event::Event::Resync | contract::event::Event::CatalogueImported) {
            load();
        }
    });
    let retry = Callback::new(move |()| load());
    // Lines stay in place while their numbers change, so that the focus stays in its field.
    let shape = Memo::new(move |_| {
        cart.cart.with(|cart| match cart {
            Remote::Loading => Remote::Loading,
            Remote::Failed(error) => Remote::Failed(error.clone()),
            Remote::Ready(cart) => {
                let stays = |sku: &String| desk.wanted(sku) != Some(0);
                Remote::Ready(
                    cart.lines.iter().map(|line| line.sku.clone()).filter(stays).collect::<Vec<_>>(),
                )
            }
        })
    });
    view! {
        <div class="page cart-page">
            <Heading title=t!(cart.title) class="display" />
            <Undo desk=desk />
            <Waiting />
            {move || match shape.get() {
                Remote::Loading => view! { <Lines count=10 /> }.into_any(),
                Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
                Remote::Ready(skus) if skus.is_empty() => {
                    let waits = !desk.changes.waiting_of_cart().is_empty();
                    (!waits).then(|| view! { <Empty /> }).into_any()
                }
                Remote::Ready(skus) => view! {
                    <div class="cart-columns">
                        <ul class="cart-lines">
                            {skus.into_iter().map(|sku| view! { <Line sku=sku desk=desk /> }).collect_view()}
                        </ul>
                        <Summary cart=cart />
                    </div>
                }
                .into_any(),
            }}
        </div>
    }
}

#[component]
fn Empty() -> impl IntoView {
    view! {
        <Message title=t!(cart.empty_title) text=t!(cart.empty_text)>
            <a class="button" href=paths::products(&ProductFilter::default())>{t!(not_found.products)}</a>
        </Message>
    }
}

#[component]
fn Undo(desk: Desk) -> impl IntoView {
    let put_back = move |removed: Removed| {
        desk.removed.set(None);
        desk.set(removed.sku, removed.quantity);
    };
    move || {
        desk.removed.get().map(|removed| {
            let name = removed.name.clone();
            view! {
                <p class="undo">
                    <span>{t!(cart.removed, name = name)}</span>
                    <button type="button" class="text-link" on:click=move |_| put_back(removed.clone())>{t!(cart.undo)}</button>
                </p>
            }
        })
    }
}

/// The pieces of the cart to be tried on first; nothing when they can't be, or are too many to be at once.
fn try_on_of(cart: &Cart, max: u32) -> Option<TryOn> {
    let never =
        |line: &CartLine| matches!(line.problem, Some(LineProblem::Withdrawn | LineProblem::NotSupported));
    let count = u32::try_from(cart.lines.len()).unwrap_or(u32::MAX);
    let piece = |line: &CartLine| Piece { slug: line.product_slug.clone(), sku: line.sku.clone() };
    (1..=max).contains(&count).then_some(())?;
    (!cart.lines.iter().any(never)).then(|| TryOn {
        pieces: cart.lines.iter().map(piece).collect(),
        store: cart.store.as_ref().map(|store| store.id.clone()),
    })
}

/// Where, when, how much, and the way on.
#[component]
fn Summary(cart: CartState) -> impl IntoView {
    let retailer = RetailerState::expect();
    let changes = ChangesState::expect();
    let content = move |cart: &Cart| {
        // Only the server computes a total.
        if !changes.waiting_of_cart().is_empty() {
            return view! { <p role="status">{t!(offline.no_total)}</p> }.into_any();
        }
        let max = retailer.get().map_or(0, |retailer| retailer.max_reservation_pieces);
        let try_first = try_on_of(cart, max).map(|try_on| {
            view! { <p><a class="text-link" href=paths::reserve(&try_on)>{t!(cart.try_first)}</a></p> }
        });
        let ready = cart.ready_by.as_ref().map(|at| t!(buy.ready_by, moment = format::moment(at)));
        let store = cart.store.clone().map(|store| {
            view! {
                <div class="plate">
                    <p class="plate-store">{t!(cart.pick_up_at, store = store.name)}</p>
                    <p class="plate-facts">{opening_text(&store.opening)}</p>
                    {ready.map(|text| view! { <p class="plate-ready">{text}</p> })}
                </div>
            }
        });
        let go = if cart.can_order() {
            view! { <a class="button button-now button-wide" href=paths::checkout()>{t!(cart.checkout)}</a> }
                .into_any()
        } else if cart.store.is_none() {
            view! {
                <p>{t!(cart.no_store)}</p>
                <a class="button button-now button-wide" href=paths::stores()>{t!(store.choose)}</a>
            }
            .into_any()
        } else {
            view! { <p role="status">{t!(cart.blocked)}</p> }.into_any()
        };
        view! {
            {store}
            <p class="sum-line">
                <span>{plural!(cart.units, cart.units)}</span>
                <strong>{format::money_in_column(&cart.total)}</strong>
            </p>
            <p class="muted">{t!(cart.pay_in_store)}</p>
            {go}
            {try_first}
            <TermsLine />
        }
        .into_any()
    };
    view! {
        <section class="cart-summary" aria-label=t!(cart.summary)>
            {move || cart.cart.with(|cart| cart.ready().map(content))}
        </section>
    }
}
