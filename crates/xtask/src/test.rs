//! `cargo xtask test`: every check and test, suite by suite, and one line with the sum.

mod ahead;
mod counts;

use std::{
    path::PathBuf,
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::{
    build::{self, Profile},
    house,
    postgres::Postgres,
    process::{command, root, say, stopping, succeeds, tee},
    server::Stage,
    size,
    tools::{self, Need},
};

use ahead::Ahead;
pub use counts::Outcome;

#[derive(clap::Args)]
pub struct Test {
    /// Only this suite.
    suite: Option<Suite>,
    /// Only the tests of the suite whose name contains this, for example `e2e orders`.
    #[arg(requires = "suite")]
    filter: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Suite {
    /// Formatting.
    Fmt,
    /// The rules of the house.
    House,
    /// Clippy on the server and on the apps.
    Clippy,
    /// Native tests, on SQLite and on PostgreSQL.
    Unit,
    /// Tests of the apps, in a browser.
    Wasm,
    /// The budget of a first visit.
    Size,
    /// Journeys, in a browser, against the server.
    E2e,
}

pub fn test(options: &Test) -> Result<ExitCode> {
    let suites = options.suite.map_or_else(|| Suite::value_variants().to_vec(), |suite| vec![suite]);
    let needs: Vec<Need> = suites.iter().flat_map(|suite| suite.needs()).copied().collect();
    tools::ensure(&needs)?;
    let is_worth_it = suites.iter().skip(1).any(|suite| suite.needs_apps());
    let mut ahead = is_worth_it.then(Ahead::start).transpose()?;

    let mut sum = Outcome::default();
    let mut lines = Vec::new();
    for suite in suites {
        let start = Instant::now();
        say(&format!("Tests: {}", suite.name()));
        let ready = if suite.needs_apps() { ahead.take().map_or(Ok(()), Ahead::finish) } else { Ok(()) };
        let outcome = ready.and_then(|()| suite.run(&options.filter)).or_else(|error| {
            if stopping() {
                return Err(error);
            }
            println!("   {error:#}");
            Ok(Outcome::one(false))
        })?;
        lines.push(line(suite, &outcome, start.elapsed()));
        sum.add(outcome);
    }
    say("Summary");
    println!("{}\n\n{} passed, {} failed", lines.join("\n"), sum.passed, sum.failed);
    Ok(if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A suite's part of the summary.
fn line(suite: Suite, outcome: &Outcome, took: Duration) -> String {
    let Outcome { passed, failed, unsteady } = outcome;
    let mut line =
        format!("   {:8} {passed:4} passed, {failed:2} failed, {} s", suite.name(), took.as_secs());
    if !unsteady.is_empty() {
        line += &format!(", {} unsteady", unsteady.len());
    }
    for name in unsteady {
        line += &format!("\n            unsteady: {name}");
    }
    line
}

impl Suite {
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_string()).unwrap_or_default()
    }

    fn needs(self) -> &'static [Need] {
        use Need::{
            Chromedriver, Chromium, Clippy, Ffmpeg, HeadlessShell, InvoiceRules, Nextest, Node, NpmPackages,
            Poppler, Postgres, PythonVenv, Qpdf, Qrencode, RustSource, Trunk, WasmBindgen, WasmTarget,
        };
        match self {
            Self::Fmt => &[Clippy],
            Self::House => &[],
            Self::Clippy => &[Clippy, WasmTarget],
            Self::Unit => &[Nextest, Postgres, Node, NpmPackages, Qpdf, Poppler, PythonVenv, InvoiceRules],
            Self::Wasm => &[WasmTarget, WasmBindgen, Chromium, Chromedriver],
            Self::Size => &[WasmTarget, RustSource, Node, NpmPackages, Trunk, WasmBindgen, Chromium],
            Self::E2e => &[
                WasmTarget,
                RustSource,
                Node,
                NpmPackages,
                Trunk,
                WasmBindgen,
                Chromium,
                HeadlessShell,
                Ffmpeg,
                Qrencode,
                Poppler,
            ],
        }
    }

    /// Whether it is about the apps as they are served in production.
    fn needs_apps(self) -> bool {
        matches!(self, Self::Size | Self::E2e)
    }

    fn run(self, filter: &[String]) -> Result<Outcome> {
        match self {
            Self::Fmt => Ok(Outcome::one(succeeds(command("cargo").args(["fmt", "--all", "--check"]))?)),
            Self::House => house::check(),
            Self::Clippy => clippy(),
            Self::Unit => unit(filter),
            Self::Wasm => wasm(filter),
            Self::Size => size::check(server()?),
            Self::E2e => e2e(filter),
        }
    }
}

/// Without the apps: they would change the choice of features that `vitrine` alone is built with, and half of the
/// server would be compiled again.
const SERVER_SIDE: [&str; 5] = ["--workspace", "--exclude", "storefront", "--exclude", "desk"];
const APPS: [&str; 4] = ["--package", "storefront", "--package", "desk"];
const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

/// A cargo with the apps' own target folder.
fn web_cargo(subcommand: &[&str]) -> Command {
    let mut cargo = command("cargo");
    cargo.args(subcommand).env("CARGO_TARGET_DIR", build::web_target());
    cargo
}

fn clippy() -> Result<Outcome> {
    let deny = ["--", "-D", "warnings"];
    let mut outcome = Outcome::default();
    outcome
        .count(succeeds(command("cargo").arg("clippy").args(SERVER_SIDE).arg("--all-targets").args(deny))?);
    outcome.count(succeeds(web_cargo(&["clippy", "--all-targets"]).args(WASM).args(APPS).args(deny))?);
    Ok(outcome)
}

/// The server as it is built with the native tests: by itself it would have fewer features, and half of what it is made
/// of would be compiled again.
fn server() -> Result<PathBuf> {
    say("Compiling the server and its tests (the first time about 8 min, then seconds)");
    let built = succeeds(command("cargo").arg("build").args(SERVER_SIDE).arg("--tests"))?;
    if !built {
        bail!("the server or its tests do not compile");
    }
    Ok(build::binary(Profile::Dev))
}

fn unit(filter: &[String]) -> Result<Outcome> {
    server()?;
    let postgres = Postgres::start()?;
    let mut server = command("cargo");
    server.args(["nextest", "run", "--no-fail-fast", "--no-tests=pass"]).args(SERVER_SIDE).args(filter);
    server.env("VITRINE_TEST_POSTGRES", postgres.url()).env("VITRINE_TEST_PYTHON", tools::python::program());
    nextest(&mut server)
}

fn nextest(command: &mut Command) -> Result<Outcome> {
    let (success, text) = tee(command)?;
    Ok(counts::agreed(success, counts::of_nextest(&text)))
}

fn wasm(filter: &[String]) -> Result<Outcome> {
    let mut cargo = web_cargo(&["test", "--package", "storefront", "--lib", "--test", "*"]);
    cargo
        .args(WASM)
        .arg("--")
        .args(filter)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("CHROMEDRIVER", "/usr/bin/chromedriver");
    let (success, text) = tee(&mut cargo)?;
    Ok(counts::agreed(success, counts::of_libtest(&text)))
}

fn e2e(filter: &[String]) -> Result<Outcome> {
    let dist = build::apps(Profile::Release)?;
    let stage = Stage::start(server()?, &dist)?;
    let report = root().join("var/playwright.json");
    let mut playwright = stage.script("playwright");
    playwright.args(["test", "--config", "end2end/playwright.config.ts"]).args(filter);
    let success = succeeds(playwright.env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report))?;
    if !success {
        println!("   The server's log is var/stage.log, traces and pictures are in end2end/results.");
    }
    Ok(counts::agreed(success, counts::of_playwright(&report)?))
}
