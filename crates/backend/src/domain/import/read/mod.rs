//! Reads the feeds and stages what they say, a batch at a time: one thread parses while the database writes.

mod products;
mod stock;
mod stores;

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
    sync::atomic::Ordering,
};

use contract::language::Language;
use tokio::sync::mpsc;

use super::{Failure, Job, Problems, offers::Numbers};
use crate::{
    db::{
        Arg,
        import::{
            Staging,
            known::Known,
            table::{
                CATEGORY, CATEGORY_TEXT, PICTURE, PICTURED, PRICE_HISTORY, PRODUCT, PRODUCT_TEXT, STOCK,
                STORE, Table, VARIANT, VARIANT_PICTURE, VARIANT_TEXT,
            },
        },
    },
    feeds::{
        FileError, ReadError, RowError,
        discover::{Feed, Kind},
        reader::{Context, Reader, Row},
    },
    pictures::Link,
};

const STAGED: [&Table; 12] = [
    &CATEGORY,
    &CATEGORY_TEXT,
    &PRODUCT,
    &PRODUCT_TEXT,
    &VARIANT,
    &VARIANT_TEXT,
    &PICTURE,
    &PICTURED,
    &VARIANT_PICTURE,
    &PRICE_HISTORY,
    &STORE,
    &STOCK,
];
/// Rows of a batch.
const BATCH: usize = 2_000;
/// Batches that wait for the database.
const WAITING: usize = 4;

