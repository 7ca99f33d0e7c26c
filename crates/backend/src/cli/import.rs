//! `vitrine import`.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context;
use clap::Args;

use super::Database;
use crate::{
    db::Db,
    domain::{
        clock::Clock,
        import::{self, Failure, Job, Report},
        retailer::Retailer,
    },
    feeds::discover::discover,
    pictures,
};

/// Errors that are printed; the rest is counted.
const SHOWN: usize = 50;

#[derive(Args)]
pub struct Import {
    /// Feeds: files, `fr=FILE` for one whose name does not say its language, or folders of them.
    #[arg(required = true)]
    feeds: Vec<String>,
    #[command(flatten)]
    database: Database,
    /// The retailer's file; without one a shop named Vitrine in Paris that sells in euros.
    #[arg(long)]
    retailer: Option<PathBuf>,
    /// Where pictures are written.
    #[arg(long, default_value = "pictures")]
    pictures: PathBuf,
    /// Leave pictures as they are.
    #[arg(long)]
    without_pictures: bool,
    /// When the stock was counted, like 2026-11-21T08:00+0100; otherwise the file's own time.
    #[arg(long, value_name = "TIME")]
    counted_at: Option<String>,
    /// Only report what would change: nothing of the catalogue is written and no picture is fetched. The database is made if
    /// there is none.
    #[arg(long)]
    check: bool,
    /// Refuse everything if anything is wrong.
    #[arg(long)]
    strict: bool,
    /// Let picture URLs lead into private networks.
    #[arg(long)]
    allow_private: bool,
}

impl Import {
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let retailer = Retailer::load(self.retailer.as_deref())?;
        let counted_at = match &self.counted_at {
            None => None,
            Some(text) => match crate::feeds::moment(text, &retailer.zone()) {
                Ok(moment) => Some(moment),
                Err(reason) => {
                    eprintln!("--counted-at: {reason}");
                    return Ok(ExitCode::from(2));
                }
            },
        };
        let feeds = match discover(&self.feeds) {
            Ok(feeds) => feeds,
            Err(error) => {
                eprintln!("{error}");
                return Ok(ExitCode::FAILURE);
            }
        };
        for name in &feeds.ignored {
            eprintln!("{name}: is no feed, left alone");
        }
        self.warn_of_retailer();
        let bars = Arc::new(super::progress::Bars::default());
        let job = Job {
            feeds,
            retailer,
            pictures: pictures::Options { folder: self.pictures.clone(), allow_private: self.allow_private },
            without_pictures: self.without_pictures,
            counted_at,
            now: Clock::System.now(),
            check: self.check,
            strict: self.strict,
            progress: bars.clone(),
        };
        let db = Db::open(&self.database.place).await.context("cannot open the database")?;
        let outcome = import::run(&db, job).await;
        bars.clear();
        Ok(match outcome {
            Ok(report) => self.tell(&report),
            Err(Failure::Database(error)) => {
                return Err(error).context("the database failed; nothing was imported");
            }
            Err(failure) => {
                eprintln!("{failure}\nNothing was imported.");
                ExitCode::FAILURE
            }
        })
    }

    /// What is imported depends on that file, VAT above all: who forgot to name it shall not find out from an invoice.
    fn warn_of_retailer(&self) {
        if self.retailer.is_some() {
            return;
        }
        for file in self.feeds.iter().map(|feed| Path::new(feed).join("retailer.toml")) {
            if file.is_file() {
                let file = file.display();
                eprintln!(
                    "{file}: is not read, so its languages and VAT do not count; name it with --retailer {file}"
                );
            }
        }
    }

    fn tell(&self, report: &Report) -> ExitCode {
        let problems = &report.problems;
        for error in problems.listed.iter().take(SHOWN) {
            eprintln!("{error}");
        }
        if problems.total > SHOWN as u64 {
            eprintln!("… and {} more", problems.total - SHOWN as u64);
        }
        println!("{report}");
        if problems.total > 0 {
            let fields = problems.total - problems.left_out;
            println!(
                "{} errors: {} rows left out, {fields} fields left out",
                problems.total, problems.left_out
            );
        }
        if report.applied {
            return ExitCode::SUCCESS;
        }
        if self.strict && problems.total > 0 {
            println!("Refused: --strict allows no error. Nothing was imported.");
            return ExitCode::FAILURE;
        }
        println!("Only checked. Nothing was imported.");
        ExitCode::SUCCESS
    }
}
