use contract::{retailer::Retailer, routes};

use super::Fetch;

pub fn get() -> Fetch<Retailer> {
    Fetch::new(routes::RETAILER.to_string())
}
