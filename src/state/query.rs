//! A read of the API that follows what it depends on.

use std::{cell::Cell, rc::Rc};

use contract::routes;
use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::{cache, kept::Kept};
use crate::{
    api::{self, Answer, ApiError, Fetch},
    browser::{network, time},
};

#[derive(Clone, Debug, PartialEq)]
pub enum Remote<T> {
    Loading,
    Ready(T),
    Failed(ApiError),
}

impl<T> Remote<T> {
    pub fn ready(&self) -> Option<&T> {
        match self {
            Remote::Ready(value) => Some(value),
            _ => None,
        }
    }
}

/// What is known of an answer, and whether it is being read.
pub struct Query<T: Send + Sync + 'static> {
    pub value: RwSignal<Remote<T>>,
    pub busy: RwSignal<bool>,
    /// Since when this device has kept what is shown, when no server answers for it.
    pub kept_since: RwSignal<Option<f64>>,
    /// When the server said what is shown, by its own clock.
    said_at: StoredValue<f64>,
    again: RwSignal<u32>,
    /// The epoch in which what is shown was asked for.
    epoch: StoredValue<u32>,
}

impl<T: Send + Sync + 'static> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Query<T> {}

impl<T: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static> Query<T> {
    /// Reads what `request` says, and reads again when it says something else; while the new answer is under way
    /// nothing is shown of the old one.
    pub fn new(request: impl Fn() -> Option<Fetch<T>> + 'static) -> Self {
        Self::start(request, false)
    }

    /// The same, but the old answer stays on screen until the new one is there.
    pub fn keeping(request: impl Fn() -> Option<Fetch<T>> + 'static) -> Self {
        Self::start(request, true)
    }

    fn start(request: impl Fn() -> Option<Fetch<T>> + 'static, keep: bool) -> Self {
        let first = untrack(&request).and_then(|get| known(get.url()));
        let (first, kept_since) = first.unzip();
        let query = Self {
            value: RwSignal::new(first.map_or(Remote::Loading, Remote::Ready)),
            busy: RwSignal::new(false),
            kept_since: RwSignal::new(kept_since.flatten()),
            said_at: StoredValue::new(time::server_now()),
            again: RwSignal::new(0),
            epoch: StoredValue::new(cache::epoch()),
        };
        Kept::watch(query.kept_since);
        network::on_change(move |online| {
            if !online {
                query.date();
            } else if query.kept_since.try_get_untracked().flatten().is_some() {
                query.reload();
            }
        });
        let generation = Rc::new(Cell::new(0u32));
        Effect::new(move |previous: Option<(Option<String>, u32)>| {
            let again = query.again.get();
            let url = request().map(|get| get.url().to_string());
            let asked_again = previous.as_ref().is_some_and(|(_, before)| *before != again);
            let same = previous.as_ref().is_some_and(|(before, _)| *before == url);
            if same && !asked_again {
                return (url, again);
            }
            let current = generation.get().wrapping_add(1);
            generation.set(current);
            let Some(address) = url.clone() else {
                return (url, again);
            };
            if !same {
                match known(&address) {
                    Some((value, kept_since)) => {
                        query.kept_since.set(kept_since);
                        query.epoch.set_value(cache::epoch());
                        query.set(value);
                    }
                    None if keep && query.value.with_untracked(|value| value.ready().is_some()) => {}
                    None => query.value.set(Remote::Loading),
                }
                if cache::is_fresh(&address) {
                    return (url, again);
                }
            } else if query.value.with_untracked(|value| matches!(value, Remote::Failed(_))) {
                query.value.set(Remote::Loading);
            }
            query.busy.set(true);
            let generation = generation.clone();
            let (epoch, public) = (cache::epoch(), routes::is_public(&address));
            let fetch = if asked_again { cache::fetch_anew } else { cache::fetch };
            fetch(
                address,
                Box::new(move |answer| {
                    if generation.get() == current {
                        query.take(answer.and_then(read), epoch, same, public);
                    }
                }),
            );
            (url, again)
        });
        query
    }

    /// `known` tells that what is shown answers the same question; then it outlives a failure to read it again, but not
    /// its shopper, nor an answer that withholds it: whoever looks at the screen may no longer be who it was shown to.
    fn take(self, answer: Result<(T, Option<f64>), ApiError>, epoch: u32, known: bool, public: bool) {
        // The page may be gone by now; then there is nothing to show the answer to.
        let _ = self.busy.try_set(false);
        let _ = match answer {
            Ok((value, kept_since)) => {
                let _ = self.kept_since.try_set(kept_since);
                let _ = self.said_at.try_set_value(time::server_now());
                let _ = self.epoch.try_set_value(epoch);
                self.set(value);
                None
            }
            Err(error) => {
                let shows = self.value.try_with_untracked(|v| v.ready().is_some()).unwrap_or(false);
                let is_theirs = public || self.epoch.try_get_value() == Some(cache::epoch());
                if known && shows && is_theirs && !error.withholds() {
                    if error == ApiError::Network {
                        self.date();
                    }
                    None
                } else {
                    self.value.try_set(Remote::Failed(error))
                }
            }
        };
    }

    /// Nobody answers for what is shown any more: it is as old as the answer.
    fn date(self) {
        let is_of_now = self.kept_since.try_get_untracked() == Some(None);
        if is_of_now && self.value.try_with_untracked(|value| value.ready().is_some()) == Some(true) {
            self.kept_since.set(self.said_at.try_get_value());
        }
    }

    /// Reads the same again.
    pub fn reload(&self) {
        let _ = self.again.try_update(|count| *count += 1);
    }

    /// Shows an answer; one that says the same as before changes nothing on screen.
    pub fn set(&self, value: T) {
        let known = self.value.try_with_untracked(|shown| shown.ready() == Some(&value));
        if known == Some(false) {
            self.value.set(Remote::Ready(value));
        }
    }

    pub fn ready(&self) -> Option<T> {
        self.value.with(|value| value.ready().cloned())
    }
}

fn known<T: DeserializeOwned>(url: &str) -> Option<(T, Option<f64>)> {
    read(cache::get(url)?).ok()
}

fn read<T: DeserializeOwned>(answer: Answer) -> Result<(T, Option<f64>), ApiError> {
    Ok((api::parse(&answer.text)?, answer.kept_since))
}
