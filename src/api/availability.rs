use contract::{availability::AvailabilityList, language::Language, routes};

use super::Fetch;

/// What each store has of a variant, nearest first once a place or a store is known.
pub fn list(
    sku: &str,
    language: Language,
    place: Option<(f64, f64)>,
    store: Option<String>,
) -> Fetch<AvailabilityList> {
    Fetch::new(routes::with_query(
        routes::AVAILABILITY,
        &[
            ("sku", Some(sku.to_string())),
            ("latitude", place.map(|(latitude, _)| latitude.to_string())),
            ("longitude", place.map(|(_, longitude)| longitude.to_string())),
            ("store", store),
            ("language", Some(language.tag().to_string())),
        ],
    ))
}
