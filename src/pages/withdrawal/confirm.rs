//! « Confirmer la rétractation »: once, however often it is tapped.

use contract::withdrawal::{Withdraw, WithdrawLine};
use leptos::{prelude::*, task::spawn_local};

use super::{Step, StepHeading, Withdrawing, contract_step::Next, find::refusal_text};
use crate::{
    api::{self, ApiError},
    browser::{focus, time},
    format,
    pages::{attempt, cart::variant_text, unsent::Unsent},
    state::live::Live,
    t, text,
};

const FAILURE: &str = "confirm-failure";

fn withdrawal(withdrawing: Withdrawing) -> Option<Withdraw> {
    let who = withdrawing.draft.who()?;
    let lines = withdrawing.units.with_untracked(|units| {
        let chosen = units.iter().filter(|(_, units)| *units > 0);
        chosen.map(|(id, units)| WithdrawLine { line_id: id.clone(), quantity: *units }).collect::<Vec<_>>()
    });
    Some(Withdraw { number: who.number, email: who.email, name: who.name, lines, language: text::language() })
}

#[component]
pub fn Confirm(withdrawing: Withdrawing) -> impl IntoView {
    let live = Live::expect();
    let sending = RwSignal::new(false);
    let failure = RwSignal::new(None::<ApiError>);
    let confirm = move |_| {
        if sending.get_untracked() {
            return;
        }
        // What was typed may have been emptied since by whoever signed out elsewhere.
        let Some(request) = withdrawal(withdrawing) else {
            return withdrawing.go(Step::Find);
        };
        sending.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = api::withdrawals::confirm(&request, &attempt::WITHDRAWAL.key_of(&request)).await;
            // The page may be gone by now.
            if sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(placed) => {
                    attempt::WITHDRAWAL.over();
                    // The session may see more than before.
                    live.reopen();
                    withdrawing.go(Step::Done(Box::new(placed)));
                }
                Err(error) => {
                    if !attempt::may_have_happened(&error) {
                        attempt::WITHDRAWAL.over();
                    }
                    failure.set(Some(error));
                    time::after(0, || focus::by_id(FAILURE));
                }
            }
        });
    };
    let text = move || {
        if sending.get() { t!(withdrawal.confirming) } else { t!(withdrawal.confirm) }
    };
    let failed = move || {
        failure.get().map(|error| {
            let text = attempt::text_of(&error, refusal_text(&error), t!(withdrawal.safe_to_retry));
            view! { <Unsent error=error text=text class="error-summary" id=FAILURE /> }
        })
    };
    let handed_over = untrack(|| {
        withdrawing
            .contract
            .with(|contract| contract.as_ref().is_some_and(|contract| contract.received_at.is_some()))
    });
    view! {
        <div class="withdrawal-confirm">
            <StepHeading text=t!(withdrawal.summary) />
            <Overview withdrawing=withdrawing />
            <Next handed_over=handed_over />
            {failed}
            <p class="actions">
                <button
                    type="button"
                    class="button button-now"
                    aria-disabled=move || sending.get().to_string()
                    on:click=confirm
                >
                    {text}
                </button>
                <button type="button" class="button button-quiet" on:click=move |_| withdrawing.go(Step::Choose)>
                    {t!(withdrawal.back)}
                </button>
            </p>
        </div>
    }
}

/// Who withdraws from what.
#[component]
fn Overview(withdrawing: Withdrawing) -> impl IntoView {
    let draft = withdrawing.draft;
    let row = |term: String, value: String| view! { <div><dt>{term}</dt><dd>{value}</dd></div> };
    let number = withdrawing.contract.with_untracked(|contract| contract.as_ref().map(|c| c.number.clone()));
    let lines = withdrawing.contract.with_untracked(|contract| {
        let lines = contract.iter().flat_map(|contract| contract.lines.clone());
        lines
            .filter_map(|line| {
                let units = untrack(|| withdrawing.units_of(&line.line_id));
                let variant = variant_text(&line.colour, &line.size);
                let whole = units == line.quantity;
                (units > 0).then(|| {
                    view! {
                        <li class="sum-line">
                            <span>
                                {t!(order.line, count = units, name = line.name)}
                                {variant.map(|text| view! { <span class="muted">", " {text}</span> })}
                            </span>
                            {whole.then(|| view! { <span>{format::money_in_column(&line.amount)}</span> })}
                        </li>
                    }
                })
            })
            .collect_view()
    });
    view! {
        <p>{t!(withdrawal.declares)}</p>
        <dl class="facts">
            {row(t!(withdrawal.number), number.unwrap_or_default())}
            {row(t!(checkout.name), draft.name.get_untracked())}
            {row(t!(checkout.email), draft.email.get_untracked())}
        </dl>
        <ul>{lines}</ul>
    }
}
