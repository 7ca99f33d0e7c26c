//! The visit as a file that every calendar reads (RFC 5545).

use contract::{reservation::Reservation, routes};
use leptos::prelude::*;

use crate::{
    browser::{document, time},
    components::address_text,
    paths, t,
};

/// Bytes of a line of the file, without its end.
const LINE: usize = 75;

/// What separates values in the file is no part of a text.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => escaped.push_str("\\n"),
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Longer lines go on in the next, which begins with a blank.
fn fold(line: &str) -> String {
    let mut folded = String::with_capacity(line.len());
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LINE {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(letter);
        length += letter.len_utf8();
    }
    folded
}

fn file(lines: &[(&str, String)]) -> String {
    lines.iter().map(|(name, value)| fold(&format!("{name}:{value}")) + "\r\n").collect()
}

/// The whole file; nothing when the slot has no times.
fn of(reservation: &Reservation) -> Option<String> {
    let utc = |instant: &str| time::parse(instant).map(time::calendar_utc);
    let store = &reservation.store.summary;
    let page = document::origin() + &paths::reservation(&reservation.id);
    Some(file(&[
        ("BEGIN", "VCALENDAR".to_string()),
        ("VERSION", "2.0".to_string()),
        ("PRODID", "vitrine".to_string()),
        ("BEGIN", "VEVENT".to_string()),
        ("UID", reservation.id.clone()),
        ("DTSTAMP", time::calendar_utc(time::server_now())),
        ("DTSTART", utc(reservation.slot.from.as_str())?),
        ("DTEND", utc(reservation.slot.until.as_str())?),
        ("SUMMARY", escape(&t!(reservation.event, store = store.name))),
        ("LOCATION", escape(&address_text(store))),
        ("DESCRIPTION", escape(&t!(reservation.title, number = reservation.number))),
        ("URL", page),
        ("END", "VEVENT".to_string()),
        ("END", "VCALENDAR".to_string()),
    ]))
}

/// The file as a download; it is in the link itself, so it needs no network.
#[component]
pub fn AddToCalendar(reservation: Reservation) -> impl IntoView {
    let name = format!("{}.ics", reservation.number);
    of(&reservation).map(|file| {
        let href = format!("data:text/calendar;charset=utf-8,{}", routes::encode(&file));
        view! { <a class="text-link" href=href download=name>{t!(reservation.add_to_calendar)}</a> }
    })
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn texts_are_escaped_and_long_lines_are_folded() {
        assert_eq!(escape("1, rue X; Paris\r\n\\"), "1\\, rue X\\; Paris\\n\\\\");
        let folded = fold(&"é".repeat(60));
        assert!(folded.split("\r\n").all(|line| line.len() <= LINE));
        assert_eq!(folded.replace("\r\n ", ""), "é".repeat(60));
        assert_eq!(file(&[("A", "b".into()), ("C", "d".into())]), "A:b\r\nC:d\r\n");
    }

    #[wasm_bindgen_test]
    fn times_are_written_in_utc() {
        let utc = |instant: &str| time::parse(instant).map(time::calendar_utc);
        assert_eq!(utc("2026-11-28T16:00:00+01:00").as_deref(), Some("20261128T150000Z"));
        assert_eq!(utc("2026-07-01T00:30:00+02:00").as_deref(), Some("20260630T223000Z"));
    }
}
