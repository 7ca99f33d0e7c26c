//! `vitrine till`.

use clap::Subcommand;

use super::Database;
use crate::{
    db::Db,
    domain::{clock::Clock, till},
};

#[derive(Subcommand)]
pub enum Command {
    /// Prints a key for the tills of a store, once: only its hash is kept.
    Add {
        #[command(flatten)]
        database: Database,
        /// The store's code.
        #[arg(long)]
        store: String,
        /// What the list calls it.
        #[arg(long)]
        name: String,
    },
    /// Prints the ids, stores and names of the keys.
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Lets a key open nothing any more.
    Remove {
        #[command(flatten)]
        database: Database,
        /// As `vitrine till list` prints it.
        id: String,
    },
}

impl Command {
    pub async fn run(self) -> anyhow::Result<()> {
        let now = Clock::System.now();
        match self {
            Command::Add { database, store, name } => {
                println!("{}", till::add(&Db::open(&database.place).await?, now, &store, &name).await?);
            }
            Command::List { database } => {
                for key in till::list(&Db::open(&database.place).await?).await? {
                    println!("{}\t{}\t{}", key.id, key.store_id, key.name);
                }
            }
            Command::Remove { database, id } => {
                till::remove(&Db::open(&database.place).await?, now, &id).await?;
                println!("That key opens nothing any more.");
            }
        }
        Ok(())
    }
}
