//! The dated receipt: what was declared, when, and what to do next. The same went by e-mail.

use contract::return_request::{PlacedReturn, ReturnLine, ReturnRequest};
use leptos::prelude::*;

use super::{Draft, Step, StepHeading, Withdrawing};
use crate::{browser::document, components::PassCard, format, pages::cart::variant_text, paths, t};

#[component]
pub fn Receipt(withdrawing: Withdrawing, placed: PlacedReturn) -> impl IntoView {
    let draft = withdrawing.draft;
    let request = placed.return_request;
    let ReturnRequest { id, number, lines, pass, requested_at, bring_by, purchase_number, refund, .. } =
        request;
    let row = |term: String, value: String| view! { <div><dt>{term}</dt><dd>{value}</dd></div> };
    let line = |line: ReturnLine| {
        let variant = variant_text(&line.colour, &line.size);
        view! {
            <li>
                {t!(order.line, count = line.quantity, name = line.name)}
                {variant.map(|text| view! { <span class="muted">", " {text}</span> })}
            </li>
        }
    };
    let handed_over = pass.is_some();
    let due = refund.filter(|refund| handed_over && refund.paid_at.is_none());
    let next = if handed_over {
        t!(withdrawal.bring_by, day = format::last_day(&bring_by))
    } else {
        t!(withdrawal.is_cancelled)
    };
    let again = move |_| {
        Draft::forget();
        draft.number.set(String::new());
        withdrawing.go(Step::Find);
    };
    view! {
        <section class="withdrawal-receipt" aria-labelledby=super::STEP>
            <StepHeading text=t!(withdrawal.done) />
            <p class="lead">{t!(withdrawal.received_at, moment = format::dated(&requested_at))}</p>
            <dl class="facts">
                {row(t!(withdrawal.receipt_number), number)}
                {purchase_number.map(|number| row(t!(withdrawal.number), number))}
                {row(t!(checkout.name), draft.name.get_untracked())}
                {row(t!(checkout.email), draft.email.get_untracked())}
            </dl>
            <ul class="withdrawal-lines">{lines.into_iter().map(line).collect_view()}</ul>
            <p>{t!(withdrawal.mailed, email = draft.email.get_untracked())}</p>
            <p>{next}</p>
            {due
                .map(|refund| {
                    view! {
                        <p>
                            {t!(
                                withdrawal.due,
                                amount = format::money(&refund.amount),
                                day = format::last_day(&refund.due_by),
                            )}
                        </p>
                    }
                })}
            {pass.map(|pass| view! { <PassCard pass=pass title=t!(returns.pass) /> })}
            <p class="actions no-print">
                <a class="button" href=paths::return_request(&id)>{t!(withdrawal.follow)}</a>
                <button type="button" class="button button-quiet" on:click=|_| document::print()>
                    {t!(returns.print)}
                </button>
                <button type="button" class="text-link" on:click=again>{t!(withdrawal.another)}</button>
            </p>
        </section>
    }
}
