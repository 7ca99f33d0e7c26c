//! Who is signed in, and what the store has to prepare.

use contract::{
    desk::{Closing, DeskPickup, DeskReservation, DeskSession, SignIn},
    desk_sale::{DeskReturn, FoundPurchase},
    error::ErrorCode,
    event::Event,
    reservation::ReservationChange,
};
use leptos::{prelude::*, task::spawn_local};
use storefront::{
    api::ApiError,
    browser::network,
    state::{announcer::Announcer, live::Live, query::Remote},
};

use super::{listing::Listing, now::Now, order::OrderDraft};
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
    pub pickups: Listing<DeskPickup>,
    pub reservations: Listing<DeskReservation>,
    pub returns: Listing<DeskReturn>,
    /// What was bought and found last, to take some of it back.
    pub purchase: RwSignal<Option<FoundPurchase>>,
    /// What a customer orders by telephone; it waits while somebody else is served.
    pub order: OrderDraft,
    /// Whether the store had to close.
    pub closing: RwSignal<Remote<Closing>>,
    /// Whether the last request reached the server.
    pub reached: RwSignal<bool>,
    /// When a list was last read, in milliseconds.
    pub read_at: RwSignal<Option<f64>>,
    /// Why the last action was refused, and on which pickup or reservation.
    pub refusal: RwSignal<Option<(String, ApiError)>>,
    /// The pickups and reservations with an action under way.
    pub(super) busy: RwSignal<Vec<String>>,
    live: Live,
    pub announcer: Announcer,
}

impl Desk {
    pub fn provide() -> Self {
        let desk = Self {
            session: RwSignal::new(Session::Unknown),
            pickups: Listing::new(),
            reservations: Listing::new(),
            returns: Listing::new(),
            purchase: RwSignal::new(None),
            order: OrderDraft::new(),
            closing: RwSignal::new(Remote::Loading),
            reached: RwSignal::new(true),
            read_at: RwSignal::new(None),
            refusal: RwSignal::new(None),
            busy: RwSignal::new(Vec::new()),
            live: Live::expect(),
            announcer: Announcer::expect(),
        };
        provide_context(desk);
        desk.live.on(move |event| match event {
            Event::PickupChanged { .. } => desk.pickups.refresh(desk),
            Event::ReservationChanged { change, .. } => {
                desk.reservations.refresh(desk);
                if *change == ReservationChange::StoreClosed {
                    desk.read_closing();
                }
            }
            Event::ReturnChanged { .. } => desk.returns.refresh(desk),
            Event::Resync => desk.refresh(),
            _ => {}
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
        self.pickups.forget();
        self.reservations.forget();
        self.returns.forget();
        self.purchase.set(None);
        self.order.clear();
        self.closing.set(Remote::Loading);
        self.read_at.set(None);
        self.refusal.set(None);
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

    pub(super) fn is_signed_in(self) -> bool {
        self.session.with_untracked(|session| matches!(session, Session::SignedIn(_)))
    }

    /// Reads the lists again, and whether the store had to close.
    pub fn refresh(self) {
        self.pickups.refresh(self);
        self.reservations.refresh(self);
        self.returns.refresh(self);
        self.read_closing();
    }

    /// Listens from the oldest of the lists. A stream is started once, so all have to be answered first; a list that
    /// could not be read is read later than the stream begins, and misses nothing.
    pub(super) fn listen(self) {
        if self.pickups.is_loading() || self.reservations.is_loading() || self.returns.is_loading() {
            return;
        }
        let cursors = [self.pickups.cursor(), self.reservations.cursor(), self.returns.cursor()];
        if let Some(oldest) = cursors.into_iter().flatten().min() {
            self.live.start(oldest);
        }
    }

    /// How many pickups wait to be made ready.
    pub fn waiting_pickups(self) -> usize {
        self.pickups.count(|pickup| pickup.status.can_make_ready())
    }

    /// How many reservations wait to be made ready.
    pub fn waiting_reservations(self) -> usize {
        self.reservations.count(|reservation| reservation.status.can_make_ready())
    }

    /// How many returns were received and are not paid back.
    pub fn waiting_returns(self) -> usize {
        self.returns.count(|found| found.return_request.status.can_refund())
    }
}

fn is_signed_out(error: &ApiError) -> bool {
    error.code() == Some(ErrorCode::SignedOut)
}
