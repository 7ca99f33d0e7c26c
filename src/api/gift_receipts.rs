use contract::{
    purchase::{GiftReceipt, MakeGiftReceipt, OpenGiftReceipt},
    routes,
};
use gloo_net::http::Method;

use super::{ApiError, parse, send};
use crate::browser::json;

/// Makes a receipt without prices for some lines of a purchase; sent again with the same key it answers the same one.
pub async fn make(purchase_id: &str, line_ids: Vec<String>, key: &str) -> Result<GiftReceipt, ApiError> {
    let request = MakeGiftReceipt { line_ids };
    let url = routes::purchase_gift_receipts(purchase_id);
    parse(&send(Method::POST, &url, json::write(&request), Some(key)).await?)
}

/// What its bearer may see.
pub async fn open(token: String) -> Result<GiftReceipt, ApiError> {
    let request = OpenGiftReceipt { token };
    parse(&send(Method::POST, routes::GIFT_RECEIPTS_OPEN, json::write(&request), None).await?)
}