type Batch = (&'static Table, Vec<Vec<Arg>>);

/// What is known once every feed was read.
pub struct Read {
    pub problems: Problems,
    pub pictures: Wanted,
    /// The next generation of the catalogue.
    pub generation: i64,
    pub languages: HashSet<&'static str>,
    pub kinds: HashSet<Kind>,
}

/// The pictures that offers name.
#[derive(Default)]
pub struct Wanted {
    pub links: Vec<Link>,
    numbers: HashMap<Link, usize>,
    /// Where each link was met first.
    pub met: Vec<RowError>,
    /// SKU, its links in order, and whether the catalogue has it.
    pub offers: Vec<(String, Vec<usize>, bool)>,
}

pub async fn read_all(staging: &Staging, job: &Job, known: Known) -> Result<Read, Failure> {
    staging.create(&STAGED).await?;
    let (sender, mut receiver) = mpsc::channel::<Batch>(WAITING);
    let reading = Reading::new(job.clone(), known, sender);
    let generation = reading.known.generation + 1;
    let parsing = tokio::task::spawn_blocking(move || reading.read());
    let mut outcome = Ok(());
    while let Some((table, rows)) = receiver.recv().await {
        outcome = staging.append(table, rows).await;
        if outcome.is_err() {
            break;
        }
    }
    // Closing the channel ends the thread when the database failed.
    drop(receiver);
    let parsed = parsing.await;
    outcome?;
    let finished = parsed.map_err(|error| FileError::new("import", format!("stopped: {error}")))??;
    for (table, kept) in finished.kept {
        staging.create_kept(table, kept).await?;
    }
    if finished.languages.len() > 1 {
        staging.fall_back(job.retailer.default_language.tag()).await?;
    }
    Ok(Read {
        problems: finished.problems,
        pictures: finished.pictures,
        generation,
        languages: finished.languages,
        kinds: job.feeds.files.iter().map(|feed| feed.kind).collect(),
    })
}

type Kept = Vec<(&'static Table, Vec<Vec<Arg>>)>;

struct Finished {
    problems: Problems,
    pictures: Wanted,
    languages: HashSet<&'static str>,
    kept: Kept,
}

struct Reading {
    job: Job,
    context: Context,
    known: Known,
    sender: mpsc::Sender<Batch>,
    batches: HashMap<&'static str, Batch>,
    problems: Problems,
    pictures: Wanted,
    languages: HashSet<&'static str>,
    /// SKUs and stores that stock rows may name.
    skus: Numbers,
    stores: Numbers,
    /// SKUs and stores whose own row was left out, and which are not in the catalogue either.
    refused: HashSet<String>,
    kept: Kept,
}

impl Reading {
    fn new(job: Job, known: Known, sender: mpsc::Sender<Batch>) -> Self {
        let context = Context { currency: job.retailer.currency.clone(), zone: job.retailer.zone() };
        Self {
            job,
            context,
            known,
            sender,
            batches: HashMap::new(),
            problems: Problems::default(),
            pictures: Wanted::default(),
            languages: HashSet::new(),
            skus: Numbers::default(),
            stores: Numbers::default(),
            refused: HashSet::new(),
            kept: [&PRODUCT, &VARIANT, &STORE, &STOCK].map(|table| (table, Vec::new())).into(),
        }
    }

    /// Reads everything. The sender ends with it, which tells the database that no more will come.
    fn read(mut self) -> Result<Finished, FileError> {
        self.read_products()?;
        self.read_stores()?;
        self.read_stock()?;
        self.flush()?;
        let Self { problems, pictures, languages, kept, .. } = self;
        Ok(Finished { problems, pictures, languages, kept })
    }

    fn feeds(&self, kind: Kind) -> Vec<Feed> {
        self.job.feeds.files.iter().filter(|feed| feed.kind == kind).cloned().collect()
    }

    /// Reads a file to its end; a bad row is noted and given to `refused` as far as it could be read.
    fn each<R: Row>(
        &mut self,
        feed: &Feed,
        mut row: impl FnMut(&mut Self, R) -> Result<(), RowError>,
        mut refused: impl FnMut(&mut Self, &crate::feeds::Record),
    ) -> Result<u64, FileError> {
        let total = std::fs::metadata(&feed.path).map(|data| data.len()).unwrap_or_default();
        let mut reader: Reader<R> = Reader::open(&feed.path, &feed.name, &self.context)?;
        let (mut good, mut met) = (0, 0_u64);
        loop {
            let mut remarks = Vec::new();
            let outcome = reader.next(&mut remarks);
            remarks.into_iter().for_each(|remark| self.problems.add(remark));
            let error = match outcome {
                Ok(None) => break,
                Err(ReadError::File(error)) => return Err(error),
                Err(ReadError::Row(error)) => Some(error),
                Ok(Some(next)) => row(self, next).err(),
            };
            match error {
                Some(error) => {
                    refused(self, &reader.records.record);
                    self.problems.add(error);
                }
                None => good += 1,
            }
            met += 1;
            if met % 1_000 == 0 {
                self.job.progress.at(&feed.name, reader.records.read.load(Ordering::Relaxed), total);
                self.stop_when_nobody_listens()?;
            }
        }
        self.job.progress.at(&feed.name, total, total);
        Ok(good)
    }

    fn stage(&mut self, table: &'static Table, row: Vec<Arg>) {
        let (_, rows) = self.batches.entry(table.name).or_insert_with(|| (table, Vec::with_capacity(BATCH)));
        rows.push(row);
        if rows.len() >= BATCH {
            let full = std::mem::replace(rows, Vec::with_capacity(BATCH));
            // When the database failed nobody receives, and its error is the one that is told.
            let _told_later = self.sender.blocking_send((table, full));
        }
    }

    fn flush(&mut self) -> Result<(), FileError> {
        for (_, batch) in self.batches.drain() {
            let _told_later = self.sender.blocking_send(batch);
        }
        self.stop_when_nobody_listens()
    }

    fn stop_when_nobody_listens(&self) -> Result<(), FileError> {
        if self.sender.is_closed() {
            return Err(FileError::new("import", "the database does not take rows"));
        }
        Ok(())
    }

    fn keep(&mut self, table: &Table, key: Vec<Arg>) {
        if let Some((_, keys)) = self.kept.iter_mut().find(|(kept, _)| kept.name == table.name) {
            keys.push(key);
        }
    }

    fn default_language(&self) -> Language {
        self.job.retailer.default_language
    }
}

impl Wanted {
    /// The number of a link; `at` says where it was met.
    fn number(&mut self, folder: PathBuf, link: &str, at: impl FnOnce() -> RowError) -> usize {
        let key = (folder, link.to_string());
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.links.len();
        self.numbers.insert(key.clone(), number);
        self.links.push(key);
        self.met.push(at());
        number
    }
}
