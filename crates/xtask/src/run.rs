//! `cargo xtask run`: the shop on this machine, from nothing.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{
    build::{self, Profile},
    http,
    process::{root, say},
    server::{self, PIN, Retailer},
    stamp::{self, Stamp, create_folder},
    tools,
};

const PORT: u16 = 8080;

#[derive(clap::Args)]
pub struct Run {
    /// A folder with a retailer's own feeds, instead of the demo.
    #[arg(long, value_name = "DIR")]
    feeds: Option<PathBuf>,
    /// The port to serve on [default: 8080, or the next free one].
    #[arg(long)]
    port: Option<u16>,
    /// Build everything as it is served in production.
    #[arg(long)]
    release: bool,
}

pub fn run(options: &Run) -> Result<()> {
    let feeds = feeds(options.feeds.as_deref())?;
    let port = choose_port(options.port)?;
    tools::ensure(&tools::APPS)?;
    let profile = Profile::of(options.release);
    let dist = build::apps(profile)?;
    let binary = build::server(profile)?;

    let data = data_folder(&feeds);
    create_folder(&data)?;
    let sqlite = data.join("vitrine.sqlite");
    let database = std::env::var("DATABASE_URL").unwrap_or_else(|_| sqlite.display().to_string());
    let retailer = Retailer {
        binary,
        settings: server::settings_of(&feeds),
        feeds,
        database,
        // Named by their content, so every retailer and every test may share them.
        pictures: root().join("var/pictures"),
    };
    // Stamps of a database that is gone say nothing.
    let fresh = !retailer.database.contains("://") && !Path::new(&retailer.database).is_file();

    let imported = Stamp::new(data.join("imported"), import_fingerprint(&retailer)?);
    if fresh || !imported.is_fresh() {
        say(&format!("Importing {}", retailer.feeds.display()));
        retailer.import()?;
        imported.keep()?;
    }
    say("Starting the server");
    let mut server = retailer.serve(&dist, port, None)?;
    let store = server::stores(port)?.into_iter().next();
    if let Some(store) = &store {
        let associate = Stamp::new(data.join("associate"), format!("{store} {PIN} {}", retailer.database));
        if fresh || !associate.is_fresh() {
            retailer.add_associate(store, "Léa")?;
            associate.keep()?;
        }
    }
    print_addresses(port, store.as_deref(), &retailer.database);
    server.wait()
}

fn feeds(asked: Option<&Path>) -> Result<PathBuf> {
    let folder = asked.map_or_else(|| root().join("demo"), Path::to_path_buf);
    let folder = folder.canonicalize().with_context(|| format!("there is no folder {}", folder.display()))?;
    if !folder.is_dir() {
        bail!("{} is not a folder; name the folder that holds the feeds.", folder.display());
    }
    Ok(folder)
}

fn choose_port(asked: Option<u16>) -> Result<u16> {
    match asked {
        Some(port) if http::is_free(port) => Ok(port),
        Some(port) => bail!("Port {port} is taken; choose another by --port, or leave it out."),
        None => {
            (PORT..PORT + 100).find(|port| http::is_free(*port)).context("no port from 8080 to 8179 is free")
        }
    }
}

/// One database is one retailer: each folder of feeds has its own.
fn data_folder(feeds: &Path) -> PathBuf {
    let var = root().join("var");
    if feeds == root().join("demo") {
        return var.join("demo");
    }
    let mut hasher = DefaultHasher::new();
    feeds.hash(&mut hasher);
    let name = feeds.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    var.join(format!("{name}-{:08x}", hasher.finish() >> 32))
}

fn import_fingerprint(retailer: &Retailer) -> Result<String> {
    let feeds = stamp::of_times(std::slice::from_ref(&retailer.feeds))?;
    Ok(format!("{feeds} {}", retailer.database))
}

fn print_addresses(port: u16, store: Option<&str>, database: &str) {
    let url = format!("http://localhost:{port}");
    say("The shop is open. Ctrl-C closes it.");
    println!("   shop      {url}/");
    match store {
        Some(store) => println!("   desk      {url}/desk/   (store {store}, PIN {PIN})"),
        None => println!("   desk      {url}/desk/   (the feeds name no store to sign in to)"),
    }
    println!("   mailbox   {url}/mailbox");
    println!("   database  {database}\n");
}
