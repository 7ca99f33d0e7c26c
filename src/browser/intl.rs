//! Numbers, dates and plurals as the browser's own `Intl` writes them.

use std::{cell::RefCell, collections::HashMap};

use js_sys::{Array, Date, Function, Intl, JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The typeface has no narrow no-break space (U+202F), which French numbers are written with.
const NARROW_SPACE: char = '\u{202f}';
const NO_BREAK_SPACE: &str = "\u{a0}";

thread_local! {
    /// How amounts are written, by language, currency and digits: a list writes dozens, and each would take a phone a
    /// millisecond to find out.
    static MONEY: RefCell<HashMap<(String, String, u32), Function>> = RefCell::default();
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

fn number_format(tag: &str, options: &Object) -> Function {
    Intl::NumberFormat::new(&tags(tag), options).format()
}

fn write_number(format: &Function, value: f64) -> String {
    let written = format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(value));
    readable(written.ok().and_then(|text| text.as_string()).unwrap_or_else(|| value.to_string()))
}

/// An amount in whole units of its currency; `digits` are written after the comma.
pub fn money(tag: &str, amount: f64, currency: &str, digits: u32) -> String {
    let key = (tag.to_string(), currency.to_string(), digits);
    let known = MONEY.with_borrow(|formats| formats.get(&key).cloned());
    let format = known.unwrap_or_else(|| money_format(tag, currency, digits));
    let written = write_number(&format, amount);
    MONEY.with_borrow_mut(|formats| formats.insert(key, format));
    written
}

fn money_format(tag: &str, currency: &str, digits: u32) -> Function {
    let options = options(&[
        ("style", JsValue::from_str("currency")),
        ("currency", JsValue::from_str(currency)),
        ("minimumFractionDigits", JsValue::from_f64(f64::from(digits))),
    ]);
    number_format(tag, &options)
}

/// Writes an amount for nobody: the browser reads how a language writes them at the first one, which takes a phone as long
/// as drawing a page, and every later one takes nothing.
pub fn read_ahead(tag: &str) {
    money(tag, 0.0, "EUR", 0);
}

/// A number with at most `digits` after the comma.
pub fn number(tag: &str, value: f64, digits: u32) -> String {
    let options = options(&[("maximumFractionDigits", JsValue::from_f64(f64::from(digits)))]);
    write_number(&number_format(tag, &options), value)
}

/// A calendar day, `YYYY-MM-DD`, with the parts that are asked for.
pub fn day(tag: &str, day: &str, parts: &[(&str, &str)]) -> String {
    let options = texts(parts);
    // The day is read and written in UTC, so no time zone moves it.
    let _ = Reflect::set(&options, &JsValue::from_str("timeZone"), &JsValue::from_str("UTC"));
    readable(Date::new(&JsValue::from_str(day)).to_locale_date_string(tag, &options))
}

/// « il y a 2 h »: `amount` is negative for the past.
pub fn relative(tag: &str, amount: f64, unit: &str) -> String {
    let style = texts(&[("style", "short"), ("numeric", "auto")]);
    readable(Intl::RelativeTimeFormat::new(&tags(tag), &style).format(amount, unit))
}

/// The plural category of a count: `one`, `other` and so on.
pub fn plural(tag: &str, count: f64) -> String {
    Intl::PluralRules::new(&tags(tag), &Object::new()).select(count).into()
}

/// « a, b et c ».
pub fn list(tag: &str, items: &[String]) -> String {
    let items: Array = items.iter().map(|item| JsValue::from_str(item)).collect();
    readable(Intl::ListFormat::new(&tags(tag), &Object::new()).format(items.unchecked_ref()))
}
