//! What is known of a file, found out once for each version of it: a folder may be swapped under a running server.

use std::{
    collections::HashMap,
    fs::Metadata,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use axum::http::HeaderValue;
use data_encoding::HEXLOWER;
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

use super::policy;

pub struct Facts {
    /// Of the content, before it is compressed.
    pub tag: String,
    /// What a page may load and run.
    pub policy: Option<HeaderValue>,
    /// Whether the compressed copies beside it hold the same.
    pub compressed: bool,
}

/// What a file is told apart by from another one of its name.
#[derive(Clone, Copy, PartialEq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    place: Place,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { modified: metadata.modified().ok(), length: metadata.len(), place: place(metadata) }
    }
}

/// Device, inode and moment of the last change: a copy may keep the date that a file bears, but none of these.
#[cfg(unix)]
type Place = (u64, u64, i64, i64);
#[cfg(not(unix))]
type Place = ();

#[cfg(unix)]
fn place(metadata: &Metadata) -> Place {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}
#[cfg(not(unix))]
fn place(_: &Metadata) -> Place {}

/// Of a file and, if there is one, of its compressed copy.
type Stamps = (Stamp, Option<Stamp>);

#[derive(Default)]
pub struct Versions(Mutex<HashMap<PathBuf, (Stamps, Arc<Facts>)>>);

impl Versions {
    pub async fn of(&self, file: &Path) -> io::Result<Arc<Facts>> {
        let metadata = tokio::fs::metadata(file).await?;
        if !metadata.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let copy = tokio::fs::metadata(copy_of(file)).await.ok();
        let stamps = (Stamp::of(&metadata), copy.as_ref().map(Stamp::of));
        if let Some(facts) = self.known(file, stamps) {
            return Ok(facts);
        }
        let facts = Arc::new(find_out(file).await?);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(file.to_path_buf(), (stamps, facts.clone()));
        Ok(facts)
    }

    fn known(&self, file: &Path, stamps: Stamps) -> Option<Arc<Facts>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(file).filter(|(known, _)| *known == stamps).map(|(_, facts)| facts.clone())
    }
}

fn copy_of(file: &Path) -> PathBuf {
    file.with_added_extension("gz")
}

/// A file may be edited after it was built: then its compressed copies are of no use.
async fn find_out(file: &Path) -> io::Result<Facts> {
    let content = tokio::fs::read(file).await?;
    let copy = tokio::fs::read(copy_of(file)).await.ok();
    let is_page = file.extension().is_some_and(|extension| extension == "html");
    let policy = is_page.then(|| policy::of_page(&String::from_utf8_lossy(&content), None));
    Ok(Facts {
        tag: tag_of(&content),
        policy: policy.and_then(|policy| HeaderValue::from_str(&policy).ok()),
        compressed: copy.is_some_and(|copy| unpacked(&copy) == content),
    })
}

/// As much of the digest as tells two versions apart.
pub fn tag_of(content: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(content)[..12])
}

/// What is readable of it.
fn unpacked(copy: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    match GzDecoder::new(copy).read_to_end(&mut content) {
        Ok(_) => content,
        Err(_) => Vec::new(),
    }
}
