use leptos::{ev, prelude::*, task::spawn_local};

use super::{
    draft::Field,
    reserving::{Reserving, open_placed},
};
use crate::{
    api::{self, ApiError},
    browser::time,
    components::{ErrorSummary, TextArea, TextField},
    format,
    pages::{attempt, failure::failure_text, signed_in::SignedInLine, slots::When, unsent::Unsent},
    paths, t,
};

/// A click takes a field's focus first: a message that came at once would push the button away from under it.
const CLICK: u64 = 250;

#[component]
pub fn ReserveForm() -> impl IntoView {
    let reserving = Reserving::new();
    let placed = open_placed();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if reserving.sending.get_untracked() {
            return;
        }
        reserving.refused.set(None);
        reserving.failure.set(None);
        let Some((request, key)) = reserving.request() else { return };
        reserving.summed_up.set(false);
        reserving.sending.set(true);
        let placed = placed.clone();
        spawn_local(async move {
            let answer = api::reservations::place(&request, &key).await;
            let _ = reserving.sending.try_set(false);
            match answer {
                Ok(reservation) => placed(reservation),
                Err(error) => reserving.fail(error),
            }
        });
    };
    let errors = Signal::derive(move || {
        let error = |field: Field| Some((field.id(), label(field), reserving.error(field)?));
        match reserving.summed_up.get() {
            true => Field::ALL.into_iter().filter_map(error).collect(),
            false => Vec::new(),
        }
    });
    view! {
        <form class="checkout-form" novalidate on:submit=submit>
            <ErrorSummary errors=errors />
            <When visit=reserving.visit />
            <h2>{t!(reserve.who)}</h2>
            <SignedInLine />
            <Input reserving=reserving field=Field::Name label=t!(checkout.name) autocomplete="name" />
            <Input
                reserving=reserving
                field=Field::Email
                label=t!(checkout.email)
                kind="email"
                autocomplete="email"
                hint=t!(reserve.email_hint)
            />
            <Input
                reserving=reserving
                field=Field::Phone
                label=t!(checkout.phone)
                kind="tel"
                autocomplete="tel"
                hint=t!(checkout.phone_hint)
            />
            <TextArea
                id=Field::Note.id()
                label=t!(reserve.note)
                hint=t!(reserve.note_hint)
                value=reserving.draft.value(Field::Note)
                error=Signal::derive(move || reserving.error(Field::Note))
                on_blur=Callback::new(move |()| time::after(CLICK, move || reserving.touch(Field::Note)))
            />
            <FailureNote reserving=reserving />
            <Send reserving=reserving />
            <p class="muted">{t!(reserve.small_print)} " " <a href=paths::legal()>{t!(legal.title)}</a></p>
        </form>
    }
}

/// What a field is called.
fn label(field: Field) -> String {
    match field {
        Field::Name => t!(checkout.name),
        Field::Email => t!(checkout.email),
        Field::Phone => t!(checkout.phone),
        Field::Note => t!(reserve.note),
    }
}

#[component]
fn Input(
    reserving: Reserving,
    field: Field,
    label: String,
    #[prop(default = "text")] kind: &'static str,
    autocomplete: &'static str,
    #[prop(optional, into)] hint: Option<String>,
) -> impl IntoView {
    view! {
        <TextField
            id=field.id()
            label=label
            kind=kind
            autocomplete=autocomplete
            hint=hint
            required=field != Field::Phone
            value=reserving.draft.value(field)
            error=Signal::derive(move || reserving.error(field))
            on_blur=Callback::new(move |()| {
                if untrack(|| !reserving.draft.value(field).get().is_empty()) {
                    time::after(CLICK, move || reserving.touch(field));
                }
            })
        />
    }
}

/// What happened to the reservation, what is safe, and the way forward.
#[component]
fn FailureNote(reserving: Reserving) -> impl IntoView {
    let unanswered = move || reserving.lost.with(Option::is_some).then_some(ApiError::Network);
    move || {
        reserving.failure.get().or_else(unanswered).map(|error| {
            let text = attempt::text_of(&error, failure_text(&error), t!(reserve.safe_to_retry));
            view! { <Unsent error=error text=text class="error-summary" id="reserve-failure" /> }
        })
    }
}

/// What will be reserved, and the button; what stands in its way when something does.
#[component]
fn Send(reserving: Reserving) -> impl IntoView {
    let Reserving { fitting, visit, .. } = reserving;
    let ready = Memo::new(move |_| {
        let complete = fitting.is_complete() && visit.slot.with(Option::is_some);
        complete || reserving.lost.with(Option::is_some)
    });
    let blocked = move || {
        let lacks = !fitting.lacking().is_empty();
        lacks.then(|| view! { <p role="status">{t!(reserve.blocked)}</p> })
    };
    let what = move || {
        let (store, slot) = (fitting.store.get()?.name, visit.slot.get()?);
        Some(t!(reserve.overview, moment = format::slot(&slot), store = store))
    };
    let text = move || {
        if reserving.sending.get() { t!(reserve.sending) } else { t!(reserve.send) }
    };
    view! {
        <Show when=move || ready.get() fallback=move || blocked>
            <p class="sum-total">{what}</p>
            <button
                type="submit"
                class="button button-now button-wide"
                aria-disabled=move || reserving.sending.get().to_string()
            >
                {text}
            </button>
        </Show>
    }
}
