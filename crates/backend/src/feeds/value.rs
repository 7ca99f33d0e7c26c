//! Values as Google writes them: prices, dates, GTINs, pickup methods. Errors say what would be right.

use contract::{availability::PickupMethod, money, newtypes::gtin_check_digit};
use jiff::{Timestamp, civil, tz::TimeZone};

/// `19.99 EUR` in minor units of the expected currency.
pub fn price(text: &str, currency: &str) -> Result<i64, String> {
    let text = text.trim();
    let Some((number, code)) = text.rsplit_once(|c: char| c.is_whitespace()) else {
        return Err(format!("has no currency; write it like 19.99 {currency}"));
    };
    let number = number.trim();
    if code.len() != 3 || !code.chars().all(|c| c.is_ascii_alphabetic()) {
        return Err(format!("has no currency; write it like 19.99 {currency}"));
    }
    if !code.eq_ignore_ascii_case(currency) {
        return Err(format!("is in {code}, but the retailer sells in {currency}"));
    }
    if number.contains(',') {
        return Err(format!("has a comma; write it with a point and no separators, like 1999.90 {currency}"));
    }
    let digits = money::minor_digits(currency) as usize;
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) || number.ends_with('.') {
        return Err(format!("is not a price like 19.99 {currency}"));
    }
    if decimals.len() > digits {
        return Err(format!("has more than {digits} decimals, which {currency} does not have"));
    }
    let amount: i64 =
        format!("{whole}{decimals:0<digits$}").parse().map_err(|_| "is too large".to_string())?;
    if amount == 0 {
        return Err("is zero".into());
    }
    if amount > 1_000_000_000_000 {
        return Err("is too large".into());
    }
    Ok(amount)
}

/// `2026-11-01T00:00+0100/2027-01-31T23:59+0100` as epoch milliseconds; without an offset, in the retailer's zone.
pub fn interval(text: &str, zone: &TimeZone) -> Result<(i64, i64), String> {
    let (from, until) = text
        .split_once('/')
        .ok_or("is not two dates with a slash between, like 2026-11-01T00:00+0100/2026-11-30T23:59+0100")?;
    let from = moment(from.trim(), zone, false)?;
    let until = moment(until.trim(), zone, true)?;
    if until <= from {
        return Err("ends before it starts".into());
    }
    Ok((from, until))
}

/// An instant; a day without a time is its beginning, or its end.
pub fn moment(text: &str, zone: &TimeZone, end: bool) -> Result<i64, String> {
    let wrong = || format!("{text:?} is not a date like 2026-11-01T09:00+0100");
    if let Ok(date) = text.parse::<civil::Date>()
        && text.len() == 10
    {
        let date = if end { date.tomorrow().map_err(|_| wrong())? } else { date };
        let start = date.to_zoned(zone.clone()).map_err(|_| wrong())?;
        return Ok(start.timestamp().as_millisecond());
    }
    let text = with_colon_in_offset(text);
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant.as_millisecond());
    }
    let local: civil::DateTime = text.parse().map_err(|_| wrong())?;
    Ok(local.to_zoned(zone.clone()).map_err(|_| wrong())?.timestamp().as_millisecond())
}

/// `+0100` as `+01:00`.
fn with_colon_in_offset(text: &str) -> String {
    let bytes = text.as_bytes();
    let sign = bytes.len().wrapping_sub(5);
    let basic = matches!(bytes.get(sign), Some(b'+' | b'-'))
        && bytes[sign + 1..].iter().all(u8::is_ascii_digit)
        && bytes.contains(&b'T');
    if basic { format!("{}:{}", &text[..sign + 3], &text[sign + 3..]) } else { text.to_string() }
}

/// A GTIN of 8, 12, 13 or 14 digits whose check digit is right.
pub fn gtin(text: &str) -> Result<String, String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    if !matches!(digits.len(), 8 | 12 | 13 | 14) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("is not a GTIN of 8, 12, 13 or 14 digits".into());
    }
    let expected = gtin_check_digit(&digits).unwrap_or_default();
    if digits.as_bytes().last().map(|byte| u32::from(byte - b'0')) != Some(expected) {
        return Err(format!("has the wrong check digit; it should be {expected}"));
    }
    Ok(digits)
}

/// Google's `pickup_method`. Shipping to the store is not offered, so such an offer is seen in store only.
pub fn pickup_method(text: &str) -> Result<PickupMethod, String> {
    match text.to_lowercase().replace(['_', '-'], " ").as_str() {
        "buy" => Ok(PickupMethod::Buy),
        "reserve" => Ok(PickupMethod::Reserve),
        "not supported" | "ship to store" => Ok(PickupMethod::NotSupported),
        _ => Err("is not one of buy, reserve, ship to store, not supported".into()),
    }
}

