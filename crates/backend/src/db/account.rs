//! Accounts, what they may see, and their favourite stores.

use contract::{language::Language, pos::ReceiptChoice};

use super::{Result, Row, Tx, catalogue::visible, store, store::StoreRow};
use crate::args;

#[derive(Clone, Debug)]
pub struct AccountRow {
    pub id: String,
    /// As it was typed.
    pub email: String,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub language: Language,
    pub store_id: Option<String>,
    pub cart_id: Option<String>,
    pub sizes: Vec<String>,
    pub notice_back: bool,
    pub notice_price: bool,
    /// Accounts of before there were loyalty codes get theirs when they are first looked at.
    pub loyalty_code: Option<String>,
    pub receipt: ReceiptChoice,
    pub created_at: i64,
}

/// The columns that [`read`] wants, of a table named `a`.
pub const COLUMNS: &str = "a.id, a.email, a.name, a.phone, a.language, a.store_id, a.cart_id, a.sizes, \
                           a.notice_back, a.notice_price, a.loyalty_code, a.receipt_choice, a.created_at";

pub fn read(row: &Row) -> Result<AccountRow> {
    Ok(AccountRow {
        id: row.text("id")?,
        email: row.text("email")?,
        name: row.opt_text("name")?,
        phone: row.opt_text("phone")?,
        language: row.one_of("language", Language::from_tag)?,
        store_id: row.opt_text("store_id")?,
        cart_id: row.opt_text("cart_id")?,
        sizes: row.json("sizes")?,
        notice_back: row.int("notice_back")? == 1,
        notice_price: row.int("notice_price")? == 1,
        loyalty_code: row.opt_text("loyalty_code")?,
        receipt: row
            .opt_text("receipt_choice")?
            .and_then(|text| ReceiptChoice::from_text(&text))
            .unwrap_or_default(),
        created_at: row.int("created_at")?,
    })
}

/// What finds an address in any case of letters.
pub fn key(email: &str) -> String {
    email.to_lowercase()
}

/// False when the address has an account.
pub async fn insert(tx: &mut Tx, account: &AccountRow) -> Result<bool> {
    let sql = "INSERT INTO account (id, email, email_key, language, sizes, notice_back, notice_price, created_at) \
               VALUES ($1, $2, $3, $4, '[]', $5, $6, $7) ON CONFLICT DO NOTHING";
    let args = args![
        &account.id,
        &account.email,
        key(&account.email),
        account.language.tag(),
        i64::from(account.notice_back),
        i64::from(account.notice_price),
        account.created_at,
    ];
    Ok(tx.execute(sql, args).await? == 1)
}

pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<AccountRow>> {
    let sql = format!("SELECT {COLUMNS} FROM account a WHERE a.id = $1");
    tx.row(sql, args![id]).await?.as_ref().map(read).transpose()
}

/// The account that an address opens: its own, or the one that it is part of.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<AccountRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM account a WHERE a.id = \
         (SELECT COALESCE(o.merged_into, o.id) FROM account o WHERE o.email_key = $1)"
    );
    tx.row(sql, args![key(email)]).await?.as_ref().map(read).transpose()
}

/// The account that a loyalty code is for: the card of one that is part of another still works.
pub async fn by_loyalty_code(tx: &mut Tx, code: &str) -> Result<Option<AccountRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM account a WHERE a.id = \
         (SELECT COALESCE(o.merged_into, o.id) FROM account o WHERE o.loyalty_code = $1)"
    );
    tx.row(sql, args![code]).await?.as_ref().map(read).transpose()
}

/// Makes transactions that change one account's things follow each other; SQLite's already do.
pub async fn queue(tx: &mut Tx, id: &str) -> Result<()> {
    tx.execute("UPDATE account SET email_key = email_key WHERE id = $1", args![id]).await?;
    Ok(())
}

pub async fn set_profile(tx: &mut Tx, account: &AccountRow) -> Result<()> {
    let sizes = serde_json::to_string(&account.sizes).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let sql = "UPDATE account SET name = $2, phone = $3, language = $4, sizes = $5, notice_back = $6, \
               notice_price = $7, receipt_choice = $8 WHERE id = $1";
    let args = args![
        &account.id,
        account.name.as_deref(),
        account.phone.as_deref(),
        account.language.tag(),
        sizes,
        i64::from(account.notice_back),
        i64::from(account.notice_price),
        account.receipt.as_str(),
    ];
    tx.execute(sql, args).await?;
    Ok(())
}

