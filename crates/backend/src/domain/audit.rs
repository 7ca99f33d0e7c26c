//! Who did what at the desk.

use contract::desk::{Audit, AuditEntry};

use super::{
    clock::{DAY, timestamp},
    refusal::{Outcome, not_found},
};
use crate::{
    app::App,
    db::{self, associate::Associate},
};

const SHOWN: i64 = 200;
const DAYS: i64 = 30;

/// What was done in the associate's store, the last first.
pub async fn list(app: &App, who: &Associate) -> Outcome<Audit> {
    let mut tx = app.db.read().await?;
    let store = db::store::find(&mut tx, &who.store_id).await?.ok_or_else(|| not_found("store"))?;
    let since = app.clock.now() - DAYS * DAY;
    let rows = db::associate::audit_of_store(&mut tx, &who.store_id, since, SHOWN).await?;
    let entry = |row: db::associate::AuditRow| AuditEntry {
        at: timestamp(row.at, &store.zone()),
        associate: row.associate.unwrap_or_default(),
        action: row.action,
        number: row.number,
    };
    Ok(Audit { items: rows.into_iter().map(entry).collect() })
}
