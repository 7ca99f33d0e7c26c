//! What the amounts of an invoice say of the payment; the PDF counts the same.

use contract::{
    invoice::{Invoice, InvoiceKind},
    money::Money,
};

fn like(money: &Money, amount: i64) -> Money {
    Money::new(amount, money.currency.clone())
}

fn sum_of_payments(invoice: &Invoice) -> i64 {
    invoice.payments.iter().map(|payment| payment.amount.amount).sum()
}

/// 1, or -1 in a credit note whose payments are written as what they are to the seller, money given away.
pub fn payment_sign(invoice: &Invoice) -> i64 {
    if invoice.kind == InvoiceKind::CreditNote && sum_of_payments(invoice) < 0 { -1 } else { 1 }
}

/// All the VAT.
pub fn tax(invoice: &Invoice) -> Money {
    like(&invoice.total, invoice.total.amount - invoice.net.amount)
}

/// What is left to pay, or to pay back.
pub fn due(invoice: &Invoice) -> Money {
    like(&invoice.total, invoice.total.amount - sum_of_payments(invoice) * payment_sign(invoice))
}
