//! What associates did to a reservation, with what was before.

use std::collections::BTreeMap;

use contract::reservation::{ReservationLineStatus, ReservationStatus};

use super::{Result, Row, Tx};
use crate::args;

pub struct StepRow {
    pub id: String,
    pub step: String,
    /// The piece it was about.
    pub line_id: Option<String>,
    pub at: i64,
    /// The associate's id when it is written, the name when it is read.
    pub by: String,
    pub status: ReservationStatus,
    pub ready_at: Option<i64>,
    pub staging_place: Option<String>,
    pub prepared_by: Option<String>,
    /// By line.
    pub pieces: BTreeMap<String, ReservationLineStatus>,
}

pub async fn insert(tx: &mut Tx, reservation_id: &str, step: &StepRow) -> Result<()> {
    let pieces = serde_json::to_string(&step.pieces).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let sql = "INSERT INTO reservation_step (id, reservation_id, step, line_id, at, associate_id, status, ready_at, \
               staging_place, prepared_by, pieces) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let args = args![
        &step.id,
        reservation_id,
        &step.step,
        step.line_id.as_deref(),
        step.at,
        &step.by,
        step.status.as_str(),
        step.ready_at,
        step.staging_place.as_deref(),
        step.prepared_by.as_deref(),
        pieces,
    ];
    tx.execute(sql, args).await?;
    Ok(())
}

/// What was done last and not taken back, since a moment.
pub async fn last(tx: &mut Tx, reservation_id: &str, since: i64) -> Result<Option<StepRow>> {
    let sql = "SELECT s.id, s.step, s.line_id, s.at, a.name, s.status, s.ready_at, s.staging_place, s.prepared_by, \
               s.pieces FROM reservation_step s JOIN associate a ON a.id = s.associate_id \
               WHERE s.reservation_id = $1 AND s.at > $2 AND s.undone_at IS NULL \
               ORDER BY s.at DESC, s.id DESC LIMIT 1";
    tx.row(sql, args![reservation_id, since]).await?.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<StepRow> {
    Ok(StepRow {
        id: row.text("id")?,
        step: row.text("step")?,
        line_id: row.opt_text("line_id")?,
        at: row.int("at")?,
        by: row.text("name")?,
        status: row.one_of("status", ReservationStatus::from_text)?,
        ready_at: row.opt_int("ready_at")?,
        staging_place: row.opt_text("staging_place")?,
        prepared_by: row.opt_text("prepared_by")?,
        pieces: row.json("pieces")?,
    })
}

/// Takes a step back; nothing if somebody was faster.
pub async fn undone(tx: &mut Tx, id: &str, now: i64) -> Result<bool> {
    let sql = "UPDATE reservation_step SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL";
    Ok(tx.execute(sql, args![id, now]).await? == 1)
}
