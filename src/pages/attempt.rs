//! One attempt at an order, a reservation or a return and its key: the same one sent again after a dead network is the
//! same one.

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    api::ApiError,
    browser::{json, random, storage},
};

/// Attempts at one kind of thing, by the name they are remembered under.
pub struct Attempts(&'static str);

pub const ORDER: Attempts = Attempts("order-attempt");
pub const RESERVATION: Attempts = Attempts("reservation-attempt");
pub const RETURN: Attempts = Attempts("return-attempt");
pub const GIFT_RECEIPT: Attempts = Attempts("gift-receipt-attempt");
pub const WITHDRAWAL: Attempts = Attempts("withdrawal-attempt");

impl Attempts {
    pub const fn named(name: &'static str) -> Self {
        Self(name)
    }

    /// The key of the attempt at exactly this. It is written down before the first try and lives through a reload.
    pub fn key_of(&self, request: &impl Serialize) -> String {
        let Some(body) = json::write(request) else {
            return random::uuid();
        };
        if let Some((key, tried)) = storage::session().get_json::<(String, String)>(self.0)
            && tried == body
        {
            return key;
        }
        let key = random::uuid();
        storage::session().set_json(self.0, &(&key, body));
        key
    }

    /// It was placed, or refused for good: the next one is another attempt.
    pub fn over(&self) {
        storage::session().remove(self.0);
    }

    /// The attempt whose answer never came, and its key.
    pub fn pending<T: DeserializeOwned>(&self) -> Option<(T, String)> {
        let (key, body) = storage::session().get_json::<(String, String)>(self.0)?;
        Some((json::read(&body)?, key))
    }
}

/// What went wrong; `safe` is added when trying again with the same key may still give it.
pub fn text_of(error: &ApiError, what: String, safe: String) -> String {
    if may_have_happened(error) { format!("{what} {safe}") } else { what }
}

/// Whether trying again with the same key may still give it.
pub fn may_have_happened(error: &ApiError) -> bool {
    match error {
        ApiError::Network | ApiError::Unreadable | ApiError::Outdated => true,
        ApiError::Problem(problem) => problem.status >= 500,
    }
}
