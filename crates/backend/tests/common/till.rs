//! Tills and the receipts that they send.

use backend::{
    args,
    db::till_key::TillKey,
    domain::{clock::MINUTE, clock::timestamp, receipt, secret, till},
};
use contract::{
    error::ErrorCode,
    invoice::PaymentMethod,
    money::Money,
    pos::{PosCustomer, PosKind, PosLine, PosPayment, PosReceipt, PostedReceipt},
};

use super::{SATURDAY, Shop};

/// A till of a store, with its key.
pub async fn till_of(shop: &Shop, store: &str) -> (TillKey, String) {
    let key = till::add(&shop.app.db, SATURDAY, store, "Caisse 1").await.unwrap();
    let till = till::of_key(&shop.app, Some(&key), [127, 0, 0, 1].into()).await.unwrap();
    (till, key)
}

pub fn euros(amount: i64) -> Money {
    Money::new(amount, "EUR")
}

pub fn line(sku: &str, quantity: i64, unit_price: i64) -> PosLine {
    PosLine {
        sku: Some(sku.into()),
        gtin: None,
        name: None,
        quantity,
        unit_price: euros(unit_price),
        discount: None,
        vat_rate: None,
    }
}

/// A sale some minutes after Saturday's eleven, paid by card.
pub fn sale(number: &str, minutes: i64, lines: Vec<PosLine>) -> PosReceipt {
    let discount = |line: &PosLine| line.discount.as_ref().map_or(0, |discount| discount.amount);
    let total = lines
        .iter()
        .map(|line| line.unit_price.amount * line.quantity - discount(line) * line.quantity.signum());
    let total = euros(total.sum());
    let paid = PosPayment { method: PaymentMethod::Card, amount: total.clone(), reference: None };
    PosReceipt {
        till: "1".into(),
        number: number.into(),
        kind: PosKind::Sale,
        at: timestamp(SATURDAY + minutes * MINUTE, &jiff::tz::TimeZone::UTC),
        voids: None,
        lines,
        total: Some(total),
        payments: vec![paid],
        customer: None,
        language: None,
    }
}

pub fn void(number: &str, minutes: i64, voids: &str) -> PosReceipt {
    PosReceipt {
        kind: PosKind::Void,
        voids: Some(voids.into()),
        total: None,
        payments: Vec::new(),
        ..sale(number, minutes, Vec::new())
    }
}

pub fn by_loyalty_code(code: &str, receipt: PosReceipt) -> PosReceipt {
    let customer = PosCustomer { loyalty_code: Some(code.into()), ..PosCustomer::default() };
    PosReceipt { customer: Some(customer), ..receipt }
}

/// The same receipt, partly paid with a store credit.
pub fn with_credit(code: &str, amount: i64, mut receipt: PosReceipt) -> PosReceipt {
    receipt.payments[0].amount.amount -= amount;
    receipt.payments.push(PosPayment {
        method: PaymentMethod::StoreCredit,
        amount: euros(amount),
        reference: Some(code.into()),
    });
    receipt
}

pub async fn send(shop: &Shop, till: &TillKey, receipts: Vec<PosReceipt>) -> Vec<PostedReceipt> {
    receipt::post(&shop.app, till, receipts.into_iter().map(Ok).collect()).await.unwrap().items
}

pub async fn send_one(shop: &Shop, till: &TillKey, receipt: PosReceipt) -> PostedReceipt {
    send(shop, till, vec![receipt]).await.remove(0)
}

pub fn refused_for(posted: &PostedReceipt) -> Option<ErrorCode> {
    posted.problem.as_ref().map(|problem| problem.code)
}

/// The token in a claim's URL.
pub fn token_of(posted: &PostedReceipt) -> String {
    posted.claim_url.as_ref().unwrap().split_once('#').unwrap().1.to_string()
}

pub async fn credit(shop: &Shop, code: &str, amount: i64, valid_until: i64) {
    let sql = "INSERT INTO store_credit (code, return_id, amount, remaining, created_at, valid_until) \
               VALUES ($1, $2, $3, $3, 0, $4)";
    shop.run(sql, args![code, secret::new_id(), amount, valid_until]).await;
}

pub async fn remaining(shop: &Shop, code: &str) -> i64 {
    shop.int("SELECT remaining AS value FROM store_credit WHERE code = $1", args![code]).await
}

/// The sum of a SKU's movements in a store.
pub async fn ledger(shop: &Shop, sku: &str, store: &str) -> i64 {
    let sum = "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) AS value FROM stock_movement \
               WHERE sku = $1 AND store_id = $2";
    shop.int(sum, args![sku, store]).await
}
