//! The language of the page, and the macros that look texts up in it.
//!
//! A document has one language for its whole life: it is the URL's first segment, and switching it loads the
//! same page under the other prefix. Texts are therefore plain strings, not signals.

use std::sync::OnceLock;

use contract::language::Language;

use crate::{
    browser::{document, intl, storage},
    i18n::Locale,
};

static LANGUAGE: OnceLock<Language> = OnceLock::new();

const REMEMBERED: &str = "language";

pub fn set_language(language: Language) {
    LANGUAGE.get_or_init(|| language);
}

/// Remembers a choice that the shopper made by hand.
pub fn remember_language(language: Language) {
    storage::local().set(REMEMBERED, language.tag());
}

pub fn language() -> Language {
    LANGUAGE.get().copied().unwrap_or_default()
}

pub fn locale() -> Locale {
    match language() {
        Language::Fr => Locale::fr,
        Language::En => Locale::en,
    }
}

/// The language that the address asks for. `None` at the root, where nothing is asked for yet; an address that
/// leads nowhere is answered in the preferred language.
pub fn language_of_document() -> Option<Language> {
    let path = document::path();
    let first = path.split('/').find(|segment| !segment.is_empty())?;
    Some(Language::from_tag(first).unwrap_or_else(preferred_language))
}

/// What was chosen before, else the first of the browser's languages that the shop speaks.
pub fn preferred_language() -> Language {
    let remembered = storage::local().get(REMEMBERED);
    let asked = remembered.into_iter().chain(document::languages());
    asked.filter_map(|tag| Language::from_tag(tag.split('-').next()?)).next().unwrap_or_default()
}

/// Whether the language counts this many as one.
pub fn is_one(count: u32) -> bool {
    intl::plural(language().tag(), f64::from(count)) == "one"
}

/// Puts values into a text: `{name}` becomes the value of that name.
pub fn fill(text: &str, values: &[(&str, String)]) -> String {
    let mut filled = text.to_string();
    for (name, value) in values {
        debug_assert!(text.contains(&format!("{{{name}}}")), "{text} has no place for {name}");
        filled = filled.replace(&format!("{{{name}}}"), value);
    }
    filled
}

/// A text in the page's language: `t!(cart.title)`, `t!(cart.line_of, name = name)`. The key is checked when
/// compiling; values are put in by [`fill`], which costs far less code than a builder for each text.
#[macro_export]
macro_rules! t {
    ($($key:ident).+ $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::text::fill(
            ::leptos_i18n::td_string!($crate::text::locale(), $($key).+),
            &[$((stringify!($name), ::std::string::ToString::to_string(&$value))),*],
        )
    };
}

/// A text that counts: the key has a text `one` and a text `other`, both with `{count}`.
#[macro_export]
macro_rules! plural {
    ($count:expr, $($key:ident).+) => {{
        let count: u32 = $count;
        if $crate::text::is_one(count) {
            $crate::t!($($key).+.one, count = count)
        } else {
            $crate::t!($($key).+.other, count = count)
        }
    }};
}
