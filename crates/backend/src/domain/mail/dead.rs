//! Mails as an operator looks after them.

use crate::db::{self, Db, mail::MailRow};

/// How many are listed.
const SHOWN: i64 = 200;

/// The newest mails, or the newest of those that were given up.
pub async fn list(db: &Db, only_dead: bool) -> db::Result<Vec<MailRow>> {
    let mut tx = db.read().await?;
    if only_dead { db::mail::dead(&mut tx, SHOWN).await } else { db::mail::newest(&mut tx, SHOWN).await }
}

/// Queues what was given up once more, one mail or all of them; answers how many.
pub async fn retry(db: &Db, now: i64, id: Option<&str>) -> db::Result<u64> {
    let mut tx = db.write().await?;
    let queued = db::mail::queue_again(&mut tx, id, now).await?;
    tx.commit().await?;
    Ok(queued)
}
