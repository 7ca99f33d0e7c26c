//! Who is signed in, and the store's pickups.

use contract::{
    desk::{DeskPickup, DeskPickups, DeskSession, SignIn},
    error::ErrorCode,
    event::Event,
    pickup::PickupStatus,
};
use leptos::{prelude::*, task::spawn_local};
use storefront::{
    api::ApiError,
    browser::{network, time},
    format,
    state::{announcer::Announcer, live::Live, query::Remote},
};

use super::now::Now;
use crate::{api, browser::visibility};

#[derive(Clone, Debug, PartialEq)]
pub enum Session {
    /// Being asked for.
    Unknown,
    Failed(ApiError),
    SignedOut,
    /// It ended while somebody was at work; the pages wait behind the sign-in as they were.
    Ended(DeskSession),
    SignedIn(DeskSession),
}

#[derive(Clone, Copy)]
pub struct Desk {
    pub session: RwSignal<Session>,
    pub pickups: RwSignal<Remote<Vec<DeskPickup>>>,
    /// Whether the last request reached the server.
    pub reached: RwSignal<bool>,
    /// When the list was last read, in milliseconds.
    pub read_at: RwSignal<Option<f64>>,
    /// Why the last action on a pickup was refused.
    pub refusal: RwSignal<Option<(String, ApiError)>>,
    /// What was found by a pass; it may have ended too long ago for the list.
    pub(super) found: RwSignal<Option<DeskPickup>>,
    /// The pickups with an action under way.
    pub(super) busy: RwSignal<Vec<String>>,
    /// Counts the changes made here: a list that was asked for before one of them is out of date.
    pub(super) changes: StoredValue<u32>,
    reading: StoredValue<bool>,
    read_again: StoredValue<bool>,
    live: Live,
    pub(super) announcer: Announcer,
}

impl Desk {
    pub fn provide() -> Self {
        let desk = Self {
            session: RwSignal::new(Session::Unknown),
            pickups: RwSignal::new(Remote::Loading),
            reached: RwSignal::new(true),
            read_at: RwSignal::new(None),
            refusal: RwSignal::new(None),
            found: RwSignal::new(None),
            busy: RwSignal::new(Vec::new()),
            changes: StoredValue::new(0),
            reading: StoredValue::new(false),
            read_again: StoredValue::new(false),
            live: Live::expect(),
            announcer: Announcer::expect(),
        };
        provide_context(desk);
        desk.live.on(move |event| {
            if matches!(event, Event::PickupChanged { .. } | Event::Resync) {
                desk.refresh();
            }
        });
        visibility::on_return(move || desk.refresh());
        network::on_change(move |online| desk.reached.set(online));
        let now = Now::expect();
        Effect::new(move |_| {
            now.0.track();
            if !desk.reached.get_untracked() {
                desk.refresh();
            }
        });
        desk.open();
        desk
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Asks who is signed in.
    pub fn open(self) {
        self.session.set(Session::Unknown);
        spawn_local(async move {
            match api::session().await {
                Ok(session) => self.begin(session),
                Err(error) if is_signed_out(&error) => self.session.set(Session::SignedOut),
                Err(error) => self.session.set(Session::Failed(error)),
            }
        });
    }

    fn begin(self, session: DeskSession) {
        let before = self.session.get_untracked();
        let same_store = matches!(before, Session::Ended(before) if before.store.id == session.store.id);
        if !same_store {
            self.forget();
        }
        self.session.set(Session::SignedIn(session));
        self.live.reopen();
        self.refresh();
    }

    fn forget(self) {
        self.pickups.set(Remote::Loading);
        self.read_at.set(None);
        self.refusal.set(None);
        self.found.set(None);
    }

    pub async fn sign_in(self, request: SignIn) -> Result<(), ApiError> {
        self.begin(api::sign_in(&request).await?);
        Ok(())
    }

    pub fn sign_out(self) {
        spawn_local(async move {
            let answer = api::sign_out().await;
            self.note(&answer);
            if !matches!(answer, Err(ApiError::Network)) {
                self.session.set(Session::SignedOut);
                self.forget();
                self.live.reopen();
            }
        });
    }

    /// Learns from any answer whether the server was reached and the session still stands.
    pub(super) fn note<T>(self, answer: &Result<T, ApiError>) {
        self.reached.set(!matches!(answer, Err(ApiError::Network)));
        if answer.as_ref().is_err_and(is_signed_out) {
            self.session.update(|session| {
                if let Session::SignedIn(who) = session {
                    *session = Session::Ended(who.clone());
                }
            });
        }
    }

    fn is_signed_in(self) -> bool {
        self.session.with_untracked(|session| matches!(session, Session::SignedIn(_)))
    }

    /// Reads the list again; one reading at a time.
    pub fn refresh(self) {
        if !self.is_signed_in() {
            return;
        }
        if self.reading.get_value() {
            self.read_again.set_value(true);
            return;
        }
        self.reading.set_value(true);
        spawn_local(async move {
            let changes = self.changes.get_value();
            let answer = api::pickups().await;
            self.reading.set_value(false);
            self.note(&answer);
            let outdated = changes != self.changes.get_value();
            match answer {
                Ok(list) if !outdated => self.take(list),
                Ok(_) => {}
                Err(error) => self.pickups.update(|pickups| {
                    if pickups.ready().is_none() {
                        *pickups = Remote::Failed(error);
                    }
                }),
            }
            if self.read_again.get_value() || outdated {
                self.read_again.set_value(false);
                self.refresh();
            }
        });
    }

    fn take(self, list: DeskPickups) {
        if let Some(known) = self.pickups.get_untracked().ready() {
            self.announce(known, &list.items);
        }
        self.read_at.set(Some(time::now()));
        self.pickups.set(Remote::Ready(list.items));
        self.live.start(list.cursor);
    }

    /// Says what came in and what was cancelled, as one message.
    fn announce(self, before: &[DeskPickup], now: &[DeskPickup]) {
        let known = |pickup: &DeskPickup| before.iter().find(|other| other.id == pickup.id);
        let new: Vec<_> =
            now.iter().filter(|p| p.status == PickupStatus::Placed && known(p).is_none()).collect();
        let gone = now.iter().find(|pickup| {
            pickup.status == PickupStatus::Cancelled
                && known(pickup).is_some_and(|before| before.status.is_live())
        });
        match (new.as_slice(), gone) {
            ([], None) => {}
            ([], Some(gone)) => self.announcer.say(t!(prepare.gone, name = gone.name)),
            ([one], _) => {
                let moment = format::moment(&one.ready_by);
                self.announcer.say(t!(prepare.new.one, name = one.name, moment = moment));
            }
            (many, _) => self.announcer.say(t!(prepare.new.other, count = many.len())),
        }
    }

    /// A pickup of the list, or the one that was found last.
    pub fn pickup(self, id: &str) -> Option<DeskPickup> {
        let in_list = self.pickups.with(|pickups| pickups.ready()?.iter().find(|p| p.id == id).cloned());
        in_list.or_else(|| self.found.get().filter(|pickup| pickup.id == id))
    }
}

fn is_signed_out(error: &ApiError) -> bool {
    error.code() == Some(ErrorCode::SignedOut)
}
