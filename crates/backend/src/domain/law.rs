//! The clocks of the law: how long one may withdraw from a contract made at a distance.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday, date},
    tz::TimeZone,
};

/// Days of the withdrawal (Code de la consommation, L221-18).
const DAYS: i64 = 14;
/// Public holidays that have a date: the first of January, and so on (Code du travail, L3133-1).
const FIXED_HOLIDAYS: [(i8, i8); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
/// Days after Easter Sunday: its Monday, Ascension, Whit Monday.
const AFTER_EASTER: [i64; 3] = [1, 39, 50];

/// The moment at which it is too late to withdraw from a contract whose goods were received then: the midnight that ends
/// the fourteenth day after, or the first working day after that (L221-19).
pub fn withdrawal_until(received_at: i64, zone: &TimeZone) -> i64 {
    end_of_working_day(received_at, DAYS, zone)
}

fn end_of_working_day(from: i64, days: i64, zone: &TimeZone) -> i64 {
    let mut last = day_after(local_date(from, zone), days);
    while !is_working_day(last) {
        last = day_after(last, 1);
    }
    end_of_day(last, zone)
}

/// The midnight that ends the day which comes some days after a moment, in a time zone.
pub fn end_of_day_after(from: i64, days: i64, zone: &TimeZone) -> i64 {
    end_of_day(day_after(local_date(from, zone), days), zone)
}

/// The same day some years later, as `2028-11-28`: the last one of the legal guarantee.
pub fn day_in_years(from: i64, years: i64, zone: &TimeZone) -> String {
    let day = local_date(from, zone);
    day.checked_add(years.years()).unwrap_or(day).to_string()
}

pub fn local_date(moment: i64, zone: &TimeZone) -> Date {
    Timestamp::from_millisecond(moment).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone()).date()
}

fn day_after(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(Date::MAX)
}

fn end_of_day(day: Date, zone: &TimeZone) -> i64 {
    // Where a change of clocks swallows midnight, the day ends at the first moment of the next.
    day_after(day, 1)
        .to_zoned(zone.clone())
        .map_or(i64::MAX, |midnight| midnight.timestamp().as_millisecond())
}

/// Neither a Saturday nor a Sunday nor a public holiday in France.
fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_holiday(day)
}

fn is_holiday(day: Date) -> bool {
    let easter = easter(day.year());
    FIXED_HOLIDAYS.contains(&(day.month(), day.day()))
        || AFTER_EASTER.iter().any(|days| day_after(easter, *days) == day)
}

/// Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher.
fn easter(year: i16) -> Date {
    let year = i32::from(year);
    let (golden, century, of_century) = (year % 19, year / 100, year % 100);
    let correction = (century + 8) / 25;
    let epact = (19 * golden + century - century / 4 - (century - correction + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let shift = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * shift + 114;
    let (month, day) = (days / 31, days % 31 + 1);
    date(year as i16, month as i8, day as i8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fourteen_days_after_the_day_of_the_reception() {
        let zone = crate::domain::clock::zone("Europe/Paris");
        let at = |text: &str| text.parse::<Timestamp>().map(Timestamp::as_millisecond).unwrap_or_default();
        for (received, until) in [
            ("2026-11-21T23:59:00+01:00", "2026-12-08T00:00:00+01:00"),
            ("2026-11-23T00:00:00+01:00", "2026-12-08T00:00:00+01:00"),
            ("2026-04-30T12:00:00+02:00", "2026-05-16T00:00:00+02:00"),
        ] {
            assert_eq!(withdrawal_until(at(received), &zone), at(until), "{received}");
        }
    }
}
