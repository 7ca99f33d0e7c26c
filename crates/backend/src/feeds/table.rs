//! Tables: tab-separated (Google's feeds) or comma-separated (locations), quoted fields in both. A quote that is
//! never closed spoils its own row only.

use std::io::BufRead;

use super::{
    FileError, MAX_FIELD, ReadError, RowError,
    lines::{Line, Lines},
    record::{Columns, Record, column_of},
    source::explain,
};

/// A quoted field may run over this many lines.
const MAX_QUOTED_LINES: usize = 200;

pub struct Table<R> {
    file: String,
    lines: Lines<R>,
    delimiter: u8,
    /// The names as the file has them.
    pub header: Vec<String>,
    /// What each column of the file means, if anything.
    mapping: Vec<Option<usize>>,
    buffer: Vec<u8>,
    fields: Vec<Vec<u8>>,
}

enum Split {
    Done,
    /// A quoted field goes on in the next line.
    Open,
}

impl<R: BufRead> Table<R> {
    pub fn new(file: &str, reader: R, columns: Columns) -> Result<Self, FileError> {
        let mut lines = Lines::new(reader);
        let header = loop {
            match lines.next_into(Vec::new()).map_err(|error| FileError::new(file, explain(&error)))? {
                None => return Err(FileError::new(file, "is empty")),
                Some(Line::TooLong(_)) => {
                    return Err(FileError::new(file, "its first line is too long to be a header"));
                }
                Some(Line::Whole(line)) if line.iter().all(u8::is_ascii_whitespace) => {}
                Some(Line::Whole(line)) => break line,
            }
        };
        let delimiter = delimiter_of(&header);
        let mut fields = Vec::new();
        split(&header, delimiter, &mut fields);
        let header: Vec<String> =
            fields.iter().map(|name| String::from_utf8_lossy(name).trim().to_string()).collect();
        let mapping = header.iter().map(|name| column_of(columns, name)).collect();
        Ok(Self { file: file.to_string(), lines, delimiter, header, mapping, buffer: Vec::new(), fields })
    }

