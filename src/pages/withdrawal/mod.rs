//! « Renoncer au contrat ici »: the legal right, in two steps and without an account.

mod confirm;
mod contract_step;
mod draft;
mod find;
mod receipt;

use contract::{return_request::PlacedReturn, withdrawal::Contract};
use leptos::prelude::*;

use super::heading::Heading;
use crate::{
    browser::{document, focus, time},
    format, paths, plural,
    state::retailer::RetailerState,
    t,
};
use confirm::Confirm;
use contract_step::Choose;
use draft::Draft;
use find::Find;
use receipt::Receipt;

/// The heading of the step on screen.
const STEP: &str = "withdrawal-step";

#[derive(Clone, PartialEq)]
enum Step {
    Find,
    /// Which pieces, once the contract is known.
    Choose,
    Confirm,
    Done(Box<PlacedReturn>),
}

#[derive(Clone, Copy)]
struct Withdrawing {
    draft: Draft,
    step: RwSignal<Step>,
    contract: RwSignal<Option<Contract>>,
    /// Units of each line to withdraw from, by its id.
    units: RwSignal<Vec<(String, u32)>>,
}

impl Withdrawing {
    fn new() -> Self {
        Self {
            draft: Draft::restore(),
            step: RwSignal::new(Step::Find),
            contract: RwSignal::new(None),
            units: RwSignal::new(Vec::new()),
        }
    }

    /// Shows a step; its heading takes the focus.
    fn go(self, step: Step) {
        self.step.set(step);
        time::after(0, || focus::by_id(STEP));
    }

    /// The contract was found: all of it is chosen until something is left out.
    fn found(self, contract: Contract) {
        let all = contract.lines.iter().map(|line| (line.line_id.clone(), line.quantity)).collect();
        self.units.set(all);
        self.contract.set(Some(contract));
        self.go(Step::Choose);
    }

    fn units_of(&self, line_id: &str) -> u32 {
        self.units.with(|units| units.iter().find(|(id, _)| id == line_id).map_or(0, |(_, units)| *units))
    }

    fn set_units(&self, line_id: &str, now: u32) {
        self.units.update(|units| {
            if let Some((_, units)) = units.iter_mut().find(|(id, _)| id == line_id) {
                *units = now;
            }
        });
    }
}

#[component]
pub fn WithdrawalPage() -> impl IntoView {
    let withdrawing = Withdrawing::new();
    let step = move || match withdrawing.step.get() {
        Step::Find => view! { <Find withdrawing=withdrawing /> }.into_any(),
        Step::Choose => view! { <Choose withdrawing=withdrawing /> }.into_any(),
        Step::Confirm => view! { <Confirm withdrawing=withdrawing /> }.into_any(),
        Step::Done(placed) => view! { <Receipt withdrawing=withdrawing placed=*placed /> }.into_any(),
    };
    view! {
        <div class="page withdrawal-page">
            <Heading title=t!(withdrawal.title) class="display" />
            <div class="withdrawal-step">{step}</div>
            <Right />
        </div>
    }
}

/// The heading of a step.
#[component]
fn StepHeading(text: String) -> impl IntoView {
    view! { <h2 id=STEP tabindex="-1">{text}</h2> }
}

/// The right in a few sentences, the law's model form, and what the shop itself offers beside it.
#[component]
fn Right() -> impl IntoView {
    let retailer = RetailerState::expect();
    let offer = move || match retailer.get()?.return_days {
        0 => None,
        days => Some(view! { <p>{plural!(days, withdrawal.beside)}</p> }),
    };
    let seller = move || {
        retailer.get().map(|retailer| {
            let legal = retailer.legal;
            t!(withdrawal.model_to, seller = format::list(&[legal.name, legal.address, legal.email]))
        })
    };
    view! {
        <section class="withdrawal-right no-print" aria-labelledby="right-title">
            <h2 id="right-title">{t!(withdrawal.right)}</h2>
            <p>{t!(withdrawal.right_text)}</p>
            <p>{t!(withdrawal.right_goods)}</p>
            <p>{t!(withdrawal.right_money)}</p>
            {offer}
            <details>
                <summary>{t!(withdrawal.model)}</summary>
                <p class="muted">{t!(withdrawal.model_text)}</p>
                <div class="model-form">
                    <p>{seller}</p>
                    <p>{t!(withdrawal.model_body)}</p>
                    <p>{t!(withdrawal.model_ordered)}</p>
                    <p>{t!(withdrawal.model_name)}</p>
                    <p>{t!(withdrawal.model_address)}</p>
                    <p>{t!(withdrawal.model_date)}</p>
                </div>
                <p>
                    <button type="button" class="text-link" on:click=|_| document::print()>{t!(returns.print)}</button>
                </p>
            </details>
            <p><a href=paths::legal()>{t!(withdrawal.terms)}</a></p>
        </section>
    }
}
