//! The lines of return requests, and what is gone of a purchase's lines.

use std::collections::HashMap;

use contract::return_request::{RefusalReason, ReturnCondition, ReturnDecision, ReturnReason};

use super::{Result, Row, Tx, return_request::COUNTS};
use crate::args;

#[derive(Clone, Debug)]
pub struct ReturnLineRow {
    pub id: String,
    /// Of the purchase.
    pub line_id: String,
    pub quantity: u32,
    /// What is paid back unless the line is refused.
    pub amount: i64,
    pub reason: ReturnReason,
    pub condition: ReturnCondition,
    pub exchange_sku: Option<String>,
    pub decision: Option<ReturnDecision>,
    pub refusal: Option<RefusalReason>,
}

/// Units of a purchase's line that went back or are on their way, and what they are worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    pub units: i64,
    pub amount: i64,
}

pub async fn insert(tx: &mut Tx, return_id: &str, position: i64, line: &ReturnLineRow) -> Result<()> {
    let sql = "INSERT INTO return_line (id, return_id, position, line_id, quantity, amount, reason, condition, \
               exchange_sku) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let args = args![
        &line.id,
        return_id,
        position,
        &line.line_id,
        line.quantity,
        line.amount,
        line.reason.as_str(),
        line.condition.as_str(),
        line.exchange_sku.as_deref(),
    ];
    tx.execute(sql, args).await?;
    Ok(())
}

pub async fn of(tx: &mut Tx, return_id: &str) -> Result<Vec<ReturnLineRow>> {
    let sql = "SELECT id, line_id, quantity, amount, reason, condition, exchange_sku, decision, refusal \
               FROM return_line WHERE return_id = $1 ORDER BY position";
    tx.rows(sql, args![return_id]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<ReturnLineRow> {
    let decision = match row.opt_text("decision")? {
        Some(_) => Some(row.one_of("decision", ReturnDecision::from_text)?),
        None => None,
    };
    let refusal = match row.opt_text("refusal")? {
        Some(_) => Some(row.one_of("refusal", RefusalReason::from_text)?),
        None => None,
    };
    Ok(ReturnLineRow {
        id: row.text("id")?,
        line_id: row.text("line_id")?,
        quantity: row.u32("quantity")?,
        amount: row.int("amount")?,
        reason: row.one_of("reason", ReturnReason::from_text)?,
        condition: row.one_of("condition", ReturnCondition::from_text)?,
        exchange_sku: row.opt_text("exchange_sku")?,
        decision,
        refusal,
    })
}

/// What the store said of a line, and what was taken along instead.
pub async fn decide(
    tx: &mut Tx,
    id: &str,
    decision: ReturnDecision,
    refusal: Option<RefusalReason>,
    exchange_sku: Option<&str>,
) -> Result<()> {
    let sql = "UPDATE return_line SET decision = $2, refusal = $3, exchange_sku = $4 WHERE id = $1";
    let refusal = refusal.map(RefusalReason::as_str);
    tx.execute(sql, args![id, decision.as_str(), refusal, exchange_sku]).await?;
    Ok(())
}

/// By line of a purchase.
pub async fn gone(tx: &mut Tx, purchase_id: &str) -> Result<HashMap<String, Gone>> {
    let sql = format!(
        "SELECT l.line_id, CAST(SUM(l.quantity) AS BIGINT) AS units, CAST(SUM(l.amount) AS BIGINT) AS amount \
         FROM return_line l JOIN return_request r ON r.id = l.return_id \
         WHERE r.purchase_id = $1 AND {COUNTS} GROUP BY l.line_id"
    );
    let rows = tx.rows(sql, args![purchase_id]).await?;
    let gone =
        |row: &Row| Ok((row.text("line_id")?, Gone { units: row.int("units")?, amount: row.int("amount")? }));
    rows.iter().map(gone).collect()
}
