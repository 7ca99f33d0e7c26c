//! Dates, hours and money as people of each language write them.

use contract::{
    language::Language,
    money::{Money, minor_digits},
    store::Spell,
};
use jiff::{Timestamp, civil, tz::TimeZone};

const WEEKDAYS_FR: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const WEEKDAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// "samedi 21 novembre", "Saturday 21 November".
pub fn day(date: civil::Date, language: Language) -> String {
    let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
    let month = usize::from(date.month().unsigned_abs()) - 1;
    match (language, date.day()) {
        (Language::Fr, 1) => format!("{} 1er {}", WEEKDAYS_FR[weekday], MONTHS_FR[month]),
        (Language::Fr, number) => format!("{} {number} {}", WEEKDAYS_FR[weekday], MONTHS_FR[month]),
        (Language::En, number) => format!("{} {number} {}", WEEKDAYS_EN[weekday], MONTHS_EN[month]),
    }
}

/// "samedi 21 novembre 2026", "Saturday 21 November 2026": of what is far away, or has to bear its date.
pub fn date(date: civil::Date, language: Language) -> String {
    format!("{} {}", day(date, language), date.year())
}

/// The day that a midnight ends, "samedi 21 novembre": the last one of a period.
pub fn last_day(midnight: i64, zone: &TimeZone, language: Language) -> String {
    day(local(midnight - 1, zone).date(), language)
}

/// "samedi 21 novembre 2026 à 19 h 05", "Saturday 21 November 2026, 7:05 pm".
pub fn dated(milliseconds: i64, zone: &TimeZone, language: Language) -> String {
    let local = local(milliseconds, zone);
    let day = date(local.date(), language);
    let time = time(i32::from(local.hour()), i32::from(local.minute()), language);
    match language {
        Language::Fr => format!("{day} à {time}"),
        Language::En => format!("{day}, {time}"),
    }
}

/// "samedi 21 novembre à 19 h", "Saturday 21 November, 7 pm".
pub fn moment(milliseconds: i64, zone: &TimeZone, language: Language) -> String {
    let local = local(milliseconds, zone);
    // The midnight that ends a day is said with that day: nobody comes on the next.
    let midnight = local.time() == civil::Time::midnight();
    let (date, hour) = match local.date().yesterday() {
        Ok(yesterday) if midnight => (yesterday, 24),
        _ => (local.date(), i32::from(local.hour())),
    };
    let time = time(hour, i32::from(local.minute()), language);
    match language {
        Language::Fr => format!("{} à {time}", day(date, language)),
        Language::En => format!("{}, {time}", day(date, language)),
    }
}

pub fn local(milliseconds: i64, zone: &TimeZone) -> jiff::Zoned {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone())
}

/// "19 h", "19 h 30"; "7 pm", "7:30 pm".
fn time(hour: i32, minute: i32, language: Language) -> String {
    match (language, hour, minute) {
        (Language::Fr, _, 0) => format!("{hour}\u{a0}h"),
        (Language::Fr, ..) => format!("{hour}\u{a0}h\u{a0}{minute:02}"),
        (Language::En, 12, 0) => "noon".into(),
        (Language::En, 24, _) => "midnight".into(),
        (Language::En, ..) => {
            let half = if hour < 12 { "am" } else { "pm" };
            let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
            match minute {
                0 => format!("{hour}\u{a0}{half}"),
                _ => format!("{hour}:{minute:02}\u{a0}{half}"),
            }
        }
    }
}

/// "14 h – 19 h".
pub fn spell(spell: &Spell, language: Language) -> String {
    let (from, until) = (clock(&spell.from, language), clock(&spell.until, language));
    format!("{from}\u{a0}–\u{a0}{until}")
}

/// A time of a spell, `HH:MM`.
fn clock(text: &str, language: Language) -> String {
    let parts =
        text.split_once(':').and_then(|(hour, minute)| Some((hour.parse().ok()?, minute.parse().ok()?)));
    match parts {
        Some((hour, minute)) => time(hour, minute, language),
        None => text.to_string(),
    }
}

/// "1 234,50 €", "€1,234.50".
pub fn money(money: &Money, language: Language) -> String {
    let digits = minor_digits(&money.currency);
    let unit = 10_u64.pow(digits);
    let amount = money.amount.unsigned_abs();
    let (separator, point) = match language {
        Language::Fr => ('\u{a0}', ','),
        Language::En => (',', '.'),
    };
    let mut number = grouped(amount / unit, separator);
    if digits > 0 {
        let width = usize::try_from(digits).unwrap_or(2);
        number.push_str(&format!("{point}{:0width$}", amount % unit));
    }
    let sign = if money.amount < 0 { "−" } else { "" };
    match (language, money.currency.as_str()) {
        (Language::Fr, "EUR") => format!("{sign}{number}\u{a0}€"),
        (Language::Fr, currency) => format!("{sign}{number}\u{a0}{currency}"),
        (Language::En, "EUR") => format!("{sign}€{number}"),
        (Language::En, currency) => format!("{sign}{currency}\u{a0}{number}"),
    }
}

