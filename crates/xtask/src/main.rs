//! `cargo xtask`: runs, tests and measures the project.

mod bench;
mod build;
mod house;
mod http;
mod lighthouse;
mod postgres;
mod process;
mod run;
mod screenshots;
mod server;
mod size;
mod soak;
mod split;
mod stamp;
mod test;
mod tools;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Runs, tests and measures Vitrine.")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing, build, load the demo retailer and serve it.
    Run(run::Run),
    /// Every check and test, or those of one suite.
    Test(test::Test),
    /// Build the apps and the server, and nothing else.
    Build {
        /// As they are served in production.
        #[arg(long)]
        release: bool,
        /// Without the server.
        #[arg(long)]
        apps: bool,
    },
    /// What a first visit to the product list loads, file by file.
    Size,
    /// Import and search of 100,000 products and 2,000,000 stock rows, on SQLite and PostgreSQL.
    Bench {
        /// For the import: `--offers N`, `--stores N`, `--rows N`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
    },
    /// Lighthouse on home, the product list and a product page of the release build, medians of five.
    Lighthouse,
    /// A picture of every page on a phone and a desktop, in both languages, light and dark.
    Screenshots,
    /// One page for a thousand navigations: its memory stays flat, its console silent.
    Soak {
        #[arg(default_value_t = 1000)]
        navigations: u32,
    },
    /// The icons of the installed shop and the pictures that are shown before it is installed, anew into `public`.
    Icons,
}

fn main() -> ExitCode {
    let done = match split::is_asked() {
        true => split::stand_in_for_wasm_bindgen(),
        false => process::stop_on_ctrl_c().and_then(|()| work(Cli::parse().task)),
    };
    match done {
        Ok(code) => code,
        Err(_) if process::stopping() => {
            println!("\nStopped.");
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("\nError: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn work(task: Task) -> Result<ExitCode> {
    match task {
        Task::Run(options) => run::run(&options)?,
        Task::Test(options) => return test::test(&options),
        Task::Build { release, apps } => build_only(release, apps)?,
        Task::Size => size::print()?,
        Task::Bench { options } => bench::bench(&options)?,
        Task::Lighthouse => lighthouse::lighthouse()?,
        Task::Screenshots => screenshots::screenshots()?,
        Task::Soak { navigations } => soak::soak(navigations)?,
        Task::Icons => screenshots::icons()?,
    }
    Ok(ExitCode::SUCCESS)
}

fn build_only(release: bool, apps: bool) -> Result<()> {
    tools::ensure(&tools::APPS)?;
    let profile = build::Profile::of(release);
    let dist = build::apps(profile)?;
    println!("\n   apps    {}", dist.display());
    if !apps {
        println!("   server  {}", build::server(profile)?.display());
    }
    Ok(())
}
