//! Publishing what happened, and following it.

use std::{sync::Arc, time::Duration};

use contract::{account::Device, event::Event};
use serde::{Deserialize, Serialize};
use tokio::time::timeout;

use super::{clock::DAY, recent};
use crate::{
    app::App,
    db::{
        self, Db, Tx, WAKE_CHANNEL,
        outbox::{MAILING, OutboxRow},
    },
};

/// How long rows are kept for readers that come back.
const KEPT: i64 = 7 * DAY;
/// A wake-up may be lost, and an import may run in another process: readers look by themselves.
const LOOK_EVERY: Duration = Duration::from_millis(400);
/// How many rows are read in one go.
pub const BATCH: i64 = 500;

/// An event with those who may hear it; neither subject nor store means everyone.
#[derive(Clone, Debug)]
pub struct Entry {
    pub event: Event,
    pub subject_id: Option<String>,
    pub store_id: Option<String>,
}

impl Entry {
    pub fn public(event: Event) -> Self {
        Self { event, subject_id: None, store_id: None }
    }
}

/// A mail that is to be written, and that no event asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "mailing", rename_all = "snake_case")]
pub enum Mailing {
    /// The six digits and the link of a request to sign in.
    SignIn { request_id: String },
    /// The six digits that prove another address of an account.
    JoinAddress { request_id: String },
    /// Another address joined an account.
    AddressJoined { account_id: String, email: String },
    /// A browser came into an account by the code of another one.
    HandoffTaken { account_id: String, device: Device },
    /// A favourite can be had again: in the account's store, or anywhere when it has none.
    FavouriteBack { account_id: String, sku: String },
    /// A favourite costs less than `from`.
    FavouritePrice { account_id: String, sku: String, from: i64 },
    /// An invoice that was asked for.
    Invoice { invoice_id: String, recipient: String },
}

/// A committed event with its number, and the sessions that may see its subject.
#[derive(Clone, Debug)]
pub struct Numbered {
    pub number: i64,
    pub entry: Entry,
    pub sessions: Vec<String>,
}

/// Writes events, as the last thing before a commit. Ring the app's bell after it.
pub async fn publish(tx: &mut Tx, now: i64, entries: Vec<Entry>) -> db::Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let last = db::outbox::take_numbers(tx, count).await?;
    for (number, entry) in (last - count + 1..).zip(entries) {
        let payload =
            serde_json::to_value(&entry.event).map_err(|error| sqlx::Error::Encode(error.into()))?;
        let row = OutboxRow {
            number,
            kind: payload["kind"].as_str().unwrap_or_default().to_string(),
            subject_id: entry.subject_id,
            store_id: entry.store_id,
            payload: payload.to_string(),
        };
        db::outbox::insert(tx, &row, now).await?;
    }
    Ok(())
}

/// Asks for mails that tell of no event, likewise.
pub async fn ask_for_mails(tx: &mut Tx, now: i64, mailings: Vec<Mailing>) -> db::Result<()> {
    if mailings.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(mailings.len()).unwrap_or(i64::MAX);
    let last = db::outbox::take_numbers(tx, count).await?;
    for (number, mailing) in (last - count + 1..).zip(mailings) {
        let payload = serde_json::to_string(&mailing).map_err(|error| sqlx::Error::Encode(error.into()))?;
        let kind = MAILING.to_string();
        let row = OutboxRow { number, kind, subject_id: None, store_id: None, payload };
        db::outbox::insert(tx, &row, now).await?;
    }
    Ok(())
}

/// Reads the rows after a number, with the sessions that may see them.
pub async fn read_after(tx: &mut Tx, number: i64, now: i64) -> db::Result<Vec<Numbered>> {
    let mut events = Vec::new();
    for row in db::outbox::events_after(tx, number, BATCH).await? {
        let event = serde_json::from_str(&row.payload).map_err(|error| sqlx::Error::Decode(error.into()))?;
        let sessions = match &row.subject_id {
            Some(subject) => db::session::sessions_of(tx, subject, now).await?,
            None => Vec::new(),
        };
        let entry = Entry { event, subject_id: row.subject_id, store_id: row.store_id };
        events.push(Numbered { number: row.number, entry, sessions });
    }
    Ok(events)
}

/// Passes new rows on to the live streams of this process, for ever.
pub async fn follow(app: App) {
    tokio::spawn(listen(app.clone()));
    let mut position = None;
    loop {
        let bell = app.outbox_bell.notified();
        match pass_on(&app, position).await {
            Ok(now_at) => position = Some(now_at),
            Err(error) => tracing::error!(%error, "cannot read the outbox"),
        }
        let _woken_or_late = timeout(LOOK_EVERY, bell).await;
    }
}

async fn pass_on(app: &App, position: Option<i64>) -> db::Result<i64> {
    let mut tx = app.db.read().await?;
    let Some(mut position) = position else {
        return db::outbox::last(&mut tx).await;
    };
    for numbered in read_after(&mut tx, position, app.clock.now()).await? {
        position = numbered.number;
        // Without a listener there is nothing to do.
        let _listeners = app.live.send(Arc::new(numbered));
    }
    Ok(position)
}

/// Turns PostgreSQL's wake-ups into rings of the bell.
async fn listen(app: App) {
    let Db::Postgres(pool) = &app.db else { return };
    loop {
        let listening = async {
            let mut listener = sqlx::postgres::PgListener::connect_with(pool).await?;
            listener.listen(WAKE_CHANNEL).await?;
            loop {
                listener.recv().await?;
                app.outbox_bell.notify_waiters();
            }
        };
        let stopped: Result<(), sqlx::Error> = listening.await;
        if let Err(error) = stopped {
            tracing::warn!(%error, "lost the wake-ups; polling goes on");
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

/// Forgets rows that no reader will ask for, and what ended long enough ago that nothing under way still needs it.
pub async fn forget_old(app: &App) -> db::Result<()> {
    let mut tx = app.db.write().await?;
    db::session::forget_before(&mut tx, app.clock.now() - DAY).await?;
    db::associate::forget_before(&mut tx, app.clock.now() - DAY).await?;
    db::outbox::forget_before(&mut tx, app.clock.now() - KEPT).await?;
    db::push::forget_before(&mut tx, app.clock.now() - KEPT).await?;
    db::idempotency::forget_before(&mut tx, app.clock.now() - DAY).await?;
    db::sign_in::forget_before(&mut tx, app.clock.now() - DAY).await?;
    db::handoff::forget_before(&mut tx, app.clock.now() - DAY).await?;
    db::merge::forget_before(&mut tx, app.clock.now() - DAY).await?;
    db::recent::forget_before(&mut tx, app.clock.now() - recent::KEPT).await?;
    // Last, since whoever tries something just now waits for this.
    db::attempt::forget_before(&mut tx, app.clock.now() - DAY).await?;
    tx.commit().await
}