fn grouped(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// The digits of a pass in two groups.
pub fn digits(digits: &str) -> String {
    match digits.split_at_checked(3) {
        Some((left, right)) => format!("{left}\u{a0}{right}"),
        None => digits.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use contract::language::Language::{En, Fr};

    use super::*;
    use crate::domain::clock;

    fn said(text: &str, language: Language) -> String {
        let at: Timestamp = text.parse().expect("a time");
        moment(at.as_millisecond(), &clock::zone("Europe/Paris"), language).replace('\u{a0}', " ")
    }

    #[test]
    fn moments_are_said_in_the_stores_own_time() {
        assert_eq!(said("2026-11-21T18:00:00Z", Fr), "samedi 21 novembre à 19 h");
        assert_eq!(said("2026-11-21T18:00:00Z", En), "Saturday 21 November, 7 pm");
        assert_eq!(said("2026-07-21T17:30:00Z", Fr), "mardi 21 juillet à 19 h 30");
        assert_eq!(said("2026-07-21T17:05:00Z", En), "Tuesday 21 July, 7:05 pm");
        assert_eq!(said("2026-03-01T08:00:00Z", Fr), "dimanche 1er mars à 9 h");
        assert_eq!(said("2026-03-01T08:00:00Z", En), "Sunday 1 March, 9 am");
        assert_eq!(said("2026-03-01T11:00:00Z", En), "Sunday 1 March, noon");
        assert_eq!(said("2026-03-01T11:30:00Z", En), "Sunday 1 March, 12:30 pm");
        assert_eq!(said("2026-02-28T23:30:00Z", En), "Sunday 1 March, 12:30 am");
    }

    #[test]
    fn what_has_to_bear_its_date_says_the_year() {
        let at: Timestamp = "2026-11-30T23:05:00Z".parse().expect("a time");
        let said = |language| {
            dated(at.as_millisecond(), &clock::zone("Europe/Paris"), language).replace('\u{a0}', " ")
        };
        assert_eq!(said(Fr), "mardi 1er décembre 2026 à 0 h 05");
        assert_eq!(said(En), "Tuesday 1 December 2026, 12:05 am");
    }

    #[test]
    fn midnight_ends_the_day_before() {
        assert_eq!(said("2026-02-28T23:00:00Z", Fr), "samedi 28 février à 24 h");
        assert_eq!(said("2026-02-28T23:00:00Z", En), "Saturday 28 February, midnight");
    }

    #[test]
    fn a_period_that_midnight_ends_has_a_last_day() {
        let at: Timestamp = "2026-12-05T23:00:00Z".parse().expect("a time");
        let said = |language| last_day(at.as_millisecond(), &clock::zone("Europe/Paris"), language);
        assert_eq!(said(Fr), "samedi 5 décembre");
        assert_eq!(said(En), "Saturday 5 December");
    }

    #[test]
    fn hours_of_a_day() {
        let said = |from: &str, until: &str, language| {
            let hours = Spell { from: from.into(), until: until.into() };
            spell(&hours, language).replace('\u{a0}', " ")
        };
        assert_eq!(said("09:30", "13:00", Fr), "9 h 30 – 13 h");
        assert_eq!(said("14:00", "24:00", Fr), "14 h – 24 h");
        assert_eq!(said("09:30", "13:00", En), "9:30 am – 1 pm");
        assert_eq!(said("14:00", "24:00", En), "2 pm – midnight");
    }

    #[test]
    fn money_of_both_languages() {
        let said = |amount, currency: &str, language| {
            money(&Money::new(amount, currency), language).replace('\u{a0}', " ")
        };
        assert_eq!(said(1999, "EUR", Fr), "19,99 €");
        assert_eq!(said(1999, "EUR", En), "€19.99");
        assert_eq!(said(123_456_700, "EUR", Fr), "1 234 567,00 €");
        assert_eq!(said(123_450, "EUR", En), "€1,234.50");
        assert_eq!(said(5, "CHF", Fr), "0,05 CHF");
        assert_eq!(said(1234, "JPY", En), "JPY 1,234");
        assert_eq!(said(-250, "EUR", Fr), "−2,50 €");
    }

    #[test]
    fn digits_are_grouped() {
        assert_eq!(digits("123456"), "123\u{a0}456");
    }
}
