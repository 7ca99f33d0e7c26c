//! One attempt at an order and its key: the same order sent again after a dead network is the same order.

use contract::order::PlaceOrder;

use crate::{
    api::ApiError,
    browser::{json, random, storage},
};

const KEY: &str = "order-attempt";

/// The key of the attempt at exactly this order. It is written down before the first try and lives through a reload.
pub fn key_of(order: &PlaceOrder) -> String {
    let Some(body) = json::write(order) else {
        return random::uuid();
    };
    if let Some((key, tried)) = storage::session().get_json::<(String, String)>(KEY)
        && tried == body
    {
        return key;
    }
    let key = random::uuid();
    storage::session().set_json(KEY, &(&key, body));
    key
}

/// The order was placed, or refused for good: the next one is another attempt.
pub fn over() {
    storage::session().remove(KEY);
}

/// The attempt whose answer never came, and its key.
pub fn pending() -> Option<(PlaceOrder, String)> {
    let (key, body) = storage::session().get_json::<(String, String)>(KEY)?;
    Some((json::read(&body)?, key))
}

/// Whether trying again with the same key may still give the order.
pub fn may_have_happened(error: &ApiError) -> bool {
    match error {
        ApiError::Network | ApiError::Unreadable => true,
        ApiError::Problem(problem) => problem.status >= 500,
    }
}
