//! `cargo xtask lighthouse`: Lighthouse on the release build, served as in production.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{
    build::{self, Profile},
    process::{capture, root, run, say},
    server::Stage,
    stamp::create_folder,
    tools::{self, Need},
};

const RUNS: usize = 5;

const CATEGORIES: [&str; 4] = ["performance", "accessibility", "best-practices", "seo"];

/// What is printed beside the categories: name, key of the audit, unit.
const METRICS: [(&str, &str); 4] = [
    ("first contentful paint, ms", "first-contentful-paint"),
    ("largest contentful paint, ms", "largest-contentful-paint"),
    ("total blocking time, ms", "total-blocking-time"),
    ("layout shift", "cumulative-layout-shift"),
];

pub fn lighthouse() -> Result<()> {
    tools::ensure(&tools::APPS)?;
    tools::ensure(&[Need::Chromium])?;
    let dist = build::apps(Profile::Release)?;
    let stage = Stage::start(build::server(Profile::Release)?, &dist)?;
    let (_, pages) = capture(stage.script("node").arg("end2end/pages.mjs"))?;
    let pages: Value = serde_json::from_str(&pages).context("reading the addresses of the pages")?;
    for name in ["home", "list", "product"] {
        let path = pages[name].as_str().with_context(|| format!("there is no {name} page"))?;
        measure(&stage, name, &format!("{}{path}", stage.url()))?;
    }
    Ok(())
}

fn measure(stage: &Stage, name: &str, url: &str) -> Result<()> {
    say(&format!("Lighthouse, mobile, medians of {RUNS}: {url}"));
    let folder = root().join("var/lighthouse");
    create_folder(&folder)?;
    let mut reports = Vec::new();
    for number in 1..=RUNS {
        let file = folder.join(format!("{name}-{number}.json"));
        let flags = "--chrome-flags=--headless --no-sandbox --disable-gpu --disable-quic --no-first-run";
        let mut lighthouse = stage.script("lighthouse");
        lighthouse
            .args([url, "--quiet", "--output=json", flags])
            .arg(format!("--output-path={}", file.display()));
        // Now and then the browser records nothing of a load.
        run(&mut lighthouse).or_else(|_| run(&mut lighthouse))?;
        let text = std::fs::read_to_string(&file).context("reading a report")?;
        reports.push(serde_json::from_str::<Value>(&text).context("reading a report")?);
    }
    for category in CATEGORIES {
        let score = median(reports.iter().map(|report| &report["categories"][category]["score"]));
        println!("   {category:30} {:>7.0}", score * 100.0);
    }
    for (label, audit) in METRICS {
        let value = median(reports.iter().map(|report| &report["audits"][audit]["numericValue"]));
        println!("   {label:30} {value:>7.*}", if audit.starts_with("cumulative") { 3 } else { 0 });
    }
    // The slower the machine, the slower the page: only runs of about the same index can be compared.
    let speed = median(reports.iter().map(|report| &report["environment"]["benchmarkIndex"]));
    println!("   {:30} {speed:>7.0}", "this machine, benchmark index");
    Ok(())
}

fn median<'a>(values: impl Iterator<Item = &'a Value>) -> f64 {
    let mut values: Vec<f64> = values.filter_map(Value::as_f64).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_median_is_the_middle_one() {
        let values = [json!(3.0), json!(1.0), json!(2.0), json!(null)];
        assert!((median(values.iter()) - 2.0).abs() < f64::EPSILON);
    }
}
