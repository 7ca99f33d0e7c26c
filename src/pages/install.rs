//! The shop on the home screen: offered once after something was ordered or reserved, and always found in the account.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    browser::{
        focus,
        install::{self, Way},
        storage,
    },
    components::{Glyph, Icon},
    state::announcer::Announcer,
    t,
};

/// In this tab, that something was ordered or reserved here.
const PLACED: &str = "install-offer";
/// In this browser, that the offer was answered.
const ANSWERED: &str = "install-answer";

/// An order or a reservation was placed here: its page may offer to keep its code at hand.
pub fn placed() {
    storage::session().set(PLACED, "1");
}

fn is_due() -> bool {
    storage::session().get(PLACED).is_some() && storage::local().get(ANSWERED).is_none()
}

/// Whatever was answered, it is not offered again.
fn answered() {
    storage::local().set(ANSWERED, "1");
    storage::session().remove(PLACED);
}

/// Follows how this browser installs.
fn way() -> RwSignal<Way> {
    let way = RwSignal::new(install::way());
    install::on_change(move || {
        let _ = way.try_set(install::way());
    });
    way
}

/// On the page of an order or a reservation that was just placed here, for those who have not answered yet.
#[component]
pub fn InstallOffer() -> impl IntoView {
    let announcer = Announcer::expect();
    let way = way();
    let due = RwSignal::new(is_due());
    let close = move || {
        answered();
        // The page may have been left while the browser asked.
        let _ = due.try_set(false);
        focus::by_id("main");
    };
    let install = move |_| {
        spawn_local(async move {
            if install::ask().await {
                announcer.say(t!(install.done));
            }
            close();
        });
    };
    let card = move |way: Way| {
        let steps = (way == Way::Sharing).then(|| view! { <Steps /> });
        let (yes, no) = match way {
            Way::Asking => (Some(t!(install.yes)), t!(install.no)),
            _ => (None, t!(install.understood)),
        };
        view! {
            <section class="install" aria-label=t!(install.title)>
                <h2>{t!(install.title)}</h2>
                <p>{t!(install.text)}</p>
                {steps}
                <p class="actions">
                    {yes.map(|yes| view! { <button type="button" class="button" on:click=install>{yes}</button> })}
                    <button type="button" class="button button-quiet" on:click=move |_| close()>{no}</button>
                </p>
            </section>
        }
    };
    move || Some(way.get()).filter(|way| due.get() && *way != Way::Closed).map(card)
}

/// The way that stays: in the account, for who looks for it.
#[component]
pub fn InstallWay() -> impl IntoView {
    let announcer = Announcer::expect();
    let way = way();
    let install = move |_| {
        spawn_local(async move {
            if install::ask().await {
                announcer.say(t!(install.done));
            }
            let _ = way.try_set(install::way());
            if focus::is_nowhere() {
                focus::by_id("main");
            }
        });
    };
    move || match way.get() {
        Way::Asking => view! {
            <button type="button" class="text-link" on:click=install>
                <Icon glyph=Glyph::Plus />
                {t!(install.way)}
            </button>
        }
        .into_any(),
        Way::Sharing => view! {
            <details class="install-way">
                <summary>{t!(install.way)}</summary>
                <Steps />
            </details>
        }
        .into_any(),
        Way::Closed => ().into_any(),
    }
}

/// How it is done on an iPhone or an iPad.
#[component]
fn Steps() -> impl IntoView {
    view! {
        <ol class="install-steps">
            <li>{t!(install.step_share)} " " <Icon glyph=Glyph::Share /></li>
            <li>{t!(install.step_add)}</li>
        </ol>
    }
}
