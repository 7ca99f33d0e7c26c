//! Who is signed in. It is asked after the first paint, and again whenever something tells that it may have changed.

use contract::{
    event::Event,
    session::{Merged, Session, SessionAccount, SignInBy, SignedIn},
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    cache, cart::CartState, changes::ChangesState, favourites::FavouritesState, leaving::Leaving, live::Live,
    my_store::MyStore, passes::PassesState, query::Remote,
};
use crate::{
    api::{self, ApiError},
    browser::{storage, time, worker},
    text,
};

/// In milliseconds: by then the first page is painted and has asked for what it shows.
const AFTER_PAINT: u64 = 1_000;
/// In milliseconds: longer than the worker takes to tell the server that somebody leaves, or to give it up.
const PATIENCE: i32 = 10_000;

/// Says that somebody is signed in, so that the next visit asks for their things at once, and which store their account
/// had when it was last heard of. Who it is, the cookie alone says.
const SIGNED_IN: &str = "signed-in";

#[derive(Clone, Copy)]
pub struct SessionState {
    /// `None` is a guest.
    pub account: RwSignal<Remote<Option<SessionAccount>>>,
    /// What a guest had that joined the account at the last sign-in, until that is read or undone.
    pub merged: RwSignal<Option<Merged>>,
    pub leaving: Leaving,
    asked: StoredValue<bool>,
    /// Their things were asked for before it was known who it is.
    ahead: bool,
    /// Counts sign-ins and sign-outs: an answer from before one says nothing any more.
    turn: StoredValue<u32>,
    cart: CartState,
    changes: ChangesState,
    favourites: FavouritesState,
    live: Live,
    passes: PassesState,
    store: MyStore,
}

impl SessionState {
    pub fn provide() -> Self {
        let state = Self {
            account: RwSignal::new(Remote::Loading),
            merged: RwSignal::new(None),
            leaving: Leaving::read(),
            asked: StoredValue::new(false),
            ahead: storage::local().get(SIGNED_IN).is_some(),
            turn: StoredValue::new(0),
            cart: CartState::expect(),
            changes: ChangesState::expect(),
            favourites: FavouritesState::expect(),
            live: Live::expect(),
            passes: PassesState::expect(),
            store: MyStore::expect(),
        };
        let wait = if state.ahead { 0 } else { AFTER_PAINT };
        time::after(wait, move || {
            state.need();
            if state.ahead {
                state.favourites.need(true);
                spawn_local(state.cart.load());
            }
        });
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
        if self.leaving.is_due() {
            return self.leave_again();
        }
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
        self.leave_first().await?;
        self.entered(api::session::sign_in(by).await?);
        Ok(())
    }

    /// Otherwise what the last one had would join what the next one has.
    pub async fn leave_first(self) -> Result<(), ApiError> {
        if self.leaving.is_due() { self.leaving.tell().await } else { Ok(()) }
    }

    /// This browser was signed in, or a guest's things came to it from another one.
    pub fn entered(self, signed_in: SignedIn) {
        self.begin_turn();
        self.leaving.settle(true);
        let before = untrack(|| self.account()).map(|account| account.email);
        if before.is_some() && before != email(&signed_in.session.account) {
            self.forget_shopper();
        }
        self.merged.set(signed_in.merged.filter(|merged| *merged != Merged::default()));
        self.account.set(Remote::Ready(None));
        if signed_in.session.account.is_none() {
            cache::clear();
            self.favourites.need(true);
            spawn_local(self.reload_belongings());
        }
        self.take(signed_in.session);
    }

    /// Signs out; a guest's orders, reservations, cart and favourites are no longer reached from this browser. The
    /// browser forgets them at once, also when the server can only be told later.
    pub async fn sign_out(self) {
        self.leaving.begin();
        self.begin_turn();
        self.forget_shown();
        if untrack(|| self.is_signed_in()) {
            // Not a guest yet, who would ask for what is still another's.
            self.account.set(Remote::Loading);
        }
        let told = time::within(PATIENCE, api::session::close()).await.is_some_and(|told| told.is_ok());
        self.leaving.settle(told);
        worker::forget().await;
        self.live.tell_signed_out();
        self.signed_out();
    }

    fn leave_again(self) {
        self.account.set(Remote::Ready(None));
        spawn_local(async move {
            if self.leaving.tell().await.is_ok() {
                self.start_over();
            }
        });
    }

    /// This tab or another one of the browser has ended the session.
    fn signed_out(self) {
        self.begin_turn();
        storage::local().remove(SIGNED_IN);
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
        let known = storage::local().get(SIGNED_IN);
        // Signed out from elsewhere: while this page was open, or before it was.
        let has_gone = match &before {
            Some(before) => before.is_some() && is_other,
            None => known.is_some() && now.is_none(),
        };
        if has_gone {
            self.forget_shopper();
            // When somebody signed in instead, what is kept is theirs by now.
            if now.is_none() {
                spawn_local(worker::forget());
            }
        }
        let slug = session.account.as_ref().and_then(|account| account.store.clone());
        match &session.account {
            Some(_) => storage::local().set(SIGNED_IN, slug.as_deref().unwrap_or_default()),
            None => storage::local().remove(SIGNED_IN),
        }
        if self.account.with_untracked(|account| account.ready() != Some(&session.account)) {
            self.account.set(Remote::Ready(session.account));
        }
        if now.is_some() {
            self.live.start(session.cursor);
        }
        if let Some(slug) = slug.filter(|slug| self.is_news(slug, known)) {
            spawn_local(self.take_store(slug));
        }
        if is_other || has_gone {
            self.start_over();
        } else if is_first && !self.ahead {
            spawn_local(self.reload_belongings());
        }
    }

    /// What this tab keeps of whoever was signed in: what they typed, what joined their account, what they chose.
    fn forget_shopper(self) {
        self.forget_shown();
        self.changes.forget();
    }

    /// The same but for what waits: as somebody leaves the worker sends it, if it can.
    fn forget_shown(self) {
        storage::session().clear();
        self.merged.set(None);
        self.cart.forget();
        self.passes.forget();
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

    /// A browser takes the account's store when it has none, or when another one has chosen since.
    fn is_news(self, slug: &String, known: Option<String>) -> bool {
        match untrack(|| self.store.slug()) {
            None => true,
            Some(own) => own != *slug && known.is_some_and(|known| known != *slug),
        }
    }

    /// Takes a store, unless one is chosen here meanwhile.
    pub async fn take_store(self, slug: String) {
        let before = untrack(|| self.store.slug());
        let answer = api::get_text(api::stores::summary(&slug, text::language()).url()).await;
        if let Ok(store) = answer.and_then(|text| api::parse::<contract::store::StoreSummary>(&text))
            && untrack(|| self.store.slug()) == before
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
