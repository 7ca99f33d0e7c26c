//! What ends by itself.

use super::{end, lock};
use crate::{
    app::App,
    db,
    domain::refusal::{Outcome, Refusal},
};

/// How many overdue returns are ended in one go.
const BATCH: i64 = 100;

/// Ends what was announced and not brought in time; each in a transaction of its own, so one that fails stops no other.
pub async fn expire_overdue(app: &App) -> Outcome<usize> {
    let overdue = db::return_request::overdue(&mut app.db.read().await?, app.clock.now(), BATCH).await?;
    let mut ended = 0;
    for row in overdue {
        match expire(app, &row.id).await {
            Ok(has_ended) => ended += usize::from(has_ended),
            // Somebody was faster.
            Err(Refusal::Problem(_)) => {}
            Err(failure) => tracing::error!(id = row.id, ?failure, "cannot end a return"),
        }
    }
    if ended > 0 {
        app.ring().await;
    }
    Ok(ended)
}

async fn expire(app: &App, id: &str) -> Outcome<bool> {
    let mut tx = app.db.write().await?;
    let (mut row, _) = lock(&mut tx, id).await?;
    if !row.status.can_cancel() || row.bring_by > app.clock.now() {
        return Ok(false);
    }
    end(&mut tx, app, &mut row).await?;
    tx.commit().await?;
    Ok(true)
}
