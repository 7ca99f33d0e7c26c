//! What was wrong, and where: file, line, field, reason and the value, cut short.

use std::fmt;

/// Characters of a bad value that are shown.
const SHOWN: usize = 60;

/// Something in a row that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    pub file: String,
    pub line: u64,
    pub field: Option<String>,
    pub reason: String,
    pub value: Option<String>,
    /// The row went in without the field; otherwise the whole row was left out.
    pub kept: bool,
}

impl RowError {
    pub fn new(file: &str, line: u64, reason: impl Into<String>) -> Self {
        Self { file: file.to_string(), line, field: None, reason: reason.into(), value: None, kept: false }
    }

    pub fn field(mut self, field: &str) -> Self {
        self.field = Some(field.to_string());
        self
    }

    pub fn value(mut self, value: &str) -> Self {
        let mut shown: String = value.chars().take(SHOWN).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        self.value = Some(shown);
        self
    }

    pub fn kept(mut self) -> Self {
        self.kept = true;
        self
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        if let Some(field) = &self.field {
            write!(f, " {field}")?;
        }
        write!(f, ": {}", self.reason)?;
        if let Some(value) = &self.value {
            write!(f, " ({value:?})")?;
        }
        f.write_str(if self.kept { "; imported without it" } else { "; row left out" })
    }
}

/// A file that cannot be trusted as a whole: nothing of the import is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    pub file: String,
    pub reason: String,
}

impl FileError {
    pub fn new(file: &str, reason: impl Into<String>) -> Self {
        Self { file: file.to_string(), reason: reason.into() }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.reason)
    }
}

impl std::error::Error for FileError {}

/// Why a row did not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    Row(RowError),
    File(FileError),
}

impl From<RowError> for ReadError {
    fn from(error: RowError) -> Self {
        ReadError::Row(error)
    }
}

impl From<FileError> for ReadError {
    fn from(error: FileError) -> Self {
        ReadError::File(error)
    }
}
