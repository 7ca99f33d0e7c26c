//! `vitrine import`.

use std::path::PathBuf;

use clap::Args;

use super::Database;

#[derive(Args)]
pub struct Import {
    /// Feeds: files, `fr=FILE` for one whose name does not say its language, or folders of them.
    #[arg(required = true)]
    feeds: Vec<String>,
    #[command(flatten)]
    database: Database,
    /// Where pictures are written.
    #[arg(long, default_value = "pictures")]
    pictures: PathBuf,
}

impl Import {
    pub async fn run(self) -> anyhow::Result<std::process::ExitCode> {
        anyhow::bail!("{} {:?} {:?}: not built yet", self.feeds.len(), self.database, self.pictures)
    }
}
