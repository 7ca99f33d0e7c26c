//! Associates: their PINs and their sessions at the desk.

use std::net::IpAddr;

use anyhow::Context;
use argon2::{
    Argon2,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};
use contract::{
    desk::{DeskSession, SignIn},
    error::ErrorCode,
    newtypes::Invalid,
};
use tokio::sync::Semaphore;

use super::{
    attempt,
    clock::HOUR,
    refusal::{Outcome, invalid, not_found, refuse},
    secret,
};
use crate::{
    app::App,
    db::{self, Db, associate::Associate},
};

const SESSION_AGE: i64 = 12 * HOUR;

/// Checking a PIN takes tens of milliseconds of a processor and 19 MiB, on purpose: few are checked at once.
static CHECKS: Semaphore = Semaphore::const_new(2);

/// A PIN is 4 to 8 digits.
pub fn check_pin(pin: &str) -> bool {
    (4..=8).contains(&pin.len()) && pin.chars().all(|c| c.is_ascii_digit())
}

/// Adds an associate to a store; two of one store can't have the same PIN, since it says who signs in.
pub async fn add(db: &Db, now: i64, store_id: &str, name: &str, pin: &str) -> anyhow::Result<()> {
    anyhow::ensure!(check_pin(pin), "a PIN is 4 to 8 digits");
    anyhow::ensure!(!name.trim().is_empty(), "an associate has a name");
    let mut tx = db.write().await?;
    let store = db::store::find_visible(&mut tx, store_id).await?;
    let store = store.with_context(|| format!("there is no store {store_id:?}"))?;
    let others = db::associate::of_store(&mut tx, &store.id).await?;
    let is_known = others.iter().any(|other| other.name == name.trim());
    anyhow::ensure!(!is_known, "{name} is already an associate of {}", store.name);
    check_free(pin, &others)?;
    let associate = Associate {
        id: secret::new_id(),
        store_id: store.id,
        name: name.trim().to_string(),
        pin_hash: hash_of(pin)?,
    };
    db::associate::insert(&mut tx, &associate, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Everybody who works in the stores; their names are what the other commands want.
pub async fn list(db: &Db) -> anyhow::Result<Vec<Associate>> {
    Ok(db::associate::all(&mut db.read().await?).await?)
}

/// Lets an associate in no more: the sessions end, the audit trail keeps the name.
pub async fn remove(db: &Db, now: i64, store_id: &str, name: &str) -> anyhow::Result<()> {
    let mut tx = db.write().await?;
    let associate = named(&db::associate::of_store(&mut tx, store_id).await?, store_id, name)?;
    db::associate::remove(&mut tx, &associate, now).await?;
    db::associate::delete_sessions(&mut tx, &associate).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives an associate another PIN; whoever signed in with the old one is signed out.
pub async fn set_pin(db: &Db, store_id: &str, name: &str, pin: &str) -> anyhow::Result<()> {
    anyhow::ensure!(check_pin(pin), "a PIN is 4 to 8 digits");
    let mut tx = db.write().await?;
    let everybody = db::associate::of_store(&mut tx, store_id).await?;
    let associate = named(&everybody, store_id, name)?;
    check_free(pin, &everybody)?;
    db::associate::set_pin(&mut tx, &associate, &hash_of(pin)?).await?;
    db::associate::delete_sessions(&mut tx, &associate).await?;
    tx.commit().await?;
    Ok(())
}

fn named(of_store: &[Associate], store_id: &str, name: &str) -> anyhow::Result<String> {
    let found = of_store.iter().find(|associate| associate.name == name.trim());
    found.map(|found| found.id.clone()).with_context(|| format!("nobody of {store_id} is called {name:?}"))
}

fn check_free(pin: &str, others: &[Associate]) -> anyhow::Result<()> {
    let is_taken = others.iter().any(|other| matches(pin, &other.pin_hash));
    anyhow::ensure!(!is_taken, "that PIN is taken in the store: choose another");
    Ok(())
}

fn hash_of(pin: &str) -> anyhow::Result<String> {
    let salt =
        SaltString::encode_b64(&rand::random::<[u8; 16]>()).map_err(|error| anyhow::anyhow!("{error}"))?;
    let hash =
        Argon2::default().hash_password(pin.as_bytes(), &salt).map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(hash.to_string())
}

fn matches(pin: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok())
}

/// Signs in by store and PIN; answers the session and its cookie's secret.
pub async fn sign_in(app: &App, address: IpAddr, request: &SignIn) -> Outcome<(DeskSession, String)> {
    if !check_pin(&request.pin) {
        return Err(invalid("pin", Invalid::Malformed));
    }
    let wrong_pin = || refuse(ErrorCode::WrongPin, "no associate of this store has this PIN");
    let candidates = db::associate::of_store(&mut app.db.read().await?, &request.store_id).await?;
    // Nothing can be guessed where nobody works, and a stranger may name any store: no try of it is written down.
    if candidates.is_empty() {
        return Err(wrong_pin());
    }
    let network = attempt::network(address);
    // By store and network: a stranger who guesses elsewhere can't lock the store out.
    let scope = format!("pin {} {network}", request.store_id);
    let tries = spend_try(app, &scope).await?;
    let Some(associate) = whose(candidates, request.pin.clone()).await? else {
        if tries >= attempt::PIN.tries {
            locked_out(app, &request.store_id, &network).await?;
        }
        return Err(wrong_pin());
    };
    let now = app.clock.now();
    let token = secret::new_token();
    let mut tx = app.db.write().await?;
    db::attempt::clear(&mut tx, &scope).await?;
    db::associate::insert_session(&mut tx, &secret::hash(&token), &associate.id, now, now + SESSION_AGE)
        .await?;
    db::associate::audit(&mut tx, &secret::new_id(), &associate, "sign_in", &associate.id, now).await?;
    let session = view(&mut tx, app, associate).await?;
    tx.commit().await?;
    Ok((session, token))
}

/// Counts a try before its PIN is checked, so that many at once are no more tries than one after another; the right PIN
/// clears them.
async fn spend_try(app: &App, scope: &str) -> Outcome<i64> {
    let mut tx = app.db.write().await?;
    let tries = attempt::spend(&mut tx, app, scope, &attempt::PIN).await?;
    tx.commit().await?;
    Ok(tries)
}

/// The associate whose PIN it is.
async fn whose(candidates: Vec<Associate>, pin: String) -> Outcome<Option<Associate>> {
    let turn = CHECKS.acquire().await?;
    let found = tokio::task::spawn_blocking(move || {
        // It lasts as long as the check, even when the caller has hung up.
        let _turn = turn;
        candidates.into_iter().find(|associate| matches(&pin, &associate.pin_hash))
    });
    Ok(found.await?)
}

/// Writes down that somebody used up the tries of a network.
async fn locked_out(app: &App, store_id: &str, network: &str) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    let (id, now) = (secret::new_id(), app.clock.now());
    db::associate::audit_of_nobody(&mut tx, &id, store_id, "locked_out", network, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Who is signed in.
pub async fn signed_in(app: &App, desk: Option<&str>) -> Outcome<Associate> {
    let signed_out = || refuse(ErrorCode::SignedOut, "sign in at the desk first");
    let hash = desk.ok_or_else(signed_out)?;
    let found = db::associate::of_session(&mut app.db.read().await?, hash, app.clock.now()).await?;
    found.ok_or_else(signed_out)
}

pub async fn session(app: &App, desk: Option<&str>) -> Outcome<DeskSession> {
    let associate = signed_in(app, desk).await?;
    view(&mut app.db.read().await?, app, associate).await
}

async fn view(tx: &mut db::Tx, app: &App, associate: Associate) -> Outcome<DeskSession> {
    let store = db::store::find(tx, &associate.store_id).await?.ok_or_else(|| not_found("store"))?;
    Ok(DeskSession { associate: associate.name, store: store.summary(app.clock.now(), None) })
}

pub async fn sign_out(app: &App, desk: Option<&str>) -> Outcome<()> {
    let Some(hash) = desk else { return Ok(()) };
    let mut tx = app.db.write().await?;
    db::associate::delete_session(&mut tx, hash).await?;
    tx.commit().await?;
    Ok(())
}
