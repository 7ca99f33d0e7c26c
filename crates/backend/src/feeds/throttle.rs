//! Bounds what the XML reader is given: a text or CDATA section that is too long loses its middle, so that the row can
//! be refused for it without ever being held in memory; an event that is still too long is an error.

use std::io::{self, BufRead, Read};

use super::MAX_FIELD;

/// What one text may keep: longer than a field may be, so that the field is seen to be too long.
const MAX_TOKEN: usize = MAX_FIELD + 64;
/// What one event of the XML reader may take in all.
const MAX_EVENT: usize = 2 * MAX_FIELD;
const CDATA: &[u8] = b"![CDATA[";

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    /// Inside `<…>`, with the count of bytes that agree with the start of a CDATA section.
    Tag(usize),
    /// Inside a CDATA section, with the count of brackets just seen.
    Cdata(usize),
}

pub struct Throttle<R> {
    inner: R,
    state: State,
    /// Bytes of the current text.
    length: usize,
    dropping: bool,
    /// Bytes handed out since the last event.
    event: usize,
    out: Vec<u8>,
    at: usize,
    /// The line that is read, from 1.
    pub line: u64,
    /// Lines that were dropped behind what is in `out`.
    dropped_lines: u64,
}

impl<R: BufRead> Throttle<R> {
    pub fn new(inner: R) -> Self {
        let (out, state) = (Vec::new(), State::Text);
        Self { inner, state, length: 0, dropping: false, event: 0, out, at: 0, line: 1, dropped_lines: 0 }
    }

    /// The XML reader begins another event.
    pub fn start_event(&mut self) {
        self.event = 0;
    }

    fn refill(&mut self) -> io::Result<()> {
        self.out.clear();
        self.at = 0;
        self.line += std::mem::take(&mut self.dropped_lines);
        while self.out.is_empty() {
            let bytes = self.inner.fill_buf()?;
            if bytes.is_empty() {
                return Ok(());
            }
            let mut taken = 0;
            for byte in bytes {
                taken += 1;
                let counts = !matches!(self.state, State::Tag(_));
                self.length += usize::from(counts);
                let (state, ends) = next(self.state, *byte);
                let continues = *byte & 0b1100_0000 == 0b1000_0000;
                // A character is kept or dropped whole.
                let drop = counts && !ends && self.length > MAX_TOKEN && (self.dropping || !continues);
                self.dropping = counts && (drop || self.dropping);
                if state != self.state && !matches!((state, self.state), (State::Cdata(_), State::Cdata(_))) {
                    self.length = 0;
                    self.dropping = false;
                }
                self.state = state;
                if !drop {
                    self.out.push(*byte);
                } else if *byte == b'\n' {
                    self.dropped_lines += 1;
                }
                // Lines that were dropped are counted before what follows them is handed out.
                if !drop && self.dropped_lines > 0 {
                    break;
                }
            }
            self.inner.consume(taken);
        }
        Ok(())
    }
}

/// The state behind a byte, and whether the byte belongs to an end that must be kept.
fn next(state: State, byte: u8) -> (State, bool) {
    match (state, byte) {
        (State::Text, b'<') => (State::Tag(0), true),
        (State::Text, _) => (State::Text, false),
        (State::Tag(_), b'>') => (State::Text, true),
        (State::Tag(seen), byte) if CDATA.get(seen) == Some(&byte) => {
            (if seen + 1 == CDATA.len() { State::Cdata(0) } else { State::Tag(seen + 1) }, true)
        }
        // What does not agree from its first byte on is no CDATA section.
        (State::Tag(_), _) => (State::Tag(CDATA.len()), true),
        (State::Cdata(seen), b']') => (State::Cdata((seen + 1).min(2)), true),
        (State::Cdata(2), b'>') => (State::Text, true),
        (State::Cdata(_), _) => (State::Cdata(0), false),
    }
}

impl<R: BufRead> Read for Throttle<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Throttle<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.out.len() {
            if self.event > MAX_EVENT {
                return Err(io::Error::new(
                    io::ErrorKind::FileTooLarge,
                    "a tag or comment is longer than 2 MB",
                ));
            }
            self.refill()?;
        }
        Ok(&self.out[self.at..])
    }

    fn consume(&mut self, count: usize) {
        let end = (self.at + count).min(self.out.len());
        self.line += self.out[self.at..end].iter().filter(|byte| **byte == b'\n').count() as u64;
        self.event += end - self.at;
        self.at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(text: &str) -> (String, u64) {
        let mut throttle = Throttle::new(text.as_bytes());
        let mut out = Vec::new();
        loop {
            throttle.start_event();
            let bytes = throttle.fill_buf().expect("reading memory");
            if bytes.is_empty() {
                break;
            }
            out.extend_from_slice(bytes);
            let count = bytes.len();
            throttle.consume(count);
        }
        (String::from_utf8(out).expect("still UTF-8"), throttle.line)
    }

    #[test]
    fn what_is_short_passes() {
        let text = "<a>\n<b>é &amp; <![CDATA[ ]] <x> ]]></b></a>\n";
        assert_eq!(through(text), (text.to_string(), 3));
    }

    #[test]
    fn long_texts_and_sections_lose_their_middle() {
        let long = "é\n<".repeat(MAX_FIELD);
        let (out, line) = through(&format!("<a><![CDATA[{long}]]></a>\n<b>{}</b>", "é".repeat(MAX_FIELD)));
        assert!(out.len() < 2 * MAX_TOKEN + 100, "{}", out.len());
        assert!(out.contains("]]></a>\n<b>é") && out.ends_with("é</b>"));
        assert_eq!(line, MAX_FIELD as u64 + 2);
    }
}
