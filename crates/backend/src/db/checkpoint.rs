//! Moves what was written from SQLite's log into its file, beside the writers: whoever commits when the log is long
//! would else do it for everybody, and an order would wait for the disk.

use std::time::Duration;

use sqlx::{Connection, Executor, SqliteConnection, SqlitePool, sqlite::SqliteConnectOptions};

use super::Result;

const EVERY: Duration = Duration::from_millis(500);

/// Goes on until the writers' pool is closed.
pub async fn keep_on(options: &SqliteConnectOptions, writers: &SqlitePool) -> Result<()> {
    let mut connection = SqliteConnection::connect_with(options).await?;
    let closed = writers.close_event();
    tokio::spawn(async move {
        let mut closed = std::pin::pin!(closed);
        while tokio::time::timeout(EVERY, closed.as_mut()).await.is_err() {
            // Readers and writers go on meanwhile; what is still in use is moved the next time.
            if let Err(error) = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").await {
                tracing::warn!(%error, "the log could not be moved into the database");
            }
        }
    });
    Ok(())
}
