//! What shoppers are told beforehand, each once: the conditional update decides who tells.

use std::borrow::Cow;

use super::{Result, Tx};
use crate::args;

/// The store is open when the slot begins.
const STORE_OPENS: &str = "NOT EXISTS (SELECT 1 FROM store st WHERE st.id = reservation.store_id \
                           AND st.closed_until > reservation.slot_from)";

/// Reservations with a slot that begins within a span of time, of which the shopper was not reminded.
pub async fn to_remind(tx: &mut Tx, after: i64, until: i64, limit: i64) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT id FROM reservation WHERE status IN ('requested', 'preparing', 'ready') \
         AND slot_from > $1 AND slot_from <= $2 AND (reminded_of IS NULL OR reminded_of <> slot_from) \
         AND {STORE_OPENS} ORDER BY slot_from, id LIMIT $3"
    );
    ids(tx, sql, args![after, until, limit]).await
}

/// Notes that the shopper is reminded of this slot; false when that was done, the slot was moved, or the store closed.
pub async fn reminded(tx: &mut Tx, id: &str, slot_from: i64) -> Result<bool> {
    let sql = format!(
        "UPDATE reservation SET reminded_of = $2 WHERE id = $1 AND slot_from = $2 \
         AND status IN ('requested', 'preparing', 'ready') AND (reminded_of IS NULL OR reminded_of <> $2) \
         AND {STORE_OPENS}"
    );
    Ok(tx.execute(sql, args![id, slot_from]).await? == 1)
}

/// Reservations that are ready, that end within a span of time, and of which the shopper was not warned.
pub async fn to_warn(tx: &mut Tx, after: i64, until: i64, limit: i64) -> Result<Vec<String>> {
    let sql = "SELECT id FROM reservation WHERE status = 'ready' AND here_at IS NULL AND keep_until > $1 AND keep_until <= $2 \
               AND (warned_of IS NULL OR warned_of <> keep_until) ORDER BY keep_until, id LIMIT $3";
    ids(tx, sql, args![after, until, limit]).await
}

pub async fn warned(tx: &mut Tx, id: &str, keep_until: i64) -> Result<bool> {
    let sql = "UPDATE reservation SET warned_of = $2 WHERE id = $1 AND keep_until = $2 AND status = 'ready' \
               AND (warned_of IS NULL OR warned_of <> $2)";
    Ok(tx.execute(sql, args![id, keep_until]).await? == 1)
}

/// The same of pickups.
pub async fn pickups_to_warn(tx: &mut Tx, after: i64, until: i64, limit: i64) -> Result<Vec<String>> {
    let sql = "SELECT id FROM pickup WHERE status = 'ready' AND collect_by > $1 AND collect_by <= $2 \
               AND (warned_of IS NULL OR warned_of <> collect_by) ORDER BY collect_by, id LIMIT $3";
    ids(tx, sql, args![after, until, limit]).await
}

pub async fn pickup_warned(tx: &mut Tx, id: &str, collect_by: i64) -> Result<bool> {
    let sql = "UPDATE pickup SET warned_of = $2 WHERE id = $1 AND collect_by = $2 AND status = 'ready' \
               AND (warned_of IS NULL OR warned_of <> $2)";
    Ok(tx.execute(sql, args![id, collect_by]).await? == 1)
}

async fn ids(tx: &mut Tx, sql: impl Into<Cow<'static, str>>, args: Vec<super::Arg>) -> Result<Vec<String>> {
    tx.rows(sql, args).await?.iter().map(|row| row.text("id")).collect()
}
