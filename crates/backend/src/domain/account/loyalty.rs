//! Loyalty codes: thirteen digits that any till's scanner reads.

use super::signed_in;
use crate::{
    app::App,
    db,
    domain::{
        refusal::{Outcome, Refusal},
        secret,
    },
};

/// Codes are drawn until one is free; a second draw is rare.
const DRAWS: u32 = 20;

/// The code of the account that is signed in; it gets one when it has none.
pub async fn code_of(app: &App, session: Option<&str>) -> Outcome<String> {
    let account = signed_in(&mut app.db.read().await?, app, session).await?.account;
    if let Some(code) = account.loyalty_code {
        return Ok(code);
    }
    let mut tx = app.db.write().await?;
    db::account::queue(&mut tx, &account.id).await?;
    for _ in 0..DRAWS {
        // Of two devices that look at once, the second finds the code of the first.
        if let Some(code) = db::account::find(&mut tx, &account.id).await?.and_then(|row| row.loyalty_code) {
            tx.commit().await?;
            return Ok(code);
        }
        db::account::set_loyalty_code(&mut tx, &account.id, &secret::new_loyalty_code()).await?;
    }
    Err(Refusal::Failure(anyhow::anyhow!("no loyalty code was free")))
}
