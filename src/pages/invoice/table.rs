use contract::{invoice::InvoiceLine, money::Money};
use leptos::prelude::*;

use crate::{format, t};

/// The lines. On a phone each becomes a block whose amounts are labelled; the roles keep it a table for who hears it.
#[component]
pub fn Table(lines: Vec<InvoiceLine>) -> impl IntoView {
    let has_discount = lines.iter().any(|line| line.discount.amount != 0);
    let amount = |text: String| {
        view! { <th scope="col" role="columnheader" class="invoice-amount">{text}</th> }
    };
    let rows = lines.into_iter().map(|line| view! { <Row line=line has_discount=has_discount /> });
    view! {
        <table class="invoice-lines" role="table">
            <caption class="visually-hidden">{t!(invoice.lines)}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th scope="col" role="columnheader">{t!(invoice.article)}</th>
                    {amount(t!(invoice.quantity))}
                    {amount(t!(invoice.unit_price))}
                    {has_discount.then(|| amount(t!(invoice.discount)))}
                    {amount(t!(invoice.vat_rate))}
                    {amount(t!(invoice.line_total))}
                </tr>
            </thead>
            <tbody role="rowgroup">{rows.collect_view()}</tbody>
        </table>
    }
}

fn detail(line: &InvoiceLine) -> String {
    let reference = line.sku.as_ref().map(|sku| t!(invoice.reference, sku = sku));
    let details = [line.colour.clone(), line.size.clone(), reference];
    details.into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
}

#[component]
fn Row(line: InvoiceLine, has_discount: bool) -> impl IntoView {
    let cell = |label: String, text: String| {
        view! { <td role="cell" class="invoice-amount" data-label=label>{text}</td> }
    };
    let discount = match line.discount.amount {
        0 => String::new(),
        amount => format::money_in_column(&Money::new(-amount, line.discount.currency.clone())),
    };
    let detail = detail(&line);
    view! {
        <tr role="row">
            <td role="cell" class="invoice-article">
                <p>{line.name}</p>
                {(!detail.is_empty()).then(|| view! { <p class="muted">{detail}</p> })}
            </td>
            {cell(t!(invoice.quantity), line.quantity.to_string())}
            {cell(t!(invoice.unit_price), format::money_in_column(&line.unit_price))}
            {has_discount.then(|| cell(t!(invoice.discount), discount))}
            {cell(t!(invoice.vat_rate), format::rate(line.vat_rate))}
            {cell(t!(invoice.line_total), format::money_in_column(&line.total))}
        </tr>
    }
}
