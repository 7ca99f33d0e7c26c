//! The desk's own texts, in the language that the shopper's part of the code was told.

use contract::language::Language;

use crate::i18n::Locale;

pub fn locale() -> Locale {
    match storefront::text::language() {
        Language::Fr => Locale::fr,
        Language::En => Locale::en,
    }
}

/// A text of the desk: `t!(find.title)`, `t!(pickup.size, size = size)`.
macro_rules! t {
    ($($key:ident).+ $(, $name:ident = $value:expr)* $(,)?) => {
        ::storefront::text::fill(
            ::leptos_i18n::td_string!($crate::text::locale(), $($key).+),
            &[$((stringify!($name), ::std::string::ToString::to_string(&$value))),*],
        )
    };
}

/// A text that counts: the key has a text `one` and a text `other`, both with `{count}`.
macro_rules! plural {
    ($count:expr, $($key:ident).+) => {{
        let count: u32 = $count;
        if ::storefront::text::is_one(count) {
            t!($($key).+.one, count = count)
        } else {
            t!($($key).+.other, count = count)
        }
    }};
}
