//! Who is signed in. It is asked after the first paint, and again whenever something tells that it may have changed.

use contract::{
    event::Event,
    session::{Merged, Session, SessionAccount, SignInBy},
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    cache, cart::CartState, favourites::FavouritesState, live::Live, my_store::MyStore, query::Remote,
};
use crate::{
    api::{self, ApiError},
    browser::{storage, time},
    text,
};

/// In milliseconds: by then the first page is painted and has asked for what it shows.
const AFTER_PAINT: u64 = 1_000;

#[derive(Clone, Copy)]
pub struct SessionState {
    /// `None` is a guest.
    pub account: RwSignal<Remote<Option<SessionAccount>>>,
    /// What a guest had that joined the account at the last sign-in, until that is read or undone.
    pub merged: RwSignal<Option<Merged>>,
    asked: StoredValue<bool>,
    /// Counts sign-ins and sign-outs: an answer from before one says nothing any more.
    turn: StoredValue<u32>,
    cart: CartState,
    favourites: FavouritesState,
    live: Live,
    store: MyStore,
}

impl SessionState {
    pub fn provide() -> Self {
        let state = Self {
            account: RwSignal::new(Remote::Loading),
            merged: RwSignal::new(None),
            asked: StoredValue::new(false),
            turn: StoredValue::new(0),
            cart: CartState::expect(),
            favourites: FavouritesState::expect(),
            live: Live::expect(),
            store: MyStore::expect(),
        };
        time::after(AFTER_PAINT, move || state.need());
        state.follow_events();
        state.pass_on_store();
        provide_context(state);
        state
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Who is signed in, as far as it is known.
    pub fn account(&self) -> Option<SessionAccount> {
        self.account.with(|account| account.ready().cloned().flatten())
    }

    pub fn is_signed_in(&self) -> bool {
        self.account.with(|account| account.ready().is_some_and(Option::is_some))
    }

    /// Asks now, for a page that can't wait for it.
    pub fn need(self) {
        if !self.asked.get_value() {
            self.reload();
        }
    }

    pub fn reload(self) {
        self.asked.set_value(true);
        let turn = self.turn.get_value();
        spawn_local(async move {
            let answer = api::get_text(api::session::get().url()).await;
            let answer = answer.and_then(|text| api::parse::<Session>(&text));
            if turn != self.turn.get_value() {
                return;
            }
            match answer {
                Ok(session) => self.take(session),
                Err(error) if self.account.with_untracked(|account| account.ready().is_none()) => {
                    self.account.set(Remote::Failed(error));
                }
                Err(_) => {}
            }
        });
    }

    /// Signs this browser in; an error leaves it as it was.
    pub async fn sign_in(self, by: &SignInBy) -> Result<(), ApiError> {
        let signed_in = api::session::sign_in(by).await?;
        self.begin_turn();
        let before = untrack(|| self.account()).map(|account| account.email);
        if before.is_some() && before != email(&signed_in.session.account) {
            self.forget_shopper();
        }
        self.merged.set(signed_in.merged.filter(|merged| *merged != Merged::default()));
        self.account.set(Remote::Ready(None));
        self.take(signed_in.session);
        Ok(())
    }

    /// Signs out; a guest's orders, reservations, cart and favourites are no longer reached from this browser.
    pub async fn sign_out(self) -> Result<(), ApiError> {
        api::session::close().await?;
        self.live.tell_signed_out();
        self.signed_out();
        Ok(())
    }

    /// This tab or another one of the browser has ended the session.
    fn signed_out(self) {
        self.begin_turn();
        self.forget_shopper();
        self.account.set(Remote::Ready(None));
        self.start_over();
    }

    /// Parts again what joined at the last sign-in.
    pub async fn undo_merge(self) -> Result<(), ApiError> {
        api::account::undo_merge().await?;
        self.merged.set(None);
        self.reload_belongings().await;
        self.live.resync();
        Ok(())
    }

    fn begin_turn(self) {
        self.asked.set_value(true);
        self.turn.update_value(|turn| *turn += 1);
    }

    fn take(self, session: Session) {
        let before = self.account.with_untracked(|account| account.ready().map(email));
        let now = email(&session.account);
        let is_other = before.as_ref().is_some_and(|before| *before != now);
        let is_first = before.is_none() && now.is_some();
        if is_other && before.is_some_and(|before| before.is_some()) {
            // Signed out from elsewhere.
            self.forget_shopper();
        }
        let slug = session.account.as_ref().and_then(|account| account.store.clone());
        if self.account.with_untracked(|account| account.ready() != Some(&session.account)) {
            self.account.set(Remote::Ready(session.account));
        }
        if now.is_some() {
            self.live.start(session.cursor);
        }
        if let Some(slug) = slug.filter(|_| untrack(|| self.store.id().is_none())) {
            spawn_local(self.take_store(slug));
        }
        if is_other {
            self.start_over();
        } else if is_first {
            spawn_local(self.reload_belongings());
        }
    }

    /// What this tab keeps of whoever was signed in: what they typed, what joined their account, what they chose.
    fn forget_shopper(self) {
        storage::session().clear();
        self.merged.set(None);
        self.cart.forget();
    }

    /// What is on screen, and what was read, is another shopper's.
    fn start_over(self) {
        cache::clear();
        self.favourites.forget();
        self.live.reopen();
        spawn_local(self.reload_belongings());
        self.live.resync();
    }

    async fn reload_belongings(self) {
        self.favourites.refresh();
        self.cart.load().await;
    }

    /// A browser without a store takes the account's.
    async fn take_store(self, slug: String) {
        let answer = api::get_text(api::stores::summary(&slug, text::language()).url()).await;
        if let Ok(store) = answer.and_then(|text| api::parse::<contract::store::StoreSummary>(&text))
            && untrack(|| self.store.id().is_none())
        {
            self.store.take(store);
        }
    }

    fn follow_events(self) {
        self.live.on_signed_out(move || self.signed_out());
        self.live.on(move |event| match event {
            Event::SessionChanged | Event::Resync if self.asked.get_value() => self.reload(),
            Event::AccountChanged => {
                self.reload();
                spawn_local(self.reload_belongings());
            }
            _ => {}
        });
    }

    /// The store that is chosen here is the account's on every device.
    fn pass_on_store(self) {
        Effect::new(move |_| {
            let Some(store) = self.store.choice.get() else { return };
            if untrack(|| self.is_signed_in()) {
                spawn_local(async move {
                    // The choice holds in this browser in any case, and the next one is passed on again.
                    let _ = api::account::set_store(store).await;
                });
            }
        });
    }
}

fn email(account: &Option<SessionAccount>) -> Option<String> {
    account.as_ref().map(|account| account.email.clone())
}
