use contract::{routes, session::OpenLink};
use gloo_net::http::Method;

use super::{ApiError, send};
use crate::browser::json;

/// Exchanges the secret of an order's or a reservation's private link for access by cookie.
pub async fn open_link(id: String, token: String) -> Result<(), ApiError> {
    send(Method::POST, routes::SESSION_LINK, json::write(&OpenLink { id, token }), None).await.map(drop)
}
