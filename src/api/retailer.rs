use contract::{retailer::Retailer, routes};

use super::Fetch;
use crate::browser::document;

pub fn get() -> Fetch<Retailer> {
    Fetch::new(routes::RETAILER.to_string())
}

/// Where the brand's picture is.
pub fn logo(name: &str) -> String {
    document::api_address(&routes::logo(name))
}
