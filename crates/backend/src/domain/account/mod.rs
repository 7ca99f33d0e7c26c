//! An account: its profile, its stores, its devices, and what a guest brought into it.

pub mod address;
pub mod device;
mod loyalty;
pub mod merge;
mod sessions;

use contract::{
    account::{Account, Notices, Profile},
    error::ErrorCode,
    event::Event,
    newtypes::Invalid,
    session::{Session, SessionAccount},
};
pub use sessions::{revoke, revoke_others, sessions};

use super::{
    clock::{HOUR, timestamp},
    outbox::{self, Entry},
    refusal::{Outcome, Refusal, invalid, not_found, refuse},
};
use crate::{
    app::App,
    db::{self, Tx, account::AccountRow, session::Session as SessionRow},
};

const MAX_SIZES: usize = 12;
const MAX_SIZE: usize = 20;
const MAX_STORES: usize = 50;

/// The session that is signed in, and its account.
pub struct SignedIn {
    pub session: SessionRow,
    pub account: AccountRow,
}

impl SignedIn {
    /// Refuses a browser that took over from another one: whoever saw a code on a screen must not get the account for good.
    pub fn proven(self) -> Outcome<Self> {
        match self.session.proven_at {
            Some(_) => Ok(self),
            None => Err(refuse(ErrorCode::ProofNeeded, "sign in again in this browser to do this")),
        }
    }
}

fn signed_out() -> Refusal {
    refuse(ErrorCode::SignedOut, "sign in first")
}

/// Who is signed in; everybody else is refused.
pub async fn signed_in(tx: &mut Tx, app: &App, session: Option<&str>) -> Outcome<SignedIn> {
    let hash = session.ok_or_else(signed_out)?;
    let session = db::session::find(tx, hash, app.clock.now()).await?.ok_or_else(signed_out)?;
    let id = session.account_id.as_deref().ok_or_else(signed_out)?;
    let account = db::account::find(tx, id).await?.ok_or_else(signed_out)?;
    Ok(SignedIn { session, account })
}

/// Tells the devices of an account that something of it has changed; the last thing before a commit.
pub async fn tell(tx: &mut Tx, app: &App, account_id: Option<&str>) -> db::Result<()> {
    let Some(account_id) = account_id else { return Ok(()) };
    outbox::publish(tx, app.clock.now(), vec![about(account_id, Event::AccountChanged)]).await
}

/// An event that is heard by those who may see the subject alone.
pub fn about(subject_id: &str, event: Event) -> Entry {
    Entry { event, subject_id: Some(subject_id.to_string()), store_id: None }
}

/// Who is signed in, for every page; a guest is nobody.
pub async fn session(app: &App, session: Option<&str>) -> Outcome<Session> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let found = match session {
        Some(hash) => db::session::find(&mut tx, hash, now).await?,
        None => None,
    };
    let view = view_session(&mut tx, found.as_ref().and_then(|found| found.account_id.as_deref())).await?;
    drop(tx);
    if let Some(found) = found.filter(|found| found.account_id.is_some())
        && found.last_seen_at.is_none_or(|seen| now - seen >= HOUR)
    {
        let mut tx = app.db.write().await?;
        db::session::set_seen(&mut tx, &found.token_hash, now).await?;
        tx.commit().await?;
    }
    Ok(view)
}

pub async fn view_session(tx: &mut Tx, account_id: Option<&str>) -> Outcome<Session> {
    let cursor = db::outbox::last(tx).await?;
    let row = match account_id {
        Some(id) => db::account::find(tx, id).await?,
        None => None,
    };
    let Some(row) = row else {
        return Ok(Session { account: None, cursor });
    };
    let store = match &row.store_id {
        Some(id) => db::store::find_visible(tx, id).await?,
        None => None,
    };
    let account = SessionAccount {
        email: row.email,
        name: row.name,
        phone: row.phone,
        store: store.map(|store| store.slug),
        sizes: row.sizes,
    };
    Ok(Session { account: Some(account), cursor })
}

