//! From the queue to the server: claimed first, tried again later, given up at last.

use std::sync::Arc;

use futures_util::{StreamExt, stream};

use super::{
    message::Sender,
    smtp::{Refused, Smtp},
};
use crate::{
    app::App,
    db::{self, mail::MailRow},
    domain::{clock::MINUTE, invoice},
};

const BATCH: i64 = 100;
const AT_ONCE: usize = 4;
/// Longer than one conversation may last; what a stopped machine had claimed is tried again after it.
const CLAIM: i64 = 5 * MINUTE;
/// Why a mail is dead whose moment came before it was delivered.
const TOO_LATE: &str = "what it says is over";
/// Minutes to wait after each failure; after the last one a mail is dead.
const PAUSES: [i64; 7] = [1, 5, 15, 60, 240, 720, 1440];
pub const ATTEMPTS: usize = PAUSES.len() + 1;

/// What takes the mails away.
#[derive(Clone)]
pub enum Carrier {
    /// Nothing leaves: they are read at `/mailbox`.
    Mailbox,
    Smtp(Arc<Post>),
}

pub struct Post {
    smtp: Smtp,
    sender: Sender,
}

impl Carrier {
    /// `None` when the settings name none.
    pub fn of(app: &App) -> anyhow::Result<Option<Carrier>> {
        if app.settings.mailbox {
            return Ok(Some(Carrier::Mailbox));
        }
        let Some(url) = &app.settings.smtp else {
            return Ok(None);
        };
        let smtp = Smtp::new(url, app.settings.smtp_root.as_deref())?;
        let sender = Sender::of(&app.retailer)?;
        Ok(Some(Carrier::Smtp(Arc::new(Post { smtp, sender }))))
    }

    async fn carry(&self, app: &App, mail: &MailRow) -> Result<(), Refused> {
        let Carrier::Smtp(post) = self else {
            return Ok(());
        };
        let attached = match &mail.invoice_id {
            // A PDF that can't be made now may be made by the next version: the mail waits.
            Some(id) => Some(
                invoice::kept(app, id)
                    .await
                    .map_err(|error| Refused { reason: format!("{error:#}"), for_good: false })?,
            ),
            None => None,
        };
        let message = post
            .sender
            .message(mail, attached)
            .map_err(|error| Refused { reason: format!("{error:#}"), for_good: true })?;
        post.smtp.send(message).await
    }

    /// Whether others hold the mail now, so that we need not keep its secrets.
    fn delivers(&self) -> bool {
        matches!(self, Carrier::Smtp(_))
    }
}

/// Tries all mails that are due now; answers how many were sent.
pub async fn send_due(app: &App, carrier: &Carrier) -> db::Result<usize> {
    let due = db::mail::due(&mut app.db.read().await?, app.clock.now(), BATCH).await?;
    let sent = stream::iter(due)
        .map(|mail| send(app, carrier, mail))
        .buffer_unordered(AT_ONCE)
        .fold(Ok(0), async |sum: db::Result<usize>, sent| Ok(sum? + usize::from(sent?)));
    sent.await
}

async fn send(app: &App, carrier: &Carrier, mail: MailRow) -> db::Result<bool> {
    let mut tx = app.db.write().await?;
    let now = app.clock.now();
    let claimed = db::mail::claim(&mut tx, &mail, now + CLAIM).await?;
    let is_late = mail.expires_at.is_some_and(|end| end <= now);
    if claimed && is_late {
        tracing::warn!(mail = mail.id, "an e-mail is given up, since what it says is over");
        db::mail::set_dead(&mut tx, &mail.id, TOO_LATE).await?;
    }
    tx.commit().await?;
    if !claimed || is_late {
        return Ok(false);
    }
    let carried = carrier.carry(app, &mail).await;
    let mut tx = app.db.write().await?;
    match &carried {
        Ok(()) => {
            db::mail::set_sent(&mut tx, &mail.id, app.clock.now()).await?;
            if carrier.delivers() {
                db::mail::blank(&mut tx, &mail.id).await?;
            }
        }
        Err(Refused { reason, for_good }) => match pause(mail.attempts) {
            Some(pause) if !for_good => {
                tracing::warn!(mail = mail.id, reason, "an e-mail was not taken; it is tried again");
                db::mail::set_failed(&mut tx, &mail.id, reason, app.clock.now() + pause).await?;
            }
            _ => {
                tracing::error!(mail = mail.id, reason, "an e-mail can't be delivered");
                db::mail::set_dead(&mut tx, &mail.id, reason).await?;
            }
        },
    }
    tx.commit().await?;
    Ok(carried.is_ok())
}

/// How long to wait after one more failure; `None` when it was the last.
fn pause(failed_before: i64) -> Option<i64> {
    let minutes = usize::try_from(failed_before).ok().and_then(|failed| PAUSES.get(failed))?;
    Some(minutes * MINUTE)
}
