use contract::{store::Store, time::Timestamp};
use leptos::prelude::*;
use storefront::{
    api,
    browser::{focus, time},
    components::{Choice, ChoiceGroup},
    format,
    state::query::Query,
    text,
};

use super::moments;
use crate::{
    components::{Refusal, Steps, TwoSteps},
    pages::actions::{NEXT_VIEW, refusal_of},
    state::{closing::CLOSING, desk::Desk},
};

const TITLE: &str = "closing-title";
const MOMENT: &str = "closing-moment";
const TODAY: &str = "today";
const NEXT: &str = "next";
const OTHER: &str = "other";

fn focus_on_title() {
    time::after(NEXT_VIEW, || focus::by_id(TITLE));
}

/// Who is told: « 2 retraits et 1 essayage ».
fn concerned_text(pickups: u32, reservations: u32, told: bool) -> String {
    if pickups + reservations == 0 {
        return t!(closing.nobody);
    }
    let pickups = plural!(pickups, closing.pickups);
    let reservations = plural!(reservations, closing.reservations);
    if told {
        t!(closing.told, pickups = pickups, reservations = reservations)
    } else {
        t!(closing.concerned, pickups = pickups, reservations = reservations)
    }
}

/// How many shoppers have something waiting in the store.
#[component]
fn Concerned(
    /// They know that it is closed.
    told: bool,
) -> impl IntoView {
    let desk = Desk::expect();
    let text = move || {
        desk.closing.with(|closing| {
            closing.ready().map(|closing| concerned_text(closing.pickups, closing.reservations, told))
        })
    };
    view! { <p class="closing-concerned">{text}</p> }
}

/// The store is closed: until when, what was done about it, and opening again.
#[component]
pub fn Closed(until: Timestamp) -> impl IntoView {
    let desk = Desk::expect();
    let busy = Signal::derive(move || desk.is_busy(CLOSING));
    let steps = Steps {
        offer: t!(closing.reopen),
        offer_read: t!(closing.reopen),
        question: t!(closing.reopen_question),
        confirm: t!(closing.reopen_confirm),
        cancel: t!(closing.reopen_cancel),
    };
    let reopen = Callback::new(move |()| desk.reopen_store(focus_on_title));
    view! {
        <p class="closing-until">{t!(closing.closed_until, moment = format::moment(&until))}</p>
        <p>{t!(closing.closed_text)}</p>
        <Concerned told=true />
        <TwoSteps id="reopen".to_string() steps=steps class="button button-wide" busy=busy on_confirm=reopen />
        <Refusal text=refusal_of(CLOSING) />
    }
}

/// Until when: today, the next opening, or a moment that is typed.
#[component]
pub fn CloseForm(slug: String) -> impl IntoView {
    let desk = Desk::expect();
    let store: Query<Store> = Query::new(move || Some(api::stores::get(&slug, text::language())));
    let by_hours = move |of: fn(&Store, f64) -> Option<Timestamp>| {
        Memo::new(move |_| store.value.with(|store| of(store.ready()?, time::now())))
    };
    let (today, next) = (by_hours(moments::closing_today), by_hours(moments::next_opening));
    let picked = RwSignal::new(None::<String>);
    let written = RwSignal::new(String::new());
    let refused = RwSignal::new(None::<String>);
    // The first that the hours allow, until another is chosen.
    let chosen = Memo::new(move |_| {
        picked.get().or_else(|| {
            let first = [(today.get().is_some(), TODAY), (next.get().is_some(), NEXT)];
            first.into_iter().find(|(is, _)| *is).map(|(_, name)| name.to_string())
        })
    });
    let is_other = Memo::new(move |_| chosen.get().is_none_or(|chosen| chosen == OTHER));
    let choices = Signal::derive(move || {
        let today = today.get().map(|at| (TODAY, t!(closing.until_today, time = format::time_of_day(&at))));
        let next = next.get().map(|at| (NEXT, t!(closing.until_next, moment = format::moment(&at))));
        let all = [today, next, Some((OTHER, t!(closing.until_other)))];
        all.into_iter().flatten().map(|(value, label)| plain(value, label)).collect::<Vec<_>>()
    });
    let until = move || match chosen.get_untracked().as_deref() {
        Some(TODAY) => today.get_untracked(),
        Some(NEXT) => next.get_untracked(),
        _ => moments::typed(&written.get_untracked(), time::now()),
    };
    let close = Callback::new(move |()| match until() {
        Some(until) => {
            refused.set(None);
            desk.close_store(until, focus_on_title);
        }
        None => {
            refused.set(Some(t!(closing.moment_refused)));
            time::after(0, || focus::by_id(MOMENT));
        }
    });
    view! {
        <p>{t!(closing.lead)}</p>
        <ChoiceGroup
            legend=t!(closing.until)
            name="closing-until"
            choices=choices
            chosen=chosen
            on_choose=Callback::new(move |value| picked.set(Some(value)))
        />
        <Show when=move || is_other.get()>
            <Moment written=written refused=refused />
        </Show>
        <CloseStore on_confirm=close />
    }
}

fn plain(value: &str, label: String) -> Choice {
    Choice { value: value.to_string(), label, reason: None, picture: None }
}

#[component]
fn Moment(written: RwSignal<String>, refused: RwSignal<Option<String>>) -> impl IntoView {
    const ERROR: &str = "closing-moment-error";
    view! {
        <div class="field">
            <label for=MOMENT>{t!(closing.moment)}</label>
            <input
                id=MOMENT
                name=MOMENT
                type="datetime-local"
                aria-invalid=move || refused.with(|refused| refused.is_some().then_some("true"))
                aria-describedby=ERROR
                prop:value=move || written.get()
                on:input=move |event| written.set(event_target_value(&event))
            />
            <Refusal text=refused id=ERROR />
        </div>
    }
}

/// What closing will do, and closing in two steps.
#[component]
fn CloseStore(on_confirm: Callback<()>) -> impl IntoView {
    let desk = Desk::expect();
    let busy = Signal::derive(move || desk.is_busy(CLOSING));
    let steps = Steps {
        offer: t!(closing.submit),
        offer_read: t!(closing.submit),
        question: t!(closing.question),
        confirm: t!(closing.confirm),
        cancel: t!(closing.cancel),
    };
    view! {
        <Concerned told=false />
        <TwoSteps id="close-store".to_string() steps=steps class="button button-wide" busy=busy on_confirm=on_confirm />
        <Refusal text=refusal_of(CLOSING) />
    }
}
