//! Return requests.

use contract::{
    language::Language,
    return_request::{RefundWay, ReturnBy, ReturnKind, ReturnStatus},
};

use super::{Result, Row, Tx, seen::SEEN};
use crate::args;

#[derive(Clone, Debug)]
pub struct ReturnRow {
    pub id: String,
    pub number: String,
    pub purchase_id: String,
    pub gift_receipt_id: Option<String>,
    pub kind: ReturnKind,
    pub status: ReturnStatus,
    pub by: ReturnBy,
    pub way: RefundWay,
    /// What is or was paid back; `None` before it was decided.
    pub refund_amount: Option<i64>,
    /// The store that received it.
    pub store_id: Option<String>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub language: Language,
    pub currency: String,
    /// Of the network; empty when an associate wrote it.
    pub address: String,
    pub requested_at: i64,
    pub bring_by: i64,
    pub due_by: i64,
    pub received_at: Option<i64>,
    pub refunded_at: Option<i64>,
    pub ended_at: Option<i64>,
}

impl ReturnRow {
    /// The buyer is told nothing of it, and its bearer nothing of the buyer.
    pub fn is_gift(&self) -> bool {
        self.gift_receipt_id.is_some()
    }
}

const COLUMNS: &str = "id, number, purchase_id, gift_receipt_id, kind, status, comes_by, refund_way, refund_amount, \
                       store_id, name, email, language, currency, address, requested_at, bring_by, due_by, \
                       received_at, refunded_at, ended_at";
/// Whose units went back or are on their way, of a request `r` and its line `l`.
pub const COUNTS: &str =
    "r.status NOT IN ('cancelled', 'refused') AND (l.decision IS NULL OR l.decision <> 'refused')";

fn read(row: &Row) -> Result<ReturnRow> {
    Ok(ReturnRow {
        id: row.text("id")?,
        number: row.text("number")?,
        purchase_id: row.text("purchase_id")?,
        gift_receipt_id: row.opt_text("gift_receipt_id")?,
        kind: row.one_of("kind", ReturnKind::from_text)?,
        status: row.one_of("status", ReturnStatus::from_text)?,
        by: row.one_of("comes_by", ReturnBy::from_text)?,
        way: row.one_of("refund_way", RefundWay::from_text)?,
        refund_amount: row.opt_int("refund_amount")?,
        store_id: row.opt_text("store_id")?,
        name: row.opt_text("name")?,
        email: row.opt_text("email")?,
        language: row.one_of("language", Language::from_tag)?,
        currency: row.text("currency")?,
        address: row.text("address")?,
        requested_at: row.int("requested_at")?,
        bring_by: row.int("bring_by")?,
        due_by: row.int("due_by")?,
        received_at: row.opt_int("received_at")?,
        refunded_at: row.opt_int("refunded_at")?,
        ended_at: row.opt_int("ended_at")?,
    })
}

/// False when the number is taken.
pub async fn insert(tx: &mut Tx, request: &ReturnRow) -> Result<bool> {
    let sql = format!(
        "INSERT INTO return_request ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, \
         $14, $15, $16, $17, $18, $19, $20, $21) ON CONFLICT DO NOTHING"
    );
    let args = args![
        &request.id,
        &request.number,
        &request.purchase_id,
        request.gift_receipt_id.as_deref(),
        request.kind.as_str(),
        request.status.as_str(),
        request.by.as_str(),
        request.way.as_str(),
        request.refund_amount,
        request.store_id.as_deref(),
        request.name.as_deref(),
        request.email.as_deref(),
        request.language.tag(),
        &request.currency,
        &request.address,
        request.requested_at,
        request.bring_by,
        request.due_by,
        request.received_at,
        request.refunded_at,
        request.ended_at,
    ];
    Ok(tx.execute(sql, args).await? == 1)
}

pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<ReturnRow>> {
    let sql = format!("SELECT {COLUMNS} FROM return_request WHERE id = $1");
    tx.row(sql, args![id]).await?.as_ref().map(read).transpose()
}

