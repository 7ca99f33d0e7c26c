use contract::routes;

/// The stream of live events from a number on.
pub fn stream(after: i64) -> String {
    routes::with_query(routes::EVENTS, &[("after", Some(after.to_string()))])
}
