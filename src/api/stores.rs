use contract::{
    language::Language,
    routes,
    store::{Store, StoreSummary, Stores},
};

use super::Fetch;

pub fn list(language: Language, place: Option<(f64, f64)>) -> Fetch<Stores> {
    Fetch::new(routes::with_query(
        routes::STORES,
        &[
            ("latitude", place.map(|(latitude, _)| latitude.to_string())),
            ("longitude", place.map(|(_, longitude)| longitude.to_string())),
            ("language", Some(language.tag().to_string())),
        ],
    ))
}

pub fn get(slug: &str, language: Language) -> Fetch<Store> {
    Fetch::new(address(slug, language))
}

/// The same answer, of which only the summary is read.
pub fn summary(slug: &str, language: Language) -> Fetch<StoreSummary> {
    Fetch::new(address(slug, language))
}

fn address(slug: &str, language: Language) -> String {
    routes::with_query(&routes::store(slug), &[("language", Some(language.tag().to_string()))])
}
