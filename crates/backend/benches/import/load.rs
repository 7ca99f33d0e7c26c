//! How fast the shop answers over the large catalogue, asked over HTTP from the same machine.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use rand::{Rng, SeedableRng, rngs::StdRng};

use crate::{
    VITRINE,
    feeds::{self, Size},
};

/// What to ask for next.
type Path = fn(&mut StdRng, &Size) -> String;

const TOGETHER: u64 = 16;
const ASKED_FOR: Duration = Duration::from_secs(5);

pub async fn ask(place: &str, size: &Size) {
    let started = Instant::now();
    let (mut server, address) = serve(place);
    println!("\nserved after {:.1} s", started.elapsed().as_secs_f64());
    println!(
        "{:<24}{:>12}{:>10}{:>10}{:>10}{:>10}",
        "endpoint", "requests/s", "p50 ms", "p90 ms", "p99 ms", "max ms"
    );
    let endpoints: [(&str, Path); 4] = [
        ("list", |random, _| format!("/api/products?language=fr&page={}", random.random_range(1..50))),
        ("list in a store", |random, size| {
            format!("/api/products?store={}&in_store=true", feeds::store(random.random_range(0..size.stores)))
        }),
        ("search", |random, size| {
            format!("/api/products?q=chemise%20{}", random.random_range(0..size.offers / 4))
        }),
        ("availability", |random, size| {
            format!("/api/availability?sku={}", feeds::sku(random.random_range(0..size.offers)))
        }),
    ];
    for (name, path) in endpoints {
        measure(name, &address, path, size).await;
    }
    server.kill().unwrap();
    server.wait().unwrap();
}

fn serve(place: &str) -> (Child, String) {
    let mut command = Command::new(VITRINE);
    command.args(["serve", "--port", "0", "--database", place]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address =
        lines.find_map(|line| line.unwrap().strip_prefix("Listening on ").map(String::from)).unwrap();
    (child, address)
}

async fn measure(name: &str, address: &str, path: Path, size: &Size) {
    let _chosen_by_another_part = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::new();
    let started = Instant::now();
    let mut asking = Vec::new();
    for seed in 0..TOGETHER {
        let (client, address) = (client.clone(), address.to_string());
        let size = Size { ..*size };
        asking.push(tokio::spawn(async move {
            let mut random = StdRng::seed_from_u64(seed);
            let mut took = Vec::new();
            while started.elapsed() < ASKED_FOR {
                let url = format!("{address}{}", path(&mut random, &size));
                let asked = Instant::now();
                let answer = client.get(&url).send().await.unwrap();
                assert!(answer.status().is_success(), "{url}: {}", answer.status());
                answer.bytes().await.unwrap();
                took.push(asked.elapsed());
            }
            took
        }));
    }
    let mut took = Vec::new();
    for asking in asking {
        took.extend(asking.await.unwrap());
    }
    took.sort();
    let at = |part: f64| took[((took.len() - 1) as f64 * part) as usize].as_secs_f64() * 1000.0;
    let rate = took.len() as f64 / started.elapsed().as_secs_f64();
    println!("{name:<24}{rate:>12.0}{:>10.1}{:>10.1}{:>10.1}{:>10.1}", at(0.5), at(0.9), at(0.99), at(1.0));
}
