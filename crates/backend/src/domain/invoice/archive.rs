//! All invoices of a year in one zip, with a table of them.

use std::{
    io::{self, Write},
    sync::{Mutex, PoisonError},
};

use anyhow::Context;
use contract::{
    invoice::{ArchiveProgress, Invoice},
    language::Language,
};
use tokio::sync::mpsc;
use zip::{
    CompressionMethod, DateTime, ZipWriter,
    write::{PreparedZipFile, SimpleFileOptions, StreamWriter},
};

use super::{pdf::kept, table};
use crate::{
    app::App,
    db,
    domain::refusal::{Outcome, not_found},
};

/// How many PDFs one request makes: well under a second.
const AT_ONCE: usize = 40;
/// How many files wait for a slow reader.
const AHEAD: usize = 4;

/// A piece of the zip; an error breaks the download off, so that nobody takes a part for the whole.
pub type Piece = Result<Vec<u8>, io::Error>;

/// The ids of the year's invoices that the session may see, with whether their PDF is kept.
async fn of_year(app: &App, session: Option<&str>, year: i64) -> Outcome<Vec<(String, bool)>> {
    let mut tx = app.db.read().await?;
    let all = match session {
        Some(session) => db::invoice_pdf::of_year(&mut tx, session, app.clock.now(), year).await?,
        None => Vec::new(),
    };
    if all.is_empty() { Err(not_found("invoice of that year")) } else { Ok(all) }
}

/// Makes the next PDFs of the year, and says how far it has come.
pub async fn progress(app: &App, session: Option<&str>, year: i64) -> Outcome<ArchiveProgress> {
    let all = of_year(app, session, year).await?;
    let mut done = all.iter().filter(|(_, is_kept)| *is_kept).count();
    for (id, _) in all.iter().filter(|(_, is_kept)| !is_kept).take(AT_ONCE) {
        kept(app, id).await?;
        done += 1;
    }
    Ok(ArchiveProgress { done: u32::try_from(done)?, total: u32::try_from(all.len())? })
}

/// The zip, piece by piece; PDFs that are missing are made on the way.
pub async fn archive(
    app: &App,
    session: Option<&str>,
    year: i64,
    language: Language,
) -> Outcome<mpsc::Receiver<Piece>> {
    let all = of_year(app, session, year).await?;
    let ids: Vec<String> = all.into_iter().map(|(id, _)| id).collect();
    let (pieces, reader) = mpsc::channel(AHEAD);
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = write(&app, &ids, language, &pieces).await {
            tracing::error!(error = format!("{error:#}"), "an archive of invoices broke off");
            // A reader that has gone away needs no reason.
            let _gone = pieces.send(Err(io::Error::other("the archive broke off"))).await;
        }
    });
    Ok(reader)
}

async fn write(
    app: &App,
    ids: &[String],
    language: Language,
    pieces: &mpsc::Sender<Piece>,
) -> anyhow::Result<()> {
    let mut zip = ZipWriter::new(StreamWriter::new(Written::default()));
    let mut contents = Vec::new();
    for id in ids {
        let content = content(app, id).await?;
        let file = kept(app, id).await?;
        zip.add_prepared_file(stored(&file.name, &content.issued_on, &file.pdf)?)?;
        contents.push(content);
        if !send(&zip, pieces).await {
            return Ok(());
        }
    }
    let last = contents.last().map(|content| content.issued_on.clone()).unwrap_or_default();
    let table = table::csv(&contents, language)?;
    zip.add_prepared_file(stored("invoices.csv", &last, &table)?)?;
    let rest = zip.finish()?.into_inner().take();
    let _gone = pieces.send(Ok(rest)).await;
    Ok(())
}

async fn content(app: &App, id: &str) -> anyhow::Result<Invoice> {
    let row = db::invoice::find(&mut app.db.read().await?, id).await?;
    Ok(row.with_context(|| format!("there is no invoice {id}"))?.content)
}

/// Passes on what the zip has written; false when nobody reads any more.
async fn send(zip: &ZipWriter<StreamWriter<Written>>, pieces: &mpsc::Sender<Piece>) -> bool {
    let written = zip.get_ref().map(|writer| writer.get_ref().take()).unwrap_or_default();
    pieces.send(Ok(written)).await.is_ok()
}

/// A file as it is, since a PDF is compressed already, with the day of its invoice. Its size is said before it, so that
/// any program opens the zip.
fn stored(name: &str, day: &str, bytes: &[u8]) -> anyhow::Result<PreparedZipFile> {
    let mut options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    if let Ok(day) = day.parse::<jiff::civil::Date>() {
        let (year, month, day) = (day.year(), day.month(), day.day());
        let time =
            DateTime::from_date_and_time(u16::try_from(year)?, month.try_into()?, day.try_into()?, 0, 0, 0)?;
        options = options.last_modified_time(time);
    }
    Ok(PreparedZipFile::from_data(name, options, bytes)?)
}

/// What the zip has written and nobody has taken yet.
#[derive(Default)]
struct Written(Mutex<Vec<u8>>);

impl Written {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
