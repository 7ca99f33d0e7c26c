//! The events of the scanner, an element of its own that `scan/scan.js` defines.

pub type ScanEvent = web_sys::CustomEvent;

/// What the event says: the text that was read, or what is wrong.
pub fn detail(event: &ScanEvent) -> String {
    event.detail().as_string().unwrap_or_default()
}
