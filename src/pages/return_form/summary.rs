use contract::{
    money::Money,
    purchase::{Purchase, PurchaseLine},
    return_request::{RefundWay, ReturnBy},
};
use leptos::prelude::*;

use super::form::{Form, Send};
use crate::{format, t};

/// What the units that go back next are worth: the cents that do not divide belong to the last units of the line, so
/// that all parts add up to it.
fn part(total: i64, quantity: i64, returned: i64, units: i64) -> i64 {
    if quantity <= 0 {
        return 0;
    }
    let (each, rest) = (total.div_euclid(quantity), total.rem_euclid(quantity));
    let unit = |index: i64| each + i64::from(index >= quantity - rest);
    (returned..(returned + units).min(quantity)).map(unit).sum()
}

fn amount(line: &PurchaseLine, units: u32) -> Money {
    let amount = part(line.total.amount, line.quantity, i64::from(line.returned), i64::from(units));
    Money::new(amount, line.total.currency.clone())
}

/// What goes back and what is paid back for it, before the button.
#[component]
pub fn Summary(purchase: Purchase, form: Form) -> impl IntoView {
    let currency = purchase.total.currency.clone();
    let by_post = purchase.return_terms.by_post;
    let lines = StoredValue::new(purchase.lines);
    let chosen = Memo::new(move |_| {
        form.draft.with(|draft| {
            let of = |line: &PurchaseLine| {
                let units = draft.units(&line.id);
                let exchanged = draft.wish(&line.id).is_some_and(|wish| wish.exchange_sku.is_some());
                (units > 0).then(|| (units, line.name.clone(), amount(line, units), exchanged))
            };
            lines.with_value(|lines| lines.iter().filter_map(of).collect::<Vec<_>>())
        })
    });
    let total = move || {
        let sum = chosen.with(|chosen| chosen.iter().map(|(_, _, money, _)| money.amount).sum());
        format::money_in_column(&Money::new(sum, currency.clone()))
    };
    let row = |(units, name, money, exchanged): (u32, String, Money, bool)| {
        view! {
            <li class="sum-line">
                <span>
                    {t!(order.line, count = units, name = name)}
                    {exchanged.then(|| view! { <span class="muted">", " {t!(returns.to_exchange)}</span> })}
                </span>
                <span>{format::money_in_column(&money)}</span>
            </li>
        }
    };
    let exchanges = move || chosen.with(|chosen| chosen.iter().any(|(_, _, _, exchanged)| *exchanged));
    let next = move || {
        form.draft.with(|draft| match draft.by {
            ReturnBy::Post if by_post => t!(returns.next_post),
            _ => t!(returns.next_store),
        })
    };
    let money = move || {
        form.draft.with(|draft| match draft.way {
            RefundWay::Original => t!(returns.next_original),
            RefundWay::StoreCredit => t!(returns.next_credit),
        })
    };
    view! {
        <section class="cart-summary" aria-labelledby="summary-title">
            <h2 id="summary-title">{t!(returns.summary)}</h2>
            <ul>{move || chosen.get().into_iter().map(row).collect_view()}</ul>
            <p class="sum-line sum-total"><span>{t!(returns.paid_back)}</span><strong>{total}</strong></p>
            <p>{next}</p>
            <p class="muted">{money} " " {move || exchanges().then(|| t!(returns.next_exchange))}</p>
            <Send form=form />
        </section>
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn the_parts_of_a_line_add_up_to_it() {
        assert_eq!(part(1_000, 3, 0, 1), 333);
        assert_eq!(part(1_000, 3, 2, 1), 334);
        assert_eq!(part(8, 5, 0, 2) + part(8, 5, 2, 3), 8);
        assert_eq!(part(1_000, 3, 2, 5), 334);
        assert_eq!(part(-1_000, -1, 0, 1), 0);
    }
}
