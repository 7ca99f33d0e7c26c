//! Amounts and dates as they are written.

use contract::{
    language::Language,
    money::{Money, minor_digits},
};

/// For machines: `-1234.50`.
pub fn decimal(money: &Money) -> String {
    let (sign, whole, part) = parts(money);
    format!("{sign}{whole}{}", with_point('.', part))
}

/// For readers: `1 234,50 €` in French (its spaces do not break), `€1,234.50` in English.
pub fn money(money: &Money, language: Language) -> String {
    let (sign, whole, part) = parts(money);
    let sign = if sign.is_empty() { "" } else { "\u{2212}" };
    let symbol = symbol(&money.currency);
    match language {
        Language::Fr => format!("{sign}{}{}\u{a0}{symbol}", grouped(&whole, '\u{a0}'), with_point(',', part)),
        Language::En => {
            let space = if symbol.len() > 1 && symbol.is_ascii() { "\u{a0}" } else { "" };
            format!("{sign}{symbol}{space}{}{}", grouped(&whole, ','), with_point('.', part))
        }
    }
}

fn symbol(currency: &str) -> &str {
    match currency {
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        other => other,
    }
}

/// Sign, whole units and, where the currency has them, minor units.
fn parts(money: &Money) -> (&'static str, String, Option<String>) {
    let digits = minor_digits(&money.currency);
    let sign = if money.amount < 0 { "-" } else { "" };
    let amount = money.amount.unsigned_abs();
    let unit = 10_u64.pow(digits);
    let part = (digits > 0).then(|| format!("{:0width$}", amount % unit, width = digits as usize));
    (sign, (amount / unit).to_string(), part)
}

fn with_point(point: char, part: Option<String>) -> String {
    part.map(|part| format!("{point}{part}")).unwrap_or_default()
}

fn grouped(digits: &str, separator: char) -> String {
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// A rate in basis points as a percentage for machines: `5.5`.
pub fn percent(rate: u32) -> String {
    let text = format!("{}.{:02}", rate / 100, rate % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// The same for readers: `5,5 %` in French, `5.5%` in English.
pub fn rate(rate: u32, language: Language) -> String {
    match language {
        Language::Fr => format!("{}\u{a0}%", percent(rate).replace('.', ",")),
        Language::En => format!("{}%", percent(rate)),
    }
}

/// Year, month and day of `2026-11-28`.
pub fn day_parts(day: &str) -> Option<(u16, u8, u8)> {
    let mut parts = day.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

/// `20261128`.
pub fn compact_day(day: &str) -> String {
    day.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euros(amount: i64) -> Money {
        Money::new(amount, "EUR")
    }

    #[test]
    fn amounts_for_machines() {
        assert_eq!(decimal(&euros(123_450)), "1234.50");
        assert_eq!(decimal(&euros(-5)), "-0.05");
        assert_eq!(decimal(&Money::new(1200, "JPY")), "1200");
    }

    #[test]
    fn amounts_for_readers() {
        assert_eq!(money(&euros(123_450), Language::Fr), "1\u{a0}234,50\u{a0}€");
        assert_eq!(money(&euros(123_450), Language::En), "€1,234.50");
        assert_eq!(money(&euros(-99), Language::Fr), "\u{2212}0,99\u{a0}€");
        assert_eq!(money(&Money::new(100_000_000, "CHF"), Language::En), "CHF\u{a0}1,000,000.00");
    }

    #[test]
    fn rates() {
        assert_eq!([percent(0), percent(210), percent(550), percent(2000)], ["0", "2.1", "5.5", "20"]);
        assert_eq!(rate(550, Language::Fr), "5,5\u{a0}%");
        assert_eq!(rate(1000, Language::En), "10%");
    }
}
