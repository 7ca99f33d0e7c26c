//! `cargo xtask size`: what a first visit to the product list loads, pictures apart.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{
    build::{self, Profile},
    process::{capture, say},
    server::Stage,
    test::Outcome,
    tools::{self, Need},
};

/// Bytes by brotli.
const BUDGET: u64 = 260_000;
/// What it aims for.
const AIM: u64 = 200_000;

pub fn print() -> Result<()> {
    tools::ensure(&tools::APPS)?;
    tools::ensure(&[Need::Chromium])?;
    if check(build::server(Profile::Dev)?)?.failed > 0 {
        bail!("the first visit is above its budget");
    }
    Ok(())
}

/// Prints every file and the total; fails above the budget.
pub fn check(server: PathBuf) -> Result<Outcome> {
    let dist = build::apps(Profile::Release)?;
    let stage = Stage::start(server, &dist)?;
    say("What a first visit to the product list loads, in bytes");
    let (success, text) = capture(stage.script("node").arg("end2end/size.mjs"))?;
    if !success {
        bail!("the visit failed: {text}");
    }
    let loaded: Vec<Value> = serde_json::from_str(&text).context("reading what the visit loaded")?;
    let (later, files): (Vec<Value>, Vec<Value>) = loaded.into_iter().partition(|file| file["later"] == true);
    println!("   {:>9} {:>9}", "raw", "brotli");
    for file in &files {
        println!("   {:>9} {:>9}  {}", file["raw"], file["brotli"], file["url"].as_str().unwrap_or_default());
    }
    let sum = |files: &[Value], name: &str| files.iter().filter_map(|file| file[name].as_u64()).sum::<u64>();
    let total = sum(&files, "brotli");
    println!("   {:>9} {total:>9}  total (aim {AIM}, budget {BUDGET})", sum(&files, "raw"));
    println!("   {:>9} {:>9}  later, for nobody who waits", sum(&later, "raw"), sum(&later, "brotli"));
    let mut outcome = Outcome::default();
    outcome.count(total <= BUDGET && !files.is_empty());
    Ok(outcome)
}
