//! The apps' release build, begun before the first suite: it links on one core for minutes, and the suites until the one
//! that needs it fill the others. It gives way to none of them, or its last minutes would leave the other cores idle.

use std::{fs::File, path::PathBuf};

use anyhow::{Context, Result, bail};

use crate::{
    process::{Daemon, command, root, say},
    stamp::create_folder,
};

pub struct Ahead {
    build: Daemon,
    /// What it printed, which nobody wants to read between the lines of the suites.
    log: PathBuf,
}

impl Ahead {
    pub fn start() -> Result<Self> {
        let var = root().join("var");
        create_folder(&var)?;
        let log = var.join("apps.log");
        let file = File::create(&log).with_context(|| format!("writing {}", log.display()))?;
        let this = std::env::current_exe().context("finding this program")?;
        let mut build = command(this);
        build.args(["build", "--release", "--apps"]);
        build.stderr(file.try_clone().context("sharing the log")?).stdout(file);
        Ok(Self { build: Daemon::start(&mut build)?, log })
    }

    /// Waits for its end, and shows what it printed if that is a bad one.
    pub fn finish(self) -> Result<()> {
        say("Waiting for the apps' release build, which began before the first suite");
        if !self.build.ends_well()? {
            let text = std::fs::read_to_string(&self.log).context("reading the build's log")?;
            bail!("the apps' release build failed:\n{text}");
        }
        Ok(())
    }
}
