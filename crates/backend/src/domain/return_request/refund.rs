//! The money goes back.

use contract::{
    desk_sale::{InspectedReturn, PayRefund},
    error::ErrorCode,
    invoice::{Payment, PaymentMethod},
    money::Money,
    return_request::{RefundWay, ReturnChange, ReturnDecision, ReturnStatus},
};

use super::{Moved, change, check_may_look, lock, publish, refusal, view_at_desk};
use crate::{
    app::App,
    db::{self, Tx, associate::Associate, return_request::ReturnRow},
    domain::{
        invoice::{self, CreditLine},
        refusal::{Outcome, refuse},
        secret, store_credit,
    },
};

/// Where money goes back to. A payment provider is one more: what it is asked for is written in the transaction, like a
/// store credit, and done after the commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundBy {
    /// Given back at the till, in the way it was paid there.
    Till(PaymentMethod),
    StoreCredit,
}

/// A part of what is paid back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    by: RefundBy,
    amount: i64,
}

impl Part {
    fn view(self, currency: &str) -> Payment {
        let method = match self.by {
            RefundBy::Till(method) => method,
            RefundBy::StoreCredit => PaymentMethod::StoreCredit,
        };
        Payment { method, amount: Money::new(self.amount, currency) }
    }

    async fn pay(self, tx: &mut Tx, app: &App, row: &ReturnRow) -> Outcome<Payment> {
        if self.by == RefundBy::StoreCredit {
            store_credit::write(tx, app, row, self.amount).await?;
        }
        Ok(self.view(&row.currency))
    }
}

/// Pays a received return back, once and only once, in the store that received it.
pub async fn refund(app: &App, who: &Associate, id: &str, request: &PayRefund) -> Outcome<InspectedReturn> {
    let mut tx = app.db.write().await?;
    let (mut row, _) = lock(&mut tx, id).await?;
    if !row.status.can_refund() {
        return Err(refusal(app, &row));
    }
    check_may_look(&mut tx, app, who, &row).await?;
    let amount = row.refund_amount.unwrap_or_default();
    if request.expected != Money::new(amount, &row.currency) {
        return Err(refuse(ErrorCode::PriceChanged, "another amount is owed: read the return again"));
    }
    let now = app.clock.now();
    db::associate::audit(&mut tx, &secret::new_id(), who, "return.refund", id, now).await?;
    let mut payments = Vec::new();
    for part in parts(&mut tx, &row).await? {
        payments.push(part.pay(&mut tx, app, &row).await?);
    }
    row.status = ReturnStatus::Refunded;
    row.refunded_at = Some(now);
    row.ended_at = Some(now);
    change(&mut tx, app, ReturnStatus::Received, &row).await?;
    credit(&mut tx, app, &row, payments).await?;
    publish(&mut tx, app, &row, ReturnChange::Status, Moved::default()).await?;
    let desk_return = view_at_desk(&mut tx, app, who, row).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(InspectedReturn { desk_return, to_pay: None })
}

/// How the desk is to pay what is owed, as long as it is.
pub async fn owed(tx: &mut Tx, row: &ReturnRow) -> Outcome<Vec<Payment>> {
    if !row.status.can_refund() {
        return Ok(Vec::new());
    }
    Ok(parts(tx, row).await?.into_iter().map(|part| part.view(&row.currency)).collect())
}

/// How what is owed goes back: in the way it was paid, the biggest payment first, after what went back before.
async fn parts(tx: &mut Tx, row: &ReturnRow) -> Outcome<Vec<Part>> {
    let amount = row.refund_amount.unwrap_or_default();
    if row.way == RefundWay::StoreCredit {
        return Ok(vec![Part { by: RefundBy::StoreCredit, amount }]);
    }
    let mut paid = db::purchase::payments(tx, &row.purchase_id).await?;
    paid.sort_by_key(|(_, amount)| -amount);
    let before = db::return_request::paid_back(tx, &row.purchase_id).await?;
    Ok(share(&paid, before, amount))
}

/// The payments as one row, of which `before` has gone back. What no payment covers was paid in a way that was not said.
fn share(paid: &[(PaymentMethod, i64)], before: i64, amount: i64) -> Vec<Part> {
    let (mut skipped, mut left) = (before, amount);
    let mut parts: Vec<Part> = Vec::new();
    let all = paid.iter().copied().filter(|(_, paid)| *paid > 0);
    for (method, paid) in all.chain([(PaymentMethod::Other, i64::MAX)]) {
        let gone = skipped.min(paid);
        skipped -= gone;
        let taken = left.min(paid - gone);
        left -= taken;
        if taken == 0 {
            continue;
        }
        // A card of the shop can't be filled again at every till, and a credit that was spent is gone.
        let by = match method {
            PaymentMethod::StoreCredit | PaymentMethod::GiftCard => RefundBy::StoreCredit,
            method => RefundBy::Till(method),
        };
        match parts.iter_mut().find(|part| part.by == by) {
            Some(part) => part.amount += taken,
            None => parts.push(Part { by, amount: taken }),
        }
    }
    parts
}

/// Writes the credit note of what was accepted; what was set off against a purchase was paid at the till.
pub async fn credit(tx: &mut Tx, app: &App, row: &ReturnRow, mut payments: Vec<Payment>) -> Outcome<()> {
    let lines = db::return_line::of(tx, &row.id).await?;
    let accepted = lines.iter().filter(|line| line.decision != Some(ReturnDecision::Refused));
    let lines: Vec<CreditLine> = accepted
        .map(|line| CreditLine {
            line_id: line.line_id.clone(),
            quantity: line.quantity,
            amount: line.amount,
        })
        .collect();
    let total: i64 = lines.iter().map(|line| line.amount).sum();
    let set_off = total - payments.iter().map(|payment| payment.amount.amount).sum::<i64>();
    if set_off > 0 {
        let amount = Money::new(set_off, &row.currency);
        payments.push(Payment { method: PaymentMethod::Other, amount });
    }
    invoice::credit(tx, app, &row.purchase_id, &row.id, &lines, &payments).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn till(method: PaymentMethod, amount: i64) -> Part {
        Part { by: RefundBy::Till(method), amount }
    }

    #[test]
    fn each_payment_goes_back_once() {
        let paid = [(PaymentMethod::Card, 8_000), (PaymentMethod::Cash, 2_000)];
        assert_eq!(share(&paid, 0, 5_000), [till(PaymentMethod::Card, 5_000)]);
        assert_eq!(
            share(&paid, 5_000, 5_000),
            [till(PaymentMethod::Card, 3_000), till(PaymentMethod::Cash, 2_000)]
        );
        assert_eq!(share(&paid, 9_000, 1_000), [till(PaymentMethod::Cash, 1_000)]);
        assert_eq!(share(&[], 0, 700), [till(PaymentMethod::Other, 700)]);
    }

    #[test]
    fn what_was_paid_with_a_credit_goes_back_as_one() {
        let paid = [(PaymentMethod::GiftCard, 3_000), (PaymentMethod::StoreCredit, 1_000)];
        assert_eq!(share(&paid, 500, 3_000), [Part { by: RefundBy::StoreCredit, amount: 3_000 }]);
    }
}
