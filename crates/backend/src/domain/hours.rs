//! Opening hours: is a store open, until when, and when is something ready.

use contract::store::{Opening, SpecialDay, Spell};
use jiff::{Timestamp, civil, tz::TimeZone};

use super::clock::{self, DAY, MINUTE};

/// How many days ahead are looked at.
const HORIZON: i8 = 15;

/// A store's hours in its own time zone; `None` when the retailer gave none.
#[derive(Clone, Debug)]
pub struct Hours {
    pub zone: TimeZone,
    pub week: Option<Vec<Vec<Spell>>>,
    pub special_days: Vec<SpecialDay>,
    /// The store had to close: what lies before is no opening.
    pub closed_until: Option<i64>,
}

impl Hours {
    pub fn opening(&self, now: i64) -> Opening {
        if self.week.is_none() {
            let closed = self.closed_until.filter(|until| *until > now);
            return closed.map_or(Opening::Unknown, |until| Opening::Closed {
                opens: Some(clock::timestamp(until, &self.zone)),
            });
        }
        match self.spells_from(now).next() {
            Some((from, until)) if from <= now => {
                Opening::Open { until: clock::timestamp(until, &self.zone) }
            }
            Some((from, _)) => Opening::Closed { opens: Some(clock::timestamp(from, &self.zone)) },
            None => Opening::Closed { opens: None },
        }
    }

    /// The moment at which a store has been open for `lead` milliseconds from `now` on.
    pub fn after_opening_for(&self, now: i64, lead: i64) -> i64 {
        let mut left = lead;
        for (from, until) in self.spells_from(now) {
            let start = from.max(now);
            if until - start >= left {
                return start + left;
            }
            left -= until - start;
        }
        self.closed_until.map_or(now, |until| until.max(now)) + lead
    }

    /// The end of the opening day that comes after `skipped` others, the first one being the first that has not ended
    /// at `from`. Without hours, or when there is none soon, a day each.
    pub fn end_of_day(&self, from: i64, skipped: usize) -> i64 {
        let ends =
            self.days_from(from, HORIZON).filter_map(|(_, spells)| spells.last().map(|(_, until)| *until));
        let without_hours = i64::try_from(skipped).unwrap_or(i64::from(HORIZON)) + 1;
        ends.filter(|until| *until > from).nth(skipped).unwrap_or(from + without_hours * DAY)
    }

    /// The end of the last opening on the local day of a moment.
    pub fn closing_of(&self, moment: i64) -> Option<i64> {
        self.days_from(moment, 1).next().and_then(|(_, spells)| spells.last().map(|(_, until)| *until))
    }

    /// The end of the last opening that starts before `moment`, or `moment` when there is none after `now`:
    /// nobody can collect from a closed store.
    pub fn last_closing_before(&self, now: i64, moment: i64) -> i64 {
        let mut last = None;
        for (from, until) in self.spells_from(now) {
            if from >= moment {
                break;
            }
            last = Some(until);
        }
        last.unwrap_or(moment)
    }

    /// Openings that have not ended, in order, as epoch milliseconds.
    fn spells_from(&self, now: i64) -> impl Iterator<Item = (i64, i64)> + '_ {
        // A spell that began yesterday may last past midnight only as 24:00, so today is early enough.
        self.days_from(now, HORIZON).flat_map(|(_, spells)| spells).filter(move |(_, until)| *until > now)
    }

    /// The days from today on, each with its openings.
    pub fn days_from(&self, now: i64, days: i8) -> impl Iterator<Item = (civil::Date, Vec<(i64, i64)>)> + '_ {
        let instant = Timestamp::from_millisecond(now).unwrap_or(Timestamp::UNIX_EPOCH);
        let today = instant.to_zoned(self.zone.clone()).date();
        let dates = (0..days).filter_map(move |ahead| today.checked_add(jiff::Span::new().days(ahead)).ok());
        dates.map(|date| (date, self.spells_of(date)))
    }

    /// The spells of a day, none when it is closed; `None` when the retailer gave no hours for it.
    pub fn spells_on(&self, date: civil::Date) -> Option<&Vec<Spell>> {
        let text = date.to_string();
        let special = self.special_days.iter().find(|day| day.date == text);
        let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        special.map(|day| &day.spells).or_else(|| self.week.as_ref()?.get(weekday))
    }

    fn spells_of(&self, date: civil::Date) -> Vec<(i64, i64)> {
        let spells = self.spells_on(date).into_iter().flatten();
        let moments = spells
            .filter_map(|spell| Some((self.moment(date, &spell.from)?, self.moment(date, &spell.until)?)));
        let opens = self.closed_until.unwrap_or(i64::MIN);
        moments.map(|(from, until)| (from.max(opens), until)).filter(|(from, until)| from < until).collect()
    }

    /// Local time on a day; one that daylight saving skips is read as the one after.
    fn moment(&self, date: civil::Date, time: &str) -> Option<i64> {
        let (hours, minutes) = time.split_once(':')?;
        let (hours, minutes): (i8, i8) = (hours.parse().ok()?, minutes.parse().ok()?);
        let (date, hours) = if hours == 24 { (date.tomorrow().ok()?, 0) } else { (date, hours) };
        let local = date.at(hours.clamp(0, 23), minutes.clamp(0, 59), 0, 0);
        Some(local.to_zoned(self.zone.clone()).ok()?.timestamp().as_millisecond())
    }
}

