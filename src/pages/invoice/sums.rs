use contract::{
    invoice::{Invoice, InvoiceKind, InvoiceVat},
    money::Money,
};
use leptos::prelude::*;

use super::amounts::{due, payment_sign, tax};
use crate::{format, pages::purchases::words::method_text, t};

fn row(label: String, amount: &Money) -> impl IntoView + use<> {
    view! { <p class="sum-line"><span>{label}</span><span>{format::money_in_column(amount)}</span></p> }
}

/// VAT by rate, the total, and how it was paid.
#[component]
pub fn Sums(invoice: Invoice) -> impl IntoView {
    let is_credit = invoice.kind == InvoiceKind::CreditNote;
    let total = if is_credit { t!(invoice.credit_total) } else { t!(invoice.total) };
    let open = open_text(&invoice).map(|(label, amount)| {
        view! { <div class="invoice-open">{row(label, &amount)}</div> }
    });
    view! {
        <div class="invoice-sums">
            <Rates vat=invoice.vat.clone() />
            <div class="invoice-totals">
                {row(t!(invoice.net), &invoice.net)}
                {row(t!(invoice.vat_total), &tax(&invoice))}
                <p class="sum-line sum-total">
                    <span>{total}</span>
                    <strong>{format::money_in_column(&invoice.total)}</strong>
                </p>
                <Payments invoice=invoice.clone() />
                {open}
                <p class="muted">{terms_text(&invoice)}</p>
            </div>
        </div>
    }
}

#[component]
fn Rates(vat: Vec<InvoiceVat>) -> impl IntoView {
    let rate = |vat: InvoiceVat| {
        view! {
            <tr>
                <td>{format::rate(vat.rate)}</td>
                <td class="invoice-amount">{format::money_in_column(&vat.base)}</td>
                <td class="invoice-amount">{format::money_in_column(&vat.vat)}</td>
            </tr>
        }
    };
    view! {
        <table class="invoice-rates">
            <caption class="visually-hidden">{t!(invoice.vat_by_rate)}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(invoice.rate)}</th>
                    <th scope="col" class="invoice-amount">{t!(invoice.base)}</th>
                    <th scope="col" class="invoice-amount">{t!(invoice.vat)}</th>
                </tr>
            </thead>
            <tbody>{vat.into_iter().map(rate).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Payments(invoice: Invoice) -> impl IntoView {
    let sign = payment_sign(&invoice);
    let label = match invoice.kind {
        InvoiceKind::Invoice => t!(invoice.paid),
        InvoiceKind::CreditNote => t!(invoice.refunded),
    };
    let rows = invoice.payments.iter().map(|payment| {
        let amount = Money::new(payment.amount.amount * sign, payment.amount.currency.clone());
        let method = method_text(payment.method);
        row(if amount.amount < 0 { t!(payment.given_back, method = method) } else { method }, &amount)
    });
    let rows = rows.collect_view();
    (!invoice.payments.is_empty()).then(|| view! { <h2>{label}</h2> {rows} })
}

/// What is left to pay or to give back, if anything is.
fn open_text(invoice: &Invoice) -> Option<(String, Money)> {
    let due = due(invoice);
    let label = match (invoice.kind, due.amount) {
        (_, 0) => return None,
        (InvoiceKind::Invoice, 1..) => t!(invoice.due),
        (InvoiceKind::CreditNote, 1..) => t!(invoice.to_refund),
        _ => t!(invoice.overpaid),
    };
    Some((label, Money::new(due.amount.abs(), due.currency)))
}

fn terms_text(invoice: &Invoice) -> String {
    match (invoice.kind, due(invoice).amount > 0) {
        (InvoiceKind::Invoice, true) => t!(invoice.payable),
        (InvoiceKind::Invoice, false) => t!(invoice.settled),
        (InvoiceKind::CreditNote, true) => t!(invoice.refundable),
        (InvoiceKind::CreditNote, false) => t!(invoice.refund_done),
    }
}

/// What the law wants to be read.
#[component]
pub fn Mentions(invoice: Invoice) -> impl IntoView {
    let mentions = mentions(&invoice).into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
    view! { <div class="invoice-mentions">{mentions}</div> }
}

fn mentions(invoice: &Invoice) -> Vec<String> {
    let mut mentions = vec![t!(invoice.included)];
    if !invoice.seller.mention.trim().is_empty() {
        mentions.push(invoice.seller.mention.clone());
    }
    // The rest is French law.
    if invoice.seller.country == "FR" {
        let is_credit = invoice.kind == InvoiceKind::CreditNote;
        match &invoice.buyer.company {
            Some(_) => {
                mentions.extend([t!(invoice.late_fee), t!(invoice.late_interest), t!(invoice.early_payment)])
            }
            None if !is_credit => mentions.push(t!(invoice.warranty)),
            None => {}
        }
    }
    mentions.push(t!(invoice.electronic));
    mentions
}