/// Gives an account its loyalty code unless it has one; false when another account has that code.
pub async fn set_loyalty_code(tx: &mut Tx, id: &str, code: &str) -> Result<bool> {
    let sql = "UPDATE account SET loyalty_code = $2 WHERE id = $1 AND loyalty_code IS NULL \
               AND NOT EXISTS (SELECT 1 FROM account o WHERE o.loyalty_code = $2)";
    Ok(tx.execute(sql, args![id, code]).await? == 1)
}

pub async fn set_store(tx: &mut Tx, id: &str, store_id: Option<&str>) -> Result<()> {
    tx.execute("UPDATE account SET store_id = $2 WHERE id = $1", args![id, store_id]).await?;
    Ok(())
}

pub async fn set_cart(tx: &mut Tx, id: &str, cart_id: &str) -> Result<()> {
    tx.execute("UPDATE account SET cart_id = $2 WHERE id = $1", args![id, cart_id]).await?;
    Ok(())
}

pub async fn add_store(tx: &mut Tx, id: &str, store_id: &str, now: i64) -> Result<bool> {
    let sql = "INSERT INTO account_store (account_id, store_id, added_at) VALUES ($1, $2, $3) \
               ON CONFLICT DO NOTHING";
    Ok(tx.execute(sql, args![id, store_id, now]).await? == 1)
}

pub async fn remove_store(tx: &mut Tx, id: &str, store_id: &str) -> Result<bool> {
    let sql = "DELETE FROM account_store WHERE account_id = $1 AND store_id = $2";
    Ok(tx.execute(sql, args![id, store_id]).await? == 1)
}

/// The favourite stores that are open to readers, the first added first.
pub async fn stores(tx: &mut Tx, id: &str) -> Result<Vec<StoreRow>> {
    let sql = format!(
        "SELECT {} FROM account_store f JOIN store st ON st.id = f.store_id \
         WHERE f.account_id = $1 AND {} ORDER BY f.added_at, st.id",
        store::COLUMNS,
        visible("st")
    );
    tx.rows(sql, args![id]).await?.iter().map(store::read).collect()
}

pub async fn grant(tx: &mut Tx, id: &str, subject_id: &str) -> Result<()> {
    let sql = "INSERT INTO account_grant (account_id, subject_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    tx.execute(sql, args![id, subject_id]).await?;
    Ok(())
}

/// The accounts that see a subject, the oldest first.
pub async fn that_see(tx: &mut Tx, subject_id: &str) -> Result<Vec<AccountRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM account a JOIN account_grant g ON g.account_id = a.id \
         WHERE g.subject_id = $1 ORDER BY a.created_at, a.id"
    );
    tx.rows(sql, args![subject_id]).await?.iter().map(read).collect()
}

/// Lets the account see what was ordered, reserved, bought and returned with its address.
pub async fn join_guest_orders(tx: &mut Tx, id: &str, email: &str) -> Result<()> {
    for table in ["orders", "reservation", "receipt", "return_request"] {
        let sql = format!(
            "INSERT INTO account_grant (account_id, subject_id) SELECT $1, o.id FROM {table} o \
             WHERE LOWER(o.email) = $2 ON CONFLICT DO NOTHING"
        );
        tx.execute(sql, args![id, key(email)]).await?;
    }
    Ok(())
}

/// Lets the account see the receipts that a guest's session claimed, so that its other devices have them too.
pub async fn join_claimed_receipts(tx: &mut Tx, id: &str, session: &str) -> Result<()> {
    let sql = "INSERT INTO account_grant (account_id, subject_id) SELECT $1, r.id FROM session_grant g \
               JOIN receipt r ON r.id = g.subject_id WHERE g.token_hash = $2 AND r.claimed_at IS NOT NULL \
               ON CONFLICT DO NOTHING";
    tx.execute(sql, args![id, session]).await?;
    Ok(())
}
