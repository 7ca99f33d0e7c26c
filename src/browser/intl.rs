//! Numbers, dates and plurals as the browser's own `Intl` writes them.

use std::{cell::RefCell, collections::HashMap};

use js_sys::{Array, Date, Function, Intl, JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The typeface has no narrow no-break space (U+202F), which French numbers are written with.
const NARROW_SPACE: char = '\u{202f}';
const NO_BREAK_SPACE: &str = "\u{a0}";

thread_local! {
    /// How a language writes something, by what and how: a page writes dozens of amounts, days and ages, and to find out
    /// how would take a phone a millisecond or more each time.
    static FORMATS: RefCell<HashMap<String, JsValue>> = RefCell::default();
}

/// A format that was made before, or is made now and kept.
fn kept<T: JsCast>(key: String, make: impl FnOnce() -> T) -> T {
    if let Some(known) = FORMATS.with_borrow(|formats| formats.get(&key).cloned()) {
        return known.unchecked_into();
    }
    let format: JsValue = make().into();
    FORMATS.with_borrow_mut(|formats| formats.insert(key, format.clone()));
    format.unchecked_into()
}

fn options(pairs: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        // Setting a property of a fresh plain object can't fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

fn texts(pairs: &[(&str, &str)]) -> Object {
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, JsValue::from_str(value))).collect();
    options(&pairs)
}

fn readable(text: impl Into<String>) -> String {
    text.into().replace(NARROW_SPACE, NO_BREAK_SPACE)
}

/// A text as one compares what people type: small letters without accents.
pub fn folded(text: &str) -> String {
    let apart = String::from(JsString::from(text).normalize("NFD"));
    let is_accent = |letter: &char| ('\u{300}'..='\u{36f}').contains(letter);
    apart.chars().filter(|letter| !is_accent(letter)).flat_map(char::to_lowercase).collect()
}

fn tags(tag: &str) -> Array {
    Array::of1(&JsValue::from_str(tag))
}

/// What a format makes of a value.
fn write(format: &Function, value: &JsValue) -> Option<String> {
    format.call1(&JsValue::UNDEFINED, value).ok()?.as_string().map(readable)
}

fn number_format(key: String, tag: &str, pairs: &[(&str, JsValue)]) -> Function {
    kept(key, || Intl::NumberFormat::new(&tags(tag), &options(pairs)).format())
}

fn write_number(format: &Function, value: f64) -> String {
    write(format, &JsValue::from_f64(value)).unwrap_or_else(|| value.to_string())
}

/// An amount in whole units of its currency; `digits` are written after the comma.
pub fn money(tag: &str, amount: f64, currency: &str, digits: u32) -> String {
    let pairs = [
        ("style", JsValue::from_str("currency")),
        ("currency", JsValue::from_str(currency)),
        ("minimumFractionDigits", JsValue::from_f64(f64::from(digits))),
    ];
    write_number(&number_format(format!("money {tag} {currency} {digits}"), tag, &pairs), amount)
}

/// Writes an amount for nobody: the browser reads how a language writes them at the first one, which takes a phone as long
/// as drawing a page, and every later one takes nothing.
pub fn read_ahead(tag: &str) {
    money(tag, 0.0, "EUR", 0);
}

/// A number with at most `digits` after the comma.
pub fn number(tag: &str, value: f64, digits: u32) -> String {
    let pairs = [("maximumFractionDigits", JsValue::from_f64(f64::from(digits)))];
    write_number(&number_format(format!("number {tag} {digits}"), tag, &pairs), value)
}

/// A calendar day, `YYYY-MM-DD`, with the parts that are asked for.
pub fn day(tag: &str, day: &str, parts: &[(&str, &str)]) -> String {
    let names: String = parts.iter().flat_map(|(name, style)| [" ", name, " ", style]).collect();
    let format = kept(format!("day {tag}{names}"), || {
        // The day is read and written in UTC, so no time zone moves it.
        let options = texts(&[parts, &[("timeZone", "UTC")]].concat());
        Intl::DateTimeFormat::new(&tags(tag), &options).format()
    });
    write(&format, &Date::new(&JsValue::from_str(day))).unwrap_or_else(|| day.to_string())
}

/// « il y a 2 h »: `amount` is negative for the past.
pub fn relative(tag: &str, amount: f64, unit: &str) -> String {
    let format: Intl::RelativeTimeFormat = kept(format!("relative {tag}"), || {
        let style = texts(&[("style", "short"), ("numeric", "auto")]);
        Intl::RelativeTimeFormat::new(&tags(tag), &style)
    });
    readable(format.format(amount, unit))
}

/// The plural category of a count: `one`, `other` and so on.
pub fn plural(tag: &str, count: f64) -> String {
    let rules: Intl::PluralRules =
        kept(format!("plural {tag}"), || Intl::PluralRules::new(&tags(tag), &Object::new()));
    rules.select(count).into()
}

/// « a, b et c ».
pub fn list(tag: &str, items: &[String]) -> String {
    let items: Array = items.iter().map(|item| JsValue::from_str(item)).collect();
    let format: Intl::ListFormat =
        kept(format!("list {tag}"), || Intl::ListFormat::new(&tags(tag), &Object::new()));
    readable(format.format(items.unchecked_ref()))
}
