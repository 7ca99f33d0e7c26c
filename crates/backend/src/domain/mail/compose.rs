//! From the outbox to the queue: the mail, its private link and the reader's position in one transaction.

use contract::{
    language::Language,
    pickup::{PickupChange, PickupStatus},
};

use super::{Happened, Kind, Letter, Note, ReturnLetter, What, Written, write, write_note, write_of_return};
use crate::{
    app::App,
    db::{self, mail::MailRow},
    domain::{outbox::BATCH, secret},
};

const READER: &str = "mail";

/// A mail before it has its place in the queue.
struct Draft {
    kind: Kind,
    language: Language,
    recipient: String,
    qr_token: Option<String>,
    expires_at: Option<i64>,
    invoice_id: Option<String>,
    written: Written,
}

impl Draft {
    fn of_letter(letter: Letter) -> anyhow::Result<Draft> {
        Ok(Draft {
            written: write(&letter)?,
            kind: letter.kind,
            language: letter.language,
            recipient: letter.recipient,
            expires_at: letter.expires_at,
            invoice_id: None,
            qr_token: letter.pass.filter(|pass| pass.width.is_some()).map(|pass| pass.token),
        })
    }

    fn of_return(letter: ReturnLetter) -> anyhow::Result<Draft> {
        Ok(Draft {
            written: write_of_return(&letter)?,
            kind: letter.kind,
            language: letter.language,
            recipient: letter.recipient,
            expires_at: None,
            invoice_id: None,
            qr_token: letter.pass.filter(|pass| pass.width.is_some()).map(|pass| pass.token),
        })
    }

    fn of_note(note: Note) -> anyhow::Result<Draft> {
        Ok(Draft {
            written: write_note(&note)?,
            kind: note.kind,
            language: note.language,
            recipient: note.recipient,
            expires_at: note.expires_at,
            invoice_id: note.invoice.map(|invoice| invoice.id),
            qr_token: None,
        })
    }
}

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
    let id = &change.id;
    let draft = match &change.what {
        What::Pickup(PickupStatus::Collected, PickupChange::Status) => {
            Note::of_collected(&mut tx, app, id).await?.map(Draft::of_note)
        }
        What::Pickup(status, change_of) => {
            Letter::load(&mut tx, app, id, *status, *change_of).await?.map(Draft::of_letter)
        }
        What::Reservation(status, change_of) => {
            Letter::of_reservation(&mut tx, app, id, *status, *change_of).await?.map(Draft::of_letter)
        }
        What::Purchase => Note::of_receipt(&mut tx, app, id).await?.map(Draft::of_note),
        What::Return(status, change_of) => {
            ReturnLetter::load(&mut tx, app, id, *status, *change_of).await?.map(Draft::of_return)
        }
        What::Mailing(mailing) => Note::load(&mut tx, app, mailing).await?.map(Draft::of_note),
    };
    let composed = match draft.transpose() {
        Ok(Some(draft)) => db::mail::insert(&mut tx, &row(app, change, draft)).await?,
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

fn row(app: &App, change: &Happened, draft: Draft) -> MailRow {
    let now = app.clock.now();
    MailRow {
        id: secret::new_id(),
        outbox_number: change.number,
        subject_id: (!change.id.is_empty()).then(|| change.id.clone()),
        template: draft.kind.as_str().to_string(),
        language: draft.language,
        recipient: draft.recipient,
        subject: draft.written.subject,
        body_text: draft.written.text,
        body_html: draft.written.html,
        qr_token: draft.qr_token,
        status: "queued".into(),
        attempts: 0,
        next_try_at: now,
        error: None,
        created_at: now,
        expires_at: draft.expires_at,
        invoice_id: draft.invoice_id,
    }
}
