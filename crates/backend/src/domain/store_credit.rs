//! Store credits: what the shop owes to whoever shows the code.

use contract::{money::Money, return_request::StoreCredit};

use super::{
    law,
    refusal::{Outcome, Refusal},
    secret,
};
use crate::{
    app::App,
    db::{self, Tx, return_request::ReturnRow, store_credit::StoreCreditRow},
};

/// Codes are drawn until one is free; a second draw is rare.
const DRAWS: u32 = 20;

/// Writes what is owed for a return, to be spent at any till by the end of its last day.
pub async fn write(tx: &mut Tx, app: &App, row: &ReturnRow, amount: i64) -> Outcome<()> {
    let now = app.clock.now();
    let months = app.retailer.returns.credit_months;
    let mut credit = StoreCreditRow {
        code: secret::new_store_credit_code(),
        return_id: row.id.clone(),
        amount,
        remaining: amount,
        created_at: now,
        valid_until: law::end_of_day_in_months(now, months, &app.retailer.zone()),
    };
    for _ in 0..DRAWS {
        if db::store_credit::insert(tx, &credit).await? {
            return Ok(());
        }
        credit.code = secret::new_store_credit_code();
    }
    Err(Refusal::Failure(anyhow::anyhow!("no store credit could be written for the return {}", row.id)))
}

pub async fn of_return(tx: &mut Tx, app: &App, row: &ReturnRow) -> Outcome<Option<StoreCredit>> {
    let credit = db::store_credit::of_return(tx, &row.id).await?;
    Ok(credit.map(|credit| StoreCredit {
        code: credit.code,
        amount: Money::new(credit.amount, &row.currency),
        remaining: Money::new(credit.remaining, &row.currency),
        valid_until: law::last_day(credit.valid_until, &app.retailer.zone()),
    }))
}
