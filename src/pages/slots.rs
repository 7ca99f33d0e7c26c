//! The day and the hour of a visit, to reserve it and to change it.

use contract::reservation::{Slot, SlotDay, Slots};
use leptos::prelude::*;

use crate::{
    api,
    components::{Choice, ChoiceGroup, Lines, Message},
    format,
    pages::failure::Failure,
    state::query::{Query, Remote},
    t,
};

/// When one can come to the store, and when the shopper will.
#[derive(Clone, Copy)]
pub struct Visit {
    pub query: Query<Slots>,
    day: Memo<Option<SlotDay>>,
    /// The one that was chosen as long as the store offers it, else the first.
    pub slot: Memo<Option<Slot>>,
    chosen: RwSignal<String>,
}

fn is_at(slot: &Slot, from: &str) -> bool {
    slot.from.as_str() == from
}

/// The day of the chosen slot, else the first that has one.
fn day_of<'a>(days: &'a [SlotDay], chosen: &str) -> Option<&'a SlotDay> {
    let has_it = |day: &&SlotDay| day.slots.iter().any(|slot| is_at(slot, chosen));
    days.iter().find(has_it).or_else(|| days.iter().find(|day| !day.slots.is_empty()))
}

impl Visit {
    /// `store` is the slug of the store once it is known; `chosen` is when the slot begins, empty until one is chosen.
    pub fn new(store: Signal<Option<String>>, chosen: RwSignal<String>) -> Self {
        let query = Query::new(move || store.get().map(|slug| api::reservations::slots(&slug)));
        let day = Memo::new(move |_| {
            query.value.with(|value| day_of(&value.ready()?.items, &chosen.get()).cloned())
        });
        let slot = Memo::new(move |_| {
            let slots = day.get()?.slots;
            let wanted = slots.iter().find(|slot| is_at(slot, &chosen.get())).cloned();
            wanted.or_else(|| slots.first().cloned())
        });
        Self { query, day, slot, chosen }
    }

    fn days(&self) -> Vec<Choice> {
        let choice = |day: &SlotDay| {
            let first = day.slots.first()?;
            Some(plain(day.date.clone(), format::day_word(&first.from)))
        };
        self.query.value.with(|value| {
            value.ready().map(|slots| slots.items.iter().filter_map(choice).collect()).unwrap_or_default()
        })
    }

    fn times(&self) -> Vec<Choice> {
        let choice = |slot: &Slot| plain(slot.from.as_str().to_string(), format::slot_times(slot));
        self.day
            .with(|day| day.as_ref().map(|day| day.slots.iter().map(choice).collect()).unwrap_or_default())
    }

    /// Takes the first slot of a day.
    fn choose_day(&self, date: &str) {
        let first = self.query.value.with_untracked(|value| {
            let day = value.ready()?.items.iter().find(|day| day.date == date)?;
            Some(day.slots.first()?.from.as_str().to_string())
        });
        if let Some(first) = first {
            self.chosen.set(first);
        }
    }
}

fn plain(value: String, label: String) -> Choice {
    Choice { value, label, reason: None, picture: None }
}

/// The day, then the hour.
#[component]
pub fn When(visit: Visit) -> impl IntoView {
    let state = Memo::new(move |_| {
        visit.query.value.with(|value| match value {
            Remote::Loading => Remote::Loading,
            Remote::Failed(error) => Remote::Failed(error.clone()),
            Remote::Ready(slots) => Remote::Ready(slots.items.iter().any(|day| !day.slots.is_empty())),
        })
    });
    let days = Memo::new(move |_| visit.days());
    let times = Memo::new(move |_| visit.times());
    let date = Memo::new(move |_| visit.day.with(|day| day.as_ref().map(|day| day.date.clone())));
    let from = Memo::new(move |_| visit.slot.with(|slot| slot.as_ref().map(|s| s.from.as_str().to_string())));
    let retry = Callback::new(move |()| visit.query.reload());
    view! {
        <h2>{t!(reserve.when)}</h2>
        {move || match state.get() {
            Remote::Loading => view! { <Lines count=4 /> }.into_any(),
            Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
            Remote::Ready(false) => {
                view! { <Message title=t!(reserve.no_slot_title) text=t!(reserve.no_slot_text) /> }.into_any()
            }
            Remote::Ready(true) => view! {
                <ChoiceGroup
                    legend=t!(reserve.day)
                    name="day"
                    choices=days
                    chosen=date
                    on_choose=Callback::new(move |date: String| visit.choose_day(&date))
                />
                <ChoiceGroup
                    legend=t!(reserve.slot)
                    name="slot"
                    choices=times
                    chosen=from
                    on_choose=Callback::new(move |from| visit.chosen.set(from))
                />
            }
            .into_any(),
        }}
    }
}

#[cfg(test)]
mod tests {
    use contract::time::Timestamp;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn a_slot_that_is_gone_gives_way_to_the_first() {
        let slot = |from: &str| Slot { from: Timestamp(from.into()), until: Timestamp(from.into()) };
        let day = |date: &str, slots: Vec<Slot>| SlotDay { date: date.into(), slots };
        let days = [day("a", vec![]), day("b", vec![slot("b1")]), day("c", vec![slot("c1"), slot("c2")])];
        let date = |chosen| day_of(&days, chosen).map(|day| day.date.as_str());
        assert_eq!(date("c2"), Some("c"));
        assert_eq!(date("gone"), Some("b"));
        assert_eq!(day_of(&[], "c2"), None);
    }
}
