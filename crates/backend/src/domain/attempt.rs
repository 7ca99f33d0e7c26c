//! Limits on tries, wherever something can be guessed.

use std::net::IpAddr;

use contract::error::ErrorCode;

use super::{
    clock::{MINUTE, timestamp},
    refusal::{Outcome, refuse},
    retailer::EmailRules,
};
use crate::{
    app::App,
    db::{self, Tx},
};

pub struct Limit {
    pub tries: i64,
    pub window: i64,
}

/// An associate who mistypes has a few tries; a machine that tries PINs of six digits needs decades.
pub const PIN: Limit = Limit { tries: 5, window: 15 * MINUTE };
/// A store has some hundred live passes: an associate who guesses finds none in a day.
pub const DIGITS: Limit = Limit { tries: 30, window: 10 * MINUTE };
/// Secrets of 128 bits can't be guessed; this keeps the log readable.
pub const LINK: Limit = Limit { tries: 30, window: 10 * MINUTE };
/// The same of a code on somebody's screen, which is good for minutes: all who scan an old one in a store come from its
/// network.
pub const HANDOFF: Limit = Limit { tries: 1_000, window: 10 * MINUTE };
/// Mails to one address, so that nobody's inbox is filled by others.
pub const SIGN_IN: Limit = Limit { tries: 5, window: 15 * MINUTE };
/// Mails to sign in that one network asks for, as many as the retailer allows.
pub fn sign_in_from(rules: &EmailRules) -> Limit {
    Limit { tries: rules.max_sign_ins_per_address, window: 15 * MINUTE }
}
/// Returns whose letters go to an address that somebody typed.
pub const RETURNS: Limit = Limit { tries: 10, window: 60 * MINUTE };
/// Numbers of orders with addresses can be guessed together only with luck; with this, luck does not help.
pub const CONTRACT: Limit = Limit { tries: 10, window: 15 * MINUTE };

/// Where a caller comes from: one household has a whole network of the newer addresses.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Refuses when the scope has used up its tries.
pub async fn check(app: &App, scope: &str, limit: &Limit) -> Outcome<()> {
    within(&mut app.db.read().await?, app, scope, limit).await
}

/// Takes one of the tries of what is limited even when it succeeds, and answers how many there are; who asks at the same
/// time waits for the commit.
pub async fn spend(tx: &mut Tx, app: &App, scope: &str, limit: &Limit) -> Outcome<i64> {
    let now = app.clock.now();
    db::attempt::queue(tx, scope, now).await?;
    within(tx, app, scope, limit).await?;
    Ok(db::attempt::add(tx, scope, now - limit.window, now).await?)
}

async fn within(tx: &mut Tx, app: &App, scope: &str, limit: &Limit) -> Outcome<()> {
    let now = app.clock.now();
    let (failed, window_from) = db::attempt::failed(tx, scope, now - limit.window).await?;
    if failed < limit.tries {
        return Ok(());
    }
    let again = timestamp(window_from + limit.window, &app.retailer.zone());
    Err(refuse(ErrorCode::TooManyTries, "too many tries: wait a while").at(again))
}

/// Counts a failed try and answers how many there are, in a transaction of its own: the refusal that follows must not undo it.
pub async fn failed(app: &App, scope: &str, limit: &Limit) -> Outcome<i64> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let failed = db::attempt::add(&mut tx, scope, now - limit.window, now).await?;
    tx.commit().await?;
    Ok(failed)
}
