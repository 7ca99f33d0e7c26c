//! Finding a pickup, and what is done to it.

use contract::{
    desk::{DeskPickup, MakeReady},
    pass::FindPass,
    pickup::PickupStatus,
};
use leptos::{prelude::*, task::spawn_local};
use storefront::{api::ApiError, state::query::Remote};

use super::{desk::Desk, places};
use crate::api;

/// What an associate does to a pickup.
pub enum Action {
    Prepare,
    MakeReady(Option<String>),
    Collect,
}

impl Desk {
    pub fn is_busy(self, id: &str) -> bool {
        self.busy.with(|busy| busy.iter().any(|other| other == id))
    }

    pub async fn find(self, pass: &FindPass) -> Result<DeskPickup, ApiError> {
        let answer = api::find(pass).await;
        self.note(&answer);
        if let Ok(pickup) = &answer {
            self.refusal.set(None);
            self.found.set(Some(pickup.clone()));
            self.put(pickup);
        }
        answer
    }

    /// Takes a newer state of a pickup into the list.
    fn put(self, newer: &DeskPickup) {
        self.changes.update_value(|changes| *changes = changes.wrapping_add(1));
        self.found.update(|found| {
            if let Some(known) = found.as_mut().filter(|known| known.id == newer.id) {
                known.clone_from(newer);
            }
        });
        self.pickups.update(|pickups| {
            if let Remote::Ready(list) = pickups
                && let Some(known) = list.iter_mut().find(|known| known.id == newer.id)
            {
                known.clone_from(newer);
            }
        });
    }

    /// Does something to a pickup, once however often it is tapped; `done` is told when it succeeded.
    pub fn act(self, id: &str, action: Action, done: impl FnOnce(&DeskPickup) + 'static) {
        if untrack(|| self.is_busy(id)) {
            return;
        }
        let id = id.to_string();
        self.busy.update(|busy| busy.push(id.clone()));
        self.refusal.set(None);
        spawn_local(async move {
            let answer = send(&id, &action).await;
            self.busy.update(|busy| busy.retain(|other| *other != id));
            self.note(&answer);
            match answer {
                Ok(pickup) => {
                    self.put(&pickup);
                    self.announcer.say(done_text(&pickup));
                    done(&pickup);
                }
                Err(error) => self.refusal.set(Some((id, error))),
            }
            self.refresh();
        });
    }
}

async fn send(id: &str, action: &Action) -> Result<DeskPickup, ApiError> {
    match action {
        Action::Prepare => api::prepare(id).await,
        Action::Collect => api::collect(id).await,
        Action::MakeReady(place) => {
            let pickup = api::make_ready(id, &MakeReady { staging_place: place.clone() }).await?;
            if let Some(place) = &pickup.staging_place {
                places::remember(place);
            }
            Ok(pickup)
        }
    }
}

fn done_text(pickup: &DeskPickup) -> String {
    match pickup.status {
        PickupStatus::Ready => t!(done.ready, name = pickup.name),
        PickupStatus::Collected => t!(done.collected, name = pickup.name),
        _ => t!(done.preparing, name = pickup.name),
    }
}
