//! How long an invoice takes, from its content to the PDF, and the 500 of a year's zip, which only copies them.
//! `cargo bench -p invoice --bench invoice`
#![allow(clippy::unwrap_used)]

use std::{hint::black_box, time::Instant};

#[allow(dead_code, reason = "the tests use all of it")]
#[path = "../tests/common/mod.rs"]
mod common;

use common::{line, random};
use contract::{invoice::Invoice, language::Language};

const ROUNDS: usize = 100;
const YEAR: u64 = 500;

fn main() {
    println!("{:<24} {:>8} {:>8} {:>8}", "one", "p50 ms", "p99 ms", "max ms");
    let shirts = |count: u32| (0..count).map(|_| line("Chemise Milo", 1, 7_990, 500, 2000)).collect();
    measure("its e-invoice alone", &|| {
        drop(black_box(invoice::xml(&common::invoice(Language::Fr, shirts(3)))))
    });
    for lines in [1, 3, 30] {
        let invoice = common::invoice(Language::Fr, shirts(lines));
        measure(&format!("PDF, {lines} lines"), &|| drop(black_box(pdf(&invoice))));
    }
    let start = Instant::now();
    let bytes: usize = (0..YEAR).map(|seed| pdf(&random(seed)).len()).sum();
    let seconds = start.elapsed().as_secs_f64();
    println!("a year's {YEAR}: {seconds:.1} s one after the other, {:.1} MB", bytes as f64 / 1e6);
}

fn pdf(invoice: &Invoice) -> Vec<u8> {
    invoice::pdf(invoice, &invoice::xml(invoice), None).unwrap()
}

fn measure(name: &str, work: &dyn Fn()) {
    work();
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    println!("{name:<24} {:>8.1} {:>8.1} {:>8.1}", at(0.5), at(0.99), at(1.0));
}
