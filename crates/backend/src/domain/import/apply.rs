//! Writes what differs, so that readers never see it half done and orders hardly wait.

use std::time::{Duration, Instant};

use contract::event::Event;

use super::{Failure, Job, compare::Differences};
use crate::{
    db::{
        self, Tx,
        import::{Staging, difference, finish, stale, stock, table::STOCK},
    },
    domain::outbox::{self, Entry},
};

/// How long a slice may hold up orders.
const SLICE: Duration = Duration::from_millis(80);
/// How long the database is left to others between slices: SQLite's writers look again every 25 ms at first.
const PAUSE: Duration = Duration::from_millis(26);
const FIRST_SLICE: i64 = 2_000;
const LARGEST_SLICE: i64 = 50_000;
/// More changed stock rows than these would hold up orders in one transaction; they go before it, in slices, since
/// each row is a count of its own.
const STOCK_AT_ONCE: i64 = 10_000;

/// Clears what a killed import left.
pub async fn clear_left_over(staging: &Staging, generation: i64) -> db::Result<()> {
    let count = staging.list_stale(generation).await?;
    let mut slices = Slices::new(count);
    while let Some((from, until)) = slices.next() {
        let mut tx = staging.loud().await?;
        stale::delete(&mut tx, from, until).await?;
        slices.commit(staging, tx).await?;
    }
    Ok(())
}

pub async fn apply(
    staging: &Staging,
    job: &Job,
    differences: &Differences,
    generation: i64,
) -> Result<(), Failure> {
    write_new_rows(staging, job, differences, generation).await?;
    let in_slices = differences.stock.touched > STOCK_AT_ONCE;
    if in_slices {
        let mut slices = Slices::new(differences.stock.touched);
        while let Some((from, until)) = slices.next() {
            job.progress.at("stock", from.unsigned_abs(), slices.count.unsigned_abs());
            let mut tx = staging.loud().await?;
            stock::apply_changes(&mut tx, generation, from, until).await?;
            slices.commit(staging, tx).await?;
        }
    }
    let mut tx = staging.loud().await?;
    for (table, found) in &differences.tables {
        difference::apply(&mut tx, table, found, job.now).await?;
    }
    let changed = if in_slices { 0 } else { differences.stock.touched };
    stock::lock(&mut tx, changed).await?;
    if changed > 0 {
        stock::apply_changes(&mut tx, generation, 0, changed).await?;
    }
    if differences.stock.gone > 0 {
        stock::withdraw_gone(&mut tx, job.now).await?;
    }
    finish::show(&mut tx, generation, job.now).await?;
    outbox::publish(&mut tx, job.now, vec![Entry::public(Event::CatalogueImported)]).await?;
    tx.commit().await?;
    job.progress.at("writing", 1, 1);
    Ok(())
}

/// New rows that nobody sees before the generation is raised.
async fn write_new_rows(
    staging: &Staging,
    job: &Job,
    differences: &Differences,
    generation: i64,
) -> db::Result<()> {
    let tables = differences.tables.iter().map(|(_, difference)| difference.new);
    let total = (tables.sum::<i64>() + differences.stock.new).unsigned_abs();
    let mut written = 0;
    for (table, found) in &differences.tables {
        let mut slices = Slices::new(found.new);
        while let Some((from, until)) = slices.next() {
            job.progress.at("writing", written + from.unsigned_abs(), total);
            let mut tx = staging.loud().await?;
            difference::insert_new(&mut tx, table, generation, from, until).await?;
            slices.commit(staging, tx).await?;
        }
        written += found.new.unsigned_abs();
    }
    let mut slices = Slices::new(differences.stock.new);
    while let Some((from, until)) = slices.next() {
        job.progress.at(STOCK.name, from.unsigned_abs(), slices.count.unsigned_abs());
        let mut tx = staging.loud().await?;
        stock::insert_new(&mut tx, generation, from, until).await?;
        slices.commit(staging, tx).await?;
    }
    Ok(())
}

/// Numbered rows in slices that take about as long as orders may wait.
struct Slices {
    count: i64,
    done: i64,
    size: i64,
    current: i64,
    began: Instant,
}

impl Slices {
    fn new(count: i64) -> Self {
        Self { count, done: 0, size: FIRST_SLICE, current: 0, began: Instant::now() }
    }

    /// Numbers after the first and up to the second.
    fn next(&mut self) -> Option<(i64, i64)> {
        if self.done >= self.count {
            return None;
        }
        self.current = self.size.min(self.count - self.done);
        Some((self.done, self.done + self.current))
    }

    async fn commit(&mut self, staging: &Staging, tx: Tx) -> db::Result<()> {
        tx.commit().await?;
        let took = self.began.elapsed().max(Duration::from_millis(1));
        self.done += self.current;
        let fitting = self.current as f64 * SLICE.as_secs_f64() / took.as_secs_f64();
        self.size = (fitting as i64).clamp(self.size / 4, self.size * 2).clamp(100, LARGEST_SLICE);
        if staging.has_one_writer() && self.done < self.count {
            tokio::time::sleep(PAUSE).await;
        }
        self.began = Instant::now();
        Ok(())
    }
}
