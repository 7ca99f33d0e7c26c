//! A line: the article, its price without VAT, its discount, its VAT.

use contract::{invoice::InvoiceLine, money::Money};

use crate::{
    amounts::net_rounded,
    format::{decimal, percent},
    markup::{Markup, clean},
    words::Words,
};

/// Pieces, of UN/ECE recommendation 20.
const PIECES: &str = "H87";

pub fn line(xml: &mut Markup, number: usize, line: &InvoiceLine, words: &Words) {
    let before = before_discount(line);
    xml.element("ram:IncludedSupplyChainTradeLineItem", |xml| {
        xml.element("ram:AssociatedDocumentLineDocument", |xml| xml.text("ram:LineID", &number.to_string()));
        product(xml, line, words);
        price(xml, line, &before);
        xml.element("ram:SpecifiedLineTradeDelivery", |xml| {
            let quantity = line.quantity.to_string();
            xml.text_with("ram:BilledQuantity", &[("unitCode", PIECES)], &quantity);
        });
        xml.element("ram:SpecifiedLineTradeSettlement", |xml| {
            xml.element("ram:ApplicableTradeTax", |xml| {
                xml.text("ram:TypeCode", "VAT");
                xml.text("ram:CategoryCode", category(line.vat_rate));
                xml.text("ram:RateApplicablePercent", &percent(line.vat_rate));
            });
            allowance(xml, line, &before, words);
            xml.element("ram:SpecifiedTradeSettlementLineMonetarySummation", |xml| {
                xml.text("ram:LineTotalAmount", &decimal(&line.net));
            });
        });
    });
}

/// Standard, or zero rated: a rate of zero claims no exemption, which would want its reason in law.
pub fn category(rate: u32) -> &'static str {
    if rate == 0 { "Z" } else { "S" }
}

fn product(xml: &mut Markup, line: &InvoiceLine, words: &Words) {
    xml.element("ram:SpecifiedTradeProduct", |xml| {
        // 0160 is GS1's register of article numbers.
        xml.text_with("ram:GlobalID", &[("schemeID", "0160")], line.gtin.as_deref().unwrap_or_default());
        let sku = line.sku.as_deref().unwrap_or_default();
        xml.text("ram:SellerAssignedID", sku);
        let names = [line.name.as_str(), sku, words.get("article")];
        xml.text("ram:Name", names.into_iter().find(|name| !clean(name).is_empty()).unwrap_or_default());
        for (name, value) in [("colour", &line.colour), ("size", &line.size)] {
            let value = clean(value.as_deref().unwrap_or_default());
            if !value.is_empty() {
                xml.element("ram:ApplicableProductCharacteristic", |xml| {
                    xml.text("ram:Description", words.get(name));
                    xml.text("ram:Value", &value);
                });
            }
        }
    });
}

/// The line without VAT and before its discount.
fn before_discount(line: &InvoiceLine) -> Money {
    let gross = line.total.amount.saturating_add(line.discount.amount);
    let before = if line.discount.amount > 0 { net_rounded(gross, line.vat_rate) } else { line.net.amount };
    // Sharing out the cents can give the line one more than it had before a discount of a cent.
    Money::new(before.max(line.net.amount), line.net.currency.clone())
}

/// The price of one piece, or of all of them where a piece would not come out in cents: then price times quantity is
/// the line's amount without any rounding.
fn price(xml: &mut Markup, line: &InvoiceLine, before: &Money) {
    let quantity = i64::from(line.quantity.max(1));
    let divides = before.amount % quantity == 0;
    let (amount, pieces) = if divides { (before.amount / quantity, 1) } else { (before.amount, quantity) };
    xml.element("ram:SpecifiedLineTradeAgreement", |xml| {
        xml.element("ram:NetPriceProductTradePrice", |xml| {
            xml.text("ram:ChargeAmount", &decimal(&Money::new(amount, before.currency.clone())));
            if pieces > 1 {
                xml.text_with("ram:BasisQuantity", &[("unitCode", PIECES)], &pieces.to_string());
            }
        });
    });
}

fn allowance(xml: &mut Markup, line: &InvoiceLine, before: &Money, words: &Words) {
    let amount = before.amount - line.net.amount;
    if amount == 0 {
        return;
    }
    xml.element("ram:SpecifiedTradeAllowanceCharge", |xml| {
        xml.element("ram:ChargeIndicator", |xml| xml.text("udt:Indicator", "false"));
        xml.text("ram:ActualAmount", &decimal(&Money::new(amount, before.currency.clone())));
        // A discount, of UNTDID 5189.
        xml.text("ram:ReasonCode", "95");
        xml.text("ram:Reason", words.get("discount"));
    });
}
