//! `vitrine mail`.

use anyhow::ensure;
use clap::Subcommand;

use super::Database;
use crate::{
    db::Db,
    domain::{
        clock::{Clock, timestamp},
        mail,
    },
};

#[derive(Subcommand)]
pub enum Command {
    /// Lists the last 200 e-mails: id, time, status, attempts, letter, recipient and what went wrong.
    List {
        #[command(flatten)]
        database: Database,
        /// Only those that were given up.
        #[arg(long)]
        dead: bool,
    },
    /// Sends again what was given up; `vitrine serve` does it within seconds.
    Retry {
        #[command(flatten)]
        database: Database,
        /// Only this e-mail; without it, all that were given up.
        id: Option<String>,
    },
}

impl Command {
    pub async fn run(self) -> anyhow::Result<()> {
        match self {
            Command::List { database, dead } => {
                let db = Db::open(&database.place).await?;
                for row in mail::list(&db, dead).await? {
                    let at = timestamp(row.created_at, &jiff::tz::TimeZone::UTC);
                    let error = row.error.unwrap_or_default().replace(char::is_control, " ");
                    let line = [
                        row.id,
                        at.0,
                        row.status,
                        row.attempts.to_string(),
                        row.template,
                        row.recipient,
                        error,
                    ];
                    println!("{}", line.join("\t").trim_end());
                }
            }
            Command::Retry { database, id } => {
                let db = Db::open(&database.place).await?;
                let queued = mail::retry(&db, Clock::System.now(), id.as_deref()).await?;
                ensure!(id.is_none() || queued == 1, "no e-mail with that id was given up");
                println!("{queued} e-mails are sent again.");
            }
        }
        Ok(())
    }
}
