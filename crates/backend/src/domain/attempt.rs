//! Limits on tries, wherever something can be guessed.

use contract::error::ErrorCode;

use super::{
    clock::{MINUTE, timestamp},
    refusal::{Outcome, refuse},
};
use crate::{app::App, db};

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
/// Mails to one address, so that nobody's inbox is filled by others.
pub const SIGN_IN: Limit = Limit { tries: 5, window: 15 * MINUTE };
/// Mails that one network asks for: a household or an office signs in, a machine does not.
pub const SIGN_IN_FROM: Limit = Limit { tries: 20, window: 15 * MINUTE };

/// Refuses when the scope has used up its tries.
pub async fn check(app: &App, scope: &str, limit: &Limit) -> Outcome<()> {
    let now = app.clock.now();
    let (failed, window_from) =
        db::attempt::failed(&mut app.db.read().await?, scope, now - limit.window).await?;
    if failed < limit.tries {
        return Ok(());
    }
    let again = timestamp(window_from + limit.window, &app.retailer.zone());
    Err(refuse(ErrorCode::TooManyTries, "too many tries: wait a while").at(again))
}

/// Counts a failed try, in a transaction of its own: the refusal that follows must not undo it.
pub async fn failed(app: &App, scope: &str, limit: &Limit) -> Outcome<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    db::attempt::add(&mut tx, scope, now - limit.window, now).await?;
    tx.commit().await?;
    Ok(())
}
