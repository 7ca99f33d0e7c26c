//! When one can come to try on: an hour within the store's openings, once the store had time to prepare.

use contract::{
    error::ErrorCode,
    newtypes::Invalid,
    reservation::{Slot, SlotDay, Slots},
    time::Timestamp,
};

use super::{
    clock::{MINUTE, timestamp},
    hours::{Hours, round_up_to_quarter},
    refusal::{Outcome, invalid, not_found, refuse},
    retailer::ReservationRules,
};
use crate::{app::App, db};

/// A slot in epoch milliseconds, and when what was reserved for it is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offered {
    pub from: i64,
    pub until: i64,
    pub keep_until: i64,
}

pub async fn list(app: &App, slug: &str) -> Outcome<Slots> {
    let mut tx = app.db.read().await?;
    let store = db::store::by_slug(&mut tx, slug).await?.ok_or_else(|| not_found("store"))?;
    let hours = store.hours();
    let days = offered(&hours, app.clock.now(), &app.retailer.reservation);
    Ok(Slots { items: days.into_iter().map(|(date, slots)| view(&hours, date, slots)).collect() })
}

fn view(hours: &Hours, date: jiff::civil::Date, slots: Vec<Offered>) -> SlotDay {
    let slot = |slot: Offered| Slot {
        from: timestamp(slot.from, &hours.zone),
        until: timestamp(slot.until, &hours.zone),
    };
    SlotDay { date: date.to_string(), slots: slots.into_iter().map(slot).collect() }
}

/// The slot that a shopper chose, if the store offers it now.
pub fn find(app: &App, hours: &Hours, chosen: &Timestamp) -> Outcome<Offered> {
    let from = moment(chosen)?;
    beginning_at(hours, app.clock.now(), &app.retailer.reservation, from).ok_or_else(|| {
        refuse(ErrorCode::SlotGone, "the store does not offer that slot: read its slots again")
    })
}

/// When a slot that a shopper chose begins.
pub fn moment(chosen: &Timestamp) -> Outcome<i64> {
    let from: jiff::Timestamp = chosen.as_str().parse().map_err(|_| invalid("slot", Invalid::Malformed))?;
    Ok(from.as_millisecond())
}

/// The slot that begins at a moment, if it is offered now.
fn beginning_at(hours: &Hours, now: i64, rules: &ReservationRules, from: i64) -> Option<Offered> {
    offered(hours, now, rules).into_iter().flat_map(|(_, slots)| slots).find(|slot| slot.from == from)
}

/// The days that have a slot, and their slots. A store whose hours nobody gave has none.
fn offered(hours: &Hours, now: i64, rules: &ReservationRules) -> Vec<(jiff::civil::Date, Vec<Offered>)> {
    if hours.week.is_none() {
        return Vec::new();
    }
    let earliest = round_up_to_quarter(hours.after_opening_for(now, rules.lead_minutes * MINUTE));
    let slots = |spells: Vec<(i64, i64)>| -> Vec<Offered> {
        let closing = spells.last().map_or(0, |(_, until)| *until);
        let keep_until = closing + rules.grace_minutes * MINUTE;
        let parts = spells.into_iter().flat_map(|spell| split(spell, rules.slot_minutes * MINUTE));
        let slots = parts.map(|(from, until)| Offered { from, until, keep_until });
        slots.filter(|slot| slot.from >= earliest).collect()
    };
    let days = hours.days_from(now, rules.days_ahead).map(|(date, spells)| (date, slots(spells)));
    days.filter(|(_, slots)| !slots.is_empty()).collect()
}

/// Parts of one length; what is left at the end is too short for a fitting, unless it is the whole opening.
fn split((from, until): (i64, i64), length: i64) -> Vec<(i64, i64)> {
    let whole = (until - from) / length;
    if whole == 0 {
        return vec![(from, until)];
    }
    (0..whole).map(|part| (from + part * length, from + (part + 1) * length)).collect()
}

#[cfg(test)]
mod tests {
    use contract::store::{SpecialDay, Spell};
    use jiff::Timestamp;

    use super::*;
    use crate::domain::clock;

    fn hours(spells: &[(&str, &str)]) -> Hours {
        let day: Vec<Spell> = spells
            .iter()
            .map(|(from, until)| Spell { from: (*from).into(), until: (*until).into() })
            .collect();
        let closed = SpecialDay { date: "2026-12-25".into(), spells: Vec::new() };
        Hours {
            zone: clock::zone("Europe/Paris"),
            week: Some(vec![day; 7]),
            special_days: vec![closed],
            closed_until: None,
        }
    }

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().expect("a time").as_millisecond()
    }

    fn rules() -> ReservationRules {
        ReservationRules { lead_minutes: 120, ..ReservationRules::default() }
    }

    #[test]
    fn the_first_slot_leaves_the_store_time_to_prepare() {
        let hours = hours(&[("10:00", "13:00"), ("14:00", "19:00")]);
        let days = offered(&hours, at("2026-11-21T12:20:00+01:00"), &rules());
        let (today, slots) = &days[0];
        assert_eq!(today.to_string(), "2026-11-21");
        // Forty minutes before lunch and eighty after it.
        assert_eq!(slots[0].from, at("2026-11-21T16:00:00+01:00"));
        assert_eq!(slots.last().map(|slot| slot.until), Some(at("2026-11-21T19:00:00+01:00")));
        assert_eq!(days[1].1[0].from, at("2026-11-22T10:00:00+01:00"));
    }

    #[test]
    fn a_closed_day_has_none_and_a_short_opening_has_one() {
        let hours = hours(&[("10:00", "10:30")]);
        let days = offered(
            &hours,
            at("2026-12-24T08:00:00+01:00"),
            &ReservationRules { lead_minutes: 0, ..rules() },
        );
        let dates: Vec<String> = days.iter().map(|(date, _)| date.to_string()).collect();
        assert_eq!(dates[..2], ["2026-12-24", "2026-12-26"]);
        assert_eq!(days[0].1.len(), 1);
    }

    #[test]
    fn a_week_of_slots_over_a_change_of_clocks_stays_within_the_hours() {
        let hours = hours(&[("10:00", "19:00")]);
        for now in ["2026-03-26T09:00:00+01:00", "2026-10-22T09:00:00+02:00"] {
            for (date, slots) in offered(&hours, at(now), &rules()) {
                let local = |moment: i64| timestamp(moment, &hours.zone).0;
                let last = slots.last().expect("a day has a slot");
                assert!(local(slots[0].from).starts_with(&date.to_string()), "{date}");
                assert!(local(last.until).contains("T19:00:00"), "{}", local(last.until));
                assert!(slots.windows(2).all(|pair| pair[0].until <= pair[1].from));
                assert_eq!(last.keep_until, last.until + rules().grace_minutes * MINUTE);
            }
        }
    }

    #[test]
    fn a_slot_is_found_by_its_beginning_while_it_is_offered() {
        let hours = hours(&[("10:00", "19:00")]);
        let slot = at("2026-11-21T16:00:00+01:00");
        assert!(beginning_at(&hours, at("2026-11-21T13:00:00+01:00"), &rules(), slot).is_some());
        assert_eq!(beginning_at(&hours, at("2026-11-21T15:00:00+01:00"), &rules(), slot), None);
        assert_eq!(beginning_at(&hours, at("2026-11-21T13:00:00+01:00"), &rules(), slot + 1), None);
    }
}
