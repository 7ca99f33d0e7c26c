//! Addresses that joined an account: each is an account that became part of another one.

use serde::{Serialize, de::DeserializeOwned};

use super::{
    Result, Tx,
    account::{AccountRow, COLUMNS, key, read},
};
use crate::args;

pub struct Address {
    /// Of the account that is part of another one.
    pub account_id: String,
    pub email: String,
    pub joined_at: i64,
}

/// How much there is of a subject that an address or an account may see.
pub const SUBJECTS: [&str; 4] = ["orders", "receipt", "reservation", "return_request"];

/// The addresses that are part of an account, the last first.
pub async fn of_account(tx: &mut Tx, account_id: &str) -> Result<Vec<Address>> {
    let sql = "SELECT id, email, merged_at FROM account WHERE merged_into = $1 ORDER BY merged_at DESC, id";
    let rows = tx.rows(sql, args![account_id]).await?;
    let read = |row: &super::Row| {
        Ok(Address {
            account_id: row.text("id")?,
            email: row.text("email")?,
            joined_at: row.int("merged_at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// The account of an address itself, and what it is part of.
pub async fn own(tx: &mut Tx, email: &str) -> Result<Option<(AccountRow, Option<String>)>> {
    let sql = format!("SELECT {COLUMNS}, a.merged_into FROM account a WHERE a.email_key = $1");
    match tx.row(sql, args![key(email)]).await? {
        Some(row) => Ok(Some((read(&row)?, row.opt_text("merged_into")?))),
        None => Ok(None),
    }
}

/// How many subjects of a kind were made with an address, or are an account's.
pub async fn count(tx: &mut Tx, table: &str, account_id: &str, email: &str) -> Result<i64> {
    let sql = format!(
        "SELECT COUNT(*) AS value FROM {table} s WHERE LOWER(s.email) = $2 \
         OR s.id IN (SELECT g.subject_id FROM account_grant g WHERE g.account_id = $1)"
    );
    tx.int(sql, args![account_id, key(email)]).await
}

/// Lets an account see what another one may see; answers what it could not see before.
pub async fn share_grants(tx: &mut Tx, from: &str, to: &str) -> Result<Vec<String>> {
    let sql = "INSERT INTO account_grant (account_id, subject_id) SELECT $2, g.subject_id FROM account_grant g \
               WHERE g.account_id = $1 ON CONFLICT DO NOTHING RETURNING subject_id";
    tx.rows(sql, args![from, to]).await?.iter().map(|row| row.text("subject_id")).collect()
}

pub async fn forget_grant(tx: &mut Tx, account_id: &str, subject_id: &str) -> Result<()> {
    let sql = "DELETE FROM account_grant WHERE account_id = $1 AND subject_id = $2";
    tx.execute(sql, args![account_id, subject_id]).await?;
    Ok(())
}

/// An account no longer sees what was made with an address that is not its own.
pub async fn forget_of_email(tx: &mut Tx, account_id: &str, email: &str) -> Result<()> {
    for table in SUBJECTS {
        let sql = format!(
            "DELETE FROM account_grant WHERE account_id = $1 \
             AND subject_id IN (SELECT s.id FROM {table} s WHERE LOWER(s.email) = $2)"
        );
        tx.execute(sql, args![account_id, key(email)]).await?;
    }
    Ok(())
}

/// The browsers of one account become another's; answers their public ids.
pub async fn move_sessions(tx: &mut Tx, from: &str, to: &str) -> Result<Vec<String>> {
    let sql = "UPDATE session SET account_id = $2 WHERE account_id = $1 RETURNING id";
    tx.rows(sql, args![from, to]).await?.iter().map(|row| row.text("id")).collect()
}

/// A browser that is still the one account's becomes the other's again.
pub async fn move_session(tx: &mut Tx, id: &str, from: &str, to: &str) -> Result<bool> {
    let sql = "UPDATE session SET account_id = $3 WHERE id = $1 AND account_id = $2";
    Ok(tx.execute(sql, args![id, from, to]).await? == 1)
}

/// Makes an account part of another one, and all that is part of it.
pub async fn join(tx: &mut Tx, from: &str, to: &str, joined: &impl Serialize, now: i64) -> Result<()> {
    let joined = serde_json::to_string(joined).map_err(|error| sqlx::Error::Encode(error.into()))?;
    tx.execute("UPDATE account SET merged_into = $2 WHERE merged_into = $1", args![from, to]).await?;
    let sql = "UPDATE account SET merged_into = $2, merged_at = $3, joined = $4 WHERE id = $1";
    tx.execute(sql, args![from, to, now, joined]).await?;
    Ok(())
}

/// What an account brought when it became part of another one since a moment, once: it stands alone afterwards.
pub async fn part<T: DeserializeOwned>(tx: &mut Tx, id: &str, from: &str, since: i64) -> Result<Option<T>> {
    let sql = "SELECT joined FROM account WHERE id = $1 AND merged_into = $2 AND merged_at > $3";
    let Some(row) = tx.row(sql, args![id, from, since]).await? else {
        return Ok(None);
    };
    let joined = row.opt_json("joined")?;
    let sql = "UPDATE account SET merged_into = NULL, merged_at = NULL, joined = NULL \
               WHERE id = $1 AND merged_into = $2";
    let is_first = tx.execute(sql, args![id, from]).await? == 1;
    Ok(joined.filter(|_| is_first))
}

/// What an account brought that is part of another one.
pub async fn brought<T: DeserializeOwned>(tx: &mut Tx, id: &str) -> Result<Option<T>> {
    match tx.row("SELECT joined FROM account WHERE id = $1", args![id]).await? {
        Some(row) => row.opt_json("joined"),
        None => Ok(None),
    }
}

pub async fn set_brought(tx: &mut Tx, id: &str, joined: &impl Serialize) -> Result<()> {
    let joined = serde_json::to_string(joined).map_err(|error| sqlx::Error::Encode(error.into()))?;
    tx.execute("UPDATE account SET joined = $2 WHERE id = $1", args![id, joined]).await?;
    Ok(())
}

/// Gives an account that was part of another one through a third back to that third.
pub async fn put_back(tx: &mut Tx, id: &str, from: &str, to: &str) -> Result<()> {
    let sql = "UPDATE account SET merged_into = $3 WHERE id = $1 AND merged_into = $2";
    tx.execute(sql, args![id, from, to]).await?;
    Ok(())
}
