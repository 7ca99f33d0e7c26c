//! The files that a retailer gives to Google, read row by row: product feeds (TSV, RSS, Atom), Business Profile
//! locations (CSV) and local inventory (TSV, RSS, Atom). Memory is bounded by one row; a bad row is reported and
//! the next one is read; only a file that cannot be trusted as a whole ends the import.

pub mod discover;
pub mod error;
mod hours;
mod lines;
mod product;
pub mod reader;
pub mod record;
pub mod source;
mod stock;
mod store;
mod table;
mod throttle;
mod value;
mod xml;

pub use discover::{Feed, Feeds, Kind};
pub use error::{FileError, ReadError, RowError};
pub use product::{ProductRow, Sale, TextRow, Texts};
pub use reader::{Context, Reader, Row};
pub use record::Record;
pub use stock::StockRow;
pub use store::StoreRow;

/// A time as people give it on the command line.
pub fn moment(text: &str, zone: &jiff::tz::TimeZone) -> Result<i64, String> {
    value::moment(text, zone, false)
}

/// A longer field is refused; reading it never takes more memory than this.
pub const MAX_FIELD: usize = 1 << 20;
