//! What the project needs beside cargo and Node, and how it is installed when it is missing.

mod install;
pub mod python;

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result, bail};

use crate::process::{capture, command, root, say};

const TRUNK: &str = "0.22.1";
const NEXTEST: &str = "0.9.143";

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    WasmTarget,
    RustSource,
    Clippy,
    Node,
    NpmPackages,
    Trunk,
    WasmBindgen,
    Nextest,
    Chromium,
    HeadlessShell,
    Chromedriver,
    Postgres,
    Ffmpeg,
    Qrencode,
    Qpdf,
    Poppler,
    PythonVenv,
    InvoiceRules,
}

/// What the apps are built with.
pub const APPS: [Need; 6] =
    [Need::WasmTarget, Need::RustSource, Need::Node, Need::NpmPackages, Need::Trunk, Need::WasmBindgen];

/// Where compiled tools are kept for every clone: one folder a tool and version.
fn cache() -> PathBuf {
    let home = || std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache"));
    let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    base.or_else(home).unwrap_or_else(std::env::temp_dir).join("vitrine/tools")
}

fn cached(name: &str, version: &str) -> PathBuf {
    cache().join(format!("{name}-{version}"))
}

/// The real wasm-bindgen, whatever stands in for it.
pub fn wasm_bindgen() -> Result<PathBuf> {
    Ok(cached("wasm-bindgen", &wasm_bindgen_version()?).join("bin/wasm-bindgen"))
}

/// PATH with the project's own tools first.
pub fn path() -> OsString {
    path_from(Vec::new())
}

/// The same with another folder before them.
pub fn path_after(folder: PathBuf) -> OsString {
    path_from(vec![folder])
}

fn path_from(mut folders: Vec<PathBuf>) -> OsString {
    folders.extend([cached("trunk", TRUNK).join("bin"), cached("cargo-nextest", NEXTEST).join("bin")]);
    if let Ok(version) = wasm_bindgen_version() {
        folders.push(cached("wasm-bindgen", &version).join("bin"));
    }
    folders.push(root().join("node_modules/.bin"));
    let before = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&before));
    std::env::join_paths(folders).unwrap_or(before)
}

/// wasm-bindgen's command must be exactly the version the apps link.
fn wasm_bindgen_version() -> Result<String> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).context("reading Cargo.lock")?;
    locked_version(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    rest.split('"').next().map(str::to_string)
}

fn on_path(program: &str) -> bool {
    std::env::split_paths(&path()).any(|folder| folder.join(program).is_file())
}

