//! A list of the store that is kept up to date, and what was found by a pass.

use leptos::{prelude::*, task::spawn_local};
use storefront::{api::ApiError, browser::time, state::query::Remote};

use super::desk::Desk;

/// What the desk keeps a list of.
pub trait Listed: Clone + PartialEq + Send + Sync + 'static {
    fn id(&self) -> &str;

    /// Reads the list, with the number of the last event it contains.
    async fn read() -> Result<(Vec<Self>, i64), ApiError>;

    /// What an associate is told of what came in and what was cancelled, as one message.
    fn news(before: &[Self], now: &[Self]) -> Option<String>;
}

pub struct Listing<T: Listed> {
    pub items: RwSignal<Remote<Vec<T>>>,
    /// What was found by a pass; it may have ended too long ago for the list.
    found: RwSignal<Option<T>>,
    /// Counts the changes made here: a list that was asked for before one of them is out of date.
    changes: StoredValue<u32>,
    cursor: StoredValue<Option<i64>>,
    reading: StoredValue<bool>,
    read_again: StoredValue<bool>,
}

impl<T: Listed> Clone for Listing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Listed> Copy for Listing<T> {}

impl<T: Listed> Listing<T> {
    pub fn new() -> Self {
        Self {
            items: RwSignal::new(Remote::Loading),
            found: RwSignal::new(None),
            changes: StoredValue::new(0),
            cursor: StoredValue::new(None),
            reading: StoredValue::new(false),
            read_again: StoredValue::new(false),
        }
    }

    /// One of the list, or the one that was found last.
    pub fn get(self, id: &str) -> Option<T> {
        let in_list = self.items.with(|items| items.ready()?.iter().find(|item| item.id() == id).cloned());
        in_list.or_else(|| self.found.get().filter(|found| found.id() == id))
    }

    /// How many are as `is` says; none as long as the list is not known.
    pub fn count(self, is: impl Fn(&T) -> bool) -> usize {
        self.items.with(|items| items.ready().map_or(0, |list| list.iter().filter(|item| is(item)).count()))
    }

    /// Those that are as `is` says, in the list's order.
    pub fn those(self, is: impl Fn(&T) -> bool) -> Vec<T> {
        let matching = |list: &Vec<T>| list.iter().filter(|item| is(item)).cloned().collect();
        self.items.with(|items| items.ready().map(matching).unwrap_or_default())
    }

    pub(super) fn is_loading(self) -> bool {
        self.items.with_untracked(|items| matches!(items, Remote::Loading))
    }

    /// The number of the last event that the list contains.
    pub(super) fn cursor(self) -> Option<i64> {
        self.cursor.get_value()
    }

    /// Takes in what was found by a pass.
    pub(super) fn find(self, found: &T) {
        self.found.set(Some(found.clone()));
        self.put(found);
    }

    /// Takes a newer state of one of them into the list.
    pub(super) fn put(self, newer: &T) {
        self.outdate();
        self.found.update(|found| {
            if let Some(known) = found.as_mut().filter(|known| known.id() == newer.id()) {
                known.clone_from(newer);
            }
        });
        self.items.update(|items| {
            if let Remote::Ready(list) = items
                && let Some(known) = list.iter_mut().find(|known| known.id() == newer.id())
            {
                known.clone_from(newer);
            }
        });
    }

    pub(super) fn forget(self) {
        self.outdate();
        self.items.set(Remote::Loading);
        self.found.set(None);
    }

    fn outdate(self) {
        self.changes.update_value(|changes| *changes = changes.wrapping_add(1));
    }

    /// Reads the list again; one reading at a time.
    pub fn refresh(self, desk: Desk) {
        if !desk.is_signed_in() {
            return;
        }
        if self.reading.get_value() {
            self.read_again.set_value(true);
            return;
        }
        self.reading.set_value(true);
        spawn_local(async move {
            let changes = self.changes.get_value();
            let answer = T::read().await;
            self.reading.set_value(false);
            desk.note(&answer);
            let outdated = changes != self.changes.get_value();
            match answer {
                Ok((items, cursor)) if !outdated => self.take(desk, items, cursor),
                Ok(_) => {}
                Err(error) => self.items.update(|items| {
                    if items.ready().is_none() {
                        *items = Remote::Failed(error);
                    }
                }),
            }
            desk.listen();
            if self.read_again.get_value() || outdated {
                self.read_again.set_value(false);
                self.refresh(desk);
            }
        });
    }

    fn take(self, desk: Desk, items: Vec<T>, cursor: i64) {
        if let Some(news) =
            self.items.with_untracked(|known| known.ready().and_then(|known| T::news(known, &items)))
        {
            desk.announcer.say(news);
        }
        desk.read_at.set(Some(time::now()));
        self.items.set(Remote::Ready(items));
        self.cursor.set_value(Some(cursor));
    }
}
