use contract::purchase::{PurchaseYear, Purchases};
use leptos::prelude::*;

use super::archive::Archive;
use crate::{
    format,
    paths::{self, PurchaseFilter},
    plural,
    state::query::Query,
    t,
};

/// A calm summary: what each year came to, and all its invoices in one file.
#[component]
pub fn Years(query: Query<Purchases>) -> impl IntoView {
    let years = Memo::new(move |_| {
        query.value.with(|list| list.ready().map(|list| list.years.clone())).unwrap_or_default()
    });
    // A download that is under way stays in its line while the numbers change.
    let shape =
        Memo::new(move |_| years.with(|years| years.iter().map(|year| year.year).collect::<Vec<_>>()));
    let line = move |number: i32| {
        let year =
            Memo::new(move |_| years.with(|years| years.iter().find(|year| year.year == number).cloned()));
        let label = t!(purchases.see_year, year = number);
        view! {
            <li class="purchase-year">
                <h3>
                    <a href=paths::purchases_of(&PurchaseFilter::of_year(number)) aria-label=label>{number}</a>
                </h3>
                <p class="purchase-year-facts">{move || year.get().map(|year| facts(&year))}</p>
                <Archive year=number />
            </li>
        }
    };
    view! {
        <section class="purchase-years" aria-labelledby="purchase-years-title">
            <h2 id="purchase-years-title" class="visually-hidden">{t!(purchases.years)}</h2>
            <ul>{move || shape.get().into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

/// « 8 achats · 14 pièces · 512,40 € dépensés · 49 € remboursés »
fn facts(year: &PurchaseYear) -> String {
    let refunded =
        (year.refunded.amount > 0).then(|| t!(purchases.refunded, amount = format::money(&year.refunded)));
    let facts = [
        Some(plural!(year.purchases, purchases.count)),
        Some(plural!(year.pieces, purchases.pieces)),
        Some(t!(purchases.spent, amount = format::money(&year.spent))),
        refunded,
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
