//! XML feeds: RSS 2.0 (`item`) and Atom (`entry`). A name with Google's prefix wins over one without it, since an Atom
//! entry's own `id` is not the offer's.

use std::io::BufRead;

use quick_xml::{
    Reader,
    events::{BytesRef, Event},
};

use super::{
    FileError, MAX_FIELD, ReadError,
    record::{Columns, Record, column_of},
    source::explain,
    throttle::Throttle,
};

pub struct Xml<R> {
    reader: Reader<Throttle<R>>,
    file: String,
    columns: Columns,
    buffer: Vec<u8>,
    /// Names of the elements that are open.
    open: Vec<String>,
    /// How many elements were open around the item that is read.
    item_depth: Option<usize>,
    values: Vec<Value>,
    pair: Pair,
    text: String,
    seen_root: bool,
}

struct Value {
    column: usize,
    prefixed: bool,
    text: String,
}

/// A `product_detail` in the making.
#[derive(Default)]
struct Pair {
    name: String,
    value: String,
}

impl<R: BufRead> Xml<R> {
    pub fn new(file: &str, reader: R, columns: Columns) -> Self {
        let mut reader = Reader::from_reader(Throttle::new(reader));
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        Self {
            reader,
            file: file.to_string(),
            columns,
            buffer: Vec::new(),
            open: Vec::new(),
            item_depth: None,
            values: Vec::new(),
            pair: Pair::default(),
            text: String::new(),
            seen_root: false,
        }
    }

    /// Fills the record with the next item; `false` at the end.
    pub fn next(&mut self, record: &mut Record) -> Result<bool, ReadError> {
        let mut buffer = std::mem::take(&mut self.buffer);
        loop {
            buffer.clear();
            self.reader.get_mut().start_event();
            let event = match self.reader.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(error) => return Err(self.broken(&error).into()),
            };
            match event {
                Event::Start(tag) => {
                    let name = tag.name().as_ref().to_string();
                    let line = self.reader.get_ref().line;
                    if self.start(name) {
                        record.clear(line);
                    }
                }
                Event::End(_) if self.end() => {
                    self.buffer = buffer;
                    return self.finish(record).map(|()| true);
                }
                Event::Text(text) => self.append(&text),
                Event::CData(text) => self.append(&text),
                Event::GeneralRef(reference) => self.append(&resolve(&reference)),
                Event::Eof => return self.end_of_file(),
                _ => {}
            }
        }
    }

    /// Whether an item begins.
    fn start(&mut self, name: String) -> bool {
        self.text.clear();
        let local = local_name(&name).to_lowercase();
        if self.open.is_empty() && matches!(local.as_str(), "rss" | "feed" | "rdf") {
            self.seen_root = true;
        }
        let begins =
            self.item_depth.is_none() && self.seen_root && matches!(local.as_str(), "item" | "entry");
        if begins {
            self.item_depth = Some(self.open.len());
            self.values.clear();
        }
        self.open.push(name);
        begins
    }

    fn append(&mut self, text: &str) {
        if self.item_depth.is_some() && self.text.len() <= MAX_FIELD {
            self.text.push_str(text);
        }
    }

    /// Whether the item ends.
    fn end(&mut self) -> bool {
        let name = self.open.pop().unwrap_or_default();
        let Some(item) = self.item_depth else { return false };
        let text = std::mem::take(&mut self.text);
        let local = local_name(&name);
        match self.open.len().checked_sub(item) {
            Some(0) => {
                self.item_depth = None;
                return true;
            }
            Some(1) => self.field(&name, text),
            Some(2) if self.open.last().is_some_and(|parent| local_name(parent) == "product_detail") => {
                match local {
                    "attribute_name" => self.pair.name = text,
                    "attribute_value" => self.pair.value = text,
                    _ => {}
                }
            }
            _ => {}
        }
        false
    }

    fn field(&mut self, name: &str, text: String) {
        let prefixed = name.contains(':');
        let local = match local_name(name) {
            "summary" | "content" => "description",
            other => other,
        };
        let Some(column) = column_of(self.columns, local) else { return };
        let pair = std::mem::take(&mut self.pair);
        let text =
            if pair.name.is_empty() { text } else { format!("{}:{}", pair.name.trim(), pair.value.trim()) };
        self.values.push(Value { column, prefixed, text });
    }

    fn finish(&mut self, record: &mut Record) -> Result<(), ReadError> {
        let values = std::mem::take(&mut self.values);
        let hidden = |value: &Value| {
            !value.prefixed && values.iter().any(|other| other.prefixed && other.column == value.column)
        };
        let mut error = None;
        for value in values.iter().filter(|value| !hidden(value)) {
            let column = self.columns[value.column];
            if value.text.len() > MAX_FIELD {
                error = Some(record.error("is longer than 1 MB").field(column));
            } else if value.text.contains('\0') {
                error = Some(record.error("contains a NUL character").field(column));
            } else {
                record.push(value.column, &value.text);
            }
        }
        error.map_or(Ok(()), |error| Err(error.into()))
    }

    fn end_of_file(&self) -> Result<bool, ReadError> {
        let reason = match self.open.last() {
            Some(name) => format!("is cut short: <{name}> is never closed"),
            None if !self.seen_root => "is XML, but neither RSS 2.0 nor Atom".into(),
            None => return Ok(false),
        };
        Err(FileError::new(&self.file, reason).into())
    }

    fn broken(&self, error: &quick_xml::Error) -> FileError {
        let line = self.reader.get_ref().line;
        match error {
            quick_xml::Error::Io(error) => {
                FileError::new(&self.file, format!("line {line}: {}", explain(error)))
            }
            other => FileError::new(&self.file, format!("line {line}: is not well-formed XML: {other}")),
        }
    }
}

fn local_name(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// What `&…;` stands for; one that XML does not know is kept as it is written.
fn resolve(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    match &**reference {
        "amp" => "&".into(),
        "lt" => "<".into(),
        "gt" => ">".into(),
        "quot" => "\"".into(),
        "apos" => "'".into(),
        "nbsp" => "\u{a0}".into(),
        other => format!("&{other};"),
    }
}
