use contract::{
    invoice::Payment,
    purchase::{Purchase, PurchaseLine, PurchaseStore},
};
use leptos::prelude::*;

use super::again::Again;
use crate::{
    components::ProductPicture,
    format,
    pages::{cart::variant_text, purchases::words::method_text},
    paths, plural, t,
};

/// « 2 × Robe en lin »; what was brought back at the till counts as what it is.
fn line_text(line: &PurchaseLine) -> String {
    t!(purchase.line, count = line.quantity.unsigned_abs(), name = line.name)
}

/// What was bought, at which price, and how long the law guarantees it.
#[component]
pub fn Line(line: PurchaseLine, store: Option<PurchaseStore>) -> impl IntoView {
    let text = line_text(&line);
    let name = match &line.product_slug {
        Some(slug) => view! { <a href=paths::product(slug, line.sku.as_deref())>{text}</a> }.into_any(),
        None => text.into_any(),
    };
    let facts = [
        variant_text(&line.colour, &line.size),
        (line.quantity.unsigned_abs() > 1)
            .then(|| t!(purchase.each, price = format::money(&line.unit_price))),
        (line.discount.amount != 0).then(|| t!(purchase.discount, amount = format::money(&line.discount))),
        (line.quantity < 0).then(|| t!(purchase.brought_back)),
        (line.returned > 0).then(|| plural!(line.returned, purchase.returned)),
        line.guarantee_until.as_ref().map(|day| t!(purchase.guarantee, date = format::full_date(day))),
    ];
    let facts = facts.into_iter().flatten().map(|fact| view! { <p class="muted">{fact}</p> }).collect_view();
    let total = format::money_in_column(&line.total);
    view! {
        <li class="cart-line">
            <ProductPicture picture=line.picture.clone() alt=String::new() sizes="112px" />
            <div class="cart-line-text">
                <p class="cart-line-name">{name}</p>
                {facts}
                <Again line=line store=store />
            </div>
            <p class="cart-line-total">{total}</p>
        </li>
    }
}

/// What it came to, what went back, and how it was paid.
#[component]
pub fn Sums(purchase: Purchase) -> impl IntoView {
    let refunded = (purchase.refunded.amount > 0).then(|| {
        view! {
            <p class="sum-line">
                <span>{t!(purchase.refunded)}</span>
                <span>{format::money_in_column(&purchase.refunded)}</span>
            </p>
        }
    });
    let to_pay = (purchase.payments.is_empty() && purchase.pass.is_some())
        .then(|| view! { <p class="muted">{t!(purchase.no_payment)}</p> });
    view! {
        <div class="purchase-sums">
            <p class="sum-line sum-total">
                <span>{t!(purchase.total)}</span>
                <strong>{format::money_in_column(&purchase.total)}</strong>
            </p>
            {refunded}
            <Payments payments=purchase.payments />
            {to_pay}
        </div>
    }
}

#[component]
fn Payments(payments: Vec<Payment>) -> impl IntoView {
    let row = |payment: Payment| {
        let method = method_text(payment.method);
        let text = if payment.amount.amount < 0 { t!(payment.given_back, method = method) } else { method };
        view! { <li class="sum-line"><span>{text}</span><span>{format::money_in_column(&payment.amount)}</span></li> }
    };
    (!payments.is_empty()).then(|| {
        view! {
            <h3>{t!(purchase.payments)}</h3>
            <ul>{payments.into_iter().map(row).collect_view()}</ul>
        }
    })
}
