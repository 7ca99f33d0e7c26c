//! Browsers that want to be told, and the news on their way to them. status: queued, sent, dead.

use contract::language::Language;

use super::{Result, Row, Tx};
use crate::args;

pub struct Subscription {
    pub id: String,
    /// The session whose subjects it is told of.
    pub token_hash: String,
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
    pub language: Language,
}

pub struct PushRow {
    pub id: String,
    /// The outbox row that it tells of.
    pub outbox_number: i64,
    pub subscription_id: String,
    pub payload: String,
    pub urgency: String,
    /// When it is no news any more.
    pub expires_at: i64,
    /// How often sending was begun.
    pub attempts: i64,
    pub next_try_at: i64,
}

pub async fn key(tx: &mut Tx) -> Result<Option<String>> {
    let row = tx.row("SELECT pkcs8 FROM push_key WHERE id = 1", args![]).await?;
    row.map(|row| row.text("pkcs8")).transpose()
}

/// Nothing if another machine was faster.
pub async fn insert_key(tx: &mut Tx, pkcs8: &str, now: i64) -> Result<()> {
    let sql = "INSERT INTO push_key (id, pkcs8, created_at) VALUES (1, $1, $2) ON CONFLICT DO NOTHING";
    tx.execute(sql, args![pkcs8, now]).await?;
    Ok(())
}

fn read(row: &Row) -> Result<Subscription> {
    Ok(Subscription {
        id: row.text("id")?,
        token_hash: row.text("token_hash")?,
        endpoint: row.text("endpoint")?,
        p256dh: row.text("p256dh")?,
        auth: row.text("auth")?,
        language: row.one_of("language", Language::from_tag)?,
    })
}

const COLUMNS: &str = "id, token_hash, endpoint, p256dh, auth, language";

/// A browser that has an endpoint already keeps its id, so that news on their way still reach it.
pub async fn subscribe(tx: &mut Tx, subscription: &Subscription, now: i64) -> Result<()> {
    let sql = "INSERT INTO push_subscription (id, token_hash, endpoint, p256dh, auth, language, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (endpoint) DO UPDATE SET token_hash = $2, \
               p256dh = $4, auth = $5, language = $6";
    let args = args![
        &subscription.id,
        &subscription.token_hash,
        &subscription.endpoint,
        &subscription.p256dh,
        &subscription.auth,
        subscription.language.tag(),
        now,
    ];
    tx.execute(sql, args).await?;
    Ok(())
}

/// Forgets a session's subscriptions but the one with this endpoint, with what was to be said to them.
pub async fn forget_others(tx: &mut Tx, token_hash: &str, endpoint: &str) -> Result<()> {
    let sql = "SELECT id FROM push_subscription WHERE token_hash = $1 AND endpoint <> $2";
    for row in tx.rows(sql, args![token_hash, endpoint]).await? {
        forget(tx, &row.text("id")?).await?;
    }
    Ok(())
}

/// Forgets a subscription, with what was to be said to it.
pub async fn forget(tx: &mut Tx, id: &str) -> Result<()> {
    tx.execute("DELETE FROM push WHERE subscription_id = $1 AND status = 'queued'", args![id]).await?;
    tx.execute("DELETE FROM push_subscription WHERE id = $1", args![id]).await?;
    Ok(())
}

pub async fn of_session(tx: &mut Tx, token_hash: &str) -> Result<Vec<Subscription>> {
    let sql = format!("SELECT {COLUMNS} FROM push_subscription WHERE token_hash = $1 ORDER BY id");
    tx.rows(sql, args![token_hash]).await?.iter().map(read).collect()
}

pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<Subscription>> {
    let sql = format!("SELECT {COLUMNS} FROM push_subscription WHERE id = $1");
    tx.row(sql, args![id]).await?.as_ref().map(read).transpose()
}

/// False when this outbox row was queued for the subscription already.
pub async fn insert(tx: &mut Tx, push: &PushRow, now: i64) -> Result<bool> {
    let sql = "INSERT INTO push (id, outbox_number, subscription_id, payload, urgency, expires_at, status, attempts, \
               next_try_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, 'queued', $7, $8, $9) ON CONFLICT DO NOTHING";
    let args = args![
        &push.id,
        push.outbox_number,
        &push.subscription_id,
        &push.payload,
        &push.urgency,
        push.expires_at,
        push.attempts,
        push.next_try_at,
        now,
    ];
    Ok(tx.execute(sql, args).await? == 1)
}

/// Queued news whose time has come, the one that waits longest first.
pub async fn due(tx: &mut Tx, now: i64, limit: i64) -> Result<Vec<PushRow>> {
    let sql = "SELECT id, outbox_number, subscription_id, payload, urgency, expires_at, attempts, next_try_at \
               FROM push WHERE status = 'queued' AND next_try_at <= $1 ORDER BY next_try_at, id LIMIT $2";
    tx.rows(sql, args![now, limit]).await?.iter().map(read_push).collect()
}

fn read_push(row: &Row) -> Result<PushRow> {
    Ok(PushRow {
        id: row.text("id")?,
        outbox_number: row.int("outbox_number")?,
        subscription_id: row.text("subscription_id")?,
        payload: row.text("payload")?,
        urgency: row.text("urgency")?,
        expires_at: row.int("expires_at")?,
        attempts: row.int("attempts")?,
        next_try_at: row.int("next_try_at")?,
    })
}

/// Takes news that are due and counts the attempt; false when another machine has taken them.
pub async fn claim(tx: &mut Tx, push: &PushRow, until: i64) -> Result<bool> {
    let sql = "UPDATE push SET next_try_at = $3, attempts = attempts + 1 \
               WHERE id = $1 AND status = 'queued' AND next_try_at = $2";
    Ok(tx.execute(sql, args![&push.id, push.next_try_at, until]).await? == 1)
}

pub async fn set_sent(tx: &mut Tx, id: &str) -> Result<()> {
    tx.execute("UPDATE push SET status = 'sent', error = NULL WHERE id = $1", args![id]).await?;
    Ok(())
}

pub async fn set_failed(tx: &mut Tx, id: &str, error: &str, next_try_at: i64) -> Result<()> {
    let sql = "UPDATE push SET error = $2, next_try_at = $3 WHERE id = $1";
    tx.execute(sql, args![id, error, next_try_at]).await?;
    Ok(())
}

pub async fn set_dead(tx: &mut Tx, id: &str, error: &str) -> Result<()> {
    tx.execute("UPDATE push SET status = 'dead', error = $2 WHERE id = $1", args![id, error]).await?;
    Ok(())
}

/// Forgets what was said or given up before a moment.
pub async fn forget_before(tx: &mut Tx, moment: i64) -> Result<u64> {
    tx.execute("DELETE FROM push WHERE status <> 'queued' AND created_at < $1", args![moment]).await
}
