//! What tills ask before they sell.

use contract::{error::ErrorCode, money::Money, pos::LoyaltyCustomer, return_request::StoreCredit};

use super::credit::written;
use crate::{
    app::App,
    db::{self, till_key::TillKey},
    domain::{
        attempt, law,
        refusal::{Outcome, not_found, refuse},
    },
};

/// Whose loyalty code it is.
pub async fn customer(app: &App, till: &TillKey, code: &str) -> Outcome<LoyaltyCustomer> {
    let scope = format!("loyalty code {}", till.id);
    attempt::check(app, &scope, &attempt::DIGITS).await?;
    let account = db::account::by_loyalty_code(&mut app.db.read().await?, code.trim()).await?;
    let Some(account) = account else {
        attempt::failed(app, &scope, &attempt::DIGITS).await?;
        return Err(not_found("loyalty code"));
    };
    Ok(LoyaltyCustomer {
        loyalty_code: account.loyalty_code.unwrap_or_default(),
        name: account.name,
        receipt: account.receipt,
    })
}

/// What a store credit still holds; one that is over or spent is told from one that never was.
pub async fn store_credit(app: &App, till: &TillKey, code: &str) -> Outcome<StoreCredit> {
    let scope = format!("store credit {}", till.id);
    attempt::check(app, &scope, &attempt::DIGITS).await?;
    let credit = db::store_credit::find(&mut app.db.read().await?, &written(code)).await?;
    let Some(credit) = credit else {
        attempt::failed(app, &scope, &attempt::DIGITS).await?;
        return Err(not_found("store credit"));
    };
    if credit.valid_until < app.clock.now() {
        return Err(refuse(ErrorCode::CreditSpent, "the store credit is over"));
    }
    let money = |amount| Money::new(amount, &app.retailer.currency);
    Ok(StoreCredit {
        amount: money(credit.amount),
        remaining: money(credit.remaining),
        // It ends with the midnight after its last day.
        valid_until: law::local_date(credit.valid_until - 1, &app.retailer.zone()).to_string(),
        code: credit.code,
    })
}
