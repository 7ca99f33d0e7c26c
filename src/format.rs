//! How money, moments and distances are written in the page's language.

use contract::{
    money::{Money, minor_digits},
    reservation::Slot,
    store::Spell,
    time::Timestamp,
};

use crate::{
    browser::{intl, time},
    t, text,
};

fn tag() -> &'static str {
    text::language().tag()
}

/// « 49 € » or « 49,90 € »: cents are written when there are any.
pub fn money(money: &Money) -> String {
    let digits = minor_digits(&money.currency);
    let unit = 10_i64.pow(digits);
    let shown = if money.amount % unit == 0 { 0 } else { digits };
    // Amounts of a shop are far below the integers that a double holds exactly.
    intl::money(tag(), money.amount as f64 / unit as f64, &money.currency, shown)
}

/// An amount in a sum, always with its cents so that columns line up.
pub fn money_in_column(money: &Money) -> String {
    let digits = minor_digits(&money.currency);
    intl::money(tag(), money.amount as f64 / 10_f64.powi(digits as i32), &money.currency, digits)
}

/// A rate in basis points: « 5,5 % ».
pub fn rate(basis_points: u32) -> String {
    t!(money.rate, rate = intl::number(tag(), f64::from(basis_points) / 100.0, 2))
}

/// « 20 h », « 19 h 30 »; from `HH:MM`.
pub fn clock(hours_minutes: &str) -> String {
    let (hour, minute) = hours_minutes.split_once(':').unwrap_or((hours_minutes, "00"));
    let hour = hour.strip_prefix('0').filter(|rest| !rest.is_empty()).unwrap_or(hour);
    if minute == "00" {
        t!(time.hour, hour = hour)
    } else {
        t!(time.hour_minute, hour = hour, minute = minute)
    }
}

/// « 10 h – 13 h »
pub fn spell(spell: &Spell) -> String {
    t!(time.spell, from = clock(&spell.from), until = clock(&spell.until))
}

/// The time of day of an instant, on the clock of the place it was written for.
pub fn time_of_day(at: &Timestamp) -> String {
    clock(at.as_str().get(11..16).unwrap_or_default())
}

fn day_of(at: &Timestamp) -> &str {
    at.as_str().get(..10).unwrap_or_default()
}

/// Minutes that the instant's own clock is ahead of UTC.
fn offset_minutes(at: &Timestamp) -> f64 {
    let text = at.as_str();
    let Some((sign, offset)) = text
        .get(19..)
        .and_then(|rest| rest.rfind(['+', '-']).map(|index| rest.split_at(index).1))
        .and_then(|o| o.split_at_checked(1))
    else {
        return 0.0;
    };
    let (hours, minutes) = offset.split_once(':').unwrap_or((offset, "0"));
    let number = |text: &str| f64::from(text.parse::<u16>().unwrap_or(0));
    let total = number(hours) * 60.0 + number(minutes);
    if sign == "-" { -total } else { total }
}

const DAY: f64 = 86_400_000.0;

/// « aujourd’hui », « demain », « samedi » within the week, else « samedi 28 novembre ».
pub fn day_word(at: &Timestamp) -> String {
    let offset = offset_minutes(at);
    let day = day_of(at);
    let day_in = |days: f64| time::day_at(time::server_now() + days * DAY, offset);
    if day == day_in(0.0) {
        return t!(time.today);
    }
    if day == day_in(1.0) {
        return t!(time.tomorrow);
    }
    if (2..7).any(|days| day == day_in(f64::from(days))) {
        return intl::day(tag(), day, &[("weekday", "long")]);
    }
    date(day)
}

/// Whether it is on today's date, on its own clock.
pub fn is_today(at: &Timestamp) -> bool {
    day_of(at) == time::day_at(time::server_now(), offset_minutes(at))
}

/// « samedi 28 novembre »; from `YYYY-MM-DD`.
pub fn date(day: &str) -> String {
    intl::day(tag(), day, &[("weekday", "long"), ("day", "numeric"), ("month", "long")])
}

/// « 28 novembre 2028 »; from `YYYY-MM-DD`.
pub fn full_date(day: &str) -> String {
    intl::day(tag(), day, &[("day", "numeric"), ("month", "long"), ("year", "numeric")])
}

/// The date of an instant, on the clock of the place it was written for.
pub fn date_of(at: &Timestamp) -> String {
    full_date(day_of(at))
}

/// The date on which a period ends; midnight belongs to the day before.
pub fn final_date(at: &Timestamp) -> String {
    match time::parse(at.as_str()) {
        Some(end) => full_date(&time::day_at(end - 1_000.0, offset_minutes(at))),
        None => date_of(at),
    }
}

