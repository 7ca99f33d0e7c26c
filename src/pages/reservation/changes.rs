//! What the shopper may still change. It outlives what is on screen, which is drawn again whenever the store does
//! something.

use contract::reservation::{Reservation, ReservationLine};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use crate::{
    api,
    browser::{focus, time},
    pages::{
        cart::variant_text,
        change::{Ask, Change, Question},
        private_page::Opened,
    },
    paths,
    state::{announcer::Announcer, query::Query},
    t, text,
};

/// The place on the page that says where the reservation stands.
pub const STATUS: &str = "visit-status";
/// The heading above the pieces.
pub const PIECES: &str = "visit-pieces";

const MINUTE: u64 = 60_000;

#[derive(Clone, Copy)]
pub struct Changes {
    pub id: Memo<String>,
    pub query: Query<Reservation>,
    /// The time, in milliseconds, a little late.
    pub now: RwSignal<f64>,
    pub cancelling: RwSignal<bool>,
    pub moving: RwSignal<bool>,
    pub coming: Change<Reservation>,
    cancel: Change<Reservation>,
    drop: Change<Reservation>,
    dropping: RwSignal<bool>,
    /// The piece that the shopper is asked about.
    piece: RwSignal<Option<ReservationLine>>,
}

impl Changes {
    pub fn new(Opened { id, query, .. }: Opened<Reservation>) -> Self {
        let now = RwSignal::new(time::server_now());
        time::every(MINUTE, move || now.set(time::server_now()));
        let changes = Self {
            id,
            query,
            now,
            cancelling: RwSignal::new(false),
            moving: RwSignal::new(false),
            coming: Change::new(query),
            cancel: Change::new(query),
            drop: Change::new(query),
            dropping: RwSignal::new(false),
            piece: RwSignal::new(None),
        };
        changes.ask_when_the_address_does();
        changes
    }

    pub fn reservation_id(&self) -> String {
        self.id.get_untracked()
    }

    /// The link of an e-mail leads straight to the question; a reload asks no more.
    fn ask_when_the_address_does(self) {
        let wanted = use_query_map().with_untracked(|query| query.get("cancel").is_some());
        let navigate = use_navigate();
        Effect::new(move |done: Option<bool>| {
            if !wanted || done == Some(true) {
                return true;
            }
            let known = self.query.value.with(|value| value.ready().map(|known| known.status.can_cancel()));
            if known == Some(true) {
                self.cancelling.set(true);
            }
            if known.is_some() {
                let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
                navigate(&paths::reservation(&self.reservation_id()), options);
            }
            known.is_some()
        });
    }

    pub fn ask_to_drop(&self, piece: ReservationLine) {
        self.piece.set(Some(piece));
        self.dropping.set(true);
    }

    /// How many pieces the store keeps.
    fn kept(&self) -> usize {
        let count = |known: &Reservation| known.lines.iter().filter(|line| line.status.is_kept()).count();
        self.query.value.with(|value| value.ready().map_or(0, count))
    }
}

/// A piece as one says it: « Robe Camille, sauge, 38 ».
pub fn piece_text(line: &ReservationLine) -> String {
    let variant = variant_text(&line.colour, &line.size);
    [Some(line.name.clone()), variant].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Cancels after one question; it costs nothing.
#[component]
pub fn CancelQuestion(changes: Changes) -> impl IntoView {
    let question = Question {
        title: t!(reservation.cancel_title),
        text: Signal::stored(t!(reservation.cancel_text)),
        confirm: t!(reservation.cancel_confirm),
        keep: t!(reservation.keep),
    };
    let confirm = Callback::new(move |()| {
        let id = changes.reservation_id();
        let request = async move { api::reservations::cancel(&id, text::language()).await };
        changes.cancel.send(request, move |_| {
            changes.cancelling.set(false);
            // The button is gone; what became of the reservation is read next.
            time::after(0, || focus::by_id(STATUS));
        });
    });
    view! { <Ask id="cancel" question=question open=changes.cancelling change=changes.cancel on_confirm=confirm /> }
}

/// Drops a piece after one question, which says what becomes of the rest.
#[component]
pub fn DropQuestion(changes: Changes) -> impl IntoView {
    let announcer = Announcer::expect();
    let text = Signal::derive(move || {
        let piece = changes.piece.with(|piece| piece.as_ref().map(piece_text)).unwrap_or_default();
        match changes.kept() {
            0 | 1 => t!(reservation.drop_last, piece = piece),
            _ => t!(reservation.drop_text, piece = piece),
        }
    });
    let question = Question {
        title: t!(reservation.drop_title),
        text,
        confirm: t!(reservation.drop_confirm),
        keep: t!(reservation.drop_keep),
    };
    let confirm = Callback::new(move |()| {
        let Some(piece) = changes.piece.get_untracked() else { return };
        let id = changes.reservation_id();
        let line = piece.id.clone();
        let request = async move { api::reservations::drop_line(&id, &line, text::language()).await };
        changes.drop.send(request, move |now| {
            changes.dropping.set(false);
            if now.status.is_live() {
                announcer.say(t!(reservation.dropped, piece = piece_text(&piece)));
                time::after(0, || focus::by_id(PIECES));
            } else {
                time::after(0, || focus::by_id(STATUS));
            }
        });
    });
    view! { <Ask id="drop" question=question open=changes.dropping change=changes.drop on_confirm=confirm /> }
}
