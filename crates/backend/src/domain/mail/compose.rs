//! From the outbox to the queue: the mail, its private link and the reader's position in one transaction.

use super::{Happened, Letter, What, Written, write};
use crate::{
    app::App,
    db::{self, mail::MailRow},
    domain::{outbox::BATCH, secret},
};

const READER: &str = "mail";

/// Composes the mails of all rows that came since the last time; answers how many it wrote.
pub async fn compose(app: &App) -> db::Result<usize> {
    let mut composed = 0;
    loop {
        let mut tx = app.db.read().await?;
        let mut position = db::outbox::position(&mut tx, READER).await?;
        let rows = db::outbox::after(&mut tx, position, BATCH).await?;
        drop(tx);
        for change in rows.iter().filter_map(Happened::read) {
            match compose_one(app, position, &change).await? {
                None => return Ok(composed),
                Some(written) => composed += usize::from(written),
            }
            position = change.number;
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

/// `None` when another machine was faster, else whether there was a mail to write.
async fn compose_one(app: &App, position: i64, change: &Happened) -> db::Result<Option<bool>> {
    let mut tx = app.db.write().await?;
    if !db::outbox::advance(&mut tx, READER, position, change.number).await? {
        return Ok(None);
    }
    let letter = match change.what {
        What::Pickup(status, change_of) => Letter::load(&mut tx, app, &change.id, status, change_of).await?,
        What::Reservation(status, change_of) => {
            Letter::of_reservation(&mut tx, app, &change.id, status, change_of).await?
        }
    };
    let written = letter.map(|letter| write(&letter).map(|written| (letter, written)));
    let composed = match written.transpose() {
        Ok(Some((letter, written))) => {
            let mail = row(app, change, letter, written);
            db::mail::insert(&mut tx, &mail).await?
        }
        Ok(None) => false,
        // It would fail again, and hold up the mails of everyone else.
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), subject = change.id, "an e-mail is left out");
            false
        }
    };
    tx.commit().await?;
    Ok(Some(composed))
}

fn row(app: &App, change: &Happened, letter: Letter, written: Written) -> MailRow {
    let now = app.clock.now();
    MailRow {
        id: secret::new_id(),
        outbox_number: change.number,
        subject_id: Some(change.id.clone()),
        template: letter.kind.as_str().to_string(),
        language: letter.language,
        recipient: letter.recipient,
        subject: written.subject,
        body_text: written.text,
        body_html: written.html,
        qr_token: letter.pass.filter(|pass| pass.width.is_some()).map(|pass| pass.token),
        status: "queued".into(),
        attempts: 0,
        next_try_at: now,
        error: None,
        created_at: now,
    }
}
