//! Pictures beside the feed: nothing outside the feed's folder is read.

use std::{
    fs::File,
    io::Read,
    path::{Component, Path, PathBuf},
};

use super::MAX_BYTES;

pub fn read(folder: &Path, link: &str) -> Result<Vec<u8>, String> {
    let path = inside(folder, link)?;
    let file = File::open(&path).map_err(|error| format!("cannot be read: {error}"))?;
    let length = file.metadata().map_err(|error| format!("cannot be read: {error}"))?;
    if !length.is_file() {
        return Err("is not a file".into());
    }
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err("is larger than 20 MB".into());
    }
    Ok(bytes)
}

/// The file that a link names, followed through symbolic links, if it lies in the folder.
fn inside(folder: &Path, link: &str) -> Result<PathBuf, String> {
    let relative = Path::new(link);
    let plain = |part: Component| matches!(part, Component::Normal(_) | Component::CurDir);
    if link.contains('\\') || link.contains('\0') || !relative.components().all(plain) {
        return Err("leads out of the feed's folder".into());
    }
    let folder = folder.canonicalize().map_err(|error| format!("its folder cannot be read: {error}"))?;
    let path = folder.join(relative).canonicalize().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "no such picture beside the feed".to_string(),
        _ => format!("cannot be read: {error}"),
    })?;
    if path.starts_with(&folder) { Ok(path) } else { Err("leads out of the feed's folder".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_read() {
        let root = tempfile::tempdir().expect("a folder");
        let feed = root.path().join("feed");
        std::fs::create_dir_all(feed.join("images")).expect("a folder");
        std::fs::write(root.path().join("secret.png"), b"secret").expect("a file");
        std::fs::write(feed.join("images/a.png"), b"picture").expect("a file");
        std::os::unix::fs::symlink(root.path().join("secret.png"), feed.join("link.png")).expect("a link");
        let secret = root.path().join("secret.png").display().to_string();
        assert_eq!(read(&feed, "images/a.png").as_deref(), Ok(&b"picture"[..]));
        assert_eq!(read(&feed, "./images/a.png").as_deref(), Ok(&b"picture"[..]));
        for out in ["../secret.png", "images/../../secret.png", &secret, "link.png", "..\\secret.png"] {
            assert!(read(&feed, out).expect_err(out).contains("out of"), "{out}");
        }
        assert!(read(&feed, "images/b.png").expect_err("missing").contains("no such"));
        assert!(read(&feed, "images").expect_err("a folder").contains("not a file"));
    }
}
