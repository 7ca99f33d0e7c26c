//! The form's state: what is sent, what was refused, and what follows.

use contract::{
    error::ErrorCode,
    reservation::{PlaceReservation, PlacedReservation},
    store::StoreSummary,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    draft::{Draft, Field, Visitor},
    fitting::Fitting,
};
use crate::{
    api::ApiError,
    browser::{focus, time},
    pages::{
        attempt,
        failure::{failure_text, invalid_text},
        install, signed_in,
        slots::Visit,
    },
    paths,
    state::live::Live,
    text,
};

#[derive(Clone, Copy)]
pub struct Reserving {
    pub fitting: Fitting,
    pub draft: Draft,
    pub visit: Visit,
    /// Fields that were left or sent, so that nobody is scolded while typing.
    touched: RwSignal<Vec<Field>>,
    /// What the server refused, in the field it refused.
    pub refused: RwSignal<Option<(Field, String)>>,
    pub sending: RwSignal<bool>,
    pub failure: RwSignal<Option<ApiError>>,
    /// The form was sent with errors in it: they are summed up.
    pub summed_up: RwSignal<bool>,
    /// What was sent without an answer, and its key: until something is changed it is sent again as it was, even
    /// though it may have taken the last piece itself.
    pub lost: RwSignal<Option<(PlaceReservation, String)>>,
}

impl Reserving {
    pub fn new() -> Self {
        let fitting = Fitting::expect();
        let draft = Draft::restore();
        let lost = RwSignal::new(pending(fitting, draft));
        Effect::new(move |previous: Option<()>| {
            fitting.try_on.track();
            draft.all();
            if previous.is_some() {
                lost.set(None);
            }
        });
        // What was sent without an answer stays as it was sent.
        if lost.with_untracked(Option::is_none) {
            signed_in::fill_in(
                draft.value(Field::Name),
                draft.value(Field::Email),
                draft.value(Field::Phone),
                Some(draft.value(Field::Note)),
            );
        }
        let slug = |store: &StoreSummary| store.slug.clone();
        let store = Memo::new(move |_| fitting.store.with(|store| store.as_ref().map(slug)));
        Self {
            fitting,
            draft,
            visit: Visit::new(store.into(), draft.slot),
            touched: RwSignal::new(Vec::new()),
            refused: RwSignal::new(None),
            sending: RwSignal::new(false),
            failure: RwSignal::new(None),
            summed_up: RwSignal::new(false),
            lost,
        }
    }

    pub fn error(&self, field: Field) -> Option<String> {
        if let Some((_, text)) = self.refused.get().filter(|(refused, _)| *refused == field) {
            return Some(text);
        }
        let touched = self.touched.with(|touched| touched.contains(&field));
        touched.then(|| self.draft.problem(field).map(invalid_text)).flatten()
    }

    pub fn touch(&self, field: Field) {
        // The form may be gone by then.
        let _ = self.touched.try_update(|touched| {
            if !touched.contains(&field) {
                touched.push(field);
            }
        });
    }

    /// Shows what is missing; the focus goes to the first of it.
    fn show_errors(self) {
        self.touched.set(Field::ALL.to_vec());
        self.summed_up.set(true);
        let first = untrack(|| Field::ALL.into_iter().find(|field| self.error(*field).is_some()));
        if let Some(field) = first {
            time::after(0, move || focus::by_id(field.id()));
        }
    }

    fn request_of(&self, visitor: Visitor) -> Option<PlaceReservation> {
        untrack(|| {
            Some(PlaceReservation {
                name: visitor.name,
                email: visitor.email,
                phone: visitor.phone,
                store_id: self.fitting.store_id()?,
                slot: self.visit.slot.get()?.from,
                skus: self.fitting.skus(),
                note: visitor.note,
                language: text::language(),
            })
        })
    }

    /// What is sent, and its key; nothing while something is missing.
    pub fn request(self) -> Option<(PlaceReservation, String)> {
        if let Some(lost) = self.lost.get_untracked() {
            return Some(lost);
        }
        let Some(visitor) = self.draft.visitor() else {
            self.show_errors();
            return None;
        };
        let request = self.request_of(visitor)?;
        let key = attempt::RESERVATION.key_of(&request);
        Some((request, key))
    }

    /// Takes a failed attempt: what can be mended is said where it is mended.
    pub fn fail(self, error: ApiError) {
        // The page may have been left meanwhile.
        if self.sending.try_get_untracked().is_none() {
            return;
        }
        if attempt::may_have_happened(&error) {
            let _ = self.lost.try_set(pending(self.fitting, self.draft));
        } else {
            attempt::RESERVATION.over();
            let _ = self.lost.try_set(None);
        }
        if let Some(field) = Field::ALL.into_iter().find(|field| refuses(&error, field.id())) {
            self.refused.set(Some((field, failure_text(&error))));
            self.show_errors();
            return;
        }
        let _ = self.failure.try_set(Some(error));
        // A piece or the slot may have gone to somebody else.
        self.visit.query.reload();
        self.fitting.reload();
        time::after(0, || focus::by_id("reserve-failure"));
    }
}

/// The attempt whose answer never came, if the page still asks for the same.
fn pending(fitting: Fitting, draft: Draft) -> Option<(PlaceReservation, String)> {
    let (tried, key) = attempt::RESERVATION.pending::<PlaceReservation>()?;
    let is_same = untrack(|| {
        let store = fitting.try_on.with(|try_on| try_on.store.clone());
        tried.skus == fitting.skus()
            && store.is_none_or(|store| store == tried.store_id)
            && draft.says(&tried)
    });
    is_same.then_some((tried, key))
}

/// Whether the server refused this field.
fn refuses(error: &ApiError, field: &str) -> bool {
    let refused = error.problem().filter(|problem| problem.code == ErrorCode::InvalidField);
    refused.is_some_and(|problem| problem.field.as_deref() == Some(field))
}

/// What follows a placed reservation: the attempt is over, and the reservation's page opens.
pub fn open_placed() -> impl Fn(PlacedReservation) + Clone {
    let navigate = use_navigate();
    let live = Live::expect();
    move |placed: PlacedReservation| {
        attempt::RESERVATION.over();
        install::placed();
        Draft::begin_again();
        live.reopen();
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        navigate(&paths::reservation(&placed.reservation.id), options);
    }
}
