//! A feed's bytes: gzip by its magic bytes, a byte order mark skipped, progress counted.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::bufread::MultiGzDecoder;

use super::FileError;

const BUFFER: usize = 256 * 1024;

pub struct Source {
    /// How messages name the file.
    pub name: String,
    pub reader: Box<dyn BufRead + Send>,
    /// Bytes of the file on disk that were read so far.
    pub read: Arc<AtomicU64>,
}

impl Source {
    pub fn open(path: &Path, name: &str) -> Result<Self, FileError> {
        let file = File::open(path).map_err(|error| FileError::new(name, explain(&error)))?;
        Self::new(name, file)
    }

    pub fn new(name: &str, raw: impl Read + Send + 'static) -> Result<Self, FileError> {
        let read = Arc::new(AtomicU64::new(0));
        let counted = Counted { inner: raw, read: Arc::clone(&read) };
        let mut raw = BufReader::with_capacity(BUFFER, counted);
        let fail = |error: io::Error| FileError::new(name, explain(&error));
        let gzip = raw.fill_buf().map_err(fail)?.starts_with(&[0x1f, 0x8b]);
        let mut reader: Box<dyn BufRead + Send> = if gzip {
            Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(raw)))
        } else {
            Box::new(raw)
        };
        let start = reader.fill_buf().map_err(fail)?;
        if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
            return Err(FileError::new(name, "is UTF-16; save it as UTF-8"));
        }
        if start.starts_with(&[0xef, 0xbb, 0xbf]) {
            reader.consume(3);
        }
        Ok(Self { name: name.to_string(), reader, read })
    }
}

/// What an error of reading means for the person who gave the file.
pub fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "the gzip file is cut short; fetch it again".into(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            format!("the gzip file is damaged ({error}); fetch it again")
        }
        io::ErrorKind::NotFound => "no such file".into(),
        _ => format!("cannot be read: {error}"),
    }
}

struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text).expect("writing to memory");
        encoder.finish().expect("writing to memory")
    }

    fn read(bytes: Vec<u8>) -> Result<String, String> {
        let mut source = Source::new("a.tsv", io::Cursor::new(bytes)).map_err(|error| error.to_string())?;
        let mut text = String::new();
        source.reader.read_to_string(&mut text).map_err(|error| explain(&error))?;
        Ok(text)
    }

    #[test]
    fn gzip_and_byte_order_marks_are_seen_through() {
        let marked = b"\xef\xbb\xbfid\ttitle\n";
        assert_eq!(read(marked.to_vec()).as_deref(), Ok("id\ttitle\n"));
        assert_eq!(read(gzip(marked)).as_deref(), Ok("id\ttitle\n"));
    }

    #[test]
    fn truncated_gzip_is_an_error() {
        let mut bytes = gzip("id\ttitle\n".repeat(5000).as_bytes());
        bytes.truncate(bytes.len() - 6);
        assert!(read(bytes).expect_err("cut short").contains("cut short"));
    }

    #[test]
    fn utf_16_is_explained() {
        assert!(read(b"\xff\xfei\0d\0".to_vec()).expect_err("UTF-16").contains("UTF-8"));
    }
}
