//! Opening hours as Business Profile writes them: `09:00-12:30,14:00-19:00`, `x` for closed, `24 hours`, and special
//! days `2026-12-24: 09:00-17:00, 2026-12-25: x`.

use std::collections::BTreeMap;

use contract::store::{SpecialDay, Spell};

const DAY: u16 = 24 * 60;

/// From and until, in minutes since midnight; `until` may lie in the next day.
type Minutes = (u16, u16);

/// The week from Monday; spells past midnight go on in the next day. `None` when no day says anything.
pub fn week(days: [Option<&str>; 7]) -> Result<Option<Vec<Vec<Spell>>>, (usize, String)> {
    if days.iter().all(Option::is_none) {
        return Ok(None);
    }
    let mut week: Vec<Vec<Minutes>> = vec![Vec::new(); 7];
    for (index, text) in days.into_iter().enumerate() {
        for (from, until) in day(text.unwrap_or("x")).map_err(|reason| (index, reason))? {
            week[index].push((from, until.min(DAY)));
            if until > DAY {
                week[(index + 1) % 7].push((0, until - DAY));
            }
        }
    }
    let checked = week.into_iter().enumerate();
    let days: Result<Vec<_>, _> =
        checked.map(|(index, spells)| in_order(spells).map_err(|reason| (index, reason))).collect();
    days.map(Some)
}

/// Days that differ from their weekday, in order; a spell without a date belongs to the day before it in the text.
pub fn special_days(text: &str) -> Result<Vec<SpecialDay>, String> {
    let mut days: BTreeMap<String, Vec<Minutes>> = BTreeMap::new();
    let mut current = None;
    for piece in text.split([',', ';']).map(str::trim).filter(|piece| !piece.is_empty()) {
        let dated = piece.split_once(':').filter(|(date, _)| date.trim().len() == 10);
        let spells = match dated {
            Some((date, spells)) => {
                let wrong = |_| format!("{date:?} is not a date like 2026-12-25");
                let date: jiff::civil::Date = date.trim().parse().map_err(wrong)?;
                current = Some(date.to_string());
                spells
            }
            None => piece,
        };
        let date = current.clone().ok_or_else(|| format!("{piece:?} does not start with a date"))?;
        let known = days.entry(date).or_default();
        known.extend(day(spells)?.into_iter().map(|(from, until)| (from, until.min(DAY))));
    }
    days.into_iter().map(|(date, spells)| Ok(SpecialDay { date, spells: in_order(spells)? })).collect()
}

fn day(text: &str) -> Result<Vec<Minutes>, String> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "x" | "closed" => return Ok(Vec::new()),
        "24 hours" | "24h" | "open 24 hours" => return Ok(vec![(0, DAY)]),
        _ => {}
    }
    text.split(',').map(spell).collect()
}

fn spell(text: &str) -> Result<Minutes, String> {
    let wrong = || format!("{:?} is not hours like 09:00-12:30,14:00-19:00, x or 24 hours", text.trim());
    let (from, until) = text.split_once(['-', '–']).ok_or_else(wrong)?;
    let from = time(from).filter(|from| *from < DAY).ok_or_else(wrong)?;
    let until = time(until).ok_or_else(wrong)?;
    // 18:00-02:00 ends in the next day, 00:00-00:00 is the whole day.
    Ok((from, if until <= from { until + DAY } else { until }))
}

/// `9:30`, `09:30`, `24:00` or `9:30 pm`, in minutes.
fn time(text: &str) -> Option<u16> {
    let text = text.trim();
    let (clock, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(clock), _) => (clock.trim_end(), Some(0)),
        (_, Some(clock)) => (clock.trim_end(), Some(12)),
        _ => (text, None),
    };
    let (hours, minutes) = clock.split_once(':')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=2).contains(&hours.len()) || minutes.len() != 2 || !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let hours = match half {
        Some(half) if (1..=12).contains(&hours) => hours % 12 + half,
        Some(_) => return None,
        None => hours,
    };
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= DAY).then_some(total)
}

fn in_order(mut spells: Vec<Minutes>) -> Result<Vec<Spell>, String> {
    spells.sort_unstable();
    if spells.windows(2).any(|pair| pair[1].0 < pair[0].1) {
        return Err("has hours that overlap".into());
    }
    let text = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    Ok(spells.into_iter().map(|(from, until)| Spell { from: text(from), until: text(until) }).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(spells: &[Spell]) -> String {
        let spells: Vec<String> =
            spells.iter().map(|spell| format!("{}-{}", spell.from, spell.until)).collect();
        spells.join(",")
    }

    fn of(days: [&str; 7]) -> Vec<String> {
        let days = days.map(|day| (!day.is_empty()).then_some(day));
        let week = week(days).expect("good hours").expect("some hours");
        week.iter().map(|day| said(day)).collect()
    }

    #[test]
    fn lunch_breaks_closed_days_and_nights() {
        let week = of([
            "09:00-12:30,14:00-19:00",
            "x",
            "24 hours",
            "18:00-02:00",
            "9:00 AM - 5:30 PM",
            "",
            "0:00-00:00",
        ]);
        assert_eq!(
            week,
            [
                "09:00-12:30,14:00-19:00",
                "",
                "00:00-24:00",
                "18:00-24:00",
                "00:00-02:00,09:00-17:30",
                "",
                "00:00-24:00"
            ]
        );
        assert_eq!(week_of_nothing(), Ok(None));
    }

    fn week_of_nothing() -> Result<Option<Vec<Vec<Spell>>>, (usize, String)> {
        week([None; 7])
    }

    #[test]
    fn wrong_hours_name_the_day() {
        let with = |text| week([None, Some(text), None, None, None, None, None]).expect_err(text);
        assert_eq!(with("9h-12h").0, 1);
        assert!(with("09:00-12:00,11:00-15:00").1.contains("overlap"));
        assert!(with("09:00-25:00").1.contains("not hours"));
    }

    #[test]
    fn special_days_may_have_two_spells() {
        let days =
            special_days("2026-12-31: 09:00-18:00, 2026-12-24: 09:00-12:00, 13:00-17:00, 2026-12-25: x");
        let days = days.expect("good days");
        let said: Vec<_> = days.iter().map(|day| (day.date.as_str(), said(&day.spells))).collect();
        assert_eq!(
            said,
            [
                ("2026-12-24", "09:00-12:00,13:00-17:00".to_string()),
                ("2026-12-25", String::new()),
                ("2026-12-31", "09:00-18:00".to_string())
            ]
        );
        let again = special_days("2026-12-24: 09:00-12:00, 2026-12-24: 13:00-17:00").expect("good days");
        assert_eq!(again[0].spells.len(), 2);
        assert!(special_days("09:00-12:00").expect_err("no date").contains("date"));
        assert!(special_days("2026-13-01: x").is_err());
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "[0-9:apmx, é-]*", other in "\\PC*") {
            let _ = special_days(&text);
            let _ = special_days(&other);
            let _ = week([Some(&text), Some(&other), None, None, None, None, None]);
        }
    }
}
