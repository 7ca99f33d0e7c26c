use contract::invoice::{Buyer, Invoice, InvoiceKind, Seller};
use leptos::prelude::*;

use crate::{format, t};

/// One line a part: street, town, country.
fn parts(text: &str) -> Vec<String> {
    text.split([',', '\n']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_string).collect()
}

fn paragraphs(texts: Vec<String>) -> impl IntoView {
    texts.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()
}

/// The dates, the purchase, the store.
#[component]
pub fn Facts(invoice: Invoice) -> impl IntoView {
    let day = match invoice.kind {
        InvoiceKind::Invoice => t!(invoice.sold_on),
        InvoiceKind::CreditNote => t!(invoice.returned_on),
    };
    let facts = [
        (t!(invoice.issued_on), vec![format::full_date(&invoice.issued_on)]),
        (day, vec![format::full_date(&invoice.sold_on)]),
        (t!(invoice.purchase), vec![invoice.purchase_number]),
        (t!(invoice.store), invoice.store.as_deref().map(parts).unwrap_or_default()),
    ];
    let told = facts.into_iter().filter(|(_, texts)| !texts.is_empty());
    let fact = |(label, texts): (String, Vec<String>)| {
        view! { <div><dt>{label}</dt><dd>{paragraphs(texts)}</dd></div> }
    };
    view! { <dl class="invoice-facts">{told.map(fact).collect_view()}</dl> }
}

/// How the registers know a company, without what it does not have.
fn numbers(siren: &str, vat_number: &str) -> Vec<String> {
    let siren = (!siren.is_empty()).then(|| t!(invoice.siren, siren = format::in_threes(siren)));
    let vat_number = (!vat_number.is_empty()).then(|| t!(invoice.vat_number, number = vat_number));
    siren.into_iter().chain(vat_number).collect()
}

fn of_seller(seller: Seller) -> Vec<String> {
    let mut texts = parts(&seller.address);
    texts.extend(numbers(&seller.siren, &seller.vat_number));
    texts.extend([seller.email, seller.phone].into_iter().filter(|text| !text.is_empty()));
    texts
}

fn name_of(buyer: &Buyer) -> String {
    let company = buyer.company.as_ref().map(|company| company.name.as_str());
    let name = company.or(buyer.name.as_deref()).map(str::trim).filter(|name| !name.is_empty());
    name.map_or_else(|| t!(invoice.unnamed), str::to_string)
}

fn of_buyer(buyer: Buyer) -> Vec<String> {
    let mut texts = Vec::new();
    if let Some(company) = buyer.company {
        texts.extend(parts(&company.address));
        let vat_number = company.vat_number.as_ref().map_or("", |number| number.as_str());
        texts.extend(numbers(company.siren.as_str(), vat_number));
    }
    texts.extend(buyer.email);
    texts
}

/// Who sells and who buys.
#[component]
pub fn Parties(invoice: Invoice) -> impl IntoView {
    let buyer = name_of(&invoice.buyer);
    view! {
        <div class="invoice-parties">
            <section>
                <h2>{t!(invoice.seller)}</h2>
                <p class="invoice-name">{invoice.seller.name.clone()}</p>
                {paragraphs(of_seller(invoice.seller))}
            </section>
            <section>
                <h2>{t!(invoice.buyer)}</h2>
                <p class="invoice-name">{buyer}</p>
                {paragraphs(of_buyer(invoice.buyer))}
            </section>
        </div>
    }
}
