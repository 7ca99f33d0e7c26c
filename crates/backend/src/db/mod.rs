//! The database, SQL only. One SQL text serves SQLite and PostgreSQL; see `migrations` for the conventions.

pub mod account;
pub mod address;
pub mod associate;
pub mod attempt;
pub mod availability;
pub mod cart;
pub mod catalogue;
pub mod category;
mod checkpoint;
pub mod favourite;
pub mod gift_receipt;
pub mod handoff;
pub mod idempotency;
pub mod import;
pub mod invoice;
pub mod invoice_pdf;
pub mod mail;
pub mod merge;
pub mod notice;
pub mod offer;
pub mod order;
pub mod outbox;
pub mod pass;
pub mod pickup;
pub mod picture;
pub mod product;
pub mod purchase;
pub mod purchase_back;
pub mod purchase_list;
pub mod push;
pub mod receipt;
pub mod recent;
pub mod reservation;
pub mod reservation_step;
pub mod return_line;
pub mod return_request;
pub mod row;
pub mod search;
pub mod seen;
pub mod session;
pub mod sign_in;
pub mod stock;
pub mod store;
pub mod store_credit;
pub mod till_key;
pub mod tx;

use std::{str::FromStr, time::Duration};

use sqlx::{
    SqlStr,
    migrate::{Migration, MigrationType, Migrator},
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

pub use row::{Arg, Row};
pub use tx::Tx;

pub type Result<T> = std::result::Result<T, sqlx::Error>;

/// Every migration, oldest first. They are listed here because sqlx's macro would compile its drivers a second time.
fn migrator() -> Migrator {
    let simple = |version, description: &'static str, sql| {
        Migration::new(version, description.into(), MigrationType::Simple, SqlStr::from_static(sql), false)
    };
    Migrator::with_migrations(vec![
        simple(1, "first", include_str!("../../migrations/0001_first.sql")),
        simple(2, "reservation", include_str!("../../migrations/0002_reservation.sql")),
        simple(3, "account", include_str!("../../migrations/0003_account.sql")),
        simple(4, "reservation life", include_str!("../../migrations/0004_reservation_life.sql")),
        simple(5, "notice", include_str!("../../migrations/0005_notice.sql")),
        simple(6, "mail end", include_str!("../../migrations/0006_mail_end.sql")),
        simple(7, "purchase", include_str!("../../migrations/0007_purchase.sql")),
        simple(8, "address", include_str!("../../migrations/0008_address.sql")),
        simple(9, "devices", include_str!("../../migrations/0009_devices.sql")),
        simple(10, "proof", include_str!("../../migrations/0010_proof.sql")),
        simple(11, "upkeep", include_str!("../../migrations/0011_upkeep.sql")),
    ])
}

/// The channel of PostgreSQL's empty wake-ups; the outbox is the truth.
pub const WAKE_CHANNEL: &str = "vitrine_outbox";

#[derive(Clone, Debug)]
pub enum Db {
    /// Writes go through one connection, so that they never meet "database is locked".
    Sqlite {
        read: sqlx::SqlitePool,
        write: sqlx::SqlitePool,
    },
    Postgres(sqlx::PgPool),
}

impl Db {
    /// Opens a `postgres://` URL, or the path of an SQLite file, and brings its tables up to date.
    pub async fn open(place: &str) -> Result<Db> {
        if place.starts_with("postgres://") || place.starts_with("postgresql://") {
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(Duration::from_secs(30))
                .connect(place)
                .await?;
            migrator().run(&pool).await?;
            return Ok(Db::Postgres(pool));
        }
        let options = SqliteConnectOptions::from_str(place.strip_prefix("sqlite:").unwrap_or(place))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An acknowledged order survives the machine's power, not only the process.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(30))
            .pragma("cache_size", "-32000")
            .foreign_keys(false);
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(60))
            .connect_with(options.clone().pragma("wal_autocheckpoint", "0"))
            .await?;
        migrator().run(&write).await?;
        checkpoint::keep_on(&options, &write).await?;
        let read = SqlitePoolOptions::new().max_connections(8).connect_with(options.read_only(true)).await?;
        Ok(Db::Sqlite { read, write })
    }

    pub fn name(&self) -> &'static str {
        match self {
            Db::Sqlite { .. } => "sqlite",
            Db::Postgres(_) => "postgres",
        }
    }

    /// A transaction that may write.
    pub async fn write(&self) -> Result<Tx> {
        Ok(match self {
            Db::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Db::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// A transaction that only reads, and sees one moment.
    pub async fn read(&self) -> Result<Tx> {
        Ok(match self {
            Db::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Db::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// Tells other machines that the outbox has grown. A lost wake-up only delays: readers also poll.
    pub async fn wake_others(&self) {
        if let Db::Postgres(pool) = self
            && let Err(error) = sqlx::query("SELECT pg_notify($1, '')").bind(WAKE_CHANNEL).execute(pool).await
        {
            tracing::warn!(%error, "could not wake the other machines");
        }
    }
}