/// Installs what is missing of what is needed, and says what, why and how long it takes.
pub fn ensure(needs: &[Need]) -> Result<()> {
    let mut needs = needs.to_vec();
    needs.sort();
    needs.dedup();
    let missing: Vec<Need> = needs.into_iter().filter(|need| !need.is_there()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    say("Some things are missing and will be installed:");
    for need in &missing {
        println!("   {}", need.describe());
    }
    let debian: Vec<&str> = missing.iter().filter_map(|need| need.debian_package()).collect();
    // What is only fetched must not wait for what is compiled.
    let (compiled, fetched): (Vec<Need>, Vec<Need>) =
        missing.into_iter().partition(|need| need.is_compiled());
    std::thread::scope(|scope| {
        let fetching = scope.spawn(|| {
            if !debian.is_empty() {
                install::debian(&debian)?;
            }
            fetched.into_iter().try_for_each(Need::install_and_check)
        });
        let compiling = compiled.into_iter().try_for_each(Need::install_and_check);
        fetching.join().unwrap_or_else(|_| bail!("an installation broke off"))?;
        compiling
    })
}

impl Need {
    pub fn is_there(self) -> bool {
        match self {
            Self::WasmTarget => wasm_target_is_there(),
            Self::RustSource => in_sysroot("lib/rustlib/src/rust/library/std"),
            // rustup puts a cargo-clippy on PATH that only says that it is not installed.
            Self::Clippy => works("clippy") && works("fmt"),
            Self::Node => on_path("node") && node_is_new_enough(),
            Self::NpmPackages => npm_packages_are_there(),
            Self::Trunk => cached("trunk", TRUNK).join("bin/trunk").is_file(),
            Self::WasmBindgen => wasm_bindgen_version()
                .is_ok_and(|version| cached("wasm-bindgen", &version).join("bin/wasm-bindgen").is_file()),
            Self::Nextest => on_path("cargo-nextest"),
            Self::Chromium => on_path("chromium"),
            Self::HeadlessShell => on_path("chromium-headless-shell"),
            Self::Chromedriver => on_path("chromedriver"),
            Self::Postgres => crate::postgres::programs().is_some(),
            Self::Ffmpeg => on_path("ffmpeg"),
            Self::Qrencode => on_path("qrencode"),
            Self::Qpdf => on_path("qpdf"),
            Self::Poppler => on_path("pdftotext") && on_path("pdfdetach"),
            Self::PythonVenv => python::makes_environments(),
            Self::InvoiceRules => python::rules_are_there(),
        }
    }

    fn describe(self) -> String {
        let kept = cache();
        let kept = kept.display();
        match self {
            Self::WasmTarget => "Rust's wasm32 target, to compile the apps (seconds)".into(),
            Self::RustSource => "Rust's own sources, to build them for size into the apps (seconds)".into(),
            Self::Clippy => "rustfmt and clippy, to check the code (seconds)".into(),
            Self::Node => "Node.js 20 or newer, for the build's and the tests' npm packages".into(),
            Self::NpmPackages => {
                "the npm packages of package-lock.json: wasm-opt, Playwright, axe, Lighthouse (about 30 s)"
                    .into()
            }
            Self::Trunk => format!(
                "trunk {TRUNK}, which bundles the apps (about 4 min on 2 cores, compiled once and kept in {kept})"
            ),
            Self::WasmBindgen => format!(
                "wasm-bindgen {}, between wasm and JavaScript (about 2 min on 2 cores, compiled once and kept in {kept})",
                wasm_bindgen_version().unwrap_or_default()
            ),
            Self::Nextest => format!(
                "cargo-nextest {NEXTEST}, which runs the tests (about 4 min on 2 cores, compiled once and kept in {kept})"
            ),
            Self::Chromium => "Debian's chromium, for the browser tests (about 1 min)".into(),
            Self::HeadlessShell => {
                "Debian's chromium-headless-shell, the same without a window, for most browser tests".into()
            }
            Self::Chromedriver => "Debian's chromium-driver, for the wasm tests".into(),
            Self::Postgres => {
                "Debian's postgresql, for the tests on PostgreSQL (they start their own, on a free port)"
                    .into()
            }
            Self::Ffmpeg => "Debian's ffmpeg, to film a QR code for the fake camera".into(),
            Self::Qrencode => "Debian's qrencode, to draw a QR code for the fake camera".into(),
            Self::Qpdf => "Debian's qpdf, to check the PDFs of invoices".into(),
            Self::Poppler => "Debian's poppler-utils, to read the PDFs of invoices".into(),
            Self::PythonVenv => "Debian's python3-venv, for the rules of e-invoices".into(),
            Self::InvoiceRules => python::describe_rules(),
        }
    }

    fn debian_package(self) -> Option<&'static str> {
        match self {
            Self::Chromium => Some("chromium"),
            Self::HeadlessShell => Some("chromium-headless-shell"),
            Self::Chromedriver => Some("chromium-driver"),
            Self::Postgres => Some("postgresql"),
            Self::Ffmpeg => Some("ffmpeg"),
            Self::Qrencode => Some("qrencode"),
            Self::Qpdf => Some("qpdf"),
            Self::Poppler => Some("poppler-utils"),
            Self::PythonVenv => Some("python3-venv"),
            _ => None,
        }
    }

    fn is_compiled(self) -> bool {
        matches!(self, Self::Trunk | Self::WasmBindgen | Self::Nextest)
    }

    fn install_and_check(self) -> Result<()> {
        let start = Instant::now();
        match self.install() {
            Err(error) if self == Self::RustSource => {
                println!("   {error:#}\n   Until then the apps are about 6 % larger.");
                return Ok(());
            }
            done => done?,
        }
        if !self.is_there() {
            bail!("{} is still missing after its installation.", self.describe());
        }
        if self.debian_package().is_none() {
            println!("   Installed in {} s.", start.elapsed().as_secs());
        }
        Ok(())
    }

    fn install(self) -> Result<()> {
        match self {
            Self::WasmTarget => install::wasm_target(),
            Self::RustSource => install::components(&["rust-src"]),
            Self::Clippy => install::components(&["rustfmt", "clippy"]),
            Self::Node => bail!(
                "Node.js 20 or newer is needed and was not found. Install it (Debian 13: `apt-get install nodejs npm`; \
                 elsewhere https://nodejs.org/en/download) and run this again."
            ),
            Self::NpmPackages => install::npm_packages(),
            Self::Trunk => install::cargo_package(
                "trunk",
                TRUNK,
                "trunk",
                &["--locked", "--ignore-rust-version", "--no-default-features", "--features", "rustls"],
                &[("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")],
            ),
            // Without --locked: the command's own lock file names a version that was withdrawn.
            Self::WasmBindgen => {
                install::cargo_package("wasm-bindgen", &wasm_bindgen_version()?, "wasm-bindgen-cli", &[], &[])
            }
            Self::Nextest => install::cargo_package(
                "cargo-nextest",
                NEXTEST,
                "cargo-nextest",
                &["--locked", "--no-default-features", "--features", "default-no-update"],
                &[("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")],
            ),
            Self::InvoiceRules => python::install_rules(),
            // Debian's packages are installed all at once.
            _ => Ok(()),
        }
    }
}

fn works(subcommand: &str) -> bool {
    capture(command("cargo").args([subcommand, "--version"])).is_ok_and(|(success, _)| success)
}

fn wasm_target_is_there() -> bool {
    if std::env::var_os("CARGO_UNSTABLE_BUILD_STD").is_some() {
        return true;
    }
    in_sysroot("lib/rustlib/wasm32-unknown-unknown/lib")
}

fn in_sysroot(folder: &str) -> bool {
    let sysroot =
        capture(command("rustc").args(["--print", "sysroot"])).map(|(_, text)| text).unwrap_or_default();
    Path::new(sysroot.trim()).join(folder).is_dir()
}

fn node_is_new_enough() -> bool {
    let version = capture(command("node").arg("--version")).map(|(_, text)| text).unwrap_or_default();
    major(&version).is_some_and(|major| major >= 20)
}

fn major(version: &str) -> Option<u32> {
    version.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

/// Beside what was installed lies a copy of the lock file it was installed from.
fn npm_packages_are_there() -> bool {
    let stamp = std::fs::read_to_string(root().join("node_modules/.vitrine-stamp"));
    stamp.is_ok_and(|stamp| npm_stamp().is_ok_and(|now| now == stamp))
}

fn npm_stamp() -> Result<String> {
    std::fs::read_to_string(root().join("package-lock.json")).context("reading package-lock.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_the_packages_own() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "leptos"), None);
    }

    #[test]
    fn the_major_version_of_node() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major(""), None);
    }
}
