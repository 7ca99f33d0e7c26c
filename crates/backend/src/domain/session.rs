//! A shopper's session: made when there is something to remember.

use contract::{error::ErrorCode, session::OpenLink};

use super::{
    account,
    clock::DAY,
    refusal::{Outcome, refuse},
    secret,
};
use crate::{
    app::App,
    db::{self, Tx},
};

const AGE: i64 = 180 * DAY;

/// A session that is there, with the secret of its cookie if it was made just now.
pub struct Opened {
    pub id: String,
    pub hash: String,
    /// The account's when somebody is signed in.
    pub cart_id: Option<String>,
    pub account_id: Option<String>,
    pub new_token: Option<String>,
}

impl Opened {
    /// Who owns the favourites of the session.
    pub fn owner(&self) -> &str {
        self.account_id.as_deref().unwrap_or(&self.id)
    }
}

/// The caller's session, if it has one.
pub async fn known(tx: &mut Tx, hash: Option<&str>, now: i64) -> db::Result<Option<Opened>> {
    let Some(hash) = hash else { return Ok(None) };
    let found = db::session::find(tx, hash, now).await?;
    Ok(found.map(|session| Opened {
        id: session.id,
        hash: session.token_hash,
        cart_id: session.cart_id,
        account_id: session.account_id,
        new_token: None,
    }))
}

/// The caller's session, or a new one.
pub async fn open(tx: &mut Tx, hash: Option<&str>, now: i64) -> db::Result<Opened> {
    if let Some(session) = known(tx, hash, now).await? {
        return Ok(session);
    }
    let (id, token) = (secret::new_id(), secret::new_token());
    let hash = secret::hash(&token);
    db::session::insert(tx, &id, &hash, now, now + AGE).await?;
    Ok(Opened { id, hash, cart_id: None, account_id: None, new_token: Some(token) })
}

/// The session as of now. Transactions that give its shopper their first cart follow each other from here on.
pub async fn queue(tx: &mut Tx, opened: Opened, now: i64) -> db::Result<Opened> {
    match &opened.account_id {
        Some(account_id) => db::account::queue(tx, account_id).await?,
        None => db::session::queue(tx, &opened.hash).await?,
    }
    Ok(match known(tx, Some(&opened.hash), now).await? {
        Some(known) => Opened { new_token: opened.new_token, ..known },
        None => opened,
    })
}

/// Gives the session another secret, which is answered: whoever knew the old one knows nothing any more.
pub async fn rotate(tx: &mut Tx, opened: &Opened, now: i64) -> db::Result<String> {
    let token = secret::new_token();
    let hash = secret::hash(&token);
    db::session::rotate(tx, &opened.hash, &hash, now + AGE).await?;
    // A request whose answer was lost may be sent again with the new secret.
    db::idempotency::move_scope(tx, &opened.hash, &hash).await?;
    Ok(token)
}

/// Lets the session see an order or a reservation, and every other device of who is signed in.
pub async fn grant(tx: &mut Tx, opened: &Opened, subject_id: &str) -> db::Result<()> {
    if let Some(account_id) = &opened.account_id {
        db::account::grant(tx, account_id, subject_id).await?;
    }
    db::session::grant(tx, &opened.hash, subject_id).await
}

/// A new secret for a private link of an order or a reservation.
pub async fn mint_link(tx: &mut Tx, subject_id: &str, now: i64) -> db::Result<String> {
    let token = secret::new_token();
    db::session::insert_link(tx, &secret::hash(&token), subject_id, now).await?;
    Ok(token)
}

/// Exchanges a link's secret for access by cookie; answers the secret of a new session.
pub async fn open_link(app: &App, session: Option<&str>, link: &OpenLink) -> Outcome<Option<String>> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if !db::session::link_opens(&mut tx, &secret::hash(&link.token), &link.id).await? {
        return Err(refuse(ErrorCode::LinkExpired, "this private link opens nothing"));
    }
    let opened = open(&mut tx, session, now).await?;
    db::session::grant(&mut tx, &opened.hash, &link.id).await?;
    tx.commit().await?;
    Ok(opened.new_token)
}

/// Forgets the browser: its cart stays nobody's, its orders and reservations need their links again.
pub async fn close(app: &App, session: Option<&str>) -> Outcome<()> {
    let Some(hash) = session else { return Ok(()) };
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let Some(session) = db::session::find(&mut tx, hash, now).await? else {
        return Ok(());
    };
    db::favourite::remove_all(&mut tx, &session.id).await?;
    db::merge::forget(&mut tx, &session.id).await?;
    db::sign_in::end_of_session(&mut tx, &session.id, now).await?;
    db::session::delete(&mut tx, hash).await?;
    // The other devices list this one no more.
    account::tell(&mut tx, app, session.account_id.as_deref()).await?;
    tx.commit().await?;
    if session.account_id.is_some() {
        app.ring().await;
    }
    Ok(())
}
