//! Web push: the same news as the letters', on the shopper's own device, each once.
//!
//! `compose` turns rows of the outbox into queued news in the transaction that moves the reader on; `send` takes what is
//! due. Any number of machines may do so on one database.

mod compose;
mod keys;
mod note;
mod seal;
mod send;

use std::time::Duration;

use contract::{
    newtypes::Invalid,
    push::{PushKey, PushSubscription},
};
use tokio::time::timeout;
use url::{Host, Url};

pub use compose::compose;
pub use send::{ATTEMPTS, Courier, send_due};

use self::{keys::Keys, seal::Recipient};
use super::{
    refusal::{Outcome, invalid},
    secret, session,
};
use crate::{
    app::App,
    db::{self, push::Subscription},
    pictures::names_private_address,
};

const LONGEST_ENDPOINT: usize = 1_000;
/// A wake-up may be lost, and news that failed come due by themselves.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The database may not answer yet when the server starts.
const START_AGAIN: Duration = Duration::from_secs(30);

/// The public half of the shop's key.
pub async fn key(app: &App) -> Outcome<PushKey> {
    Ok(PushKey { key: Keys::load(app).await?.public() })
}

/// Tells the caller's browser from now on; answers the secret of a new session.
pub async fn subscribe(
    app: &App,
    session: Option<&str>,
    request: &PushSubscription,
) -> Outcome<Option<String>> {
    check_endpoint(app, &request.endpoint)?;
    Recipient::read(&request.p256dh, &request.auth).map_err(|field| invalid(field, Invalid::Malformed))?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let opened = session::open(&mut tx, session, now).await?;
    let subscription = Subscription {
        id: secret::new_id(),
        token_hash: opened.hash,
        endpoint: request.endpoint.clone(),
        p256dh: request.p256dh.clone(),
        auth: request.auth.clone(),
        language: request.language,
    };
    db::push::forget_others(&mut tx, &subscription.token_hash, &subscription.endpoint).await?;
    db::push::subscribe(&mut tx, &subscription, now).await?;
    tx.commit().await?;
    Ok(opened.new_token)
}

pub async fn unsubscribe(app: &App, session: Option<&str>) -> Outcome<()> {
    let Some(hash) = session else { return Ok(()) };
    let mut tx = app.db.write().await?;
    db::push::forget_others(&mut tx, hash, "").await?;
    tx.commit().await?;
    Ok(())
}

/// Anyone may name any endpoint, and the server calls it: it must not lead into our own network. Names are checked
/// again when they are looked up.
fn check_endpoint(app: &App, endpoint: &str) -> Outcome<()> {
    if endpoint.len() > LONGEST_ENDPOINT {
        return Err(invalid("endpoint", Invalid::TooLong));
    }
    let refused = || invalid("endpoint", Invalid::Malformed);
    let url = Url::parse(endpoint).map_err(|_| refused())?;
    let allowed = app.settings.allow_private
        || (url.scheme() == "https" && !names_private_address(&url) && !is_local_name(&url));
    let plain = url.username().is_empty() && url.password().is_none() && url.host().is_some();
    let web = matches!(url.scheme(), "https" | "http");
    if allowed && plain && web { Ok(()) } else { Err(refused()) }
}

fn is_local_name(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            !name.contains('.') || name.ends_with(".localhost") || name.ends_with(".local")
        }
        _ => false,
    }
}

/// Composes and sends, for ever.
pub async fn work(app: App) {
    let courier = loop {
        match Courier::of(&app).await {
            Ok(courier) => break courier,
            Err(error) => tracing::error!(error = format!("{error:#}"), "nothing is pushed for now"),
        }
        tokio::time::sleep(START_AGAIN).await;
    };
    tokio::join!(composing(&app), sending(&app, courier));
}

async fn composing(app: &App) {
    loop {
        let bell = app.outbox_bell.notified();
        if let Err(error) = compose(app).await {
            tracing::error!(%error, "cannot compose news");
        }
        let _woken_or_late = timeout(LOOK_EVERY, bell).await;
    }
}

async fn sending(app: &App, courier: Courier) {
    loop {
        if let Err(error) = send_due(app, &courier).await {
            tracing::error!(%error, "cannot push news");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
