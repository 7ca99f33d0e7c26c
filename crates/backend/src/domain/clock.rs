//! One injectable clock tells all time.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use contract::time::Timestamp;
use jiff::{Timestamp as Instant, tz::TimeZone};

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

#[derive(Clone, Debug, Default)]
pub enum Clock {
    #[default]
    System,
    /// Stands still until a test moves it.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    pub fn manual(now: i64) -> Self {
        Clock::Manual(Arc::new(AtomicI64::new(now)))
    }

    /// Epoch milliseconds.
    pub fn now(&self) -> i64 {
        match self {
            Clock::System => Instant::now().as_millisecond(),
            Clock::Manual(now) => now.load(Ordering::SeqCst),
        }
    }

    /// Moves a manual clock; the system's goes on as it does.
    pub fn advance(&self, milliseconds: i64) {
        if let Clock::Manual(now) = self {
            now.fetch_add(milliseconds, Ordering::SeqCst);
        }
    }
}

/// Epoch milliseconds as the API writes them, with the offset of a time zone.
pub fn timestamp(milliseconds: i64, zone: &TimeZone) -> Timestamp {
    let instant = Instant::from_millisecond(milliseconds).unwrap_or(Instant::UNIX_EPOCH);
    let offset = zone.to_offset(instant);
    Timestamp(instant.display_with_offset(offset).to_string())
}

/// A time zone by its IANA name; the retailer's file and the feeds were checked when they were read.
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_with_the_offset_of_the_day() {
        let zone = zone("Europe/Paris");
        assert_eq!(timestamp(1_795_287_600_000, &zone).as_str(), "2026-11-21T20:00:00+01:00");
        assert_eq!(timestamp(1_782_914_400_000, &zone).as_str(), "2026-07-01T16:00:00+02:00");
    }
}
