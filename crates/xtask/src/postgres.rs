//! A PostgreSQL of the tests' own: in a temporary folder, on a free port, gone afterwards.

use std::{
    os::unix::{fs::chown, process::CommandExt},
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result};
use nix::unistd::{Uid, User};
use tempfile::TempDir;

use crate::{
    http,
    process::{Daemon, command, run, say, succeeds},
};

/// The folder of the newest server that Debian's package installed.
pub fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.filter_map(Result::ok).map(|version| version.path().join("bin"));
    let version = |folder: &PathBuf| {
        let name = folder
            .parent()
            .and_then(|version| version.file_name())
            .map(|name| name.to_string_lossy().parse());
        name.and_then(Result::<u32, _>::ok)
    };
    folders.filter(|folder| folder.join("initdb").is_file()).max_by_key(version)
}

pub struct Postgres {
    // In this order: the server stops before its files are removed.
    _server: Daemon,
    _folder: TempDir,
    port: u16,
}

impl Postgres {
    pub fn start() -> Result<Self> {
        say("Starting PostgreSQL for the tests");
        let programs = programs().context("PostgreSQL is not installed")?;
        let folder =
            tempfile::Builder::new().prefix("vitrine-postgres-").tempdir().context("making a folder")?;
        let user = user()?;
        if let Some(user) = &user {
            chown(folder.path(), Some(user.uid.as_raw()), Some(user.gid.as_raw()))
                .context("giving it to postgres")?;
        }
        let program = |name: &str| -> Command {
            let mut program = command(programs.join(name));
            program.current_dir(folder.path()).stdout(Stdio::null());
            if let Some(user) = &user {
                program.uid(user.uid.as_raw()).gid(user.gid.as_raw());
            }
            program
        };
        let data = folder.path().join("data");
        let options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D"];
        run(program("initdb").args(options).arg(&data)).context("creating a database cluster")?;

        let port = http::free_port()?;
        let settings =
            ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "max_connections=200"];
        let mut server = program("postgres");
        server.arg("-D").arg(&data).args(["-p", &port.to_string()]).stderr(Stdio::null());
        for setting in settings {
            server.args(["-c", setting]);
        }
        let mut server = Daemon::start(&mut server)?;
        let ready = || {
            let mut ask = program("pg_isready");
            succeeds(ask.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])).unwrap_or(false)
        };
        server.wait_until(Duration::from_secs(30), ready)?;
        Ok(Self { _server: server, _folder: folder, port })
    }

    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

/// PostgreSQL refuses to run as root: then it runs as the user that Debian's package made for it.
fn user() -> Result<Option<User>> {
    if !Uid::effective().is_root() {
        return Ok(None);
    }
    User::from_name("postgres")
        .context("looking for the user postgres")?
        .context("there is no user postgres")
        .map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_listens_while_it_is_held_and_leaves_nothing() -> Result<()> {
        if programs().is_none() {
            return Ok(());
        }
        let postgres = Postgres::start()?;
        let (port, folder) = (postgres.port, postgres._folder.path().to_path_buf());
        assert!(!http::is_free(port) && folder.is_dir());
        drop(postgres);
        assert!(http::is_free(port) && !folder.exists());
        Ok(())
    }
}
