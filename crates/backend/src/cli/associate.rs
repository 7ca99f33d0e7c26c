//! `vitrine associate`.

use clap::Subcommand;

use super::Database;
use crate::{
    db::Db,
    domain::{associate, clock::Clock},
};

#[derive(Subcommand)]
pub enum Command {
    /// Adds an associate, who signs in at the desk by store and PIN.
    Add {
        #[command(flatten)]
        database: Database,
        /// The store's code.
        #[arg(long)]
        store: String,
        #[arg(long)]
        name: String,
        /// 4 to 8 digits, unlike the others' of the store.
        #[arg(long)]
        pin: String,
    },
}

impl Command {
    pub async fn run(self) -> anyhow::Result<()> {
        let Command::Add { database, store, name, pin } = self;
        let db = Db::open(&database.place).await?;
        associate::add(&db, Clock::System.now(), &store, &name, &pin).await?;
        println!("{name} signs in at the desk of {store} with that PIN.");
        Ok(())
    }
}
