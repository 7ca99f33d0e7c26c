use contract::{
    purchase::{ClaimReceipt, Purchase},
    routes,
};
use gloo_net::http::Method;

use super::{ApiError, parse, send};
use crate::browser::json;

/// Puts a paper receipt among the purchases, by the token of its code.
pub async fn claim(token: String) -> Result<Purchase, ApiError> {
    let body = json::write(&ClaimReceipt { token });
    parse(&send(Method::POST, routes::RECEIPTS_CLAIM, body, None).await?)
}
