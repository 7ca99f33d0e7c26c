//! A shopper's session: made when there is something to remember.

use contract::{error::ErrorCode, session::OpenLink};

use super::{
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
    pub hash: String,
    pub cart_id: Option<String>,
    pub new_token: Option<String>,
}

/// The caller's session, or a new one.
pub async fn open(tx: &mut Tx, hash: Option<&str>, now: i64) -> db::Result<Opened> {
    if let Some(hash) = hash
        && let Some(session) = db::session::find(tx, hash, now).await?
    {
        return Ok(Opened { hash: hash.to_string(), cart_id: session.cart_id, new_token: None });
    }
    let token = secret::new_token();
    let hash = secret::hash(&token);
    db::session::insert(tx, &hash, now, now + AGE).await?;
    Ok(Opened { hash, cart_id: None, new_token: Some(token) })
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
    let mut tx = app.db.write().await?;
    db::session::delete(&mut tx, hash).await?;
    tx.commit().await?;
    Ok(())
}
