//! Which order, and whose.

use contract::{
    error::{ErrorCode, Problem},
    withdrawal::FindContract,
};
use leptos::{ev, prelude::*, task::spawn_local};

use super::{
    StepHeading, Withdrawing,
    draft::{Draft, Field},
};
use crate::{
    api::{self, ApiError},
    browser::{focus, time},
    components::{ErrorSummary, TextField},
    format,
    pages::{
        failure::{failure_text, invalid_text},
        unsent::Unsent,
    },
    t,
};

const FAILURE: &str = "withdrawal-failure";

fn label(field: Field) -> String {
    match field {
        Field::Number => t!(withdrawal.number),
        Field::Email => t!(checkout.email),
        Field::Name => t!(checkout.name),
    }
}

/// What went wrong in the words of a withdrawal: a wrong number and a wrong address are told alike.
pub fn refusal_text(error: &ApiError) -> String {
    let at = error.problem().and_then(|problem| problem.at.as_ref());
    match (error.code(), at) {
        (Some(ErrorCode::NotFound), _) => t!(withdrawal.not_found),
        (Some(ErrorCode::TooLate), Some(at)) => t!(withdrawal.too_late, day = format::last_day(at)),
        (Some(ErrorCode::NotReturnable), _) => t!(withdrawal.nothing_left),
        (Some(ErrorCode::AlreadyCancelled | ErrorCode::AlreadyExpired | ErrorCode::WrongStatus), _) => {
            t!(withdrawal.over)
        }
        _ => failure_text(error),
    }
}

#[derive(Clone, Copy)]
struct Finding {
    draft: Draft,
    sent: RwSignal<bool>,
    sending: RwSignal<bool>,
    failure: RwSignal<Option<ApiError>>,
}

impl Finding {
    fn error(&self, field: Field) -> Option<String> {
        self.sent.get().then(|| self.draft.problem(field).map(invalid_text)).flatten()
    }

    fn show_errors(self) {
        let first = untrack(|| Field::ALL.into_iter().find(|field| self.error(*field).is_some()));
        if let Some(field) = first {
            time::after(0, move || focus::by_id(field.id()));
        }
    }

    fn send(self, withdrawing: Withdrawing) {
        if self.sending.get_untracked() {
            return;
        }
        self.sent.set(true);
        self.failure.set(None);
        let Some(who) = self.draft.who() else {
            return self.show_errors();
        };
        let asked = FindContract { number: who.number, email: who.email };
        self.sending.set(true);
        spawn_local(async move {
            let answer = api::withdrawals::find(&asked).await;
            // The page may be gone by now.
            if self.sending.try_set(false).is_some() {
                return;
            }
            match answer {
                // As the server says it of an order that has ended.
                Ok(contract) if contract.lines.is_empty() => {
                    self.fail(ApiError::Problem(Box::new(Problem::new(ErrorCode::NotReturnable, ""))));
                }
                Ok(contract) => withdrawing.found(contract),
                Err(error) => self.fail(error),
            }
        });
    }

    fn fail(self, error: ApiError) {
        self.failure.set(Some(error));
        time::after(0, || focus::by_id(FAILURE));
    }
}

#[component]
pub fn Find(withdrawing: Withdrawing) -> impl IntoView {
    let finding = Finding {
        draft: withdrawing.draft,
        sent: RwSignal::new(false),
        sending: RwSignal::new(false),
        failure: RwSignal::new(None),
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        finding.send(withdrawing);
    };
    let errors = Signal::derive(move || {
        let error = |field: Field| Some((field.id(), label(field), finding.error(field)?));
        Field::ALL.into_iter().filter_map(error).collect::<Vec<_>>()
    });
    let failed = move || {
        finding.failure.get().map(|error| {
            view! { <Unsent text=refusal_text(&error) error=error class="error-summary" id=FAILURE /> }
        })
    };
    let text = move || {
        if finding.sending.get() { t!(withdrawal.finding) } else { t!(withdrawal.find) }
    };
    view! {
        <form class="checkout-form" novalidate on:submit=submit>
            <StepHeading text=t!(withdrawal.who) />
            <p>{t!(withdrawal.who_text)}</p>
            <ErrorSummary errors=errors />
            <Input finding=finding field=Field::Number autocomplete="off" hint=t!(withdrawal.number_hint) />
            <Input
                finding=finding
                field=Field::Email
                kind="email"
                autocomplete="email"
                hint=t!(withdrawal.email_hint)
            />
            <Input finding=finding field=Field::Name autocomplete="name" />
            {failed}
            <button type="submit" class="button" aria-disabled=move || finding.sending.get().to_string()>
                {text}
            </button>
        </form>
    }
}

#[component]
fn Input(
    finding: Finding,
    field: Field,
    #[prop(default = "text")] kind: &'static str,
    autocomplete: &'static str,
    #[prop(optional, into)] hint: Option<String>,
) -> impl IntoView {
    view! {
        <TextField
            id=field.id()
            label=label(field)
            kind=kind
            autocomplete=autocomplete
            hint=hint
            required=true
            value=finding.draft.value(field)
            error=Signal::derive(move || finding.error(field))
            on_blur=Callback::new(|()| {})
        />
    }
}
