//! The server `vitrine`: what xtask asks of it.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::{
    http,
    process::{Daemon, command, root, run},
};

/// The PIN of the associates that xtask adds; the server refuses such things on any but loopback addresses.
pub const PIN: &str = "123456";

/// The store shown first to who tries the demo.
const DEMO_STORE: &str = "PAR11";

/// A retailer's feeds, and where what is made of them is kept.
pub struct Retailer {
    pub binary: PathBuf,
    pub feeds: PathBuf,
    /// The retailer's file; without one the server has its own choices.
    pub settings: Option<PathBuf>,
    pub database: String,
    pub pictures: PathBuf,
}

impl Retailer {
    fn vitrine(&self, subcommand: &str) -> Command {
        let mut vitrine = command(&self.binary);
        vitrine.args(subcommand.split(' ')).arg("--database").arg(&self.database).env_remove("DATABASE_URL");
        vitrine
    }

    pub fn import(&self) -> Result<()> {
        let mut import = self.vitrine("import");
        import.arg(&self.feeds).arg("--pictures").arg(&self.pictures);
        run(self.with_settings(&mut import))
    }

    fn with_settings<'a>(&self, vitrine: &'a mut Command) -> &'a mut Command {
        if let Some(settings) = &self.settings {
            vitrine.arg("--retailer").arg(settings);
        }
        vitrine
    }

    pub fn add_associate(&self, store: &str, name: &str) -> Result<()> {
        run(self.vitrine("associate add").args(["--store", store, "--name", name, "--pin", PIN]))
    }

    /// Starts the server on this machine's loopback address, with the mailbox page, and waits until it is up.
    pub fn serve(&self, dist: &Path, port: u16, log: Option<&Path>) -> Result<Daemon> {
        let mut vitrine = self.vitrine("serve");
        vitrine.arg("--pictures").arg(&self.pictures).arg("--dist").arg(dist);
        vitrine.args(["--port", &port.to_string(), "--mailbox"]);
        self.with_settings(&mut vitrine);
        if let Some(log) = log {
            let file = File::create(log).with_context(|| format!("creating {}", log.display()))?;
            vitrine.stderr(file.try_clone().context("sharing the log file")?).stdout(file);
        }
        let mut server = Daemon::start(&mut vitrine)?;
        server.wait_until(Duration::from_secs(60), || http::answers(port, contract::routes::HEALTH))?;
        Ok(server)
    }
}

/// The ids of the stores a running server knows, the demo's own first.
pub fn stores(port: u16) -> Result<Vec<String>> {
    let answer =
        http::get_json(port, contract::routes::STORES).context("asking the server for its stores")?;
    let items = answer["items"].as_array().into_iter().flatten();
    let mut stores: Vec<String> =
        items.filter_map(|store| store["id"].as_str().map(str::to_string)).collect();
    stores.sort_by_key(|store| store != DEMO_STORE);
    Ok(stores)
}

/// A server on a fresh database with the demo retailer, for tests and measures; gone when dropped.
pub struct Stage {
    // In this order: the server stops before its database is removed.
    _server: Daemon,
    _folder: TempDir,
    retailer: Retailer,
    dist: PathBuf,
    pub port: u16,
}

impl Stage {
    pub fn start(binary: PathBuf, dist: &Path) -> Result<Self> {
        let folder =
            tempfile::Builder::new().prefix("vitrine-").tempdir().context("making a temporary folder")?;
        let database = folder.path().join("vitrine.sqlite").display().to_string();
        let retailer = Retailer {
            binary,
            feeds: root().join("demo"),
            settings: Some(generous_settings(folder.path())?),
            database,
            // Pictures are named by their content and slow to make: every run shares them.
            pictures: root().join("var/pictures"),
        };
        retailer.import()?;
        let port = http::free_port()?;
        crate::stamp::create_folder(&root().join("var"))?;
        let server = retailer.serve(dist, port, Some(&root().join("var/stage.log")))?;
        for store in stores(port)? {
            retailer.add_associate(&store, &format!("Léa {store}"))?;
        }
        Ok(Self { _server: server, _folder: folder, retailer, dist: dist.to_path_buf(), port })
    }

    pub fn url(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// A script of the browser harness, told where the server is.
    pub fn script(&self, program: &str) -> Command {
        let mut script = command(program);
        let retailer = &self.retailer;
        script.env("VITRINE_URL", self.url()).env("VITRINE_PIN", PIN).env("CHROME_PATH", chromium());
        script.env("VITRINE_DATABASE", &retailer.database).env("VITRINE_BINARY", &retailer.binary);
        script.env("VITRINE_DIST", &self.dist).env("VITRINE_PICTURES", &retailer.pictures);
        if let Some(settings) = &retailer.settings {
            script.env("VITRINE_RETAILER", settings);
        }
        script
    }
}

/// The demo's settings beside its logo. Three differ: all shoppers of the tests come from one network address.
fn generous_settings(folder: &Path) -> Result<PathBuf> {
    let demo = root().join("demo/retailer.toml");
    std::fs::copy(root().join("demo/logo.svg"), folder.join("logo.svg"))
        .context("copying the demo's logo")?;
    let text = std::fs::read_to_string(&demo).with_context(|| format!("reading {}", demo.display()))?;
    let file = folder.join("retailer.toml");
    let text = text
        .replace("[pickup]", "[pickup]\nmax_open_orders_per_address = 100000")
        .replace("max_open_per_address = 30", "max_open_per_address = 100000")
        .replace("max_sign_ins_per_address = 60", "max_sign_ins_per_address = 100000");
    std::fs::write(&file, text).with_context(|| format!("writing {}", file.display()))?;
    Ok(file)
}

/// The retailer's file beside its feeds.
pub fn settings_of(feeds: &Path) -> Option<PathBuf> {
    Some(feeds.join("retailer.toml")).filter(|file| file.is_file())
}

fn chromium() -> PathBuf {
    std::env::var_os("CHROME_PATH").map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from)
}
