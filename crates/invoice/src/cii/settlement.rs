//! VAT by rate, the sums, and how it was paid.

use contract::invoice::{Invoice, PaymentMethod};

use super::{day, line::category};
use crate::{
    amounts::{due, paid, tax},
    format::{compact_day, decimal, percent},
    markup::Markup,
    words::Words,
};

pub fn settlement(xml: &mut Markup, invoice: &Invoice, words: &Words) {
    xml.element("ram:ApplicableHeaderTradeSettlement", |xml| {
        xml.text("ram:InvoiceCurrencyCode", &invoice.total.currency);
        means(xml, invoice, words);
        for vat in &invoice.vat {
            xml.element("ram:ApplicableTradeTax", |xml| {
                xml.text("ram:CalculatedAmount", &decimal(&vat.vat));
                xml.text("ram:TypeCode", "VAT");
                xml.text("ram:BasisAmount", &decimal(&vat.base));
                xml.text("ram:CategoryCode", category(vat.rate));
                xml.text("ram:RateApplicablePercent", &percent(vat.rate));
            });
        }
        terms(xml, invoice, words);
        sums(xml, invoice);
        if let Some(corrected) = &invoice.corrects {
            xml.element("ram:InvoiceReferencedDocument", |xml| {
                xml.text("ram:IssuerAssignedID", &corrected.number);
                xml.element("ram:FormattedIssueDateTime", |xml| {
                    let issued_on = compact_day(&corrected.issued_on);
                    xml.text_with("qdt:DateTimeString", &[("format", "102")], &issued_on);
                });
            });
        }
    });
}

/// The standard knows one way of paying: several ways are one of their own, told in words.
fn means(xml: &mut Markup, invoice: &Invoice, words: &Words) {
    let mut methods: Vec<PaymentMethod> = Vec::new();
    for payment in &invoice.payments {
        if !methods.contains(&payment.method) {
            methods.push(payment.method);
        }
    }
    let code = match methods[..] {
        [] => return,
        [method] => code(method),
        _ => "ZZZ",
    };
    let names: Vec<&str> = methods.iter().map(|method| words.method(*method)).collect();
    xml.element("ram:SpecifiedTradeSettlementPaymentMeans", |xml| {
        xml.text("ram:TypeCode", code);
        xml.text("ram:Information", &names.join(", "));
    });
}

/// UNTDID 4461.
fn code(method: PaymentMethod) -> &'static str {
    match method {
        PaymentMethod::Cash => "10",
        PaymentMethod::Card => "48",
        PaymentMethod::Cheque => "20",
        PaymentMethod::GiftCard | PaymentMethod::StoreCredit => "ZZZ",
        PaymentMethod::Other => "1",
    }
}

fn terms(xml: &mut Markup, invoice: &Invoice, words: &Words) {
    xml.element("ram:SpecifiedTradePaymentTerms", |xml| {
        xml.text("ram:Description", words.terms(invoice));
        xml.element("ram:DueDateDateTime", |xml| day(xml, &invoice.issued_on));
    });
}

fn sums(xml: &mut Markup, invoice: &Invoice) {
    let currency = &invoice.total.currency;
    xml.element("ram:SpecifiedTradeSettlementHeaderMonetarySummation", |xml| {
        xml.text("ram:LineTotalAmount", &decimal(&invoice.net));
        xml.text("ram:TaxBasisTotalAmount", &decimal(&invoice.net));
        xml.text_with("ram:TaxTotalAmount", &[("currencyID", currency)], &decimal(&tax(invoice)));
        xml.text("ram:GrandTotalAmount", &decimal(&invoice.total));
        xml.text("ram:TotalPrepaidAmount", &decimal(&paid(invoice)));
        xml.text("ram:DuePayableAmount", &decimal(&due(invoice)));
    });
}
