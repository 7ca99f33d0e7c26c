//! One key makes one thing: a request that is sent again gets the answer of the first.

use contract::error::ErrorCode;
use serde::Serialize;

use super::{
    order::Caller,
    refusal::{Outcome, Refusal, not_found, refuse},
    secret,
};
use crate::db::{self, Tx};

const GUEST: &str = "guest";

pub enum Key {
    /// It was never seen; what it makes is written down with [`made`].
    New { scope: String },
    /// What it made before.
    Made(String),
}

/// Claims the caller's key for a request. `what` names the route.
pub async fn claim(
    tx: &mut Tx,
    what: &str,
    caller: &Caller<'_>,
    request: &impl Serialize,
    now: i64,
) -> Outcome<Key> {
    let body_hash = secret::hash(&serde_json::to_string(request)?);
    let scope_of = |who: &str| format!("{what} {who}");
    // A guest whose answer broke off may have kept its cookie: the next try comes with a session, and is the same.
    if caller.session.is_some()
        && let Some(id) =
            db::idempotency::find(tx, &scope_of(GUEST), caller.idempotency_key, &body_hash).await?
    {
        return Ok(Key::Made(id));
    }
    let scope = scope_of(caller.session.unwrap_or(GUEST));
    match db::idempotency::claim(tx, &scope, caller.idempotency_key, &body_hash, now).await? {
        Some(earlier) if earlier.body_hash != body_hash => Err(mismatch()),
        Some(earlier) => Ok(Key::Made(earlier.subject.ok_or_else(|| not_found("answer to this key"))?)),
        None => Ok(Key::New { scope }),
    }
}

/// Whether a session asks for a change for the first time, as it always does without a key; the answer to a change is
/// what it left behind, so nothing else is written down.
pub async fn first(
    tx: &mut Tx,
    what: &str,
    session: &str,
    key: Option<&str>,
    request: &impl Serialize,
    now: i64,
) -> Outcome<bool> {
    let Some(key) = key else { return Ok(true) };
    let body_hash = secret::hash(&serde_json::to_string(request)?);
    match db::idempotency::claim(tx, &format!("{what} {session}"), key, &body_hash, now).await? {
        Some(earlier) if earlier.body_hash != body_hash => Err(mismatch()),
        earlier => Ok(earlier.is_none()),
    }
}

fn mismatch() -> Refusal {
    refuse(ErrorCode::IdempotencyMismatch, "this Idempotency-Key came with another body before")
}

pub async fn made(tx: &mut Tx, scope: &str, caller: &Caller<'_>, id: &str) -> Outcome<()> {
    Ok(db::idempotency::set_subject(tx, scope, caller.idempotency_key, id).await?)
}