/// Reads a return that is about to change: whoever else changes it waits until this transaction has ended.
pub async fn lock(tx: &mut Tx, id: &str) -> Result<Option<ReturnRow>> {
    let sql = format!("UPDATE return_request SET status = status WHERE id = $1 RETURNING {COLUMNS}");
    tx.row(sql, args![id]).await?.as_ref().map(read).transpose()
}

/// Writes a changed return if its status is still `from`: of two at once only one wins.
pub async fn change(tx: &mut Tx, from: ReturnStatus, request: &ReturnRow) -> Result<bool> {
    let sql = "UPDATE return_request SET status = $3, refund_amount = $4, store_id = $5, due_by = $6, \
               received_at = $7, refunded_at = $8, ended_at = $9 WHERE id = $1 AND status = $2";
    let args = args![
        &request.id,
        from.as_str(),
        request.status.as_str(),
        request.refund_amount,
        request.store_id.as_deref(),
        request.due_by,
        request.received_at,
        request.refunded_at,
        request.ended_at,
    ];
    Ok(tx.execute(sql, args).await? == 1)
}

/// A session sees what it was granted, and the returns of purchases that it sees; gifts are their bearers' alone.
fn seen() -> String {
    format!("(r.id IN ({SEEN}) OR r.gift_receipt_id IS NULL AND r.purchase_id IN ({SEEN}))")
}

pub async fn may_see(tx: &mut Tx, hash: &str, id: &str, now: i64) -> Result<bool> {
    let sql = format!("SELECT COUNT(*) AS value FROM return_request r WHERE r.id = $3 AND {}", seen());
    Ok(tx.int(sql, args![hash, now, id]).await? > 0)
}

/// A page of the ids of the returns that a session sees, the last requested first, and how many there are.
pub async fn seen_by(tx: &mut Tx, hash: &str, now: i64, limit: u32, skip: i64) -> Result<(Vec<String>, u64)> {
    let sql = format!(
        "SELECT r.id FROM return_request r WHERE {} ORDER BY r.requested_at DESC, r.id DESC LIMIT $3 OFFSET $4",
        seen()
    );
    let rows = tx.rows(sql, args![hash, now, limit, skip]).await?;
    let ids = rows.iter().map(|row| row.text("id")).collect::<Result<_>>()?;
    let sql = format!("SELECT COUNT(*) AS value FROM return_request r WHERE {}", seen());
    let total = tx.int(sql, args![hash, now]).await?;
    Ok((ids, u64::try_from(total).unwrap_or_default()))
}

/// What a store received and has not paid back, the first due first, then what ended since a moment.
pub async fn of_store(tx: &mut Tx, store_id: &str, ended_since: i64) -> Result<Vec<ReturnRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM return_request WHERE store_id = $1 AND (status = 'received' OR ended_at >= $2) \
         ORDER BY COALESCE(ended_at, 0), due_by, id"
    );
    tx.rows(sql, args![store_id, ended_since]).await?.iter().map(read).collect()
}

/// What was announced and not brought in time. Who withdrew from a contract has done so for good.
pub async fn overdue(tx: &mut Tx, now: i64, limit: i64) -> Result<Vec<ReturnRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM return_request WHERE status = 'requested' AND kind = 'goodwill' AND bring_by <= $1 \
         ORDER BY bring_by LIMIT $2"
    );
    tx.rows(sql, args![now, limit]).await?.iter().map(read).collect()
}

/// What was paid back of a purchase in the way it was paid.
pub async fn paid_back(tx: &mut Tx, purchase_id: &str) -> Result<i64> {
    let sql = "SELECT CAST(COALESCE(SUM(refund_amount), 0) AS BIGINT) AS value FROM return_request \
               WHERE purchase_id = $1 AND status = 'refunded' AND refund_way = 'original'";
    tx.int(sql, args![purchase_id]).await
}
