//! How many tests passed and failed, and which only at the second try, read from what each runner says.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub passed: u32,
    pub failed: u32,
    /// Those that failed, then passed: which. They are among the passed.
    pub unsteady: Vec<String>,
}

impl Outcome {
    pub fn count(&mut self, passed: bool) {
        if passed {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
    }

    pub fn add(&mut self, other: Outcome) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.unsteady.extend(other.unsteady);
    }

    pub fn one(passed: bool) -> Self {
        let mut outcome = Self::default();
        outcome.count(passed);
        outcome
    }
}

/// Reads `Summary [ 1.2s] 12 tests run: 10 passed, 1 failed, 1 timed out, 3 skipped`.
pub fn of_nextest(text: &str) -> Outcome {
    let summary =
        text.lines().rev().find(|line| line.trim_start().starts_with("Summary")).unwrap_or_default();
    let counts = summary.rsplit(": ").next().unwrap_or_default();
    let mut outcome = Outcome::default();
    for part in counts.split(", ") {
        let (number, what) = part.split_once(' ').unwrap_or_default();
        let number: u32 = number.parse().unwrap_or_default();
        match what {
            passed if passed.starts_with("passed") => outcome.passed += number,
            skipped if skipped.starts_with("skipped") => {}
            _ => outcome.failed += number,
        }
    }
    outcome
}

/// A runner that failed without naming a failed test counts as one.
pub fn agreed(success: bool, outcome: Outcome) -> Outcome {
    let silent = !success && outcome.failed == 0;
    Outcome { failed: outcome.failed + u32::from(silent), ..outcome }
}

/// Sums up lines such as `test result: ok. 5 passed; 0 failed; 0 ignored`.
pub fn of_libtest(text: &str) -> Outcome {
    let mut outcome = Outcome::default();
    for line in text.lines().filter(|line| line.starts_with("test result:")) {
        for part in line.split([';', '.']) {
            match part.trim().split_once(' ') {
                Some((number, "passed")) => outcome.passed += number.parse::<u32>().unwrap_or_default(),
                Some((number, "failed")) => outcome.failed += number.parse::<u32>().unwrap_or_default(),
                _ => {}
            }
        }
    }
    outcome
}

pub fn of_playwright(report: &Path) -> Result<Outcome> {
    let text = std::fs::read_to_string(report).context("reading Playwright's report")?;
    let report: Value = serde_json::from_str(&text).context("reading Playwright's report")?;
    Ok(of_report(&report))
}

fn of_report(report: &Value) -> Outcome {
    let count =
        |name: &str| u32::try_from(report["stats"][name].as_u64().unwrap_or_default()).unwrap_or(u32::MAX);
    Outcome {
        passed: count("expected") + count("flaky"),
        failed: count("unexpected"),
        unsteady: unsteady(report),
    }
}

/// Suites hold suites; each test of a spec is the spec in one project.
fn unsteady(suite: &Value) -> Vec<String> {
    let mut found: Vec<String> = each(suite, "suites").flat_map(unsteady).collect();
    for spec in each(suite, "specs") {
        let text = |name: &str| spec[name].as_str().unwrap_or_default();
        for test in each(spec, "tests").filter(|test| test["status"] == "flaky") {
            let project = test["projectName"].as_str().unwrap_or_default();
            found.push(format!("{}:{} {} ({project})", text("file"), spec["line"], text("title")));
        }
    }
    found
}

fn each<'a>(of: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    of[name].as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn outcome(passed: u32, failed: u32) -> Outcome {
        Outcome { passed, failed, ..Outcome::default() }
    }

    #[test]
    fn the_summary_of_nextest() {
        let text = "  PASS [0.0s] backend a\n     Summary [   1.2s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 3 skipped\n        FAIL b\n";
        assert_eq!(of_nextest(text), outcome(10, 2));
        assert_eq!(of_nextest("error: no tests"), Outcome::default());
    }

    #[test]
    fn the_results_of_wasm_tests() {
        let text = "test result: ok. 5 passed; 0 failed; 1 ignored\ntest result: FAILED. 1 passed; 2 failed; 0 ignored\n";
        assert_eq!(of_libtest(text), outcome(6, 2));
    }

    #[test]
    fn a_runner_that_fails_silently_is_one_failure() {
        assert_eq!(agreed(false, Outcome::default()), outcome(0, 1));
        assert_eq!(agreed(false, outcome(3, 2)), outcome(3, 2));
        assert_eq!(agreed(true, outcome(3, 0)), outcome(3, 0));
    }

    #[test]
    fn what_passed_at_the_second_try_is_named() {
        let tests = json!([
            { "status": "expected", "projectName": "desktop-en" },
            { "status": "flaky", "projectName": "phone-fr" },
        ]);
        let spec = json!({ "title": "a cart", "file": "cart.spec.ts", "line": 7, "tests": tests });
        let file = json!({ "specs": [spec], "suites": [{ "specs": [spec] }] });
        let stats = json!({ "expected": 2, "unexpected": 0, "flaky": 2, "skipped": 0 });
        let outcome = of_report(&json!({ "suites": [file], "stats": stats }));
        assert_eq!((outcome.passed, outcome.failed), (4, 0));
        assert_eq!(outcome.unsteady, ["cart.spec.ts:7 a cart (phone-fr)"; 2]);
    }
}
