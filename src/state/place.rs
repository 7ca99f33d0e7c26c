//! Where the shopper is, once they said so; kept as long as the tab.

use leptos::prelude::*;

use crate::browser::{geolocation, storage};

const KEY: &str = "place";

#[derive(Clone, Copy, PartialEq)]
pub enum Locating {
    Idle,
    Asking,
    Refused,
}

#[derive(Clone, Copy)]
pub struct Place {
    pub coordinates: RwSignal<Option<(f64, f64)>>,
    pub locating: RwSignal<Locating>,
}

impl Place {
    pub fn provide() -> Self {
        let place = Self {
            coordinates: RwSignal::new(storage::session().get_json(KEY)),
            locating: RwSignal::new(Locating::Idle),
        };
        provide_context(place);
        place
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn get(&self) -> Option<(f64, f64)> {
        self.coordinates.get()
    }

    /// Asks the browser; about a hundred metres are near enough for stores.
    pub fn locate(self) {
        self.locating.set(Locating::Asking);
        geolocation::locate(move |found| {
            let rough = |degrees: f64| (degrees * 1_000.0).round() / 1_000.0;
            match found {
                Some((latitude, longitude)) => {
                    let coordinates = (rough(latitude), rough(longitude));
                    storage::session().set_json(KEY, &coordinates);
                    self.coordinates.set(Some(coordinates));
                    self.locating.set(Locating::Idle);
                }
                None => self.locating.set(Locating::Refused),
            }
        });
    }
}
