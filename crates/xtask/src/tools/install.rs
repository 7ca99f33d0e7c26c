//! How each tool is installed, and what to do where that is not possible.

use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{cached, npm_stamp, on_path};
use crate::process::{capture, command, root, run, say, succeeds};

/// Compiling a tool faster matters more than a faster tool.
const QUICK_BUILD: [(&str, &str); 2] =
    [("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")];

pub fn wasm_target() -> Result<()> {
    say("Adding Rust's wasm32 target");
    if on_path("rustup") && succeeds(command("rustup").args(["target", "add", "wasm32-unknown-unknown"]))? {
        return Ok(());
    }
    bail!(
        "Rust's wasm32 target could not be added. Either\n\
         - make https://static.rust-lang.org reachable (a proxy goes into HTTPS_PROXY) and run\n     \
           rustup target add wasm32-unknown-unknown\n\
         - or use Debian's compiler, which brings the target's source:\n     \
           apt-get install rustc-web cargo-web rust-web-src rust-web-llvm\n     \
           rustup toolchain link distro /usr\n     \
           export RUSTUP_TOOLCHAIN=distro RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort\n\
         then start this again."
    )
}

pub fn components(names: &[&str]) -> Result<()> {
    let names = names.join(" ");
    say(&format!("Adding {names}"));
    let add = ["component", "add"].into_iter().chain(names.split(' '));
    if on_path("rustup") && succeeds(command("rustup").args(add))? {
        return Ok(());
    }
    bail!("{names} could not be added: run `rustup component add {names}` and start this again.")
}

pub fn npm_packages() -> Result<()> {
    say("Installing the npm packages");
    let mut npm = command("npm");
    npm.args(["ci", "--no-audit", "--no-fund"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    run(&mut npm).context("`npm ci` needs npm's registry; a mirror goes into ~/.npmrc")?;
    std::fs::write(root().join("node_modules/.vitrine-stamp"), npm_stamp()?)
        .context("remembering what was installed")
}

pub fn cargo_package(
    folder: &str,
    version: &str,
    package: &str,
    flags: &[&str],
    profile: &[(&str, &str)],
) -> Result<()> {
    say(&format!("Compiling {package} {version}"));
    let mut cargo = command("cargo");
    cargo
        .args(["install", package, "--version", version, "--root"])
        .arg(cached(folder, version))
        .args(flags)
        .envs(QUICK_BUILD)
        .envs(profile.iter().copied())
        .env_remove("CARGO_TARGET_DIR");
    run(&mut cargo).with_context(|| format!("{package} {version} could not be installed"))
}

/// Debian packages, as root or by a sudo that asks nothing; else the line to type is the answer.
pub fn debian(packages: &[&str]) -> Result<()> {
    let line = format!("apt-get install --yes --no-install-recommends {}", packages.join(" "));
    let root = nix::unistd::Uid::effective().is_root();
    let sudo = !root && on_path("sudo") && capture(command("sudo").args(["-n", "true"]))?.0;
    if !on_path("apt-get") || !(root || sudo) {
        bail!(
            "Some packages are missing and only root can install them. Type this, then start again:\n   sudo {line}"
        );
    }
    let apt = |arguments: &str| -> Command {
        let mut apt = if root { command("env") } else { command("sudo") };
        apt.args(if root { &[][..] } else { &["-n", "env"] });
        apt.arg("DEBIAN_FRONTEND=noninteractive").args(arguments.split(' '));
        apt
    };
    say(&format!("Installing {}", packages.join(", ")));
    // A fresh machine may know no packages, or old ones: a Chromium of half a year ago lets workers through while the
    // tests say that there is no network. Where the lists can't be read anew, what is known must do.
    succeeds(&mut apt("apt-get update"))?;
    run(&mut apt(&line)).with_context(|| format!("`{line}` failed"))
}
