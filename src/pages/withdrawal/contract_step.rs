//! The contract that was found: which pieces, until when, and what happens next.

use contract::withdrawal::{Contract, ContractLine};
use leptos::{ev, prelude::*};

use super::{Step, StepHeading, Withdrawing};
use crate::{
    browser::{focus, time},
    components::PieceChoice,
    format,
    pages::cart::variant_text,
    state::retailer::RetailerState,
    t,
};

const MISSING: &str = "withdrawal-missing";

#[component]
pub fn Choose(withdrawing: Withdrawing) -> impl IntoView {
    let missing = RwSignal::new(false);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let any = withdrawing.units.with_untracked(|units| units.iter().any(|(_, units)| *units > 0));
        missing.set(!any);
        if any {
            withdrawing.go(Step::Confirm);
        } else {
            time::after(0, || focus::by_id(MISSING));
        }
    };
    let shown = move |contract: Contract| {
        // What nobody has in hand yet is cancelled as a whole.
        let handed_over = contract.received_at.is_some();
        let lines = contract.lines.clone().into_iter();
        let lines = lines
            .map(|line| view! { <Line withdrawing=withdrawing line=line handed_over=handed_over /> })
            .collect_view();
        view! {
            <Facts contract=contract />
            <ul>{lines}</ul>
            {move || {
                missing
                    .get()
                    .then(|| view! { <p class="field-error" role="alert" id=MISSING tabindex="-1">{t!(returns.line_missing)}</p> })
            }}
            <Next handed_over=handed_over />
        }
    };
    view! {
        <form class="return-questions" novalidate on:submit=submit>
            <StepHeading text=t!(withdrawal.which) />
            {move || withdrawing.contract.get().map(shown)}
            <p class="actions">
                <button type="submit" class="button">{t!(withdrawal.go_on)}</button>
                <button type="button" class="button button-quiet" on:click=move |_| withdrawing.go(Step::Find)>
                    {t!(withdrawal.other_order)}
                </button>
            </p>
        </form>
    }
}

#[component]
fn Facts(contract: Contract) -> impl IntoView {
    let ordered = t!(withdrawal.ordered, number = contract.number, day = format::dated(&contract.ordered_at));
    let until = match &contract.until {
        Some(end) => t!(withdrawal.until, day = format::last_day(end)),
        None => t!(withdrawal.not_handed_over),
    };
    view! {
        <p class="muted">{ordered}</p>
        <p class="lead">{until}</p>
    }
}

#[component]
fn Line(withdrawing: Withdrawing, line: ContractLine, handed_over: bool) -> impl IntoView {
    let id = StoredValue::new(line.line_id.clone());
    let units = Memo::new(move |_| id.with_value(|id| withdrawing.units_of(id)));
    let set = Callback::new(move |units| id.with_value(|id| withdrawing.set_units(id, units)));
    view! {
        <PieceChoice
            id=format!("line-{}", line.line_id)
            name=t!(order.line, count = line.quantity, name = line.name)
            variant=variant_text(&line.colour, &line.size)
            picture=line.picture
            amount=Some(format::money_in_column(&line.amount))
            choose=t!(withdrawal.choose)
            units=units
            max=if handed_over { line.quantity } else { 0 }
            reason=None
            on_change=set
        />
    }
}

/// Where to bring it, who pays what, when the money comes.
#[component]
pub fn Next(handed_over: bool) -> impl IntoView {
    let retailer = RetailerState::expect();
    let how = move || match retailer.get().is_some_and(|retailer| retailer.return_by_post) {
        _ if !handed_over => t!(withdrawal.next_cancelled),
        true => t!(withdrawal.next_store_or_post),
        false => t!(withdrawal.next_store),
    };
    view! {
        <div class="withdrawal-next">
            <h3>{t!(withdrawal.next)}</h3>
            <p>{how}</p>
            {handed_over.then(|| view! { <p>{t!(withdrawal.next_money)}</p> })}
        </div>
    }
}
