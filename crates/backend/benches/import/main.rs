//! A large retailer: 100,000 offers, 50 stores, 2,000,000 stock rows from a seed. How fast they go in, in how much
//! memory, how long an order waits meanwhile, and how fast the shop answers then.
//! `cargo bench -p vitrine --bench import [-- --offers N --stores N --rows N --database postgres://…]`
#![allow(clippy::unwrap_used)]

mod feeds;
mod load;
mod orders;

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use backend::db::Db;
use clap::Parser;
use feeds::Size;

const VITRINE: &str = env!("CARGO_BIN_EXE_vitrine");

#[derive(Parser)]
struct Options {
    #[arg(long, default_value_t = 100_000)]
    offers: usize,
    #[arg(long, default_value_t = 50)]
    stores: usize,
    #[arg(long, default_value_t = 2_000_000)]
    rows: usize,
    /// A fresh SQLite file when absent; a PostgreSQL database must be empty.
    #[arg(long)]
    database: Option<String>,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() {
    let options = Options::parse();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bench.sqlite").display().to_string();
    let place = options.database.unwrap_or(file);
    let small = folder.path().join("small");
    let large = folder.path().join("large");
    let size = Size { offers: options.offers, stores: options.stores, rows: options.rows };
    feeds::write(&small, &Size { offers: 8, stores: 2, rows: 16 });
    feeds::write(&large, &size);
    println!("{} offers, {} stores, {} stock rows", size.offers, size.stores, size.rows);
    println!(
        "{:<36}{:>10}{:>14}{:>12}{:>26}",
        "import", "seconds", "rows a second", "peak MB", "an order waits, ms"
    );

    let db = Db::open(&place).await.unwrap();
    assert!(import(&small, &place, "").0.success());
    measure("first, with orders meanwhile", &large, &place, "", &db, &size).await;
    measure("the same files again", &large, &place, "", &db, &size).await;
    feeds::recount(&large, &size, 20);
    measure("a newer count, every 20th differs", &large, &place, "--counted-at=2027-01-01", &db, &size).await;
    drop(db);
    load::ask(&place, &size).await;
}

/// Imports while orders are placed, and prints a line.
async fn measure(name: &str, feed: &Path, place: &str, counted_at: &str, db: &Db, size: &Size) {
    let shopper = orders::Shopper::start(db.clone()).await;
    let started = Instant::now();
    let (feed, place, counted_at) = (feed.to_path_buf(), place.to_string(), counted_at.to_string());
    let (status, memory) =
        tokio::task::spawn_blocking(move || import(&feed, &place, &counted_at)).await.unwrap();
    let seconds = started.elapsed().as_secs_f64();
    let waits = shopper.stop().await;
    assert!(status.success(), "{name} failed");
    println!(
        "{name:<36}{seconds:>10.1}{:>14.0}{memory:>12}{:>26}",
        (size.rows + size.offers + size.stores) as f64 / seconds,
        waits.said()
    );
}

/// Imports in a process of its own; answers the most memory it had, in MB.
fn import(feed: &Path, place: &str, counted_at: &str) -> (std::process::ExitStatus, u64) {
    let mut command = Command::new(VITRINE);
    command.arg("import").arg(feed).args(["--database", place, "--without-pictures"]);
    if !counted_at.is_empty() {
        command.arg(counted_at);
    }
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut peak = 0;
    loop {
        peak = peak.max(peak_memory(&child));
        if let Some(status) = child.try_wait().unwrap() {
            return (status, peak / 1024);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Kilobytes, as the system counts them.
fn peak_memory(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}
