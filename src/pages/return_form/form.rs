//! The announcing of a return, from a purchase or from a gift receipt.

use contract::{
    error::ErrorCode,
    return_request::{PlaceReturn, PlacedReturn},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::draft::{Draft, Missing, Wish};
use crate::{
    api::{self, ApiError},
    browser::{focus, time},
    pages::{attempt, failure::failure_text, unsent::Unsent},
    paths,
    state::live::Live,
    t,
};

/// The id of the e-mail field.
pub const EMAIL: &str = "return-email";
/// The id of the question which pieces go back.
pub const PIECES: &str = "return-pieces";

#[derive(Clone, Copy)]
pub struct Form {
    pub draft: RwSignal<Draft>,
    /// It was sent: what is missing is said from then on.
    pub sent: RwSignal<bool>,
    pub sending: RwSignal<bool>,
    failure: RwSignal<Option<ApiError>>,
    placed: Callback<PlacedReturn>,
    refused: Callback<()>,
}

impl Form {
    /// `refused` is told when the server knows better what may go back.
    pub fn of(subject: &str, refused: Callback<()>) -> Self {
        let draft = RwSignal::new(Draft::restore(subject));
        Effect::new(move |_| draft.with(Draft::keep));
        let navigate = use_navigate();
        let live = Live::expect();
        let placed = Callback::new(move |placed: PlacedReturn| {
            attempt::RETURN.over();
            Draft::forget();
            // The session may see more than before.
            live.reopen();
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(&paths::return_request(&placed.return_request.id), options);
        });
        Self {
            draft,
            sent: RwSignal::new(false),
            sending: RwSignal::new(false),
            failure: RwSignal::new(None),
            placed,
            refused,
        }
    }

    pub fn wish(&self, line_id: &str) -> Option<Wish> {
        self.draft.with(|draft| draft.wish(line_id).cloned())
    }

    pub fn change(&self, line_id: &str, change: impl FnOnce(&mut Wish)) {
        self.draft.update(|draft| draft.change(line_id, change));
    }

    pub fn misses(&self, what: &Missing) -> bool {
        let missing = || self.draft.with(|draft| draft.lines().err().unwrap_or_default());
        self.sent.get() && missing().contains(what)
    }

    /// Sends what is complete; else the focus goes to what is missing first.
    pub fn send(self, request: Result<PlaceReturn, String>) {
        if self.sending.get_untracked() {
            return;
        }
        self.sent.set(true);
        self.failure.set(None);
        let request = match request {
            Ok(request) => request,
            Err(id) => return time::after(0, move || focus::by_id(&id)),
        };
        self.sending.set(true);
        spawn_local(async move {
            let answer = api::returns::place(&request, &attempt::RETURN.key_of(&request)).await;
            // The page may be gone by now.
            if self.sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(placed) => self.placed.run(placed),
                Err(error) => self.fail(error),
            }
        });
    }

    fn fail(self, error: ApiError) {
        if !attempt::may_have_happened(&error) {
            attempt::RETURN.over();
        }
        if matches!(
            error.code(),
            Some(ErrorCode::NotReturnable | ErrorCode::TooLate | ErrorCode::WrongStatus)
        ) {
            self.refused.run(());
        }
        self.failure.set(Some(error));
        time::after(0, || focus::by_id("return-failure"));
    }
}

/// Where a line asks its question, so that the focus finds it.
pub fn question_id(name: &str, line_id: &str) -> String {
    format!("{name}-{line_id}")
}

/// The place of what is missing first.
pub fn place_of(missing: &[Missing]) -> String {
    match missing.first() {
        Some(Missing::Reason(line)) => question_id("reason", line),
        Some(Missing::Condition(line)) => question_id("condition", line),
        Some(Missing::Line) | None => PIECES.to_string(),
    }
}

/// What happened, what is safe, and the button.
#[component]
pub fn Send(form: Form) -> impl IntoView {
    let failed = move || {
        form.failure.get().map(|error| {
            let text = attempt::text_of(&error, failure_text(&error), t!(returns.safe_to_retry));
            view! { <Unsent error=error text=text class="error-summary" id="return-failure" /> }
        })
    };
    let text = move || {
        if form.sending.get() { t!(returns.sending) } else { t!(returns.send) }
    };
    view! {
        {failed}
        <button
            type="submit"
            class="button button-now button-wide"
            aria-disabled=move || form.sending.get().to_string()
        >
            {text}
        </button>
    }
}
