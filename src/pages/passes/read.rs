//! The passes that the server knows of, for whoever keeps them on this device.

use contract::{
    event::Event,
    purchase::{Purchase, PurchaseQuery},
    return_request::ReturnStatus,
};
use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;

use crate::{
    api::{self, Fetch},
    browser::network,
    state::{
        live::Live,
        passes::{PassesState, Seen},
        session::SessionState,
    },
    text,
};

/// More than anybody has open at once.
const MOST: u32 = 50;

/// A reading of all passes, for the life of its owner.
#[derive(Clone, Copy)]
pub struct Reading {
    pub busy: RwSignal<bool>,
    /// Since when the device has kept what it was told, when no server answered.
    pub kept_since: RwSignal<Option<f64>>,
    passes: PassesState,
}

impl Reading {
    /// Reads what the server knows, and again when something may have been missed.
    pub fn start(passes: PassesState) -> Self {
        let reading = Self { busy: RwSignal::new(false), kept_since: RwSignal::new(None), passes };
        reading.read();
        Live::expect().on(move |event| {
            if matches!(event, Event::Resync) {
                reading.read();
            }
        });
        network::on_change(move |online| {
            if online && reading.kept_since.try_get_untracked().flatten().is_some() {
                reading.read();
            }
        });
        reading
    }

    /// Whom it is for may leave at any moment: then there is nobody to say anything to.
    fn read(self) {
        let _ = self.busy.try_set(true);
        spawn_local(async move {
            let kept_since = read_all(self.passes).await.or_else(|| oldest(self.passes));
            let _ = self.kept_since.try_set(kept_since);
            let _ = self.busy.try_set(false);
        });
    }
}

/// Reads them for whoever is signed in: they have their codes without a network also where they never opened them, and
/// what another one had kept was forgotten as they signed in.
pub fn for_account(passes: PassesState) {
    let session = SessionState::expect();
    let account = Memo::new(move |_| session.account().map(|account| account.email));
    Effect::new(move |_| {
        if account.with(Option::is_some) {
            Reading::start(passes);
        }
    });
}

/// Since when the answers were kept by the device, if any was.
async fn read_all(passes: PassesState) -> Option<f64> {
    let turn = passes.turn.get_value();
    let tell = move |seen| {
        if passes.turn.get_value() == turn {
            passes.keeper.tell(seen);
        }
    };
    let mut kept_since = None;
    if let Some(list) = read(api::orders::list(text::language(), MOST), &mut kept_since).await {
        list.items.into_iter().map(Seen::Order).for_each(tell);
    }
    if let Some(list) = read(api::reservations::list(text::language(), MOST), &mut kept_since).await {
        list.items.into_iter().map(Seen::Reservation).for_each(tell);
    }
    let purchases = PurchaseQuery { per_page: Some(MOST), ..PurchaseQuery::default() };
    if let Some(list) = read(api::purchases::list(purchases), &mut kept_since).await {
        read_returns(tell, list.items, &mut kept_since).await;
    }
    kept_since
}

/// Their list does not hold the codes of returns, only which are on their way.
async fn read_returns(tell: impl Fn(Seen), purchases: Vec<Purchase>, kept_since: &mut Option<f64>) {
    let all = purchases.into_iter().flat_map(|purchase| purchase.returns);
    for back in all {
        if back.status != ReturnStatus::Requested {
            tell(Seen::Over(back.id));
        } else if let Some(request) = read(api::returns::get(&back.id), kept_since).await {
            tell(Seen::Return(request));
        }
    }
}

/// Where nobody answers and no answer was kept, the codes are as old as the oldest of them.
fn oldest(passes: PassesState) -> Option<f64> {
    let kept = passes.kept.try_get_untracked().flatten().filter(|_| !network::is_online())?;
    kept.iter().map(|pass| pass.kept_at).reduce(f64::min)
}

/// What the server says now; nothing when it does not, and then since when the device has kept what it said before.
async fn read<T: DeserializeOwned>(request: Fetch<T>, kept_since: &mut Option<f64>) -> Option<T> {
    let answer = api::read(request.url()).await.ok()?;
    if let Some(since) = answer.kept_since {
        *kept_since = Some(kept_since.map_or(since, |oldest| oldest.min(since)));
        return None;
    }
    api::parse(&answer.text).ok()
}
