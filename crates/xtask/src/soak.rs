//! `cargo xtask soak`: one page of the release build for a long visit; what it holds in memory must not grow, and its
//! stream of events must come back as often as the network does.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{
    build::{self, Profile},
    process::{capture, say},
    server::Stage,
    tools::{self, Need},
};

/// How much more than after the warm-up may be held at the end.
const MOST_GROWTH: f64 = 0.10;
const PARTS: [&str; 4] = ["script", "wasm", "nodes", "listeners"];
/// Those that are counted in bytes.
const BYTES: [&str; 2] = [PARTS[0], PARTS[1]];

pub fn soak(navigations: u32) -> Result<()> {
    tools::ensure(&tools::APPS)?;
    tools::ensure(&[Need::Chromium])?;
    let dist = build::apps(Profile::Release)?;
    let stage = Stage::start(build::server(Profile::Dev)?, &dist)?;
    say(&format!("One page for {navigations} navigations (about {} min)", navigations / 150 + 1));
    let (success, text) = capture(stage.script("node").args(["end2end/soak.mjs", &navigations.to_string()]))?;
    if !success {
        bail!("the visit failed: {text}");
    }
    let report: Value = serde_json::from_str(&text).context("reading what the page held")?;
    let memory = report["memory"].as_array().context("the visit read no memory")?;
    let growth = tell_memory(memory, report["warmUp"].as_u64().unwrap_or_default())
        .context("the visit read no memory after its warm-up")?;
    let [cuts, reopened] = ["cuts", "reopened"].map(|name| report[name].as_i64().unwrap_or_default());
    println!("   the network was cut {cuts} times, and the stream of events opened again {reopened} times");
    let complaints = report["complaints"].as_array().map_or(0, Vec::len);
    if complaints > 0 {
        bail!("the console complained: {}", report["complaints"]);
    }
    if growth > MOST_GROWTH {
        bail!("the page held {:.0} % more at its end", growth * 100.0);
    }
    if reopened < cuts {
        bail!("the stream of events did not come back each time");
    }
    Ok(())
}

/// Prints what was held when, and how much more at the end; that of all bytes together is the answer.
fn tell_memory(memory: &[Value], warm_up: u64) -> Option<f64> {
    println!("   {:>6} {:>12} {:>12} {:>9} {:>9}", "after", PARTS[0], PARTS[1], PARTS[2], PARTS[3]);
    for reading in memory {
        let [script, wasm, nodes, listeners] = PARTS.map(|part| reading[part].as_u64().unwrap_or_default());
        println!("   {:>6} {script:>12} {wasm:>12} {nodes:>9} {listeners:>9}", reading["after"]);
    }
    let [script, wasm] = BYTES.map(|part| growth(memory, warm_up, &[part]));
    let together = growth(memory, warm_up, &BYTES)?;
    println!(
        "   bytes at the end and after the warm-up: script {:+.1} %, wasm {:+.1} %, together {:+.1} %",
        script? * 100.0,
        wasm? * 100.0,
        together * 100.0
    );
    Some(together)
}

/// How much more bytes of these parts the last reading tells of than the one after the warm-up.
fn growth(memory: &[Value], warm_up: u64, parts: &[&str]) -> Option<f64> {
    let bytes = |reading: &Value| parts.iter().map(|part| reading[*part].as_f64()).sum::<Option<f64>>();
    let warm = memory.iter().find(|reading| reading["after"] == warm_up).and_then(bytes)?;
    let end = memory.last().filter(|reading| reading["after"].as_u64() > Some(warm_up)).and_then(bytes)?;
    Some(end / warm - 1.0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_built_up_once_does_not_count() {
        let reading = |after: u64, script: u64| json!({ "after": after, "script": script, "wasm": 100 });
        let memory = [reading(0, 10), reading(300, 100), reading(1000, 120)];
        let grown = growth(&memory, 300, &BYTES).unwrap_or_default();
        assert!((grown - 0.1).abs() < 1e-9, "{grown}");
        let script = growth(&memory, 300, &BYTES[..1]).unwrap_or_default();
        assert!((script - 0.2).abs() < 1e-9, "{script}");
        assert_eq!(growth(&memory[..2], 300, &BYTES), None);
    }
}
