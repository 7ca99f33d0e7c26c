use contract::store::{Opening, SpecialDay, Spell, Store};
use leptos::prelude::*;

use crate::{format, t};

/// « ouvert jusqu’à 20 h »
pub fn opening_text(opening: &Opening) -> String {
    match opening {
        // It was so when the server said it; that was before this.
        Opening::Open { until: at } | Opening::Closed { opens: Some(at) } if format::is_past(at) => {
            t!(opening.to_check)
        }
        Opening::Open { until } => t!(opening.open, time = format::time_of_day(until)),
        Opening::Closed { opens: Some(opens) } => t!(opening.closed_until, moment = format::moment(opens)),
        Opening::Closed { opens: None } => t!(opening.closed),
        Opening::Unknown => t!(opening.unknown),
    }
}

#[component]
pub fn OpeningLine(opening: Opening) -> impl IntoView {
    let open = matches!(&opening, Opening::Open { until } if !format::is_past(until));
    view! { <span class="opening" class:opening-open=open>{opening_text(&opening)}</span> }
}

fn spells_text(spells: &[Spell]) -> String {
    if spells.is_empty() {
        return t!(opening.closed_day);
    }
    spells.iter().map(format::spell).collect::<Vec<_>>().join(", ")
}

/// The hours of the week, and the days to come that differ.
#[component]
pub fn OpeningHours(store: Store) -> impl IntoView {
    let Some(hours) = store.hours else {
        return view! { <p>{t!(opening.unknown)}</p> }.into_any();
    };
    let week = hours.iter().enumerate().map(|(index, spells)| {
        view! { <tr><th scope="row">{format::weekday(index)}</th><td>{spells_text(spells)}</td></tr> }
    });
    let special = |day: &SpecialDay| {
        view! { <tr><th scope="row">{format::date(&day.date)}</th><td>{spells_text(&day.spells)}</td></tr> }
    };
    let special_days: Vec<_> = store.special_days.iter().take(6).map(special).collect();
    view! {
        <table class="hours">
            <caption>{t!(opening.week)}</caption>
            <tbody>{week.collect_view()}</tbody>
        </table>
        {(!special_days.is_empty())
            .then(|| {
                view! {
                    <table class="hours">
                        <caption>{t!(opening.special_days)}</caption>
                        <tbody>{special_days}</tbody>
                    </table>
                }
            })}
    }
    .into_any()
}
