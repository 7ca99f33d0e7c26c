//! The browsers in which an account is signed in.

use contract::{
    account::{AccountSession, AccountSessions},
    event::Event,
};

use super::{about, signed_in};
use crate::{
    app::App,
    db::{self, Tx},
    domain::{
        clock::{HOUR, timestamp},
        outbox,
        refusal::{Outcome, not_found},
    },
};

/// This browser first, then the last seen.
pub async fn sessions(app: &App, session: Option<&str>) -> Outcome<AccountSessions> {
    let mut tx = app.db.read().await?;
    let current = signed_in(&mut tx, app, session).await?;
    let mut rows = db::session::of_account(&mut tx, &current.account.id, app.clock.now()).await?;
    rows.sort_by_key(|row| row.id != current.session.id);
    let zone = app.retailer.zone();
    let view = |row: db::session::Session| {
        let signed_in_at = row.signed_in_at.unwrap_or_default();
        let seen_at = row.last_seen_at.unwrap_or(signed_in_at);
        AccountSession {
            is_current: row.id == current.session.id,
            signed_in_at: timestamp(signed_in_at, &zone),
            last_seen_at: timestamp(seen_at - seen_at.rem_euclid(HOUR), &zone),
            id: row.id,
            device: row.device,
        }
    };
    Ok(AccountSessions { items: rows.into_iter().map(view).collect() })
}

/// Signs out one browser of the account.
pub async fn revoke(app: &App, session: Option<&str>, id: &str) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    let current = signed_in(&mut tx, app, session).await?.proven()?;
    if !sign_out(&mut tx, app, &current.account.id, id).await? {
        return Err(not_found("session"));
    }
    finish(tx, app, &current.account.id, vec![id.to_string()]).await
}

/// Signs out every browser of the account but this one.
pub async fn revoke_others(app: &App, session: Option<&str>) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    let current = signed_in(&mut tx, app, session).await?.proven()?;
    let rows = db::session::of_account(&mut tx, &current.account.id, app.clock.now()).await?;
    let mut gone = Vec::new();
    for row in rows.into_iter().filter(|row| row.id != current.session.id) {
        if sign_out(&mut tx, app, &current.account.id, &row.id).await? {
            gone.push(row.id);
        }
    }
    finish(tx, app, &current.account.id, gone).await
}

async fn sign_out(tx: &mut Tx, app: &App, account_id: &str, id: &str) -> Outcome<bool> {
    // Signing in takes the request before the session too, so that neither waits for the other in a circle.
    db::sign_in::end_of_session_of(tx, account_id, id, app.clock.now()).await?;
    if !db::session::sign_out(tx, account_id, id).await? {
        return Ok(false);
    }
    db::merge::forget(tx, id).await?;
    Ok(true)
}

/// Tells the browsers that were signed out, and those that still list them.
async fn finish(mut tx: Tx, app: &App, account_id: &str, gone: Vec<String>) -> Outcome<()> {
    let mut entries: Vec<_> = gone.iter().map(|id| about(id, Event::SessionChanged)).collect();
    entries.push(about(account_id, Event::AccountChanged));
    outbox::publish(&mut tx, app.clock.now(), entries).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(())
}
