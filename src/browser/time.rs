//! The clock.

use std::{cell::Cell, future::poll_fn, pin::pin, task::Poll, time::Duration};

use js_sys::{Date, Promise};
use leptos::prelude::{on_cleanup, set_interval_with_handle, set_timeout, window};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::storage;

thread_local! {
    /// How far the server's clock is ahead of this one, in milliseconds; read when it is first needed.
    static AHEAD: Cell<Option<f64>> = const { Cell::new(None) };
}

const REMEMBERED: &str = "clock";
/// What the way of an answer takes is no difference of clocks.
const TOLERATED: f64 = 90_000.0;

/// Milliseconds since 1970, by this device's clock.
pub fn now() -> f64 {
    Date::now()
}

/// Milliseconds since 1970 by the server's clock, as far as it is known: ages and days of what the server tells are true
/// on a device whose clock is a year off.
pub fn server_now() -> f64 {
    let ahead = AHEAD.get().unwrap_or_else(|| storage::local().get_number(REMEMBERED).unwrap_or_default());
    AHEAD.set(Some(ahead));
    now() + ahead
}

/// The server answered just now and said what time it is.
pub fn heard(date: &str) {
    let Some(ahead) = parse(date).map(|server| server - now()) else { return };
    let ahead = if ahead.abs() < TOLERATED { 0.0 } else { ahead };
    if (server_now() - now() - ahead).abs() < TOLERATED {
        return;
    }
    AHEAD.set(Some(ahead));
    match ahead {
        0.0 => storage::local().remove(REMEMBERED),
        ahead => storage::local().set(REMEMBERED, &ahead.to_string()),
    }
}

/// The time that the clock on the wall shows: `18:05`.
pub fn wall_time(milliseconds: f64) -> String {
    let date = Date::new(&JsValue::from_f64(milliseconds));
    format!("{:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// Milliseconds since 1970 of an RFC 3339 instant; `None` when it is not one.
pub fn parse(instant: &str) -> Option<f64> {
    let time = Date::parse(instant);
    time.is_finite().then_some(time)
}

/// The calendar day of a moment, shifted by an offset in minutes: `YYYY-MM-DD`.
pub fn day_at(milliseconds: f64, offset_minutes: f64) -> String {
    let shifted = Date::new(&JsValue::from_f64(milliseconds + offset_minutes * 60_000.0));
    String::from(shifted.to_iso_string()).chars().take(10).collect()
}

/// An instant in UTC as calendars write it: `20261128T150000Z`.
pub fn calendar_utc(milliseconds: f64) -> String {
    let written = String::from(Date::new(&JsValue::from_f64(milliseconds)).to_iso_string());
    let seconds = written.split('.').next().unwrap_or_default();
    seconds.chars().filter(|letter| !matches!(letter, '-' | ':')).chain(['Z']).collect()
}

/// An instant that is written without its offset, as a clock on the wall says it: `2026-11-28T16:00` becomes
/// `2026-11-28T16:00:00+01:00`. Nothing when it is none.
pub fn of_wall_clock(written: &str) -> Option<String> {
    let date = Date::new(&JsValue::from_str(written));
    let (moment, ahead) = (date.get_time(), -date.get_timezone_offset());
    if !moment.is_finite() {
        return None;
    }
    let shifted = Date::new(&JsValue::from_f64(moment + ahead * 60_000.0));
    let local: String = String::from(shifted.to_iso_string()).chars().take(19).collect();
    let (sign, minutes) = if ahead < 0.0 { ('-', -ahead as u32) } else { ('+', ahead as u32) };
    Some(format!("{local}{sign}{:02}:{:02}", minutes / 60, minutes % 60))
}

/// The day that the clock on the wall shows, as `2026-11-28`, and its weekday; 0 is Monday.
pub fn wall_day(milliseconds: f64) -> (String, usize) {
    let date = Date::new(&JsValue::from_f64(milliseconds));
    let day = format!("{}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date());
    (day, (date.get_day() as usize + 6) % 7)
}

pub fn after(milliseconds: u64, then: impl FnOnce() + 'static) {
    set_timeout(then, Duration::from_millis(milliseconds));
}

pub async fn pause(milliseconds: i32) {
    let later = Promise::new(&mut |resolve, _| {
        // Without a clock there is nothing to wait for.
        if window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds).is_err() {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(later).await;
}

/// What comes of it within so many milliseconds.
pub async fn within<T>(milliseconds: i32, work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut late) = (pin!(work), pin!(pause(milliseconds)));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => late.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// Calls back again and again, for the life of the owner.
pub fn every(milliseconds: u64, then: impl Fn() + 'static) {
    if let Ok(timer) = set_interval_with_handle(then, Duration::from_millis(milliseconds)) {
        on_cleanup(move || timer.clear());
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn a_wall_clock_s_moment_gets_the_offset_of_its_day() {
        for written in ["2026-11-28T16:00", "2026-07-14T09:30"] {
            let instant = of_wall_clock(written).unwrap_or_default();
            assert!(instant.starts_with(&format!("{written}:00")), "{instant}");
            assert_eq!(parse(&instant), parse(written));
        }
        let midnight = of_wall_clock("2026-11-28T24:00").unwrap_or_default();
        assert!(midnight.starts_with("2026-11-29T00:00:00"), "{midnight}");
        assert_eq!(of_wall_clock("tomorrow"), None);
    }

    #[wasm_bindgen_test]
    fn a_day_on_the_wall_has_its_weekday() {
        let noon = parse("2026-11-22T12:00").unwrap_or_default();
        assert_eq!(wall_day(noon), ("2026-11-22".to_string(), 6));
    }
}
