//! How long a year's invoices take: to be written, to be set as PDFs, and as a zip that is ready and one that is not.
//! `cargo bench -p vitrine --bench archive [-- INVOICES]`
#![allow(clippy::unwrap_used)]

use std::time::Instant;

use backend::{
    app::{App, Settings},
    args,
    db::Db,
    domain::{
        clock::Clock,
        invoice::{archive, issue, progress},
        retailer::Retailer,
        secret, session,
    },
};
use contract::language::Language;
use rand::{Rng, SeedableRng, rngs::StdRng};

/// Saturday 21 November 2026.
const NOW: i64 = 1_795_255_200_000;
const RATES: [i64; 4] = [2000, 2000, 1000, 550];

#[tokio::main]
async fn main() {
    let invoices = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(500);
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(folder.path().join("bench.sqlite").to_str().unwrap()).await.unwrap();
    let app = App::new(db, Clock::manual(NOW), Retailer::default(), Settings::default()).await.unwrap();
    let start = Instant::now();
    let session = fill(&app, invoices).await;
    say("written", invoices, start);
    let session = Some(session.as_str());
    let start = Instant::now();
    let bytes = zip(&app, session).await;
    say("zip, every PDF made on the way", invoices, start);
    let start = Instant::now();
    assert_eq!(zip(&app, session).await, bytes);
    say("zip of PDFs that are kept", invoices, start);
    let made = progress(&app, session, 2026).await.unwrap();
    println!("{} PDFs of {}, {:.1} MB", made.done, made.total, bytes as f64 / 1e6);
}

fn say(what: &str, invoices: usize, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    println!("{what:<32} {seconds:>7.2} s {:>8.2} ms each", seconds * 1000.0 / invoices as f64);
}

async fn zip(app: &App, session: Option<&str>) -> usize {
    let mut pieces = archive(app, session, 2026, Language::Fr).await.unwrap();
    let mut bytes = 0;
    while let Some(piece) = pieces.recv().await {
        bytes += piece.unwrap().len();
    }
    bytes
}

/// Receipts of one to ten lines, each with its invoice, all seen by one session.
async fn fill(app: &App, invoices: usize) -> String {
    let mut random = StdRng::seed_from_u64(42);
    let mut tx = app.db.write().await.unwrap();
    let opened = session::open(&mut tx, None, NOW).await.unwrap();
    for _ in 0..invoices {
        let id = secret::new_id();
        let sql = "INSERT INTO receipt (id, store_id, till, number, body_hash, kind, status, language, currency, total, \
                   occurred_at, received_at) VALUES ($1, 'S', '1', $1, '', 'sale', 'bought', 'fr', 'EUR', 0, $2, $2)";
        tx.execute(sql, args![&id, NOW]).await.unwrap();
        for position in 0..random.random_range(1..=10_i64) {
            let sql = "INSERT INTO receipt_line (id, receipt_id, position, name, colour, size, quantity, unit_price, \
                       discount, vat_rate) VALUES ($1, $2, $3, $4, 'Bleu nuit', '38', $5, $6, 0, $7)";
            let name = format!("Robe Camille en lin lavé {position}");
            let (quantity, price) = (random.random_range(1..=3_i64), random.random_range(500..20_000_i64));
            let rate = RATES[random.random_range(0..RATES.len())];
            let args = args![secret::new_id(), &id, position, name, quantity, price, rate];
            tx.execute(sql, args).await.unwrap();
        }
        issue(&mut tx, app, &id).await.unwrap();
        session::grant(&mut tx, &opened, &id).await.unwrap();
    }
    tx.commit().await.unwrap();
    opened.hash
}
