//! E-mails that wait, were sent, or were given up. status: queued, sent, dead.

use contract::language::Language;

use super::{Result, Row, Tx};
use crate::args;

#[derive(Clone, Debug)]
pub struct MailRow {
    pub id: String,
    /// The outbox row that it tells of.
    pub outbox_number: i64,
    /// The pickup or the reservation that it is about, when it is about one.
    pub subject_id: Option<String>,
    pub template: String,
    pub language: Language,
    pub recipient: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    /// What its QR code says, when it has one.
    pub qr_token: Option<String>,
    pub status: String,
    /// How often sending was begun.
    pub attempts: i64,
    pub next_try_at: i64,
    pub error: Option<String>,
    pub created_at: i64,
    /// When it is of no use any more.
    pub expires_at: Option<i64>,
    /// The invoice whose PDF it brings.
    pub invoice_id: Option<String>,
}

const COLUMNS: &str = "id, outbox_number, template, language, recipient, subject, body_text, body_html, qr_token, \
                       status, attempts, next_try_at, error, created_at, subject_id, expires_at, \
                       invoice_id";

fn read(row: &Row) -> Result<MailRow> {
    Ok(MailRow {
        id: row.text("id")?,
        outbox_number: row.int("outbox_number")?,
        subject_id: row.opt_text("subject_id")?,
        template: row.text("template")?,
        language: row.one_of("language", Language::from_tag)?,
        recipient: row.text("recipient")?,
        subject: row.text("subject")?,
        body_text: row.text("body_text")?,
        body_html: row.text("body_html")?,
        qr_token: row.opt_text("qr_token")?,
        status: row.text("status")?,
        attempts: row.int("attempts")?,
        next_try_at: row.int("next_try_at")?,
        error: row.opt_text("error")?,
        created_at: row.int("created_at")?,
        expires_at: row.opt_int("expires_at")?,
        invoice_id: row.opt_text("invoice_id")?,
    })
}

/// False when this outbox row has such a mail already.
pub async fn insert(tx: &mut Tx, mail: &MailRow) -> Result<bool> {
    let sql = "INSERT INTO mail (id, outbox_number, template, language, recipient, subject, body_text, body_html, \
               qr_token, status, attempts, next_try_at, error, created_at, subject_id, expires_at, invoice_id) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
               ON CONFLICT DO NOTHING";
    let args = args![
        &mail.id,
        mail.outbox_number,
        &mail.template,
        mail.language.tag(),
        &mail.recipient,
        &mail.subject,
        &mail.body_text,
        &mail.body_html,
        mail.qr_token.as_deref(),
        &mail.status,
        mail.attempts,
        mail.next_try_at,
        mail.error.as_deref(),
        mail.created_at,
        mail.subject_id.as_deref(),
        mail.expires_at,
        mail.invoice_id.as_deref(),
    ];
    Ok(tx.execute(sql, args).await? == 1)
}

/// Queued mails whose time has come, the one that waits longest first.
pub async fn due(tx: &mut Tx, now: i64, limit: i64) -> Result<Vec<MailRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM mail WHERE status = 'queued' AND next_try_at <= $1 \
         ORDER BY next_try_at, id LIMIT $2"
    );
    tx.rows(sql, args![now, limit]).await?.iter().map(read).collect()
}

/// Takes a due mail and counts the attempt; false when another machine has taken it.
pub async fn claim(tx: &mut Tx, mail: &MailRow, until: i64) -> Result<bool> {
    let sql = "UPDATE mail SET next_try_at = $3, attempts = attempts + 1 \
               WHERE id = $1 AND status = 'queued' AND next_try_at = $2";
    Ok(tx.execute(sql, args![&mail.id, mail.next_try_at, until]).await? == 1)
}

pub async fn set_sent(tx: &mut Tx, id: &str, now: i64) -> Result<()> {
    let sql = "UPDATE mail SET status = 'sent', sent_at = $2, error = NULL WHERE id = $1";
    tx.execute(sql, args![id, now]).await?;
    Ok(())
}

/// Forgets the secrets in what was delivered; that it was sent, and to whom, is kept.
pub async fn blank(tx: &mut Tx, id: &str) -> Result<()> {
    let sql = "UPDATE mail SET body_text = '', body_html = '', qr_token = NULL WHERE id = $1";
    tx.execute(sql, args![id]).await?;
    Ok(())
}

pub async fn set_failed(tx: &mut Tx, id: &str, error: &str, next_try_at: i64) -> Result<()> {
    let sql = "UPDATE mail SET error = $2, next_try_at = $3 WHERE id = $1";
    tx.execute(sql, args![id, error, next_try_at]).await?;
    Ok(())
}

pub async fn set_dead(tx: &mut Tx, id: &str, error: &str) -> Result<()> {
    let sql = "UPDATE mail SET status = 'dead', error = $2 WHERE id = $1";
    tx.execute(sql, args![id, error]).await?;
    Ok(())
}

pub async fn newest(tx: &mut Tx, limit: i64) -> Result<Vec<MailRow>> {
    let sql = format!("SELECT {COLUMNS} FROM mail ORDER BY created_at DESC, outbox_number DESC LIMIT $1");
    tx.rows(sql, args![limit]).await?.iter().map(read).collect()
}

/// The same of those that were given up.
pub async fn dead(tx: &mut Tx, limit: i64) -> Result<Vec<MailRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM mail WHERE status = 'dead' ORDER BY created_at DESC, outbox_number DESC LIMIT $1"
    );
    tx.rows(sql, args![limit]).await?.iter().map(read).collect()
}

/// Queues one mail that was given up, or all of them, as if never tried.
pub async fn queue_again(tx: &mut Tx, id: Option<&str>, now: i64) -> Result<u64> {
    let sql = "UPDATE mail SET status = 'queued', attempts = 0, next_try_at = $1 \
               WHERE status = 'dead' AND ($2 = '' OR id = $2)";
    tx.execute(sql, args![now, id.unwrap_or_default()]).await
}

/// Whether the last mail about a pickup or a reservation was given up.
pub async fn last_is_dead(tx: &mut Tx, subject_id: &str) -> Result<bool> {
    let sql = "SELECT status FROM mail WHERE subject_id = $1 ORDER BY outbox_number DESC, id DESC LIMIT 1";
    match tx.row(sql, args![subject_id]).await? {
        Some(row) => Ok(row.text("status")? == "dead"),
        None => Ok(false),
    }
}

/// Whether something was told of in this way before.
pub async fn is_written(tx: &mut Tx, subject_id: &str, template: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) AS value FROM mail WHERE subject_id = $1 AND template = $2";
    Ok(tx.int(sql, args![subject_id, template]).await? > 0)
}

pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<MailRow>> {
    let sql = format!("SELECT {COLUMNS} FROM mail WHERE id = $1");
    tx.row(sql, args![id]).await?.as_ref().map(read).transpose()
}
