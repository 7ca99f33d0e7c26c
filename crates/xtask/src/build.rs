//! Builds the apps (wasm, by Trunk) and the server.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{
    process::{command, root, run, say},
    split,
    stamp::{self, Stamp, create_folder},
    tools::{self, Need},
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build.
    Dev,
    /// As it is served in production.
    Release,
}

impl Profile {
    pub fn of(release: bool) -> Self {
        if release { Self::Release } else { Self::Dev }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }
}

struct App {
    name: &'static str,
    /// The folder of its index.html and Trunk.toml.
    folder: &'static str,
    /// Where it is served, and its folder in `dist`.
    url: &'static str,
    /// Whether pages of it are chunks of their own in a release.
    is_split: bool,
}

impl App {
    fn page(&self) -> PathBuf {
        root().join(self.folder).join("index.html")
    }
}

const APPS: [App; 2] = [
    App { name: "shop", folder: "", url: "/", is_split: true },
    App { name: "desk", folder: "crates/desk", url: "/desk/", is_split: false },
];

/// What the apps are made of; a change in any of these builds both again.
const SOURCES: [&str; 18] = [
    "Cargo.toml",
    "Cargo.lock",
    "package-lock.json",
    "Trunk.toml",
    "index.html",
    "build.rs",
    "src",
    "style",
    "public",
    "locales",
    "crates/contract/Cargo.toml",
    "crates/contract/src",
    "crates/desk",
    "crates/xtask/precompress.mjs",
    "crates/xtask/release.mjs",
    "crates/xtask/src/build.rs",
    "crates/xtask/src/split.rs",
    ".cargo/config.toml",
];

/// The target folder of everything wasm, apart from the server's, so that neither waits for the other.
pub fn web_target() -> PathBuf {
    root().join("target/web")
}

/// Builds the apps unless nothing has changed; the folder to serve.
pub fn apps(profile: Profile) -> Result<PathBuf> {
    let dist = root().join("dist").join(profile.name());
    let sources = SOURCES.map(|path| root().join(path));
    let stamp = Stamp::new(web_target().join("stamps").join(profile.name()), stamp::of_contents(&sources)?);
    if stamp.is_fresh() && dist.join("index.html").is_file() {
        return Ok(dist);
    }
    for app in APPS.iter().filter(|app| app.page().is_file()) {
        trunk(app, profile)?;
    }
    assemble(profile, &dist)?;
    if profile == Profile::Release {
        precompress(&dist)?;
    }
    stamp.keep()?;
    Ok(dist)
}

fn bundle(app: &App, profile: Profile) -> PathBuf {
    web_target().join("bundles").join(profile.name()).join(app.name)
}

fn trunk(app: &App, profile: Profile) -> Result<()> {
    let wait = match profile {
        Profile::Dev => "the first time about 3 min, then seconds",
        Profile::Release => "the first time about 5 min, then half a minute",
    };
    say(&format!("Building the {} app ({}; {wait})", app.name, profile.name()));
    let out = bundle(app, profile);
    create_folder(&out)?;
    let mut trunk = command("trunk");
    trunk
        .current_dir(root().join(app.folder))
        .args(["build", "--skip-version-check", "--public-url", app.url, "--dist"])
        .arg(out)
        .env("CARGO_TARGET_DIR", web_target())
        .env_remove("NO_COLOR");
    if profile == Profile::Release {
        trunk.args(["--release", "--cargo-profile", "web"]);
        if Need::RustSource.is_there() {
            trunk.envs(SMALLEST);
        }
    }
    if profile == Profile::Release && app.is_split {
        trunk.args(["--features", "split"]).env("PATH", tools::path_after(split::stand_in()?));
    }
    run(&mut trunk)?;
    if profile == Profile::Release && app.is_split {
        split::add_chunks(&bundle(app, profile), "storefront")?;
    }
    Ok(())
}

/// A standard library built for size, whose panics are bare traps: 316 kB of wasm became 297 kB, by brotli. Cargo calls
/// both unstable, and only this variable lets a stable one do them.
const SMALLEST: [(&str, &str); 4] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_PANIC_IMMEDIATE_ABORT", "true"),
    ("CARGO_PROFILE_WEB_PANIC", "immediate-abort"),
];

/// Puts the bundles side by side into a new folder, then swaps it in: a running server sees one or the other.
fn assemble(profile: Profile, dist: &Path) -> Result<()> {
    let next = dist.with_extension("next");
    remove(&next)?;
    for app in &APPS {
        let from = bundle(app, profile);
        for file in stamp::files(std::slice::from_ref(&from)) {
            if file.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
                continue;
            }
            let inside = file.strip_prefix(&from).context("a bundle's file is inside its bundle")?;
            let to = next.join(app.url.trim_matches('/')).join(inside);
            create_folder(to.parent().unwrap_or(&next))?;
            std::fs::copy(&file, &to).with_context(|| format!("copying {}", file.display()))?;
        }
    }
    stamp_release(&next)?;
    remove(dist)?;
    std::fs::rename(&next, dist).with_context(|| format!("moving {}", next.display()))
}

pub fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Names the release by what is in it, and writes the service worker that keeps its files.
fn stamp_release(dist: &Path) -> Result<()> {
    run(command("node").arg("crates/xtask/release.mjs").arg(dist))
}

/// Writes `.br` and `.gz` beside what is worth it, so that the server compresses nothing on the way.
fn precompress(dist: &Path) -> Result<()> {
    run(command("node").arg("crates/xtask/precompress.mjs").arg(dist))
}

/// Builds the server; its binary.
pub fn server(profile: Profile) -> Result<PathBuf> {
    say(match profile {
        Profile::Dev => "Building the server (the first time about 8 min, then seconds)",
        Profile::Release => "Building the server for release (the first time about 10 min)",
    });
    let mut cargo = command("cargo");
    cargo.args(["build", "--package", "vitrine", "--bin", "vitrine"]);
    if profile == Profile::Release {
        cargo.arg("--release");
    }
    run(&mut cargo)?;
    Ok(binary(profile))
}

pub fn binary(profile: Profile) -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir));
    target.join(if profile == Profile::Release { "release" } else { "debug" }).join("vitrine")
}