/// Rounds up to the next quarter of an hour, as people say times.
pub fn round_up_to_quarter(moment: i64) -> i64 {
    let quarter = 15 * MINUTE;
    moment.div_euclid(quarter) * quarter + if moment.rem_euclid(quarter) == 0 { 0 } else { quarter }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spell(from: &str, until: &str) -> Spell {
        Spell { from: from.into(), until: until.into() }
    }

    /// Open from Tuesday to Saturday with a lunch break, closed on Christmas.
    fn hours() -> Hours {
        let day = vec![spell("10:00", "13:00"), spell("14:00", "19:00")];
        let mut week = vec![Vec::new()];
        week.extend(vec![day; 5]);
        week.push(Vec::new());
        let christmas = SpecialDay { date: "2026-12-25".into(), spells: Vec::new() };
        Hours {
            zone: clock::zone("Europe/Paris"),
            week: Some(week),
            special_days: vec![christmas],
            closed_until: None,
        }
    }

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().expect("a time").as_millisecond()
    }

    #[test]
    fn open_until_lunch() {
        let Opening::Open { until } = hours().opening(at("2026-11-21T11:00:00+01:00")) else {
            panic!("open on Saturday at eleven")
        };
        assert_eq!(until.as_str(), "2026-11-21T13:00:00+01:00");
    }

    #[test]
    fn closed_on_sunday_until_tuesday() {
        let Opening::Closed { opens: Some(opens) } = hours().opening(at("2026-11-22T11:00:00+01:00")) else {
            panic!("closed on Sunday")
        };
        assert_eq!(opens.as_str(), "2026-11-24T10:00:00+01:00");
    }

    #[test]
    fn the_lead_counts_while_the_store_is_open() {
        let hours = hours();
        let two_hours = 120 * MINUTE;
        assert_eq!(
            hours.after_opening_for(at("2026-11-21T12:00:00+01:00"), two_hours),
            at("2026-11-21T15:00:00+01:00")
        );
        assert_eq!(
            hours.after_opening_for(at("2026-11-21T18:00:00+01:00"), two_hours),
            at("2026-11-24T11:00:00+01:00")
        );
        assert_eq!(
            hours.after_opening_for(at("2026-12-24T18:30:00+01:00"), two_hours),
            at("2026-12-26T11:30:00+01:00")
        );
    }

    #[test]
    fn collecting_ends_when_a_store_closes() {
        let hours = hours();
        let saturday = at("2026-11-21T11:00:00+01:00");
        assert_eq!(
            hours.last_closing_before(saturday, at("2026-11-23T11:00:00+01:00")),
            at("2026-11-21T19:00:00+01:00")
        );
    }

    #[test]
    fn a_day_of_daylight_saving_is_an_hour_shorter() {
        let always = Hours {
            zone: clock::zone("Europe/Paris"),
            week: Some(vec![vec![spell("00:00", "24:00")]; 7]),
            special_days: Vec::new(),
            closed_until: None,
        };
        let Opening::Open { until } = always.opening(at("2026-03-29T00:30:00+01:00")) else {
            panic!("always open")
        };
        assert_eq!(until.as_str(), "2026-03-30T00:00:00+02:00");
    }

    #[test]
    fn a_store_that_had_to_close_opens_later() {
        let closed = Hours { closed_until: Some(at("2026-11-24T15:00:00+01:00")), ..hours() };
        let Opening::Closed { opens: Some(opens) } = closed.opening(at("2026-11-21T11:00:00+01:00")) else {
            panic!("closed on Saturday at eleven")
        };
        assert_eq!(opens.as_str(), "2026-11-24T15:00:00+01:00");
        let lead = closed.after_opening_for(at("2026-11-21T11:00:00+01:00"), 60 * MINUTE);
        assert_eq!(lead, at("2026-11-24T16:00:00+01:00"));
        let unknown = Hours { week: None, ..closed };
        assert!(matches!(unknown.opening(0), Opening::Closed { opens: Some(_) }));
    }

    #[test]
    fn opening_days_are_counted_by_their_end() {
        let hours = hours();
        let saturday = at("2026-11-21T11:00:00+01:00");
        assert_eq!(hours.end_of_day(saturday, 0), at("2026-11-21T19:00:00+01:00"));
        assert_eq!(hours.end_of_day(saturday, 1), at("2026-11-24T19:00:00+01:00"));
        assert_eq!(hours.end_of_day(at("2026-11-21T19:00:00+01:00"), 0), at("2026-11-24T19:00:00+01:00"));
        assert_eq!(hours.closing_of(at("2026-11-22T11:00:00+01:00")), None);
        let unknown = Hours { week: None, ..hours };
        assert_eq!(unknown.end_of_day(saturday, 1), saturday + 2 * DAY);
    }

    #[test]
    fn without_hours_nothing_is_claimed() {
        let unknown = Hours { week: None, ..hours() };
        assert_eq!(unknown.opening(0), Opening::Unknown);
        assert_eq!(unknown.after_opening_for(1_000, 500), 1_500);
        assert_eq!(unknown.last_closing_before(0, 700), 700);
    }

    #[test]
    fn times_are_said_in_quarters() {
        assert_eq!(round_up_to_quarter(at("2026-11-21T10:01:00Z")), at("2026-11-21T10:15:00Z"));
        assert_eq!(round_up_to_quarter(at("2026-11-21T10:15:00Z")), at("2026-11-21T10:15:00Z"));
    }
}
