//! `cargo xtask bench`: a large retailer goes in, on both databases, and is searched; invoices are written.

use anyhow::Result;

use crate::{
    postgres::Postgres,
    process::{command, run, say},
    tools::{self, Need},
};

/// What follows is passed on to the import, for example `--rows 200000`.
pub fn bench(options: &[String]) -> Result<()> {
    tools::ensure(&[Need::Postgres])?;
    say("The import, on SQLite (compiling for release takes about 10 min the first time)");
    cargo_bench("vitrine", "import", options)?;
    say("The import, on PostgreSQL");
    let postgres = Postgres::start()?;
    let place = ["--database".to_string(), postgres.url()];
    cargo_bench("vitrine", "import", &[options, &place].concat())?;
    say("The search");
    cargo_bench("vitrine", "search", &[])?;
    say("Invoices");
    cargo_bench("invoice", "invoice", &[])?;
    say("A year of invoices, from the database");
    cargo_bench("vitrine", "archive", &[])
}

fn cargo_bench(package: &str, name: &str, options: &[String]) -> Result<()> {
    let mut cargo = command("cargo");
    cargo.args(["bench", "--package", package, "--bench", name, "--"]).args(options);
    run(&mut cargo)
}
