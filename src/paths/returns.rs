//! What goes back: returns, gift receipts, withdrawals.

use contract::routes;

use super::in_page_language;

pub fn return_form(purchase_id: &str) -> String {
    in_page_language(&format!("/purchases/{}/return", routes::encode(purchase_id)))
}

pub fn gift_receipt_form(purchase_id: &str) -> String {
    in_page_language(&format!("/purchases/{}/gift", routes::encode(purchase_id)))
}

pub fn return_request(id: &str) -> String {
    in_page_language(&format!("/returns/{}", routes::encode(id)))
}

pub fn withdrawal() -> String {
    in_page_language("/withdrawal")
}

/// The same, for an order that is known.
pub fn withdrawal_of(number: &str) -> String {
    routes::with_query(&withdrawal(), &[("number", Some(number.to_string()))])
}

pub fn return_label(id: &str) -> String {
    in_page_language(&format!("/returns/{}/label", routes::encode(id)))
}

pub fn gift_receipt() -> String {
    in_page_language("/gift")
}
