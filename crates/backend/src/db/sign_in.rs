//! Requests to sign in. Codes and secrets are hashed before they come here.

use contract::{account::Device, language::Language};

use super::{Result, Row, Tx};
use crate::args;

pub struct SignInRow {
    pub id: String,
    /// Of the browser that asked, as is the device.
    pub session_id: String,
    pub device: Device,
    pub email: String,
    pub language: Language,
    pub check: String,
    pub code_hash: Option<String>,
    pub wrong_tries: i64,
    pub created_at: i64,
    pub expires_at: i64,
    pub approved_at: Option<i64>,
}

const COLUMNS: &str = "id, session_id, browser, system, email, language, check_digits, code_hash, wrong_tries, \
                       created_at, expires_at, approved_at";
/// The condition that a request may still be used; `$2` is the time.
const OPEN: &str = "used_at IS NULL AND ended_at IS NULL AND expires_at > $2";

fn read(row: &Row) -> Result<SignInRow> {
    Ok(SignInRow {
        id: row.text("id")?,
        session_id: row.text("session_id")?,
        device: Device { browser: row.opt_text("browser")?, system: row.opt_text("system")? },
        email: row.text("email")?,
        language: row.one_of("language", Language::from_tag)?,
        check: row.text("check_digits")?,
        code_hash: row.opt_text("code_hash")?,
        wrong_tries: row.int("wrong_tries")?,
        created_at: row.int("created_at")?,
        expires_at: row.int("expires_at")?,
        approved_at: row.opt_int("approved_at")?,
    })
}

pub async fn insert(tx: &mut Tx, request: &SignInRow) -> Result<()> {
    let sql = "INSERT INTO sign_in (id, session_id, browser, system, email, language, check_digits, wrong_tries, \
               created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let args = args![
        &request.id,
        &request.session_id,
        request.device.browser.as_deref(),
        request.device.system.as_deref(),
        &request.email,
        request.language.tag(),
        &request.check,
        request.wrong_tries,
        request.created_at,
        request.expires_at,
    ];
    tx.execute(sql, args).await?;
    Ok(())
}

/// A request that may still be used. Of two transactions that take it, the second waits and sees what the first did.
pub async fn take(tx: &mut Tx, id: &str, now: i64) -> Result<Option<SignInRow>> {
    tx.execute("UPDATE sign_in SET wrong_tries = wrong_tries WHERE id = $1", args![id]).await?;
    find(tx, id, now).await
}

pub async fn find(tx: &mut Tx, id: &str, now: i64) -> Result<Option<SignInRow>> {
    let sql = format!("SELECT {COLUMNS} FROM sign_in WHERE id = $1 AND {OPEN}");
    tx.row(sql, args![id, now]).await?.as_ref().map(read).transpose()
}

/// The request of an e-mailed link.
pub async fn by_token(tx: &mut Tx, token_hash: &str, now: i64) -> Result<Option<SignInRow>> {
    let sql = format!("SELECT {COLUMNS} FROM sign_in WHERE token_hash = $1 AND {OPEN}");
    tx.row(sql, args![token_hash, now]).await?.as_ref().map(read).transpose()
}

pub async fn set_secrets(tx: &mut Tx, id: &str, code_hash: &str, token_hash: &str) -> Result<()> {
    let sql = "UPDATE sign_in SET code_hash = $2, token_hash = $3 WHERE id = $1";
    tx.execute(sql, args![id, code_hash, token_hash]).await?;
    Ok(())
}

/// Ends the requests of a session that may still be used.
pub async fn end_of_session(tx: &mut Tx, session_id: &str, now: i64) -> Result<()> {
    let sql = format!("UPDATE sign_in SET ended_at = $2 WHERE session_id = $1 AND {OPEN}");
    tx.execute(sql, args![session_id, now]).await?;
    Ok(())
}

/// The same of a session that is an account's.
pub async fn end_of_session_of(tx: &mut Tx, account_id: &str, session_id: &str, now: i64) -> Result<()> {
    let sql = format!(
        "UPDATE sign_in SET ended_at = $2 WHERE session_id = $1 AND {OPEN} \
         AND EXISTS (SELECT 1 FROM session s WHERE s.id = $1 AND s.account_id = $3)"
    );
    tx.execute(sql, args![session_id, now, account_id]).await?;
    Ok(())
}

/// Counts a wrong code; the last one that is allowed ends the request.
pub async fn add_wrong_try(tx: &mut Tx, id: &str, ends: bool, now: i64) -> Result<()> {
    let ended_at = ends.then_some(now);
    let sql = "UPDATE sign_in SET wrong_tries = wrong_tries + 1, ended_at = $2 WHERE id = $1";
    tx.execute(sql, args![id, ended_at]).await?;
    Ok(())
}

pub async fn approve(tx: &mut Tx, id: &str, now: i64) -> Result<()> {
    tx.execute("UPDATE sign_in SET approved_at = $2 WHERE id = $1", args![id, now]).await?;
    Ok(())
}

/// Uses a request up; false when somebody was faster.
pub async fn set_used(tx: &mut Tx, id: &str, now: i64) -> Result<bool> {
    let sql = format!("UPDATE sign_in SET used_at = $2 WHERE id = $1 AND {OPEN}");
    Ok(tx.execute(sql, args![id, now]).await? == 1)
}

pub async fn forget_before(tx: &mut Tx, moment: i64) -> Result<u64> {
    tx.execute("DELETE FROM sign_in WHERE created_at < $1", args![moment]).await
}
