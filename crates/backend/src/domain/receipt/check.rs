//! What a receipt says must make sense by itself; field by field, before anything is looked up.

use contract::{
    error::ErrorCode,
    invoice::PaymentMethod,
    money::Money,
    newtypes::Invalid,
    pos::{PosKind, PosLine, PosPayment, PosReceipt},
};

use super::DESK;
use crate::{
    app::App,
    domain::{
        clock::{DAY, MINUTE},
        refusal::{Outcome, Refusal, invalid, refuse},
    },
};

const MAX_NAME: usize = 40;
const MAX_LINES: usize = 500;
const MAX_PAYMENTS: usize = 50;
const MAX_TEXT: usize = 200;
const MAX_UNITS: i64 = 999;
/// Far above any price, and far below what a sum of lines can hold.
const MAX_AMOUNT: i64 = 10_000_000_000;
const MAX_VAT: u32 = 10_000;
/// Clocks of tills differ a little.
const AHEAD: i64 = 10 * MINUTE;
const OLDEST: i64 = 3653 * DAY;

/// When it was printed, once all that it says was found to make sense.
pub fn check(app: &App, receipt: &PosReceipt) -> Outcome<i64> {
    check_name("till", &receipt.till)?;
    if receipt.till == DESK {
        return Err(invalid("till", Invalid::Malformed));
    }
    check_name("number", &receipt.number)?;
    let loyalty_code = receipt.customer.as_ref().and_then(|customer| customer.loyalty_code.as_deref());
    check_text("customer/loyalty_code", loyalty_code.unwrap_or_default(), MAX_TEXT)?;
    let occurred_at = check_moment(app, receipt)?;
    match receipt.kind {
        PosKind::Sale => check_sale(app, receipt)?,
        PosKind::Void => check_void(receipt)?,
    }
    Ok(occurred_at)
}

fn check_name(field: &str, text: &str) -> Outcome<()> {
    if text.trim().is_empty() {
        return Err(invalid(field, Invalid::Required));
    }
    check_text(field, text, MAX_NAME)
}

fn check_text(field: &str, text: &str, most: usize) -> Outcome<()> {
    if text.chars().count() > most {
        return Err(invalid(field, Invalid::TooLong));
    }
    if text.chars().any(char::is_control) {
        return Err(invalid(field, Invalid::Malformed));
    }
    Ok(())
}

fn check_moment(app: &App, receipt: &PosReceipt) -> Outcome<i64> {
    let moment: jiff::Timestamp =
        receipt.at.as_str().parse().map_err(|_| invalid("at", Invalid::Malformed))?;
    let (moment, now) = (moment.as_millisecond(), app.clock.now());
    if moment > now + AHEAD || moment < now - OLDEST {
        return Err(invalid("at", Invalid::OutOfRange));
    }
    Ok(moment)
}

fn check_void(receipt: &PosReceipt) -> Outcome<()> {
    let voids = receipt.voids.as_deref().ok_or_else(|| invalid("voids", Invalid::Required))?;
    check_name("voids", voids)?;
    let has = |field: &str, is_there: bool| match is_there {
        true => Err(invalid(field, Invalid::Malformed)),
        false => Ok(()),
    };
    has("voids", voids == receipt.number)?;
    has("lines", !receipt.lines.is_empty())?;
    has("total", receipt.total.is_some())?;
    has("payments", !receipt.payments.is_empty())
}

fn check_sale(app: &App, receipt: &PosReceipt) -> Outcome<()> {
    if receipt.voids.is_some() {
        return Err(invalid("voids", Invalid::Malformed));
    }
    if receipt.lines.is_empty() {
        return Err(invalid("lines", Invalid::Required));
    }
    if receipt.lines.len() > MAX_LINES {
        return Err(invalid("lines", Invalid::TooLong));
    }
    if receipt.payments.len() > MAX_PAYMENTS {
        return Err(invalid("payments", Invalid::TooLong));
    }
    let mut sum = 0;
    for (position, line) in receipt.lines.iter().enumerate() {
        let at = |field: &str| format!("lines/{position}/{field}");
        sum += check_line(app, line, &at)?;
    }
    let total = receipt.total.as_ref().ok_or_else(|| invalid("total", Invalid::Required))?;
    check_currency(app, "total/currency", total)?;
    if total.amount != sum {
        return Err(mismatch("total", format!("the lines add up to {sum}, not to {}", total.amount)));
    }
    let mut paid = 0;
    for (position, payment) in receipt.payments.iter().enumerate() {
        let at = |field: &str| format!("payments/{position}/{field}");
        paid += check_payment(app, payment, &at)?;
    }
    if paid != sum {
        return Err(mismatch("payments", format!("the payments add up to {paid}, not to {sum}")));
    }
    Ok(())
}

fn mismatch(field: &str, title: String) -> Refusal {
    refuse(ErrorCode::TotalMismatch, title).of_field(field)
}

fn check_currency(app: &App, field: &str, money: &Money) -> Outcome<()> {
    if money.currency != app.retailer.currency {
        return Err(invalid(field, Invalid::Malformed));
    }
    Ok(())
}

/// The amount of the line.
fn check_line(app: &App, line: &PosLine, at: &impl Fn(&str) -> String) -> Outcome<i64> {
    for (field, text) in [("sku", &line.sku), ("gtin", &line.gtin), ("name", &line.name)] {
        check_text(&at(field), text.as_deref().unwrap_or_default(), MAX_TEXT)?;
    }
    if line.quantity == 0 || !(-MAX_UNITS..=MAX_UNITS).contains(&line.quantity) {
        return Err(invalid(&at("quantity"), Invalid::OutOfRange));
    }
    check_currency(app, &at("unit_price/currency"), &line.unit_price)?;
    let price = line.unit_price.amount;
    if !(0..=MAX_AMOUNT).contains(&price) {
        return Err(invalid(&at("unit_price/amount"), Invalid::OutOfRange));
    }
    let full = price * line.quantity;
    let discount = match &line.discount {
        None => 0,
        Some(discount) => {
            check_currency(app, &at("discount/currency"), discount)?;
            if !(0..=full.abs()).contains(&discount.amount) {
                return Err(invalid(&at("discount/amount"), Invalid::OutOfRange));
            }
            discount.amount
        }
    };
    if line.vat_rate.is_some_and(|rate| rate > MAX_VAT) {
        return Err(invalid(&at("vat_rate"), Invalid::OutOfRange));
    }
    Ok(full - discount * line.quantity.signum())
}

fn check_payment(app: &App, payment: &PosPayment, at: &impl Fn(&str) -> String) -> Outcome<i64> {
    let amount = payment.amount.amount;
    check_currency(app, &at("amount/currency"), &payment.amount)?;
    check_text(&at("reference"), payment.reference.as_deref().unwrap_or_default(), MAX_TEXT)?;
    // What is given back in store credit is written by the desk, with a code of its own.
    let least = if payment.method == PaymentMethod::StoreCredit { 1 } else { -MAX_AMOUNT * MAX_UNITS };
    if !(least..=MAX_AMOUNT * MAX_UNITS).contains(&amount) {
        return Err(invalid(&at("amount/amount"), Invalid::OutOfRange));
    }
    let has_reference = payment.reference.as_ref().is_some_and(|code| !code.trim().is_empty());
    if payment.method == PaymentMethod::StoreCredit && !has_reference {
        return Err(invalid(&at("reference"), Invalid::Required));
    }
    Ok(amount)
}
