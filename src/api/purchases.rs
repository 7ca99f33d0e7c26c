use contract::{
    invoice::{Company, NameCompany},
    purchase::{Purchase, PurchaseQuery, Purchases},
    routes,
};
use gloo_net::http::Method;

use super::{ApiError, Fetch, send};
use crate::browser::json;

/// What this browser or its account bought, the last first.
pub fn list(query: PurchaseQuery) -> Fetch<Purchases> {
    Fetch::new(routes::with_query(
        routes::PURCHASES,
        &[
            ("year", query.year.map(|year| year.to_string())),
            ("channel", query.channel.map(|channel| channel.as_str().to_string())),
            ("store", query.store),
            ("q", query.q),
            ("page", query.page.map(|page| page.to_string())),
            ("per_page", query.per_page.map(|count| count.to_string())),
        ],
    ))
}

pub fn get(id: &str) -> Fetch<Purchase> {
    Fetch::new(routes::purchase(id))
}

/// Has the invoice name a company, from now on or in place of the one that did not.
pub async fn name_company(id: &str, company: Company) -> Result<(), ApiError> {
    let body = json::write(&NameCompany { company });
    send(Method::PUT, &routes::purchase_company(id), body, None).await.map(drop)
}
