//! Lines of a text file, each of bounded length; lines can be put back, to be read again.

use std::{
    collections::VecDeque,
    io::{self, BufRead, Read},
};

use super::MAX_FIELD;

/// A line that is longer is dropped while it is read.
pub const MAX_LINE: usize = 2 * MAX_FIELD;

pub enum Line {
    Whole(Vec<u8>),
    /// Its beginning; the rest was dropped.
    TooLong(Vec<u8>),
}

pub struct Lines<R> {
    reader: R,
    back: VecDeque<Vec<u8>>,
    /// Number of the line that comes next, from 1.
    pub next_number: u64,
}

impl<R: BufRead> Lines<R> {
    pub fn new(reader: R) -> Self {
        Self { reader, back: VecDeque::new(), next_number: 1 }
    }

    /// Appends the next line, without its end, to an empty buffer that may be reused.
    pub fn next_into(&mut self, mut buffer: Vec<u8>) -> io::Result<Option<Line>> {
        if let Some(line) = self.back.pop_front() {
            self.next_number += 1;
            return Ok(Some(Line::Whole(line)));
        }
        buffer.clear();
        let limit = MAX_LINE as u64 + 1;
        if self.reader.by_ref().take(limit).read_until(b'\n', &mut buffer)? == 0 {
            return Ok(None);
        }
        self.next_number += 1;
        if buffer.last() == Some(&b'\n') {
            buffer.pop();
            if buffer.last() == Some(&b'\r') {
                buffer.pop();
            }
        } else if buffer.len() > MAX_LINE {
            self.skip_to_end()?;
            return Ok(Some(Line::TooLong(buffer)));
        }
        Ok(Some(Line::Whole(buffer)))
    }

    /// Lines that were read too far are given back, in order.
    pub fn put_back(&mut self, lines: Vec<Vec<u8>>) {
        self.next_number -= lines.len() as u64;
        for line in lines.into_iter().rev() {
            self.back.push_front(line);
        }
    }

    fn skip_to_end(&mut self) -> io::Result<()> {
        loop {
            let bytes = self.reader.fill_buf()?;
            if bytes.is_empty() {
                return Ok(());
            }
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let count = end.map_or(bytes.len(), |end| end + 1);
            self.reader.consume(count);
            if end.is_some() {
                return Ok(());
            }
        }
    }
}
