//! What the app asks of a real browser: its `Intl`, its storage.
#![cfg(target_arch = "wasm32")]

use contract::{language::Language, money::Money, time::Timestamp};
use storefront::{
    browser::{intl, storage},
    format, text,
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn in_french() {
    text::set_language(Language::Fr);
}

#[wasm_bindgen_test]
fn money_is_written_as_in_france_and_with_glyphs_the_typeface_has() {
    in_french();
    assert_eq!(format::money(&Money::new(4_900, "EUR")), "49\u{a0}€");
    assert_eq!(format::money(&Money::new(4_990, "EUR")), "49,90\u{a0}€");
    assert_eq!(format::money(&Money::new(123_456_789, "EUR")), "1\u{a0}234\u{a0}567,89\u{a0}€");
    assert_eq!(format::money_in_column(&Money::new(4_900, "EUR")), "49,00\u{a0}€");
    assert_eq!(format::money(&Money::new(1_500, "JPY")), "1\u{a0}500\u{a0}JPY");
}

#[wasm_bindgen_test]
fn english_money_has_its_sign_in_front() {
    assert_eq!(intl::money("en", 1_234.5, "EUR", 2), "€1,234.50");
}

#[wasm_bindgen_test]
fn plurals_follow_the_language() {
    assert_eq!((intl::plural("fr", 0.0), intl::plural("en", 0.0)), ("one".into(), "other".into()));
    assert_eq!((intl::plural("fr", 2.0), intl::plural("en", 1.0)), ("other".into(), "one".into()));
}

#[wasm_bindgen_test]
fn a_clock_shows_the_time_of_its_own_place() {
    in_french();
    let at = Timestamp("2026-11-21T19:30:00+01:00".into());
    assert_eq!(format::time_of_day(&at).replace('\u{a0}', " "), "19 h 30");
    assert_eq!(format::weekday(5), "samedi");
    assert_eq!(format::date("2026-11-28"), "samedi 28 novembre");
}

#[wasm_bindgen_test]
fn what_is_remembered_comes_back_until_it_is_forgotten() {
    let store = storage::local();
    store.set("test", "sauge");
    assert_eq!(storage::local().get("test").as_deref(), Some("sauge"));
    store.remove("test");
    assert_eq!(storage::local().get("test"), None);
    store.set("test", "{ not json");
    assert_eq!(store.get_json::<Vec<String>>("test"), None);
    store.remove("test");
}
