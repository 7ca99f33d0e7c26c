//! The account: what one has ordered and reserved, who one is, and where one is signed in. A guest finds what this
//! browser knows of them.

mod addresses;
mod devices;
mod guest;
mod loyalty;
mod profile;
mod recents;
mod sizes;
mod stores;
mod visits;

use contract::{account::Account, error::ErrorCode, event::Event, session::SessionAccount};
use leptos::{prelude::*, task::spawn_local};

use super::{failure::Failure, heading::Heading, install::InstallWay};
use crate::{
    api,
    browser::focus,
    components::{Glyph, Icon, Lines},
    paths, plural,
    state::{
        announcer::Announcer,
        changes::ChangesState,
        live::Live,
        query::{Query, Remote},
        session::SessionState,
    },
    t,
};
use addresses::Addresses;
use devices::Devices;
use guest::Guest;
use loyalty::LoyaltyCard;
use profile::ProfileForm;
use recents::RecentsChoice;
use stores::FavouriteStores;
pub use stores::KeepStore;
use visits::Visits;

#[component]
pub fn AccountPage() -> impl IntoView {
    let session = SessionState::expect();
    session.need();
    let title = Signal::derive(move || match session.account().and_then(|account| account.name) {
        Some(name) => t!(account.hello, name = name),
        None => t!(account.title),
    });
    // The page stays as it is while the account's details change.
    let who = Memo::new(move |_| {
        session.account.with(|account| match account {
            Remote::Loading => Remote::Loading,
            Remote::Failed(error) => Remote::Failed(error.clone()),
            Remote::Ready(account) => Remote::Ready(account.as_ref().map(|account| account.email.clone())),
        })
    });
    let retry = Callback::new(move |()| session.reload());
    view! {
        <div class="page account-page">
            <Heading title=title class="display" />
            {move || match who.get() {
                Remote::Loading => view! { <Lines count=12 /> }.into_any(),
                Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
                Remote::Ready(None) => view! { <Guest /> }.into_any(),
                Remote::Ready(Some(email)) => view! { <SignedIn email=email /> }.into_any(),
            }}
        </div>
    }
}

/// The ways to the purchases and the favourites, for everybody.
#[component]
fn Belongings() -> impl IntoView {
    view! {
        <p class="belongings">
            <a class="text-link" href=paths::purchases()>
                <Icon glyph=Glyph::Package />
                {t!(purchases.all)}
            </a>
            <a class="text-link" href=paths::favourites()>
                <Icon glyph=Glyph::Heart />
                {t!(favourite.title)}
            </a>
            <a class="text-link" href=paths::passes()>
                <Icon glyph=Glyph::Scan />
                {t!(passes.title)}
            </a>
            <InstallWay />
        </p>
    }
}

/// The way to what only a browser may that has proven its address.
#[component]
fn SignInAgain() -> impl IntoView {
    view! { <p><a class="text-link" href=paths::sign_in_again()>{t!(sign_in.again_here)}</a></p> }
}

#[component]
fn SignedIn(email: String) -> impl IntoView {
    let account = Query::new(|| Some(api::account::get()));
    Live::expect().on(move |event| {
        if matches!(event, Event::AccountChanged | Event::Resync) {
            account.reload();
        }
    });
    // This browser was signed out elsewhere, and nothing has told the page yet.
    let session = SessionState::expect();
    Effect::new(move |_| {
        let code = account.value.with(|account| match account {
            Remote::Failed(error) => error.code(),
            _ => None,
        });
        if code == Some(ErrorCode::SignedOut) {
            session.reload();
        }
    });
    let retry = Callback::new(move |()| account.reload());
    let state = Memo::new(move |_| {
        account.value.with(|account| match account {
            Remote::Loading => Remote::Loading,
            Remote::Failed(error) => Remote::Failed(error.clone()),
            Remote::Ready(_) => Remote::Ready(()),
        })
    });
    view! {
        <p class="muted">{t!(account.signed_in_as, email = email)}</p>
        <Belongings />
        <Visits />
        {move || match state.get() {
            Remote::Loading => view! { <Lines count=12 /> }.into_any(),
            Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
            Remote::Ready(()) => view! { <Details account=account /> }.into_any(),
        }}
        <SignOut />
    }
}

#[component]
fn Details(account: Query<Account>) -> impl IntoView {
    view! {
        <div class="account-columns">
            <ProfileForm account=account />
            <div class="account-side">
                <LoyaltyCard account=account />
                <FavouriteStores account=account />
                <RecentsChoice />
                <Addresses account=account />
                <Devices />
            </div>
        </div>
    }
}

/// What was changed without a network goes with whoever leaves before it was sent.
#[component]
fn Unsent() -> impl IntoView {
    let changes = ChangesState::expect();
    let count = Memo::new(move |_| changes.unsent());
    move || {
        let count = count.get();
        (count > 0).then(|| view! { <p class="muted">{plural!(count, offline.lost)}</p> })
    }
}

#[component]
fn SignOut() -> impl IntoView {
    let session = SessionState::expect();
    let announcer = Announcer::expect();
    let leave = move |_| {
        spawn_local(async move {
            session.sign_out().await;
            announcer.say(t!(account.signed_out));
            focus::by_id("main");
        });
    };
    view! {
        <div class="account-end">
            <Unsent />
            <button type="button" class="button button-quiet" on:click=leave>{t!(account.sign_out)}</button>
        </div>
    }
}

/// What the session keeps of the account after a change here, without asking the server.
fn told(session: SessionState, change: impl FnOnce(&mut SessionAccount)) {
    session.account.update(|account| {
        if let Remote::Ready(Some(account)) = account {
            change(account);
        }
    });
}
