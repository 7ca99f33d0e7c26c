//! The clocks of the law: how long one may withdraw from a contract made at a distance, and when the money is due.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday, date},
    tz::TimeZone,
};

/// Days of the withdrawal (Code de la consommation, L221-18) and of the refund after it (L221-24).
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

/// The moment by which the money is paid back after a withdrawal was declared, counted likewise.
pub fn refund_due(declared_at: i64, zone: &TimeZone) -> i64 {
    end_of_working_day(declared_at, DAYS, zone)
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

/// The midnight that ends the same day some months later; the month's last one where it has no such day.
pub fn end_of_day_in_months(from: i64, months: i64, zone: &TimeZone) -> i64 {
    let day = local_date(from, zone);
    end_of_day(day.checked_add(months.months()).unwrap_or(day), zone)
}

/// The same day some years later, as `2028-11-28`: the last one of the legal guarantee.
pub fn day_in_years(from: i64, years: i64, zone: &TimeZone) -> String {
    let day = local_date(from, zone);
    day.checked_add(years.years()).unwrap_or(day).to_string()
}

/// The day that a midnight ends, as `2026-12-28`.
pub fn last_day(midnight: i64, zone: &TimeZone) -> String {
    local_date(midnight - 1, zone).to_string()
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
    use crate::domain::clock::{self, DAY, HOUR};

    fn zone(name: &str) -> TimeZone {
        clock::zone(name)
    }

    fn moment(local: &str, zone_name: &str) -> i64 {
        let local: jiff::civil::DateTime = local.parse().expect("a local time");
        local.to_zoned(zone(zone_name)).expect("a moment").timestamp().as_millisecond()
    }

    /// Received, place, and the first local moment at which it is too late.
    const TABLE: [(&str, &str, &str); 24] = [
        // A Monday; the fourteenth day after is a Monday.
        ("2026-11-23T11:00", "Europe/Paris", "2026-12-08T00:00"),
        // The day of reception does not count, from its first to its last minute.
        ("2026-11-24T00:00", "Europe/Paris", "2026-12-09T00:00"),
        ("2026-11-24T23:59", "Europe/Paris", "2026-12-09T00:00"),
        ("2026-11-25T00:00", "Europe/Paris", "2026-12-10T00:00"),
        // Saturday, and Sunday: until the end of Monday.
        ("2026-11-21T11:00", "Europe/Paris", "2026-12-08T00:00"),
        ("2026-11-22T11:00", "Europe/Paris", "2026-12-08T00:00"),
        // The change to winter time, 25 October, and to summer time, 29 March 2026.
        ("2026-10-14T10:00", "Europe/Paris", "2026-10-29T00:00"),
        ("2026-10-12T10:00", "Europe/Paris", "2026-10-27T00:00"),
        ("2026-03-18T10:00", "Europe/Paris", "2026-04-02T00:00"),
        ("2026-03-16T10:00", "Europe/Paris", "2026-03-31T00:00"),
        // 1 May 2026 is a Friday: until the end of Monday the 4th.
        ("2026-04-17T10:00", "Europe/Paris", "2026-05-05T00:00"),
        // 8 May 2026 is a Friday too; Ascension is Thursday the 14th, Whit Monday the 25th.
        ("2026-04-24T10:00", "Europe/Paris", "2026-05-12T00:00"),
        ("2026-04-30T10:00", "Europe/Paris", "2026-05-16T00:00"),
        ("2026-05-09T10:00", "Europe/Paris", "2026-05-27T00:00"),
        // Ascension and 8 May follow each other in 2024, then a weekend: from the 8th to Friday the 10th.
        ("2024-04-24T10:00", "Europe/Paris", "2024-05-11T00:00"),
        // Easter weekend of 2027: Saturday 27 March to Monday the 29th.
        ("2027-03-13T10:00", "Europe/Paris", "2027-03-31T00:00"),
        // 14 July, 15 August, 1 and 11 November, Christmas, New Year.
        ("2026-06-30T10:00", "Europe/Paris", "2026-07-16T00:00"),
        ("2025-08-01T10:00", "Europe/Paris", "2025-08-19T00:00"),
        ("2026-10-18T10:00", "Europe/Paris", "2026-11-03T00:00"),
        ("2026-12-11T10:00", "Europe/Paris", "2026-12-29T00:00"),
        ("2026-12-18T10:00", "Europe/Paris", "2027-01-05T00:00"),
        // A leap year: 15 February and 14 days is the 29th, a Thursday.
        ("2024-02-15T10:00", "Europe/Paris", "2024-03-01T00:00"),
        // By the day of the store, not of Paris: there it was the next day already, or still the day before.
        ("2026-11-24T23:30", "America/Cayenne", "2026-12-09T00:00"),
        ("2026-11-25T00:30", "Indian/Reunion", "2026-12-10T00:00"),
    ];

    #[test]
    fn the_legal_clock() {
        for (received, place, until) in TABLE {
            let expected = moment(until, place);
            assert_eq!(
                withdrawal_until(moment(received, place), &zone(place)),
                expected,
                "{received} {place}"
            );
            assert_eq!(refund_due(moment(received, place), &zone(place)), expected, "{received} {place}");
        }
    }

    #[test]
    fn a_day_of_a_change_of_clocks_has_its_own_length() {
        let paris = zone("Europe/Paris");
        // 14 whole days and what is left of the first: an hour more in autumn, an hour less in spring.
        let autumn = moment("2026-10-14T00:00", "Europe/Paris");
        assert_eq!(withdrawal_until(autumn, &paris) - autumn, 15 * DAY + HOUR);
        let spring = moment("2026-03-18T00:00", "Europe/Paris");
        assert_eq!(withdrawal_until(spring, &paris) - spring, 15 * DAY - HOUR);
    }

    #[test]
    fn the_same_moment_is_another_day_elsewhere() {
        let now = moment("2026-11-25T01:30", "Europe/Paris");
        assert_eq!(
            withdrawal_until(now, &zone("America/Cayenne")),
            moment("2026-12-09T00:00", "America/Cayenne")
        );
        assert_eq!(
            withdrawal_until(now, &zone("Indian/Reunion")),
            moment("2026-12-10T00:00", "Indian/Reunion")
        );
    }

    #[test]
    fn easter_of_many_years() {
        let known = [
            (1818, 3, 22),
            (1943, 4, 25),
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2028, 4, 16),
            (2038, 4, 25),
            (2049, 4, 18),
        ];
        for (year, month, day) in known {
            assert_eq!(easter(year), date(year, month, day));
        }
        for year in 1900..2200 {
            assert_eq!(easter(year).weekday(), Weekday::Sunday, "{year}");
        }
    }

    #[test]
    fn it_never_ends_on_a_day_off() {
        let paris = zone("Europe/Paris");
        let first = moment("2024-01-01T12:00", "Europe/Paris");
        for day in 0..3_000 {
            let received = first + day * DAY;
            let until = withdrawal_until(received, &paris);
            assert!(is_working_day(local_date(until - 1, &paris)), "{day}");
            assert_eq!(local_date(until, &paris), day_after(local_date(until - 1, &paris), 1));
            assert!((14 * DAY..=21 * DAY).contains(&(until - received)), "{day}");
        }
    }

    #[test]
    fn months_end_where_they_end() {
        let paris = zone("Europe/Paris");
        let from = moment("2027-01-31T10:00", "Europe/Paris");
        assert_eq!(last_day(end_of_day_in_months(from, 1, &paris), &paris), "2027-02-28");
        assert_eq!(last_day(end_of_day_in_months(from, 24, &paris), &paris), "2029-01-31");
        assert_eq!(last_day(end_of_day_after(from, 30, &paris), &paris), "2027-03-02");
    }
}
