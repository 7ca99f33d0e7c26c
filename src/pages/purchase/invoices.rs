use contract::{
    invoice::{Company, InvoiceKind, InvoiceSummary},
    purchase::Purchase,
};
use leptos::prelude::*;

use super::{Sheets, came_to_nothing};
use crate::{api, format, paths, t};

/// Where the focus goes when an invoice was written anew.
pub const TITLE: &str = "invoices-title";

/// « Facture TM-2026-000042 »
pub fn name_of(kind: InvoiceKind, number: &str) -> String {
    match kind {
        InvoiceKind::Invoice => t!(purchase.invoice, number = number),
        InvoiceKind::CreditNote => t!(purchase.credit_note, number = number),
    }
}

#[component]
pub fn Invoices(purchase: Purchase, sheets: Sheets) -> impl IntoView {
    let nothing = match (purchase.invoices.is_empty(), came_to_nothing(purchase.status)) {
        (false, _) => None,
        (true, true) => Some(t!(purchase.no_invoice)),
        (true, false) => Some(t!(purchase.no_invoice_yet)),
    };
    let may_name = !came_to_nothing(purchase.status);
    let lines = purchase.invoices.into_iter().map(|invoice| view! { <Line invoice=invoice sheets=sheets /> });
    view! {
        <section class="purchase-invoices" aria-labelledby=TITLE>
            <h2 id=TITLE tabindex="-1">{t!(purchase.invoices)}</h2>
            {nothing.map(|text| view! { <p class="muted">{text}</p> })}
            <ul>{lines.collect_view()}</ul>
            {may_name.then(|| view! { <InCompanyName company=purchase.company sheets=sheets /> })}
        </section>
    }
}

#[component]
fn InCompanyName(company: Option<Company>, sheets: Sheets) -> impl IntoView {
    let ask = if company.is_some() { t!(purchase.company_change) } else { t!(purchase.company) };
    let named = company.map(|company| {
        let siren = format::in_threes(company.siren.as_str());
        view! { <p>{t!(purchase.company_is, name = company.name.as_str(), siren = siren)}</p> }
    });
    view! {
        {named}
        <button type="button" class="text-link" on:click=move |_| sheets.company.set(true)>{ask}</button>
    }
}

#[component]
fn Line(invoice: InvoiceSummary, sheets: Sheets) -> impl IntoView {
    let name = name_of(invoice.kind, &invoice.number);
    let facts = [
        Some(t!(purchase.issued, date = format::date_of(&invoice.issued_at))),
        invoice.is_business.then(|| t!(purchase.business)),
        invoice.is_corrected.then(|| t!(purchase.corrected)),
    ];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let download = match invoice.kind {
        InvoiceKind::Invoice => t!(purchase.download),
        InvoiceKind::CreditNote => t!(purchase.download_credit),
    };
    // The visible words first, so that who speaks them finds the link.
    let labelled = t!(purchase.download_of, download = download, number = invoice.number);
    let read = t!(purchase.read_of, title = name);
    let by_email = t!(purchase.by_email_of, title = name);
    let total = format::money_in_column(&invoice.total);
    let (pdf, page) = (api::invoices::pdf(&invoice.id), paths::invoice(&invoice.id));
    view! {
        <li class="purchase-invoice">
            <p class="sum-line"><strong>{name}</strong><span>{total}</span></p>
            <p class="muted">{facts}</p>
            <p class="purchase-ways">
                <a class="text-link" href=pdf download="" aria-label=labelled>{download.clone()}</a>
                <a class="text-link" href=page aria-label=read>{t!(purchase.read)}</a>
                <button
                    type="button"
                    class="text-link"
                    aria-label=by_email
                    on:click=move |_| sheets.email(&invoice)
                >
                    {t!(purchase.by_email)}
                </button>
            </p>
        </li>
    }
}
