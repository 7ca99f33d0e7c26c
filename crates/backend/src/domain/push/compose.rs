//! From the outbox to the queue: the news and the reader's position in one transaction.

use super::note::Note;
use crate::{
    app::App,
    db::{
        self, Tx,
        outbox::OutboxRow,
        push::{PushRow, Subscription},
    },
    domain::{mail::Happened, outbox::BATCH, secret},
};

const READER: &str = "push";

/// Composes the news of all rows that came since the last time; answers how many it wrote.
pub async fn compose(app: &App) -> db::Result<usize> {
    let mut composed = 0;
    loop {
        let mut tx = app.db.read().await?;
        let mut position = db::outbox::position(&mut tx, READER).await?;
        let rows = db::outbox::after(&mut tx, position, BATCH).await?;
        let followed = followed(&mut tx, app, &rows).await?;
        drop(tx);
        for happened in followed {
            let mut tx = app.db.write().await?;
            // Another machine was faster.
            if !db::outbox::advance(&mut tx, READER, position, happened.number).await? {
                return Ok(composed);
            }
            composed += queue(&mut tx, app, &happened).await?;
            tx.commit().await?;
            position = happened.number;
        }
        match rows.last() {
            Some(last) if last.number > position => {
                let mut tx = app.db.write().await?;
                db::outbox::advance(&mut tx, READER, position, last.number).await?;
                tx.commit().await?;
            }
            Some(_) => {}
            None => return Ok(composed),
        }
    }
}

/// What happened to things that a browser wants to be told of: the rest needs no transaction of its own.
async fn followed(tx: &mut Tx, app: &App, rows: &[OutboxRow]) -> db::Result<Vec<Happened>> {
    let mut followed = Vec::new();
    for row in rows {
        let (Some(happened), Some(subject)) = (Happened::read(row), &row.subject_id) else { continue };
        if !subscriptions(tx, app, subject).await?.is_empty() {
            followed.push(happened);
        }
    }
    Ok(followed)
}

/// The browsers whose session may see an order or a reservation.
async fn subscriptions(tx: &mut Tx, app: &App, subject_id: &str) -> db::Result<Vec<Subscription>> {
    let mut all = Vec::new();
    for session in db::session::sessions_of(tx, subject_id, app.clock.now()).await? {
        all.extend(db::push::of_session(tx, &session).await?);
    }
    Ok(all)
}

/// Queues the news for every browser whose session may see what they are of.
async fn queue(tx: &mut Tx, app: &App, happened: &Happened) -> db::Result<usize> {
    let Some(note) = Note::load(tx, app, happened).await? else { return Ok(0) };
    let now = app.clock.now();
    let mut queued = 0;
    for subscription in subscriptions(tx, app, &note.subject_id).await? {
        let message = note.say(subscription.language);
        let payload = match message.and_then(|message| Ok(serde_json::to_string(&message)?)) {
            Ok(payload) => payload,
            // It would fail again, and hold up the news of everyone else.
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), subject = note.subject_id, "news are left out");
                continue;
            }
        };
        let push = PushRow {
            id: secret::new_id(),
            outbox_number: happened.number,
            subscription_id: subscription.id,
            payload,
            urgency: note.urgency().to_string(),
            expires_at: note.expires_at(),
            attempts: 0,
            next_try_at: now,
        };
        queued += usize::from(db::push::insert(tx, &push, now).await?);
    }
    Ok(queued)
}
