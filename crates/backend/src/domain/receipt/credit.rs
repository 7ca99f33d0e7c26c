//! Receipts that are paid with store credit.

use contract::{error::ErrorCode, invoice::PaymentMethod};

use crate::{
    db::{self, Tx, receipt::PaymentRow},
    domain::refusal::{Outcome, refuse},
};

/// How a code is kept.
pub fn written(code: &str) -> String {
    code.trim().to_uppercase()
}

/// Codes and amounts, in an order that is the same for all, so that two receipts never wait for each other.
fn credits(payments: &[PaymentRow]) -> Vec<(String, i64)> {
    let spent = payments.iter().filter(|payment| payment.method == PaymentMethod::StoreCredit);
    let mut credits: Vec<_> =
        spent.filter_map(|paid| Some((written(paid.reference.as_deref()?), paid.amount))).collect();
    credits.sort();
    credits
}

/// Takes what is spent at a moment; all of it, or the receipt is refused.
pub async fn spend(tx: &mut Tx, payments: &[PaymentRow], at: i64) -> Outcome<()> {
    for (code, amount) in credits(payments) {
        if !db::store_credit::take(tx, &code, amount, at).await? {
            let title = format!("the store credit {code} does not exist, is over, or holds less");
            return Err(refuse(ErrorCode::CreditSpent, title).of_field("payments"));
        }
    }
    Ok(())
}

pub async fn give_back(tx: &mut Tx, receipt_id: &str) -> Outcome<()> {
    for (code, amount) in credits(&db::receipt::payments(tx, receipt_id).await?) {
        db::store_credit::give_back(tx, &code, amount).await?;
    }
    Ok(())
}
