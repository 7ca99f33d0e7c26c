//! Until when a store that must close may stay closed, by the hours it keeps.

use contract::{
    store::{Spell, Store},
    time::Timestamp,
};
use storefront::browser::time;

const DAY: f64 = 86_400_000.0;
/// The longest that a store may be closed, in days.
const LONGEST: u32 = 14;

fn spells_on<'a>(store: &'a Store, date: &str, weekday: usize) -> &'a [Spell] {
    if let Some(day) = store.special_days.iter().find(|day| day.date == date) {
        return &day.spells;
    }
    store.hours.as_ref().and_then(|week| week.get(weekday)).map_or(&[], Vec::as_slice)
}

fn at(date: &str, clock: &str) -> Option<Timestamp> {
    time::of_wall_clock(&format!("{date}T{clock}")).map(Timestamp)
}

/// When the store closes today, if it still does.
pub fn closing_today(store: &Store, now: f64) -> Option<Timestamp> {
    let (date, weekday) = time::wall_day(now);
    let until = at(&date, &spells_on(store, &date, weekday).last()?.until)?;
    time::parse(until.as_str()).filter(|until| *until > now).map(|_| until)
}

/// When the store opens on the next day on which it does.
pub fn next_opening(store: &Store, now: f64) -> Option<Timestamp> {
    (1..LONGEST).find_map(|days| {
        let (date, weekday) = time::wall_day(now + f64::from(days) * DAY);
        at(&date, &spells_on(store, &date, weekday).first()?.from)
    })
}

/// A moment that was typed, if a store may be closed until then.
pub fn typed(written: &str, now: f64) -> Option<Timestamp> {
    let moment = time::of_wall_clock(written)?;
    let latest = now + f64::from(LONGEST) * DAY;
    time::parse(&moment).filter(|at| *at > now && *at <= latest).map(|_| Timestamp(moment))
}
