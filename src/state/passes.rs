//! The passes that this device keeps. Pages tell what they see; what keeps them comes with the chunk `pocket`, and finds
//! there what was told before.

use contract::{
    order::Order, pass::Pass, reservation::Reservation, return_request::ReturnRequest, time::Timestamp,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::keeper::Keeper;

/// What the server said just now, and what it means for the passes of this device.
pub enum Seen {
    Order(Order),
    Reservation(Reservation),
    Return(ReturnRequest),
    /// A return whose code is good for nothing any more, by its id.
    Over(String),
    /// The shopper leaves this device.
    Nobody,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassKind {
    Order,
    Reservation,
    Return,
}

/// A pass as this device keeps it: all that is needed to show it without the server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptPass {
    /// Of the pickup, the reservation or the return.
    pub id: String,
    pub kind: PassKind,
    /// The order's, the reservation's or the return's, whose page it is on.
    pub subject: String,
    /// The number people say.
    pub number: String,
    /// The store's name and address; none when every store takes it.
    pub store: Option<(String, String)>,
    pub pass: Pass,
    pub until: Timestamp,
    /// In milliseconds since 1970, by the server's clock.
    pub kept_at: f64,
}

#[derive(Clone, Copy)]
pub struct PassesState {
    /// `None` until they are read.
    pub kept: RwSignal<Option<Vec<KeptPass>>>,
    pub keeper: Keeper<Seen>,
    /// Counts who left: what was asked for before is not theirs who came after.
    pub turn: StoredValue<u32>,
}

impl PassesState {
    pub fn provide() -> Self {
        let state = Self { kept: RwSignal::new(None), keeper: Keeper::default(), turn: StoredValue::new(0) };
        provide_context(state);
        state
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// The shopper leaves this device.
    pub fn forget(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.keeper.tell(Seen::Nobody);
    }
}
