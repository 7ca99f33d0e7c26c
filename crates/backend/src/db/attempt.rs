//! Failed tries, wherever something can be guessed.

use super::{Result, Tx};
use crate::args;

/// Failed tries of a scope since `from`, and when its window began.
pub async fn failed(tx: &mut Tx, scope: &str, from: i64) -> Result<(i64, i64)> {
    let sql = "SELECT failed, window_from FROM attempt WHERE scope = $1 AND window_from >= $2";
    match tx.row(sql, args![scope, from]).await? {
        Some(row) => Ok((row.int("failed")?, row.int("window_from")?)),
        None => Ok((0, from)),
    }
}

/// Counts one more and answers how many there are; a window that began before `from` begins anew.
pub async fn add(tx: &mut Tx, scope: &str, from: i64, now: i64) -> Result<i64> {
    tx.int(
        "INSERT INTO attempt (scope, failed, window_from) VALUES ($1, 1, $3) ON CONFLICT (scope) DO UPDATE SET \
         failed = CASE WHEN attempt.window_from < $2 THEN 1 ELSE attempt.failed + 1 END, \
         window_from = CASE WHEN attempt.window_from < $2 THEN $3 ELSE attempt.window_from END \
         RETURNING failed AS value",
        args![scope, from, now],
    )
    .await
}

pub async fn clear(tx: &mut Tx, scope: &str) -> Result<()> {
    tx.execute("DELETE FROM attempt WHERE scope = $1", args![scope]).await?;
    Ok(())
}

/// Forgets the tries whose window began before a moment.
pub async fn forget_before(tx: &mut Tx, moment: i64) -> Result<u64> {
    tx.execute("DELETE FROM attempt WHERE window_from < $1", args![moment]).await
}

/// Makes transactions of one scope follow each other; SQLite's already do.
pub async fn queue(tx: &mut Tx, scope: &str, now: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO attempt (scope, failed, window_from) VALUES ($1, 0, $2) \
         ON CONFLICT (scope) DO UPDATE SET failed = attempt.failed",
        args![scope, now],
    )
    .await?;
    Ok(())
}
