//! Makes many pictures at once, each link once, and remembers what a URL gave so that it is not fetched again.

use std::{
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use ::pictures::{self as files, make};
use sha2::{Digest, Sha256};

use super::{Made, local, remote::Remote};

#[derive(Clone, Debug)]
pub struct Options {
    /// Where the files are written.
    pub folder: PathBuf,
    /// Whether URLs may lead into private networks.
    pub allow_private: bool,
}

/// A picture as a feed names it: the feed's folder, and a path in it or a URL.
pub type Link = (PathBuf, String);

pub struct Workshop {
    options: Options,
    remote: Remote,
}

impl Workshop {
    pub fn new(options: Options) -> Result<Self, String> {
        std::fs::create_dir_all(&options.folder)
            .map_err(|error| format!("{}: cannot be made: {error}", options.folder.display()))?;
        let remote = Remote::new(options.allow_private)?;
        Ok(Self { options, remote })
    }

    /// Makes every picture on all processors, and answers in their order; `done` is told of each.
    pub fn make_all(&self, links: &[Link], done: &(dyn Fn() + Sync)) -> Vec<Result<Made, String>> {
        let next = AtomicUsize::new(0);
        let unmade = || Err("was not made".to_string());
        let outcomes = Mutex::new(links.iter().map(|_| unmade()).collect::<Vec<_>>());
        let workers = thread::available_parallelism().map_or(2, usize::from).min(links.len());
        thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some((folder, link)) = links.get(at) else { break };
                        let outcome = self.make_one(folder, link);
                        outcomes.lock().unwrap_or_else(PoisonError::into_inner)[at] = outcome;
                        done();
                    }
                });
            }
        });
        outcomes.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn make_one(&self, folder: &Path, link: &str) -> Result<Made, String> {
        if !link.contains("://") {
            return make(&local::read(folder, link)?, &self.options.folder);
        }
        let note = format!("url-{}.json", data_encoding::HEXLOWER.encode(&Sha256::digest(link)[..10]));
        if let Some(made) = self.remembered(&note) {
            return Ok(made);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| format!("cannot be fetched: {error}"))?;
        let made = make(&runtime.block_on(self.remote.fetch(link))?, &self.options.folder)?;
        let text = serde_json::to_vec(&made.id).map_err(|error| error.to_string())?;
        files::write(&self.options.folder, &note, &text)?;
        Ok(made)
    }

    /// A retailer who changes a picture changes its URL, as Google asks, so one that was fetched is not asked again.
    fn remembered(&self, note: &str) -> Option<Made> {
        let text = std::fs::read(self.options.folder.join(note)).ok()?;
        let id: String = serde_json::from_slice(&text).ok()?;
        files::read_made(&self.options.folder, &id)
    }
}