pub async fn find(app: &App, session: Option<&str>) -> Outcome<Account> {
    let now = app.clock.now();
    let loyalty_code = loyalty::code_of(app, session).await?;
    let mut tx = app.db.read().await?;
    let row = signed_in(&mut tx, app, session).await?.account;
    let cursor = db::outbox::last(&mut tx).await?;
    let store = match &row.store_id {
        Some(id) => db::store::find_visible(&mut tx, id).await?,
        None => None,
    };
    let favourite_stores = db::account::stores(&mut tx, &row.id).await?;
    let addresses = address::list(&mut tx, app, &row.id).await?;
    Ok(Account {
        store: store.map(|store| store.summary(now, None)),
        favourite_stores: favourite_stores.iter().map(|store| store.summary(now, None)).collect(),
        notices: Notices { back_in_stock: row.notice_back, price_drops: row.notice_price },
        loyalty_code,
        receipt: row.receipt,
        addresses,
        created_at: timestamp(row.created_at, &app.retailer.zone()),
        email: row.email,
        name: row.name,
        phone: row.phone,
        language: row.language,
        sizes: row.sizes,
        cursor,
    })
}

/// Replaces the profile.
pub async fn set_profile(app: &App, session: Option<&str>, profile: &Profile) -> Outcome<()> {
    let sizes = check_sizes(&profile.sizes)?;
    let mut tx = app.db.write().await?;
    let mut row = signed_in(&mut tx, app, session).await?.account;
    row.name = profile.name.as_ref().map(|name| name.as_str().to_string());
    row.phone = profile.phone.as_ref().map(|phone| phone.as_str().to_string());
    row.language = profile.language;
    row.sizes = sizes;
    row.notice_back = profile.notices.back_in_stock;
    row.notice_price = profile.notices.price_drops;
    row.receipt = profile.receipt;
    db::account::set_profile(&mut tx, &row).await?;
    finish(tx, app, &row.id).await
}

/// Trimmed, each once, in the order they came.
fn check_sizes(sizes: &[String]) -> Outcome<Vec<String>> {
    if sizes.len() > MAX_SIZES {
        return Err(invalid("sizes", Invalid::TooLong));
    }
    let mut checked: Vec<String> = Vec::new();
    for (position, size) in sizes.iter().enumerate() {
        let refused = |reason| invalid(&format!("sizes/{position}"), reason);
        let size = size.trim();
        if size.is_empty() {
            return Err(refused(Invalid::Required));
        }
        if size.chars().count() > MAX_SIZE {
            return Err(refused(Invalid::TooLong));
        }
        if size.chars().any(char::is_control) {
            return Err(refused(Invalid::Malformed));
        }
        if !checked.iter().any(|known| known == size) {
            checked.push(size.to_string());
        }
    }
    Ok(checked)
}

/// Sets "my store"; `None` has none any more.
pub async fn set_store(app: &App, session: Option<&str>, store_id: Option<&str>) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    let row = signed_in(&mut tx, app, session).await?.account;
    if let Some(store_id) = store_id {
        db::store::find_visible(&mut tx, store_id).await?.ok_or_else(|| not_found("store"))?;
    }
    db::account::set_store(&mut tx, &row.id, store_id).await?;
    finish(tx, app, &row.id).await
}

pub async fn add_favourite_store(app: &App, session: Option<&str>, store_id: &str) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    let row = signed_in(&mut tx, app, session).await?.account;
    db::store::find_visible(&mut tx, store_id).await?.ok_or_else(|| not_found("store"))?;
    if db::account::stores(&mut tx, &row.id).await?.len() >= MAX_STORES {
        return Err(invalid("favourite_stores", Invalid::TooLong));
    }
    if !db::account::add_store(&mut tx, &row.id, store_id, app.clock.now()).await? {
        return Ok(());
    }
    finish(tx, app, &row.id).await
}

pub async fn remove_favourite_store(app: &App, session: Option<&str>, store_id: &str) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    let row = signed_in(&mut tx, app, session).await?.account;
    if !db::account::remove_store(&mut tx, &row.id, store_id).await? {
        return Ok(());
    }
    finish(tx, app, &row.id).await
}

async fn finish(mut tx: Tx, app: &App, account_id: &str) -> Outcome<()> {
    tell(&mut tx, app, Some(account_id)).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(())
}
