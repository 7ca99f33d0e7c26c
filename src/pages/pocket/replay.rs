//! Keeps the changes that wait for the network, has them sent when it is back, and tells of those that could not be made.

use contract::error::{ErrorCode, Problem};
use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;

use crate::{
    api::{self, ApiError},
    browser::{database, document, json, network, time, worker},
    pages::failure::failure_text,
    state::{
        cart::CartState,
        changes::{Change, ChangeKind, ChangesState, Refused, Step},
        favourites::FavouritesState,
    },
    t,
};

/// In milliseconds: so often the network is looked for while the browser believes in one that carries nothing.
const KNOCK: u64 = 20_000;
/// In milliseconds: the network that the browser tells of may carry nothing yet. What waits is tried again after this, and
/// then each time after twice as long.
const AGAIN: u64 = 2_000;
const AGAIN_AT_MOST: u64 = 60_000;
/// In milliseconds: a network that was there for less comes and goes, and is not tried more eagerly each time.
const HELD: f64 = 10_000.0;
/// What the worker says of a change, and when it has forgotten all of them with their shopper.
const REPLAYED: &str = "replayed";
const FORGOTTEN: &str = "forgotten";

/// What the worker tells.
#[derive(Deserialize)]
struct Told {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    key: String,
    #[serde(default)]
    status: u16,
}

#[component]
pub fn ReplayNotice() -> impl IntoView {
    let changes = ChangesState::expect();
    let tries = Tries { changes, turn: StoredValue::new(0) };
    start(tries);
    follow(tries);
    let refused = Memo::new(move |_| {
        changes.all.with(|all| {
            let refused = |change: &&Change| change.refused.is_some();
            all.iter().filter(refused).cloned().collect::<Vec<_>>()
        })
    });
    view! {
        <div role="alert">
            {move || {
                let refused = refused.get();
                (!refused.is_empty())
                    .then(|| {
                        view! {
                            <section class="refused" aria-labelledby="refused-title">
                                <h2 id="refused-title">{t!(offline.refused_title)}</h2>
                                {refused.into_iter().map(|change| view! { <Conflict change=change /> }).collect_view()}
                            </section>
                        }
                    })
            }}
        </div>
    }
}

/// Reads what waits since an earlier visit, then writes down what comes.
fn start(tries: Tries) {
    let changes = tries.changes;
    spawn_local(async move {
        let mut stored: Vec<Change> = database::all(database::CHANGES).await.unwrap_or_default();
        stored.sort_by(|one, other| one.at.total_cmp(&other.at));
        changes.all.update(|all| {
            // What was changed again meanwhile is of the same thing that the server has.
            let is_old = |old: &Change| {
                let again = |new: &Change| new.kind == old.kind && new.sku == old.sku;
                old.refused.is_none() && all.iter().any(again)
            };
            let (old, kept): (Vec<_>, Vec<_>) = stored.into_iter().partition(is_old);
            old.into_iter().for_each(|change| changes.keeper.tell(Step::Drop(change.key)));
            all.splice(0..0, kept);
        });
        changes.keeper.arrive(move |step| spawn_local(write(tries, step)));
        send();
    });
}

async fn write(tries: Tries, step: Step) {
    match step {
        Step::Put(change) => {
            if database::put(database::CHANGES, &change).await {
                tries.begin();
                let _ = worker::replay_later().await;
                return;
            }
            // A storage that is full or refused keeps nothing, and what is not kept is not promised.
            tries.changes.all.update(|all| {
                if let Some(known) = all.iter_mut().find(|known| known.key == change.key) {
                    known.refused = Some(Refused { status: 0, answer: None });
                }
            });
        }
        Step::Drop(key) => {
            database::delete(database::CHANGES, &key).await;
        }
        Step::Clear => {
            database::clear(database::CHANGES).await;
        }
    }
}

/// Has the worker send what waits, if there may be a network.
fn send() {
    if network::is_online() {
        worker::replay();
    }
}

/// Not every browser has the worker send what waits by itself, and what was sent as the network came back, or as it was
/// made, may have found nobody.
#[derive(Clone, Copy)]
struct Tries {
    changes: ChangesState,
    /// Counts how often they were begun: only the last go on.
    turn: StoredValue<u32>,
}

impl Tries {
    fn begin(self) {
        let _ = self.turn.try_update_value(|turn| *turn += 1);
        self.go_on(self.turn.try_get_value(), AGAIN);
    }

    fn go_on(self, turn: Option<u32>, wait: u64) {
        time::after(wait, move || {
            if turn.is_none() || self.turn.try_get_value() != turn {
                return;
            }
            let waits = |all: &Vec<Change>| all.iter().any(|change| change.refused.is_none());
            if !network::is_online() {
                api::knock();
            } else if self.changes.all.with_untracked(waits) {
                worker::replay();
            } else {
                return;
            }
            self.go_on(turn, (wait * 2).min(AGAIN_AT_MOST));
        });
    }
}