/// The day of a moment, in its own time zone.
pub fn day(at: &Timestamp) -> String {
    date(at.as_str().get(..10).unwrap_or_default())
}

/// « lundi »; 0 is Monday.
pub fn weekday(index: usize) -> String {
    // The first of January 2024 was a Monday.
    intl::day(tag(), &format!("2024-01-{:02}", index % 7 + 1), &[("weekday", "long")])
}

/// « samedi 28 novembre 2026 »; from `YYYY-MM-DD`.
pub fn date_with_year(day: &str) -> String {
    let parts = [("weekday", "long"), ("day", "numeric"), ("month", "long"), ("year", "numeric")];
    intl::day(tag(), day, &parts)
}

/// « samedi 28 novembre 2026 14 h 32 », of what is kept as a proof.
pub fn dated(at: &Timestamp) -> String {
    t!(time.moment, day = date_with_year(day_of(at)), time = time_of_day(at))
}

/// The last day of a period that ends at an instant: midnight belongs to the day before.
pub fn last_day(at: &Timestamp) -> String {
    match time::parse(at.as_str()) {
        Some(end) => date_with_year(&time::day_at(end - 1_000.0, offset_minutes(at))),
        None => date_with_year(day_of(at)),
    }
}

/// « samedi 19 h », « aujourd’hui 16 h »
pub fn moment(at: &Timestamp) -> String {
    t!(time.moment, day = day_word(at), time = time_of_day(at))
}

/// « 21 novembre à 18 h 05 », on the clock on the wall; from milliseconds since 1970.
pub fn wall_moment(at: f64) -> String {
    let (day, _) = time::wall_day(at);
    let day = intl::day(tag(), &day, &[("day", "numeric"), ("month", "long")]);
    t!(offline.moment, day = day, time = clock(&time::wall_time(at)))
}

/// Whether it is over, by the server's clock.
pub fn is_past(at: &Timestamp) -> bool {
    time::parse(at.as_str()).is_some_and(|at| at < time::server_now())
}

/// « 16 h – 17 h »
pub fn slot_times(slot: &Slot) -> String {
    t!(time.spell, from = time_of_day(&slot.from), until = time_of_day(&slot.until))
}

/// « aujourd’hui 16 h – 17 h »
pub fn slot(slot: &Slot) -> String {
    t!(time.moment, day = day_word(&slot.from), time = slot_times(slot))
}

/// « il y a 2 h »
pub fn ago(at: &Timestamp) -> String {
    time::parse(at.as_str()).map_or_else(|| at.as_str().to_string(), ago_of)
}

/// The same of milliseconds since 1970.
pub fn ago_of(then: f64) -> String {
    let minutes = ((time::server_now() - then) / 60_000.0).max(0.0);
    let (amount, unit) = match minutes {
        m if m < 1.0 => return t!(time.just_now),
        m if m < 60.0 => (m, "minute"),
        m if m < 36.0 * 60.0 => (m / 60.0, "hour"),
        m => (m / 1_440.0, "day"),
    };
    intl::relative(tag(), -amount.floor(), unit)
}

/// « 850 m », « 3,2 km »
pub fn distance(metres: u32) -> String {
    if metres < 1_000 {
        let rounded = (metres + 25) / 50 * 50;
        return t!(distance.metres, count = rounded.max(50));
    }
    let kilometres = f64::from(metres) / 1_000.0;
    t!(distance.kilometres, count = intl::number(tag(), kilometres, if kilometres < 10.0 { 1 } else { 0 }))
}

/// The six digits in two groups, as people read them out.
pub fn digits(digits: &str) -> String {
    match digits.split_at_checked(3) {
        Some((first, second)) => format!("{first}\u{a0}{second}"),
        None => digits.to_string(),
    }
}

/// A number of a register in groups of three: « 732 829 320 ».
pub fn in_threes(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(|letter| !letter.is_whitespace()).collect();
    digits.chunks(3).map(String::from_iter).collect::<Vec<_>>().join("\u{a0}")
}

/// « a, b et c »
pub fn list(items: &[String]) -> String {
    intl::list(tag(), items)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn midnight_ends_the_day_before() {
        let last = |at: &str| last_day(&Timestamp(at.to_string()));
        assert_eq!(last("2026-12-05T00:00:00+01:00"), date_with_year("2026-12-04"));
        assert_eq!(last("2026-12-04T23:59:59+01:00"), date_with_year("2026-12-04"));
        assert_eq!(last("2026-07-01T00:00:00-03:00"), date_with_year("2026-06-30"));
    }
}