/// A position's part in degrees, as millionths.
pub fn degrees(text: &str, limit: f64) -> Result<i64, String> {
    if text.contains(',') {
        return Err("has a comma; write it with a point, like 48.8566".into());
    }
    let value: f64 = text.parse().map_err(|_| "is not a number of degrees".to_string())?;
    if !value.is_finite() || value.abs() > limit {
        return Err(format!("is not between -{limit} and {limit} degrees"));
    }
    Ok((value * 1_000_000.0).round() as i64)
}

/// `Clothing > Dresses` as its parts.
pub fn path(text: &str) -> Vec<String> {
    text.split('>').map(str::trim).filter(|part| !part.is_empty()).map(String::from).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").expect("a known zone")
    }

    #[test]
    fn prices_have_a_currency_and_its_digits() {
        assert_eq!(price("19.99 EUR", "EUR"), Ok(1999));
        assert_eq!(price("19.9 eur", "EUR"), Ok(1990));
        assert_eq!(price("19 EUR", "EUR"), Ok(1900));
        assert_eq!(price("1999 JPY", "JPY"), Ok(1999));
        assert_eq!(price("1.234 TND", "TND"), Ok(1234));
        for (bad, hint) in [
            ("19.99", "no currency"),
            ("19,99 EUR", "point"),
            ("1,999.90 EUR", "separators"),
            ("19.999 EUR", "decimals"),
            ("19.90 JPY", "sells in EUR"),
            ("0.00 EUR", "zero"),
            ("-1.00 EUR", "not a price"),
            ("1. EUR", "not a price"),
            ("99999999999999999999 EUR", "too large"),
            ("€19.99 EUR", "not a price"),
            (" ", "no currency"),
        ] {
            let error = price(bad, "EUR").expect_err(bad);
            assert!(error.contains(hint), "{bad}: {error}");
        }
        assert!(price("19.90 JPY", "JPY").is_err());
    }

    #[test]
    fn a_sale_has_its_dates() {
        let zone = paris();
        let from = "2026-11-01T00:00:00+01:00".parse::<Timestamp>().expect("a time").as_millisecond();
        let until = "2027-01-31T23:59:00+01:00".parse::<Timestamp>().expect("a time").as_millisecond();
        for text in [
            "2026-11-01T00:00+0100/2027-01-31T23:59+0100",
            "2026-11-01T00:00:00+01:00 / 2027-01-31T23:59:00+01:00",
            "2026-11-01T00:00/2027-01-31T23:59",
            "2026-10-31T23:00Z/2027-01-31T22:59Z",
        ] {
            assert_eq!(interval(text, &zone), Ok((from, until)), "{text}");
        }
        assert_eq!(interval("2026-11-01/2026-11-01", &zone), Ok((from, from + 86_400_000)));
        assert!(interval("2026-11-01", &zone).is_err());
        assert!(interval("2026-12-01/2026-11-01", &zone).expect_err("reversed").contains("before"));
        assert!(interval("1er novembre/30 novembre", &zone).is_err());
    }

    #[test]
    fn the_check_digit_is_checked() {
        assert_eq!(gtin("2000000000015").as_deref(), Ok("2000000000015"));
        assert_eq!(gtin("4006381-333931").as_deref(), Ok("4006381333931"));
        assert!(gtin("2000000000016").expect_err("wrong").contains("should be 5"));
        assert!(gtin("12").is_err());
    }

    #[test]
    fn positions_are_millionths_of_a_degree() {
        assert_eq!(degrees("48.875993", 90.0), Ok(48_875_993));
        assert!(degrees("48,87", 90.0).expect_err("comma").contains("point"));
        assert!(degrees("NaN", 90.0).is_err());
        assert!(degrees("91", 90.0).is_err());
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "\\PC*") {
            let _ = price(&text, "EUR");
            let _ = interval(&text, &paris());
            let _ = gtin(&text);
            let _ = degrees(&text, 90.0);
            let _ = moment(&text, &paris(), true);
        }

        #[test]
        fn prices_read_back(amount in 1_i64..1_000_000_000) {
            let text = format!("{}.{:02} EUR", amount / 100, amount % 100);
            prop_assert_eq!(price(&text, "EUR"), Ok(amount));
        }
    }
}
