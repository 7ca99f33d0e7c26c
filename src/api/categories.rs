use contract::{category::Categories, language::Language, routes};

use super::Fetch;

pub fn list(language: Language) -> Fetch<Categories> {
    Fetch::new(routes::with_query(routes::CATEGORIES, &[("language", Some(language.tag().to_string()))]))
}
