//! Validated values: the browser and the server refuse the same things, with the same code.

use serde::{Deserialize, Serialize};

/// Why a value was refused; the client translates it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Invalid {
    Required,
    TooLong,
    NotAnEmail,
    NotAPhone,
    NotSixDigits,
    NotASiren,
    NotAVatNumber,
    OutOfRange,
    Malformed,
}

impl std::fmt::Display for Invalid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Invalid::Required => "required",
            Invalid::TooLong => "too_long",
            Invalid::NotAnEmail => "not_an_email",
            Invalid::NotAPhone => "not_a_phone",
            Invalid::NotSixDigits => "not_six_digits",
            Invalid::NotASiren => "not_a_siren",
            Invalid::NotAVatNumber => "not_a_vat_number",
            Invalid::OutOfRange => "out_of_range",
            Invalid::Malformed => "malformed",
        })
    }
}

macro_rules! text_newtype {
    ($(#[$doc:meta])* $name:ident, $parse:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            pub fn parse(text: &str) -> Result<Self, Invalid> {
                let parse: fn(&str) -> Result<String, Invalid> = $parse;
                parse(text).map(Self)
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = Invalid;
            fn try_from(text: String) -> Result<Self, Invalid> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }
    };
}

pub(crate) use text_newtype;

text_newtype!(
    /// An e-mail address, trimmed, its domain in lower case; at most 254 characters.
    Email,
    |text| {
        let text = text.trim();
        if text.is_empty() {
            return Err(Invalid::Required);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(Invalid::NotAnEmail)?;
        let domain = domain.to_lowercase();
        let labels_ok = domain.contains('.')
            && domain.split('.').all(|label| {
                !label.is_empty()
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            });
        let local_ok = !local.is_empty()
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.chars().all(|c| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c));
        if !labels_ok || !local_ok || local.len() > 64 || text.len() > 254 {
            return Err(Invalid::NotAnEmail);
        }
        Ok(format!("{local}@{domain}"))
    }
);

text_newtype!(
    /// A person's name, trimmed; 1 to 100 characters, none of them a control character.
    PersonName,
    |text| {
        let text = text.trim();
        if text.is_empty() {
            return Err(Invalid::Required);
        }
        if text.chars().count() > 100 {
            return Err(Invalid::TooLong);
        }
        if text.chars().any(char::is_control) {
            return Err(Invalid::Malformed);
        }
        Ok(text.to_string())
    }
);

text_newtype!(
    /// A telephone number: digits with an optional leading `+`, 6 to 15 digits; spaces, dots, dashes and brackets are dropped.
    Phone,
    |text| {
        let kept: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '.' | '-' | '(' | ')' | '/')).collect();
        if kept.is_empty() {
            return Err(Invalid::Required);
        }
        let digits = kept.strip_prefix('+').unwrap_or(&kept);
        if !(6..=15).contains(&digits.len()) || !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(Invalid::NotAPhone);
        }
        Ok(kept)
    }
);

text_newtype!(
    /// The six digits of a pass; spaces and dashes are dropped.
    SixDigits,
    |text| {
        let kept: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if kept.len() == 6 && kept.chars().all(|c| c.is_ascii_digit()) {
            Ok(kept)
        } else {
            Err(Invalid::NotSixDigits)
        }
    }
);

text_newtype!(
    /// The nine digits of the French register of companies, the last of them a check digit; spaces are dropped.
    Siren,
    |text| {
        let kept: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if kept.is_empty() {
            return Err(Invalid::Required);
        }
        if kept.len() != 9 || !kept.chars().all(|c| c.is_ascii_digit()) || !luhn(&kept) {
            return Err(Invalid::NotASiren);
        }
        Ok(kept)
    }
);

text_newtype!(
    /// A VAT number of the European Union: two letters of the country and 2 to 13 letters or digits, in upper case;
    /// spaces, dots and dashes are dropped.
    VatNumber,
    |text| {
        let kept: String =
            text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-')).collect::<String>().to_uppercase();
        if kept.is_empty() {
            return Err(Invalid::Required);
        }
        let country_ok = kept.chars().take(2).all(|c| c.is_ascii_uppercase());
        if !country_ok || !(4..=15).contains(&kept.len()) || !kept.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(Invalid::NotAVatNumber);
        }
        Ok(kept)
    }
);

text_newtype!(
    /// The number under a bar code: 8, 12, 13 or 14 digits, the last of them a check digit; spaces and dashes are dropped.
    Gtin,
    |text| {
        let kept: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if kept.is_empty() {
            return Err(Invalid::Required);
        }
        let last = kept.chars().last().and_then(|c| c.to_digit(10)).ok_or(Invalid::Malformed)?;
        if !matches!(kept.len(), 8 | 12 | 13 | 14) || gtin_check_digit(&kept) != Some(last) {
            return Err(Invalid::Malformed);
        }
        Ok(kept)
    }
);

