//! Reads a feed of one kind, whatever its format, as typed rows.

use std::{
    io::BufRead,
    path::Path,
    sync::{Arc, atomic::AtomicU64},
};

use jiff::tz::TimeZone;

use super::{
    FileError, ReadError, RowError,
    record::{Columns, Record, known_name},
    source::{Source, explain},
    table::Table,
    xml::Xml,
};

/// What the retailer says that the feeds do not.
#[derive(Clone, Debug)]
pub struct Context {
    pub currency: String,
    /// Of dates without an offset.
    pub zone: TimeZone,
}

impl Default for Context {
    fn default() -> Self {
        Self { currency: "EUR".into(), zone: TimeZone::UTC }
    }
}

/// A kind of row.
pub trait Row: Sized {
    const COLUMNS: Columns;
    /// A table without one of these is refused.
    const REQUIRED: Columns;

    /// `remarks` takes what was wrong with a row that goes in all the same.
    fn parse(record: &Record, context: &Context, remarks: &mut Vec<RowError>) -> Result<Self, RowError>;
}

enum Format {
    Table(Table<Box<dyn BufRead + Send>>),
    Xml(Box<Xml<Box<dyn BufRead + Send>>>),
}

/// Records of a feed, before their values are looked at.
pub struct Records {
    format: Format,
    pub record: Record,
    /// Bytes of the file that were read so far.
    pub read: Arc<AtomicU64>,
}

impl Records {
    pub fn open(path: &Path, name: &str, columns: Columns) -> Result<Self, FileError> {
        Self::new(Source::open(path, name)?, columns)
    }

    pub fn new(source: Source, columns: Columns) -> Result<Self, FileError> {
        let Source { name, mut reader, read } = source;
        let start = reader.fill_buf().map_err(|error| FileError::new(&name, explain(&error)))?;
        let first = start.iter().find(|byte| !byte.is_ascii_whitespace());
        let format = if first == Some(&b'<') {
            Format::Xml(Box::new(Xml::new(&name, reader, columns)))
        } else {
            Format::Table(Table::new(&name, reader, columns)?)
        };
        Ok(Self { format, record: Record::new(&name, columns), read })
    }

    /// The names of a table's columns; XML has none.
    pub fn header(&self) -> Option<&[String]> {
        match &self.format {
            Format::Table(table) => Some(&table.header),
            Format::Xml(_) => None,
        }
    }

    /// Reads the next record into `record`; `false` at the end.
    pub fn read_next(&mut self) -> Result<bool, ReadError> {
        match &mut self.format {
            Format::Table(table) => table.next(&mut self.record),
            Format::Xml(xml) => xml.next(&mut self.record),
        }
    }
}

pub struct Reader<R> {
    pub records: Records,
    context: Context,
    rows: std::marker::PhantomData<fn() -> R>,
}

impl<R: Row> Reader<R> {
    pub fn open(path: &Path, name: &str, context: &Context) -> Result<Self, FileError> {
        Self::new(Source::open(path, name)?, context)
    }

    pub fn new(source: Source, context: &Context) -> Result<Self, FileError> {
        let records = Records::new(source, R::COLUMNS)?;
        if let Some(header) = records.header() {
            let names: Vec<String> = header.iter().map(|name| known_name(name)).collect();
            let missing = R::REQUIRED.iter().filter(|column| !names.iter().any(|name| name == **column));
            let missing: Vec<&str> = missing.copied().collect();
            if !missing.is_empty() {
                let reason = format!("has no column {}; it has {}", missing.join(", "), shown(&names));
                return Err(FileError::new(&records.record.file, reason));
            }
        }
        Ok(Self { records, context: context.clone(), rows: std::marker::PhantomData })
    }

    /// The next row; `None` at the end. After an error that is a row's, the next call goes on behind it, and
    /// `records.record` holds what could be read of the bad one.
    pub fn next(&mut self, remarks: &mut Vec<RowError>) -> Result<Option<R>, ReadError> {
        if !self.records.read_next()? {
            return Ok(None);
        }
        R::parse(&self.records.record, &self.context, remarks).map(Some).map_err(ReadError::from)
    }
}

fn shown(names: &[String]) -> String {
    let mut text: String = names.join(", ").chars().take(300).collect();
    if text.is_empty() {
        text.push_str("none");
    }
    text
}
