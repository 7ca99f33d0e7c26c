//! Importing a retailer's feeds. Reading, pictures and comparing happen beside the catalogue; new rows are written in
//! slices that nobody sees; one last transaction changes what differs, shows the new rows and writes the outbox row.
//! Killed at any moment, it leaves the old catalogue, and the next import clears what was left.

mod apply;
mod categories;
mod compare;
mod offers;
mod pictures;
mod places;
mod read;
mod report;
mod slug;

use std::sync::Arc;

pub use report::{Counts, Problems, Report};

use crate::{
    db::{
        Db,
        import::{Staging, known},
    },
    domain::retailer::Retailer,
    feeds::{FileError, discover::Feeds},
    pictures as shop_pictures,
};

/// What is imported, and how.
#[derive(Clone)]
pub struct Job {
    pub feeds: Feeds,
    pub retailer: Retailer,
    pub pictures: shop_pictures::Options,
    /// Leave pictures as they are.
    pub without_pictures: bool,
    /// When the stock was counted; the file's own time otherwise. Epoch milliseconds.
    pub counted_at: Option<i64>,
    pub now: i64,
    /// Only report.
    pub check: bool,
    /// Any error refuses the lot.
    pub strict: bool,
    pub progress: Arc<dyn Progress>,
}

/// Hears how far an import is.
pub trait Progress: Send + Sync {
    fn at(&self, what: &str, done: u64, total: u64);
}

/// For those who do not watch.
pub struct Silent;

impl Progress for Silent {
    fn at(&self, _: &str, _: u64, _: u64) {}
}

/// Why nothing was imported.
#[derive(Debug)]
pub enum Failure {
    File(FileError),
    /// Another import is under way.
    Busy,
    /// The pictures' folder or the web cannot be used.
    Pictures(String),
    Database(sqlx::Error),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::File(error) => write!(f, "{error}"),
            Failure::Busy => f.write_str("another import is under way; try again when it has ended"),
            Failure::Pictures(reason) => f.write_str(reason),
            Failure::Database(error) => write!(f, "the database: {error}"),
        }
    }
}

impl std::error::Error for Failure {}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        Failure::File(error)
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Failure::Database(error)
    }
}

/// Imports the feeds and answers what was done, or with `check` or a strict refusal what would have been.
pub async fn run(db: &Db, job: Job) -> Result<Report, Failure> {
    let staging = Staging::begin(db).await?.ok_or(Failure::Busy)?;
    let outcome = import(db, &staging, job).await;
    let ended = staging.end().await;
    let report = outcome?;
    ended?;
    Ok(report)
}

async fn import(db: &Db, staging: &Staging, job: Job) -> Result<Report, Failure> {
    let known = known::read(&mut staging.quiet().await?).await?;
    if !job.check {
        apply::clear_left_over(staging, known.generation).await?;
    }
    let mut read = read::read_all(staging, &job, known).await?;
    pictures::make_all(staging, &job, &mut read).await?;
    let differences = compare::compare(staging, &job, &read).await?;
    let mut report = differences.report(read.problems);
    if job.check || (job.strict && report.problems.total > 0) {
        return Ok(report);
    }
    if differences.is_none() {
        report.applied = true;
        return Ok(report);
    }
    apply::apply(staging, &job, &differences, read.generation).await?;
    db.wake_others().await;
    report.applied = true;
    Ok(report)
}