fn follow(tries: Tries) {
    let (came_at, held) = (StoredValue::new(f64::NEG_INFINITY), StoredValue::new(true));
    network::on_change(move |online| {
        if !online {
            return held.set_value(time::now() - came_at.get_value() > HELD);
        }
        worker::replay();
        came_at.set_value(time::now());
        if held.get_value() {
            tries.begin();
        }
    });
    tries.begin();
    document::on_return(send);
    time::every(KNOCK, || {
        if !network::is_online() && document::is_visible() {
            api::knock();
        }
    });
    let changes = tries.changes;
    let (cart, favourites) = (CartState::expect(), FavouritesState::expect());
    worker::on_told(move |text| {
        let Some(told) = json::read::<Told>(&text) else { return };
        match told.kind.as_str() {
            REPLAYED => spawn_local(take(changes, told, cart, favourites)),
            FORGOTTEN => changes.all.set(Vec::new()),
            _ => {}
        }
    });
}

/// The worker has sent a change, and the server has answered.
async fn take(changes: ChangesState, told: Told, cart: CartState, favourites: FavouritesState) {
    let known = changes.all.with_untracked(|all| all.iter().find(|change| change.key == told.key).cloned());
    if (200..300).contains(&told.status) {
        changes.all.update(|all| all.retain(|change| change.key != told.key));
        if known.is_some() {
            changes.sent.update(|sent| *sent += 1);
        }
    } else {
        // The worker has written down why.
        let stored: Vec<Change> = database::all(database::CHANGES).await.unwrap_or_default();
        let refused =
            stored.into_iter().find(|change| change.key == told.key).and_then(|change| change.refused);
        let refused = refused.unwrap_or(Refused { status: told.status, answer: None });
        changes.all.update(|all| {
            if let Some(change) = all.iter_mut().find(|change| change.key == told.key) {
                change.refused = Some(refused);
            }
        });
    }
    match known.map(|change| change.kind) {
        Some(ChangeKind::Favourite) => favourites.refresh(),
        _ => cart.load().await,
    }
}

fn reason(refused: &Refused) -> String {
    match &refused.answer {
        Some(problem) => failure_text(&ApiError::Problem(Box::new(problem.clone()))),
        None => failure_text(&ApiError::Unreadable),
    }
}

/// What the cart holds of it by now, when another device has changed it.
fn held(refused: &Refused) -> Option<u32> {
    let Problem { code, available, .. } = refused.answer.as_ref()?;
    let held = u32::try_from((*available)?).ok()?;
    (*code == ErrorCode::CartChanged).then_some(held)
}

#[component]
fn Conflict(change: Change) -> impl IntoView {
    let changes = ChangesState::expect();
    let Some(refused) = change.refused.clone() else { return ().into_any() };
    let key = change.key.clone();
    let understood = move |_| changes.drop(&key);
    let Some(held) = held(&refused) else {
        let name = if change.name.is_empty() { t!(cart.title) } else { change.name };
        let text = t!(offline.refused, name = name, reason = reason(&refused));
        return view! {
            <p>{text}</p>
            <p class="actions">
                <button type="button" class="button button-quiet" on:click=understood>{t!(offline.understood)}</button>
            </p>
        }
        .into_any();
    };
    let wanted = change.quantity;
    let text = match (wanted, held) {
        (0, held) => t!(offline.cart_kept, name = change.name, count = held),
        (wanted, 0) => t!(offline.cart_gone, name = change.name, wanted = wanted),
        (wanted, held) => t!(offline.cart_changed, name = change.name, wanted = wanted, count = held),
    };
    let keep = if held == 0 { t!(offline.keep_none) } else { t!(offline.keep, count = held) };
    let put = if wanted == 0 { t!(offline.take_out) } else { t!(offline.put, count = wanted) };
    let cart = CartState::expect();
    let failed = RwSignal::new(None::<String>);
    let decide = move |_| {
        let change = change.clone();
        spawn_local(async move {
            match cart.set_units(&change.sku, change.quantity).await {
                Ok(()) => changes.drop(&change.key),
                Err(error) => failed.set(Some(failure_text(&error))),
            }
        });
    };
    view! {
        <p>{text}</p>
        {move || failed.get().map(|text| view! { <p class="field-error">{text}</p> })}
        <p class="actions">
            <button type="button" class="button" on:click=understood>{keep}</button>
            <button type="button" class="button button-quiet" on:click=decide>{put}</button>
        </p>
    }
    .into_any()
}
