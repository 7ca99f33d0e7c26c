//! Importing: what the feeds say is staged in temporary tables of one connection, compared with the catalogue there,
//! and only what differs is written.

mod bulk;
pub mod difference;
pub mod finish;
pub mod known;
pub mod stale;
pub mod stock;
pub mod table;

use std::{path::PathBuf, time::Duration};

use sqlx::{Connection, postgres::PgPoolOptions, sqlite::SqlitePoolOptions};

use super::{Arg, Db, Result, Tx};
use crate::args;
use table::Table;

/// Of PostgreSQL's advisory lock: one import at a time.
const LOCK: i64 = 0x5649_5452_494e_4531;

/// One connection that keeps its temporary tables, and the right to import.
pub struct Staging {
    db: Db,
    _lock: Option<std::fs::File>,
}

impl Staging {
    /// `None` when another import is under way.
    pub async fn begin(db: &Db) -> Result<Option<Self>> {
        match db {
            Db::Sqlite { write, .. } => {
                let options = write.connect_options();
                let Some(lock) = lock_beside(options.get_filename()).map_err(sqlx::Error::Io)? else {
                    return Ok(None);
                };
                // Temporary tables are filled once and read once: a crash may lose them.
                let options = options.as_ref().clone().pragma("cache_size", "-64000");
                let pool = SqlitePoolOptions::new()
                    .max_connections(1)
                    .idle_timeout(None)
                    .max_lifetime(None)
                    .connect_with(options)
                    .await?;
                let db = Db::Sqlite { read: pool.clone(), write: pool };
                Ok(Some(Self { db, _lock: Some(lock) }))
            }
            Db::Postgres(pool) => {
                let options = pool.connect_options().as_ref().clone();
                let pool = PgPoolOptions::new()
                    .max_connections(1)
                    .idle_timeout(None)
                    .max_lifetime(None)
                    .acquire_timeout(Duration::from_secs(30))
                    .connect_with(options)
                    .await?;
                let db = Db::Postgres(pool);
                let staging = Self { db, _lock: None };
                let mut tx = staging.quiet().await?;
                let sql = "SELECT CASE WHEN pg_try_advisory_lock($1) THEN 1 ELSE 0 END::BIGINT AS value";
                let locked = tx.int(sql, args![LOCK]).await?;
                tx.commit().await?;
                Ok((locked == 1).then_some(staging))
            }
        }
    }

    /// Whether writers wait for each other.
    pub fn has_one_writer(&self) -> bool {
        matches!(self.db, Db::Sqlite { .. })
    }

    /// A transaction that writes only temporary tables: it holds up nobody.
    pub async fn quiet(&self) -> Result<Tx> {
        Ok(match &self.db {
            Db::Sqlite { write, .. } => Tx::Sqlite(write.begin().await?),
            Db::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// A transaction that writes the catalogue; on SQLite orders wait for its end.
    pub async fn loud(&self) -> Result<Tx> {
        self.db.write().await
    }

    pub async fn create(&self, tables: &[&Table]) -> Result<()> {
        let mut tx = self.quiet().await?;
        for table in tables {
            tx.execute(table.create_staged(), args![]).await?;
        }
        tx.commit().await
    }

    /// Appends rows to a staged table, each with the table's keys and columns in order.
    pub async fn append(&self, table: &Table, rows: Vec<Vec<Arg>>) -> Result<()> {
        let mut tx = self.quiet().await?;
        bulk::append(&mut tx, table, rows).await?;
        tx.commit().await
    }

    pub async fn end(self) -> Result<()> {
        match self.db {
            Db::Sqlite { write, .. } => write.close().await,
            Db::Postgres(pool) => {
                // A session that ends gives its locks back too, but only a moment later.
                sqlx::query("SELECT pg_advisory_unlock($1)").bind(LOCK).execute(&pool).await?;
                let connection = pool.acquire().await?.detach();
                connection.close().await?;
            }
        }
        Ok(())
    }
}

fn lock_beside(database: &std::path::Path) -> std::io::Result<Option<std::fs::File>> {
    let mut name = PathBuf::from(database).into_os_string();
    name.push("-import");
    let file = std::fs::File::create(PathBuf::from(name))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(std::fs::TryLockError::WouldBlock) => Ok(None),
        Err(std::fs::TryLockError::Error(error)) => Err(error),
    }
}
