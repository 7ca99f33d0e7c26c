//! Fingerprints of files, so that what has not changed is not done again.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use anyhow::{Context, Result};

/// Every file below the paths, sorted; a path may be a file itself, or be missing.
pub fn files(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = paths.to_vec();
    while let Some(path) = open.pop() {
        if let Ok(entries) = std::fs::read_dir(&path) {
            open.extend(entries.filter_map(Result::ok).map(|entry| entry.path()));
        } else if path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    found
}

pub fn of_bytes(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Changes when a file's name or content does.
pub fn of_contents(paths: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files(paths) {
        file.hash(&mut hasher);
        let content = std::fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        content.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Changes when a file's name, size or time does: for files too large to read each time.
pub fn of_times(paths: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files(paths) {
        let data = file.metadata().with_context(|| format!("reading {}", file.display()))?;
        let modified = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        (file, data.len(), modified).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// A file that remembers the fingerprint of what was last done.
pub struct Stamp {
    file: PathBuf,
    now: String,
}

impl Stamp {
    pub fn new(file: impl Into<PathBuf>, now: String) -> Self {
        Self { file: file.into(), now }
    }

    pub fn is_fresh(&self) -> bool {
        std::fs::read_to_string(&self.file).is_ok_and(|before| before == self.now)
    }

    /// To call once what it stands for is done.
    pub fn keep(&self) -> Result<()> {
        create_folder(self.file.parent().unwrap_or(Path::new(".")))?;
        std::fs::write(&self.file, &self.now).with_context(|| format!("writing {}", self.file.display()))
    }
}

pub fn create_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_fresh_until_a_file_changes() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let sources = folder.path().join("src/deep");
        create_folder(&sources)?;
        std::fs::write(sources.join("a.rs"), "one")?;
        let stamp = || -> Result<Stamp> {
            let now = of_contents(&[folder.path().join("src"), folder.path().join("missing")])?;
            Ok(Stamp::new(folder.path().join("stamps/app"), now))
        };
        assert!(!stamp()?.is_fresh(), "nothing was done yet");
        stamp()?.keep()?;
        assert!(stamp()?.is_fresh());
        std::fs::write(sources.join("a.rs"), "two")?;
        assert!(!stamp()?.is_fresh(), "the content changed");
        std::fs::write(sources.join("a.rs"), "one")?;
        assert!(stamp()?.is_fresh(), "and changed back");
        std::fs::write(sources.join("b.rs"), "")?;
        assert!(!stamp()?.is_fresh(), "a file was added");
        Ok(())
    }
}
