//! The e-invoice: EN 16931 in the syntax CII, as Factur-X wants it. `BT-…` are the standard's own numbers.

mod line;
mod party;
mod settlement;

use contract::invoice::{Invoice, InvoiceKind};

use crate::{amounts::due, format::compact_day, markup::Markup, words::Words};

const NAMESPACES: [(&str, &str); 4] = [
    ("xmlns:rsm", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"),
    ("xmlns:ram", "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"),
    ("xmlns:qdt", "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"),
    ("xmlns:udt", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"),
];

/// The invoice as EN 16931 CII (Factur-X, profile EN 16931), well formed, UTF-8.
pub fn xml(invoice: &Invoice) -> String {
    let words = Words::of(invoice.language);
    let mut markup = Markup::new();
    markup.root("rsm:CrossIndustryInvoice", &NAMESPACES, |xml| {
        context(xml, invoice);
        document(xml, invoice, words);
        xml.element("rsm:SupplyChainTradeTransaction", |xml| {
            for (index, line) in invoice.lines.iter().enumerate() {
                line::line(xml, index + 1, line, words);
            }
            agreement(xml, invoice, words);
            delivery(xml, invoice);
            settlement::settlement(xml, invoice, words);
        });
    });
    markup.finish()
}

fn context(xml: &mut Markup, invoice: &Invoice) {
    xml.element("rsm:ExchangedDocumentContext", |xml| {
        if invoice.seller.country == "FR" {
            // BT-23, the French frame of invoicing: goods, paid already or not.
            let frame = if due(invoice).amount > 0 { "B1" } else { "B2" };
            xml.element("ram:BusinessProcessSpecifiedDocumentContextParameter", |xml| {
                xml.text("ram:ID", frame)
            });
        }
        xml.element("ram:GuidelineSpecifiedDocumentContextParameter", |xml| {
            xml.text("ram:ID", "urn:cen.eu:en16931:2017");
        });
    });
}

fn document(xml: &mut Markup, invoice: &Invoice, words: &Words) {
    xml.element("rsm:ExchangedDocument", |xml| {
        xml.text("ram:ID", &invoice.number);
        xml.text(
            "ram:TypeCode",
            match invoice.kind {
                InvoiceKind::Invoice => "380",
                InvoiceKind::CreditNote => "381",
            },
        );
        xml.element("ram:IssueDateTime", |xml| day(xml, &invoice.issued_on));
        for (code, text) in words.mentions(invoice) {
            xml.element("ram:IncludedNote", |xml| {
                xml.text("ram:Content", text);
                xml.text("ram:SubjectCode", code);
            });
        }
    });
}

fn agreement(xml: &mut Markup, invoice: &Invoice, words: &Words) {
    xml.element("ram:ApplicableHeaderTradeAgreement", |xml| {
        party::seller(xml, &invoice.seller, &invoice.buyer);
        party::buyer(xml, &invoice.buyer, &invoice.seller, words);
        xml.element("ram:SellerOrderReferencedDocument", |xml| {
            xml.text("ram:IssuerAssignedID", &invoice.purchase_number);
        });
    });
}

fn delivery(xml: &mut Markup, invoice: &Invoice) {
    xml.element("ram:ApplicableHeaderTradeDelivery", |xml| {
        if let Some(store) = &invoice.store {
            xml.element("ram:ShipToTradeParty", |xml| xml.text("ram:Name", store));
        }
        xml.element("ram:ActualDeliverySupplyChainEvent", |xml| {
            xml.element("ram:OccurrenceDateTime", |xml| day(xml, &invoice.sold_on));
        });
    });
}

/// `102` is the format of a day without separators.
fn day(xml: &mut Markup, day: &str) {
    xml.text_with("udt:DateTimeString", &[("format", "102")], &compact_day(day));
}
