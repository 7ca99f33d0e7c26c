use leptos::prelude::*;

use crate::{
    browser::{network, time},
    format, paths, plural,
    state::{changes::ChangesState, kept::Kept},
    t,
};

/// In milliseconds: so long it is said that the network is back.
const GOOD_NEWS: u64 = 6_000;
/// In milliseconds: what was away for less was hardly missed.
const BLINK: f64 = 1_000.0;

#[derive(Clone, Copy, PartialEq)]
enum Network {
    Usual,
    Gone { at: f64 },
    Back { gone: f64, at: f64 },
}

/// Says quietly that the network went and what is left, that it came back, and since when what is shown is known.
#[component]
pub fn OfflineNotice() -> impl IntoView {
    let start = if network::is_online() { Network::Usual } else { Network::Gone { at: time::now() } };
    let network = RwSignal::new(start);
    let changes = ChangesState::expect();
    network::on_change(move |online| change(network, changes, online));
    Effect::new(move |_| {
        if changes.sent.get() > 0 {
            welcome(network, changes);
        }
    });
    let kept = Kept::expect();
    let since = Memo::new(move |_| kept.since());
    let news = move || {
        match network.get() {
        Network::Usual => None,
        Network::Gone { .. } => Some(
            view! { <p class="offline">{t!(offline.gone)} " " <a href=paths::passes()>{t!(passes.title)}</a></p> }
                .into_any(),
        ),
        Network::Back { .. } => {
            let text = match changes.sent.get() {
                0 => t!(offline.back),
                sent => plural!(sent, offline.sent),
            };
            Some(view! { <p class="offline">{text}</p> }.into_any())
        }
    }
    };
    let seen = move || {
        since.get().map(|at| {
            let text = t!(offline.seen, moment = format::wall_moment(at));
            view! { <p class="offline-seen">{text}</p> }
        })
    };
    view! { <div role="status">{news} {seen}</div> }
}

fn change(network: RwSignal<Network>, changes: ChangesState, online: bool) {
    let now = time::now();
    match (network.get_untracked(), online) {
        (Network::Gone { .. }, false) | (Network::Usual | Network::Back { .. }, true) => {}
        // A network comes back haltingly: what goes again at once was away since before.
        (Network::Back { gone, .. }, false) => network.set(Network::Gone { at: gone }),
        (Network::Usual, false) => network.set(Network::Gone { at: now }),
        (Network::Gone { at }, true) if now - at < BLINK => network.set(Network::Usual),
        (Network::Gone { .. }, true) => welcome(network, changes),
    }
}

/// Says for a while that the network is back, and what was sent since.
fn welcome(network: RwSignal<Network>, changes: ChangesState) {
    let at = time::now();
    let gone = match network.get_untracked() {
        Network::Gone { at } | Network::Back { gone: at, .. } => at,
        Network::Usual => at,
    };
    let back = Network::Back { gone, at };
    network.set(back);
    time::after(GOOD_NEWS, move || {
        if network.try_get_untracked() == Some(back) {
            network.set(Network::Usual);
            changes.sent.set(0);
        }
    });
}
