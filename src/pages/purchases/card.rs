use contract::{
    invoice::{InvoiceKind, InvoiceSummary},
    purchase::{Purchase, PurchaseKind, PurchaseReturn},
};
use leptos::prelude::*;

use super::words::{place_text, return_status_text, status_text, title};
use crate::{api, components::ProductPicture, format, paths, t};

/// So many pictures stand for all the lines.
const PICTURES: usize = 5;

/// A purchase in the list.
#[component]
pub fn Card(purchase: Memo<Option<Purchase>>) -> impl IntoView {
    view! {
        <li class="purchase-card">
            {move || purchase.get().map(|purchase| view! { <Content purchase=purchase /> })}
        </li>
    }
}

/// The invoice that holds: no credit note took it back.
pub fn current_invoice(purchase: &Purchase) -> Option<&InvoiceSummary> {
    purchase.invoices.iter().find(|invoice| invoice.kind == InvoiceKind::Invoice && !invoice.is_corrected)
}

#[component]
fn Content(purchase: Purchase) -> impl IntoView {
    let name = title(&purchase);
    let refunded = (purchase.refunded.amount > 0)
        .then(|| t!(purchases.refunded, amount = format::money(&purchase.refunded)));
    let returns = purchase.returns.iter().map(|back| view! { <Return back=back.clone() /> }).collect_view();
    view! {
        <p class="purchase-card-when">
            {format::date_of(&purchase.bought_at)} " · " {place_text(&purchase)}
        </p>
        <h2 class="purchase-card-title"><a href=paths::purchase(&purchase.id)>{name.clone()}</a></h2>
        <p class="purchase-card-status">{status_text(purchase.status)}</p>
        <p class="purchase-card-total">
            {format::money_in_column(&purchase.total)}
            {refunded.map(|text| view! { <span class="purchase-card-refunded">{text}</span> })}
        </p>
        <Pictures purchase=purchase.clone() />
        {(!purchase.returns.is_empty()).then(|| view! { <ul class="purchase-card-returns">{returns}</ul> })}
        <Ways purchase=purchase name=name />
    }
}

#[component]
fn Pictures(purchase: Purchase) -> impl IntoView {
    let more = purchase.lines.len().saturating_sub(PICTURES);
    let pictures = purchase.lines.into_iter().take(PICTURES).map(|line| {
        let name = line.name.clone();
        view! { <li><ProductPicture picture=line.picture alt=name sizes="72px" /></li> }
    });
    view! {
        <ul class="purchase-pictures">
            {pictures.collect_view()}
            {(more > 0).then(|| view! { <li class="purchase-more">{t!(purchases.more_lines, count = more)}</li> })}
        </ul>
    }
}

#[component]
fn Return(back: PurchaseReturn) -> impl IntoView {
    view! {
        <li>
            <a href=paths::return_request(&back.id)>{t!(purchase.return_of, number = back.number)}</a>
            " · "
            {return_status_text(back.status)}
        </li>
    }
}

/// The code to show, and the invoice.
#[component]
fn Ways(purchase: Purchase, name: String) -> impl IntoView {
    let code = purchase.pass.is_some().then(|| {
        let href = match purchase.kind {
            PurchaseKind::Order => paths::order(&purchase.id),
            PurchaseKind::Receipt => paths::purchase(&purchase.id),
        };
        let label = t!(purchases.show_code_of, title = name);
        view! { <a class="button button-now" href=href aria-label=label>{t!(purchases.show_code)}</a> }
    });
    let invoice = current_invoice(&purchase).map(|invoice| {
        let label = t!(purchases.invoice_of, number = invoice.number);
        view! {
            <a class="text-link" href=api::invoices::pdf(&invoice.id) download="" aria-label=label>
                {t!(purchases.invoice)}
            </a>
        }
    });
    (code.is_some() || invoice.is_some())
        .then(|| view! { <p class="purchase-card-ways">{code} {invoice}</p> })
}
