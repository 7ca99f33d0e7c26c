//! `cargo xtask screenshots`: every page, on a phone and a desktop, in both languages, light and dark.

use anyhow::Result;

use crate::{
    build::{self, Profile},
    process::{root, run, say},
    server::Stage,
    stamp::create_folder,
    tools::{self, Need},
};

pub fn screenshots() -> Result<()> {
    tools::ensure(&tools::APPS)?;
    tools::ensure(&[Need::Chromium])?;
    let dist = build::apps(Profile::Release)?;
    let stage = Stage::start(build::server(Profile::Dev)?, &dist)?;
    let folder = root().join("var/screenshots");
    create_folder(&folder)?;
    say(&format!("Taking pictures into {}", folder.display()));
    run(stage.script("node").arg("end2end/screenshots.mjs").arg(&folder))
}
