//! `cargo xtask screenshots`: every page, on a phone and a desktop, in both languages, light and dark. `cargo xtask
//! icons`: what the manifest names, which is kept with the source.

use anyhow::Result;

use crate::{
    build::{self, Profile},
    process::{root, run, say},
    server::Stage,
    stamp::create_folder,
    tools::{self, Need},
};

pub fn screenshots() -> Result<()> {
    let stage = stage()?;
    let folder = root().join("var/screenshots");
    create_folder(&folder)?;
    say(&format!("Taking pictures into {}", folder.display()));
    run(stage.script("node").arg("end2end/screenshots.mjs").arg(&folder))
}

pub fn icons() -> Result<()> {
    let stage = stage()?;
    run(stage.script("node").arg("end2end/icons.mjs"))?;
    run(stage.script("node").arg("end2end/install_pictures.mjs"))
}

fn stage() -> Result<Stage> {
    tools::ensure(&tools::APPS)?;
    tools::ensure(&[Need::Chromium])?;
    let dist = build::apps(Profile::Release)?;
    Stage::start(build::server(Profile::Dev)?, &dist)
}
