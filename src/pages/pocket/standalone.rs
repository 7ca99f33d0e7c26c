//! Without the browser's bars the shop brings its own way back, and its own refresh.

use leptos::prelude::*;

use crate::{
    browser::{history, install, network, time},
    components::{Glyph, Icon},
    state::{announcer::Announcer, live::Live},
    t,
};

/// In milliseconds: how long the button says that it did what it is for.
const SAID: u64 = 2_000;

#[component]
pub fn StandaloneBar() -> impl IntoView {
    install::is_standalone().then(|| view! { <Bar /> })
}

#[component]
fn Bar() -> impl IntoView {
    let announcer = Announcer::expect();
    let live = Live::expect();
    let first = RwSignal::new(!history::can_go_back());
    history::on_change(move || {
        let _ = first.try_set(!history::can_go_back());
    });
    let done = RwSignal::new(false);
    let refresh = move |_| {
        if !network::is_online() {
            announcer.say(t!(offline.later));
            return;
        }
        live.resync();
        announcer.say(t!(install.refreshed));
        done.set(true);
        time::after(SAID, move || {
            let _ = done.try_set(false);
        });
    };
    let glyph = move || if done.get() { Glyph::Check } else { Glyph::Refresh };
    view! {
        <nav class="standalone-bar" aria-label=t!(install.bar)>
            <button
                type="button"
                class="icon-button"
                aria-label=t!(install.back)
                disabled=move || first.get()
                on:click=move |_| history::back()
            >
                <Icon glyph=Glyph::Previous />
            </button>
            <button type="button" class="icon-button" aria-label=t!(install.refresh) on:click=refresh>
                {move || view! { <Icon glyph=glyph() /> }}
            </button>
        </nav>
    }
}