    /// Fills the record with the next row; `false` at the end.
    pub fn next(&mut self, record: &mut Record) -> Result<bool, ReadError> {
        loop {
            let line = self.lines.next_number;
            let buffer = std::mem::take(&mut self.buffer);
            let next = self.lines.next_into(buffer);
            let Some(read) = next.map_err(|error| FileError::new(&self.file, explain(&error)))? else {
                return Ok(false);
            };
            record.clear(line);
            match read {
                Line::TooLong(start) => {
                    split(&start, self.delimiter, &mut self.fields);
                    let column = self.fields.len().saturating_sub(1);
                    self.fill_known(record);
                    return Err(self.too_long(line, column).into());
                }
                Line::Whole(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => self.buffer = bytes,
                Line::Whole(bytes) => {
                    self.read_row(bytes, line)?;
                    return self.fill(record).map(|()| true).map_err(ReadError::from);
                }
            }
        }
    }

    /// Splits a line into fields, with the lines after it when a quoted field runs over them.
    fn read_row(&mut self, first: Vec<u8>, line: u64) -> Result<(), ReadError> {
        if matches!(split(&first, self.delimiter, &mut self.fields), Split::Done) {
            self.buffer = first;
            return Ok(());
        }
        let mut text = first;
        let mut taken = Vec::new();
        while taken.len() < MAX_QUOTED_LINES && text.len() <= MAX_FIELD {
            let next = self.lines.next_into(Vec::new());
            match next.map_err(|error| FileError::new(&self.file, explain(&error)))? {
                Some(Line::Whole(more)) => {
                    text.push(b'\n');
                    text.extend_from_slice(&more);
                    taken.push(more);
                }
                // What was too long is gone, so the rows between are read again and it is reported here.
                Some(Line::TooLong(_)) | None => break,
            }
            if matches!(split(&text, self.delimiter, &mut self.fields), Split::Done) {
                if self.fields.len() == self.header.len() {
                    return Ok(());
                }
                break;
            }
        }
        self.lines.put_back(taken);
        Err(RowError::new(&self.file, line, "a quote is opened and never closed").into())
    }

    fn fill(&self, record: &mut Record) -> Result<(), RowError> {
        let expected = self.header.len();
        let extra = self.fields.iter().skip(expected).any(|field| !field.is_empty());
        if self.fields.len() < expected || extra {
            self.fill_known(record);
            let reason = format!("has {} fields where the header has {expected}", self.fields.len());
            return Err(RowError::new(&self.file, record.line, reason));
        }
        for (position, field) in self.fields.iter().take(expected).enumerate() {
            let Some(column) = self.mapping[position] else { continue };
            if field.len() > MAX_FIELD {
                self.fill_known(record);
                return Err(self.too_long(record.line, position));
            }
            let error = |reason: &str| {
                RowError::new(&self.file, record.line, reason)
                    .field(&self.header[position])
                    .value(&String::from_utf8_lossy(field))
            };
            match std::str::from_utf8(field) {
                Err(_) => return Err(error("is not UTF-8")),
                Ok(text) if text.contains('\0') => return Err(error("contains a NUL character")),
                Ok(text) => record.push(column, text),
            }
        }
        Ok(())
    }

    /// What can be read of a bad row, so that it can be told which offer it was about.
    fn fill_known(&self, record: &mut Record) {
        record.clear(record.line);
        for (field, column) in self.fields.iter().zip(&self.mapping) {
            if let (Some(column), Ok(text)) = (column, std::str::from_utf8(field))
                && text.len() <= 1000
            {
                record.push(*column, text);
            }
        }
    }

    fn too_long(&self, line: u64, position: usize) -> RowError {
        let error = RowError::new(&self.file, line, "is longer than 1 MB");
        match self.header.get(position) {
            Some(name) => error.field(name),
            None => error,
        }
    }
}

/// Tab, comma or semicolon: whichever the header has most of.
fn delimiter_of(header: &[u8]) -> u8 {
    let count = |delimiter: &u8| header.iter().filter(|byte| *byte == delimiter).count();
    [b';', b',', b'\t'].into_iter().max_by_key(count).unwrap_or(b'\t')
}

/// Splits into `fields`, reusing them. A field is quoted when a quote begins it and another ends it; in tab-separated
/// text a quote is often only an inch mark, so what does not end like a quoted field is taken as it stands.
fn split(line: &[u8], delimiter: u8, fields: &mut Vec<Vec<u8>>) -> Split {
    let mut count = 0;
    let mut rest = Some(line);
    while let Some(text) = rest {
        if count == fields.len() {
            fields.push(Vec::new());
        }
        let field = &mut fields[count];
        field.clear();
        count += 1;
        let plain = text.iter().position(|byte| *byte == delimiter);
        if text.first() == Some(&b'"') {
            match unquote(&text[1..], delimiter, field) {
                Quoted::Ends(end) => {
                    rest = text.get(1 + end..).and_then(|left| left.get(1..));
                    continue;
                }
                Quoted::Plain => {}
                Quoted::Open => {
                    fields.truncate(count);
                    return Split::Open;
                }
            }
        }
        field.clear();
        field.extend_from_slice(&text[..plain.unwrap_or(text.len())]);
        rest = plain.map(|end| &text[end + 1..]);
    }
    fields.truncate(count);
    Split::Done
}

enum Quoted {
    /// Offset of the delimiter behind the closing quote, or of the end.
    Ends(usize),
    Plain,
    Open,
}

fn unquote(text: &[u8], delimiter: u8, field: &mut Vec<u8>) -> Quoted {
    let mut at = 0;
    while at < text.len() {
        match (text[at], text.get(at + 1)) {
            (b'"', Some(b'"')) => {
                field.push(b'"');
                at += 2;
            }
            (b'"', None) => return Quoted::Ends(at + 1),
            (b'"', Some(next)) if *next == delimiter => return Quoted::Ends(at + 1),
            (b'"', Some(_)) => return Quoted::Plain,
            (byte, _) => {
                field.push(byte);
                at += 1;
            }
        }
    }
    Quoted::Open
}
