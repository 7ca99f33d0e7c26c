//! The committed API document is what the server answers.

use backend::handlers::openapi::Document;
use contract::routes;
use utoipa::OpenApi;

#[test]
fn the_committed_document_is_the_servers() {
    let committed =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi.json")).unwrap();
    let current = Document::openapi().to_pretty_json().unwrap();
    assert!(
        committed.trim() == current.trim(),
        "openapi.json is not what the server answers: run `cargo run -p vitrine -- openapi > openapi.json`"
    );
}

#[test]
fn every_route_is_in_the_document() {
    let document = Document::openapi();
    let all = [
        routes::HEALTH,
        routes::RETAILER,
        routes::CATEGORIES,
        routes::PRODUCTS,
        routes::PRODUCT,
        routes::STORES,
        routes::STORE,
        routes::AVAILABILITY,
        routes::CART,
        routes::CART_STORE,
        routes::CART_LINE,
        routes::ORDERS,
        routes::ORDER,
        routes::ORDER_CANCEL,
        routes::RESERVATIONS,
        routes::RESERVATION,
        routes::RESERVATION_CANCEL,
        routes::STORE_SLOTS,
        routes::RETURNS,
        routes::RETURN,
        routes::RETURN_CANCEL,
        routes::WITHDRAWALS,
        routes::WITHDRAWALS_FIND,
        routes::PURCHASE_GIFT_RECEIPTS,
        routes::GIFT_RECEIPTS_OPEN,
        routes::SESSION,
        routes::SESSION_LINK,
        routes::SESSION_REQUESTS,
        routes::SESSION_REQUEST_FIND,
        routes::SESSION_REQUEST_APPROVE,
        routes::SESSION_SIGN_IN,
        routes::ACCOUNT,
        routes::ACCOUNT_PROFILE,
        routes::ACCOUNT_STORE,
        routes::ACCOUNT_FAVOURITE_STORE,
        routes::ACCOUNT_SESSIONS,
        routes::ACCOUNT_SESSION,
        routes::ACCOUNT_MERGE_UNDO,
        routes::FAVOURITES,
        routes::FAVOURITE,
        routes::FAVOURITES_SEEN,
        routes::EVENTS,
        routes::DESK_SESSION,
        routes::DESK_PICKUPS,
        routes::DESK_PICKUP_PREPARE,
        routes::DESK_PICKUP_READY,
        routes::DESK_PICKUP_COLLECT,
        routes::DESK_PASSES_FIND,
        routes::DESK_RESERVATIONS,
        routes::DESK_RESERVATION_PREPARE,
        routes::DESK_RESERVATION_MISSING,
        routes::DESK_RESERVATION_READY,
        routes::DESK_RESERVATION_ARRIVE,
        routes::DESK_RESERVATION_CLOSE,
        routes::PURCHASES,
        routes::PURCHASE,
        routes::RECEIPTS_CLAIM,
        routes::POS_RECEIPTS,
        routes::POS_CUSTOMER,
        routes::POS_STORE_CREDIT,
        routes::DESK_PURCHASES_FIND,
        routes::DESK_RETURNS,
        routes::DESK_RETURN,
        routes::DESK_RETURN_RECEIVE,
        routes::DESK_RETURN_REFUND,
    ];
    for route in all {
        assert!(document.paths.paths.contains_key(route), "{route} is not in the document");
    }
}
