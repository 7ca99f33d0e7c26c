//! What follows from the gross lines: VAT by rate, nets, sums.

use std::collections::BTreeMap;

use contract::{
    invoice::{Invoice, InvoiceKind, InvoiceLine, InvoiceVat},
    money::Money,
    order::vat_contained,
};

/// The amounts of an invoice from its gross lines: `net` of each line, `vat`, `net` and `total` of the invoice.
///
/// Prices include VAT, so the VAT of a rate is what the sum of its lines contains; the lines share what is left by
/// largest remainder, so that they add up to the rate's base to the cent.
pub fn amounts(invoice: &mut Invoice) {
    let currency = invoice.lines.first().map_or_else(|| invoice.total.currency.clone(), currency_of);
    let mut by_rate: BTreeMap<u32, Vec<&mut InvoiceLine>> = BTreeMap::new();
    for line in &mut invoice.lines {
        by_rate.entry(line.vat_rate).or_default().push(line);
    }
    let vat = by_rate.into_iter().map(|(rate, lines)| of_rate(rate, lines, &currency));
    invoice.vat = vat.collect();
    let net = invoice.vat.iter().map(|vat| vat.base.amount).sum();
    let tax: i64 = invoice.vat.iter().map(|vat| vat.vat.amount).sum();
    invoice.net = Money::new(net, currency.clone());
    invoice.total = Money::new(net + tax, currency);
}

fn currency_of(line: &InvoiceLine) -> String {
    line.total.currency.clone()
}

fn of_rate(rate: u32, mut lines: Vec<&mut InvoiceLine>, currency: &str) -> InvoiceVat {
    let gross: i64 = lines.iter().map(|line| line.total.amount).sum();
    let vat = vat_contained(gross, rate);
    let base = gross - vat;
    let exact: Vec<(i128, i128)> =
        lines.iter().map(|line| net_and_remainder(line.total.amount, rate)).collect();
    let mut nets: Vec<i128> = exact.iter().map(|(net, _)| *net).collect();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    // Of equal remainders the first line takes the cent, so that the same lines always share alike.
    order.sort_by_key(|&index| std::cmp::Reverse(exact[index].1));
    let left = i128::from(base) - nets.iter().sum::<i128>();
    for &index in order.iter().take(usize::try_from(left).unwrap_or_default()) {
        nets[index] += 1;
    }
    for (line, net) in lines.iter_mut().zip(nets) {
        line.net = Money::new(i64::try_from(net).unwrap_or_default(), currency);
    }
    InvoiceVat { rate, base: Money::new(base, currency), vat: Money::new(vat, currency) }
}

/// The part of a gross amount that is not VAT, rounded down, and what the rounding took.
pub fn net_and_remainder(gross: i64, rate: u32) -> (i128, i128) {
    let scaled = i128::from(gross) * 10_000;
    let divisor = i128::from(10_000 + rate);
    (scaled.div_euclid(divisor), scaled.rem_euclid(divisor))
}

/// The same, rounded half up.
pub fn net_rounded(gross: i64, rate: u32) -> i64 {
    gross - vat_contained(gross, rate)
}

/// All the VAT of the invoice.
pub fn tax(invoice: &Invoice) -> Money {
    like(&invoice.total, invoice.total.amount - invoice.net.amount)
}

/// 1, or -1 in a credit note whose payments are written as what they are to the seller, money given away.
pub fn payment_sign(invoice: &Invoice) -> i64 {
    let sum: i64 = invoice.payments.iter().map(|payment| payment.amount.amount).sum();
    if invoice.kind == InvoiceKind::CreditNote && sum < 0 { -1 } else { 1 }
}

/// What was paid, or paid back of a credit note.
pub fn paid(invoice: &Invoice) -> Money {
    let sum: i64 = invoice.payments.iter().map(|payment| payment.amount.amount).sum();
    like(&invoice.total, sum * payment_sign(invoice))
}

/// What is left to pay, or to pay back.
pub fn due(invoice: &Invoice) -> Money {
    like(&invoice.total, invoice.total.amount - paid(invoice).amount)
}

fn like(money: &Money, amount: i64) -> Money {
    Money::new(amount, money.currency.clone())
}
