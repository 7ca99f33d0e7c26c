use contract::routes;

use crate::browser::document;

/// The stream of live events from a number on.
pub fn stream(after: i64) -> String {
    document::api_address(&routes::with_query(routes::EVENTS, &[("after", Some(after.to_string()))]))
}
