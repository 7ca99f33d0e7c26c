use contract::{
    handoff::{Handoff, HandoffPreview, OfferHandoff, OfferedHandoff, TakeHandoff, TakenHandoff},
    routes,
};
use gloo_net::http::Method;

use super::{ApiError, Fetch, parse, send};
use crate::browser::{document, json, network};

/// Offers to go on with another device; what was offered before ends.
pub async fn offer(offer: &OfferHandoff) -> Result<OfferedHandoff, ApiError> {
    parse(&send(Method::POST, routes::HANDOFFS, json::write(offer), None).await?)
}

/// What became of an offer.
pub fn get(id: &str) -> Fetch<Handoff> {
    Fetch::new(routes::handoff(id))
}

/// Takes an offer back.
pub async fn end(id: &str) -> Result<(), ApiError> {
    send(Method::DELETE, &routes::handoff(id), None, None).await.map(drop)
}

/// Takes an offer back as the page goes away.
pub fn end_at_last(id: &str) {
    network::delete_at_last(&document::api_address(&routes::handoff(id)));
}

/// What going on here would do.
pub async fn find(token: String) -> Result<HandoffPreview, ApiError> {
    parse(&send(Method::POST, routes::HANDOFFS_FIND, json::write(&TakeHandoff { token }), None).await?)
}

/// Goes on here.
pub async fn take(token: String) -> Result<TakenHandoff, ApiError> {
    parse(&send(Method::POST, routes::HANDOFFS_TAKE, json::write(&TakeHandoff { token }), None).await?)
}