/// What the last of a GTIN's digits has to be by those before it: every second one from the right counts three times.
/// Nothing when one of them is no digit.
pub fn gtin_check_digit(digits: &str) -> Option<u32> {
    let weighed = digits.chars().rev().enumerate().skip(1).map(|(place, letter)| {
        let digit = letter.to_digit(10)?;
        Some(if place % 2 == 1 { digit * 3 } else { digit })
    });
    Some((10 - weighed.sum::<Option<u32>>()? % 10) % 10)
}

/// The check that ends many registers' numbers: every second digit from the right counts twice.
fn luhn(digits: &str) -> bool {
    let values = digits.chars().rev().filter_map(|c| c.to_digit(10));
    let sum: u32 = values
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Units of a line, 1 to 99. The retailer's own cap may be lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = u32, minimum = 1, maximum = 99))]
#[serde(try_from = "i64", into = "i64")]
pub struct Quantity(u32);

impl Quantity {
    pub const MAX: u32 = 99;

    pub fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<i64> for Quantity {
    type Error = Invalid;
    fn try_from(value: i64) -> Result<Self, Invalid> {
        match u32::try_from(value) {
            Ok(units @ 1..=Self::MAX) => Ok(Self(units)),
            _ => Err(Invalid::OutOfRange),
        }
    }
}

impl From<Quantity> for i64 {
    fn from(value: Quantity) -> i64 {
        i64::from(value.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn email_addresses() {
        assert_eq!(Email::parse("  Zoé@x.fr "), Err(Invalid::NotAnEmail));
        assert_eq!(
            Email::parse(" Ana.Pons+vitrine@Example.FR ").map(String::from),
            Ok("Ana.Pons+vitrine@example.fr".into())
        );
        for bad in ["a", "a@", "@b.fr", "a@b", "a b@c.fr", "a@b..fr", "a@-b.fr", "a\r\nBcc: x@y.fr"] {
            assert_eq!(Email::parse(bad), Err(Invalid::NotAnEmail), "{bad}");
        }
        assert_eq!(Email::parse(" "), Err(Invalid::Required));
    }

    #[test]
    fn telephone_numbers() {
        assert_eq!(Phone::parse("+33 1 58 22 16 90").map(String::from), Ok("+33158221690".into()));
        assert_eq!(Phone::parse("01.58.01.00.20").map(String::from), Ok("0158010020".into()));
        assert_eq!(Phone::parse("call me"), Err(Invalid::NotAPhone));
    }

    #[test]
    fn six_digits_may_be_grouped() {
        assert_eq!(SixDigits::parse("123 456").map(String::from), Ok("123456".into()));
        assert_eq!(SixDigits::parse("12345"), Err(Invalid::NotSixDigits));
        assert_eq!(SixDigits::parse("١٢٣٤٥٦"), Err(Invalid::NotSixDigits));
    }

    #[test]
    fn numbers_of_companies() {
        assert_eq!(Siren::parse("732 829 320").map(String::from), Ok("732829320".into()));
        assert_eq!(Siren::parse("732829321"), Err(Invalid::NotASiren));
        assert_eq!(Siren::parse("73282932"), Err(Invalid::NotASiren));
        assert_eq!(VatNumber::parse("fr 44 732 829 320").map(String::from), Ok("FR44732829320".into()));
        for bad in ["44732829320", "F", "FR44/32829320", "FRANCE12345678901"] {
            assert_eq!(VatNumber::parse(bad), Err(Invalid::NotAVatNumber), "{bad}");
        }
    }

    #[test]
    fn numbers_under_bar_codes() {
        assert_eq!(Gtin::parse(" 4006381-333931 ").map(String::from), Ok("4006381333931".into()));
        assert_eq!(Gtin::parse("96385074").map(String::from), Ok("96385074".into()));
        for bad in ["4006381333932", "12", "400638133393A", "abcdefgh", "400638A333931", "٤٠٠٦٣٨١٣"] {
            assert_eq!(Gtin::parse(bad), Err(Invalid::Malformed), "{bad}");
        }
        assert_eq!(Gtin::parse(" "), Err(Invalid::Required));
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_is_idempotent(text in ".*") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email.clone()));
            }
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone.clone()));
            }
            if let Ok(name) = PersonName::parse(&text) {
                prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name.clone()));
            }
        }
    }
}
