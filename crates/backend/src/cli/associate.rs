//! `vitrine associate`.

use clap::{Args, Subcommand};

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
        who: Who,
        /// 4 to 8 digits, unlike the others' of the store.
        #[arg(long)]
        pin: String,
    },
    /// Prints who works in which store.
    List {
        #[command(flatten)]
        database: Database,
        /// Only this store's.
        #[arg(long)]
        store: Option<String>,
    },
    /// Lets an associate in no more, and ends the sessions.
    Remove {
        #[command(flatten)]
        who: Who,
    },
    /// Gives an associate another PIN, and ends the sessions of the old one.
    Pin {
        #[command(flatten)]
        who: Who,
        /// 4 to 8 digits, unlike the others' of the store.
        #[arg(long)]
        pin: String,
    },
}

#[derive(Args)]
pub struct Who {
    #[command(flatten)]
    database: Database,
    /// The store's code.
    #[arg(long)]
    store: String,
    #[arg(long)]
    name: String,
}

impl Command {
    pub async fn run(self) -> anyhow::Result<()> {
        let now = Clock::System.now();
        match self {
            Command::Add { who: Who { database, store, name }, pin } => {
                associate::add(&Db::open(&database.place).await?, now, &store, &name, &pin).await?;
                println!("{name} signs in at the desk of {store} with that PIN.");
            }
            Command::List { database, store } => {
                for associate in associate::list(&Db::open(&database.place).await?).await? {
                    if store.as_ref().is_none_or(|store| *store == associate.store_id) {
                        println!("{}\t{}", associate.store_id, associate.name);
                    }
                }
            }
            Command::Remove { who: Who { database, store, name } } => {
                associate::remove(&Db::open(&database.place).await?, now, &store, &name).await?;
                println!("{name} can no longer sign in at the desk of {store}.");
            }
            Command::Pin { who: Who { database, store, name }, pin } => {
                associate::set_pin(&Db::open(&database.place).await?, &store, &name, &pin).await?;
                println!("{name} signs in at the desk of {store} with the new PIN.");
            }
        }
        Ok(())
    }
}
