//! Pictures: fetched from the feed's folder or the web, made into AVIF and JPEG at the widths of the contract, and
//! named by their content, so that each is made once.

mod address;
mod local;
mod remote;
mod workshop;

pub use ::pictures::Made;
pub use remote::{client, names_private_address};
pub use workshop::{Link, Options, Workshop};

/// Bytes of a picture at most.
const MAX_BYTES: u64 = 20 << 20;
