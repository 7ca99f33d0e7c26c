//! Associates: their PINs and their sessions at the desk.

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
    for other in db::associate::of_store(&mut tx, &store.id).await? {
        anyhow::ensure!(other.name != name, "{name} is already an associate of {}", store.name);
        anyhow::ensure!(
            !matches(pin, &other.pin_hash),
            "that PIN is taken in {}: choose another",
            store.name
        );
    }
    let salt =
        SaltString::encode_b64(&rand::random::<[u8; 16]>()).map_err(|error| anyhow::anyhow!("{error}"))?;
    let hash =
        Argon2::default().hash_password(pin.as_bytes(), &salt).map_err(|error| anyhow::anyhow!("{error}"))?;
    let associate = Associate {
        id: secret::new_id(),
        store_id: store.id,
        name: name.trim().to_string(),
        pin_hash: hash.to_string(),
    };
    db::associate::insert(&mut tx, &associate, now).await?;
    tx.commit().await?;
    Ok(())
}

fn matches(pin: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok())
}

/// Signs in by store and PIN; answers the session and its cookie's secret.
pub async fn sign_in(app: &App, request: &SignIn) -> Outcome<(DeskSession, String)> {
    if !check_pin(&request.pin) {
        return Err(invalid("pin", Invalid::Malformed));
    }
    let scope = format!("pin {}", request.store_id);
    attempt::check(app, &scope, &attempt::PIN).await?;
    let candidates = db::associate::of_store(&mut app.db.read().await?, &request.store_id).await?;
    let pin = request.pin.clone();
    // Checking takes tens of milliseconds of a processor, on purpose.
    let found = tokio::task::spawn_blocking(move || {
        candidates.into_iter().find(|associate| matches(&pin, &associate.pin_hash))
    })
    .await?;
    let Some(associate) = found else {
        attempt::failed(app, &scope, &attempt::PIN).await?;
        return Err(refuse(ErrorCode::WrongPin, "no associate of this store has this PIN"));
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
