//! What the desk asks of the server.

use contract::{
    desk::{
        Audit, CloseReservation, CloseStore, Closing, DeskPickup, DeskPickups, DeskReservation,
        DeskReservations, DeskSession, FoundPass, MakeReady, SayFound, SayMissing, SignIn,
    },
    desk_sale::{
        DeskOrder, DeskPlaceReturn, DeskReturn, DeskReturns, FindPurchase, FoundPurchase, InspectReturn,
        InspectedReturn, PayRefund,
    },
    pass::FindPass,
    routes,
};
use gloo_net::http::Method;
use storefront::{
    api::{ApiError, get_text, parse, send},
    browser::json,
};

pub async fn session() -> Result<DeskSession, ApiError> {
    parse(&get_text(routes::DESK_SESSION).await?)
}

pub async fn sign_in(request: &SignIn) -> Result<DeskSession, ApiError> {
    parse(&send(Method::POST, routes::DESK_SESSION, json::write(request), None).await?)
}

pub async fn sign_out() -> Result<(), ApiError> {
    send(Method::DELETE, routes::DESK_SESSION, None, None).await.map(drop)
}

pub async fn pickups() -> Result<DeskPickups, ApiError> {
    parse(&get_text(routes::DESK_PICKUPS).await?)
}

pub async fn prepare_pickup(id: &str) -> Result<DeskPickup, ApiError> {
    parse(&send(Method::POST, &routes::desk_pickup_prepare(id), None, None).await?)
}

pub async fn make_pickup_ready(id: &str, request: &MakeReady) -> Result<DeskPickup, ApiError> {
    parse(&send(Method::POST, &routes::desk_pickup_ready(id), json::write(request), None).await?)
}

pub async fn collect_pickup(id: &str) -> Result<DeskPickup, ApiError> {
    parse(&send(Method::POST, &routes::desk_pickup_collect(id), None, None).await?)
}

pub async fn resend_pickup(id: &str) -> Result<(), ApiError> {
    send(Method::POST, &routes::desk_pickup_resend(id), None, None).await.map(drop)
}

pub async fn reservations() -> Result<DeskReservations, ApiError> {
    parse(&get_text(routes::DESK_RESERVATIONS).await?)
}

pub async fn prepare_reservation(id: &str) -> Result<DeskReservation, ApiError> {
    change_reservation(routes::DESK_RESERVATION_PREPARE, id, None).await
}

pub async fn say_found(id: &str, request: &SayFound) -> Result<DeskReservation, ApiError> {
    change_reservation(routes::DESK_RESERVATION_FOUND, id, json::write(request)).await
}

pub async fn say_missing(id: &str, request: &SayMissing) -> Result<DeskReservation, ApiError> {
    change_reservation(routes::DESK_RESERVATION_MISSING, id, json::write(request)).await
}

pub async fn make_reservation_ready(id: &str, request: &MakeReady) -> Result<DeskReservation, ApiError> {
    change_reservation(routes::DESK_RESERVATION_READY, id, json::write(request)).await
}

pub async fn arrive(id: &str) -> Result<DeskReservation, ApiError> {
    change_reservation(routes::DESK_RESERVATION_ARRIVE, id, None).await
}

pub async fn close_reservation(id: &str, request: &CloseReservation) -> Result<DeskReservation, ApiError> {
    change_reservation(routes::DESK_RESERVATION_CLOSE, id, json::write(request)).await
}

pub async fn say_no_show(id: &str) -> Result<DeskReservation, ApiError> {
    change_reservation(routes::DESK_RESERVATION_NO_SHOW, id, None).await
}

pub async fn undo(id: &str) -> Result<DeskReservation, ApiError> {
    change_reservation(routes::DESK_RESERVATION_UNDO, id, None).await
}

pub async fn resend_reservation(id: &str) -> Result<(), ApiError> {
    let url = routes::desk_reservation(routes::DESK_RESERVATION_RESEND, id);
    send(Method::POST, &url, None, None).await.map(drop)
}

async fn change_reservation(
    route: &str,
    id: &str,
    body: Option<String>,
) -> Result<DeskReservation, ApiError> {
    parse(&send(Method::POST, &routes::desk_reservation(route, id), body, None).await?)
}

pub async fn find(pass: &FindPass) -> Result<FoundPass, ApiError> {
    parse(&send(Method::POST, routes::DESK_PASSES_FIND, json::write(pass), None).await?)
}

pub async fn find_purchase(by: &FindPurchase) -> Result<FoundPurchase, ApiError> {
    parse(&send(Method::POST, routes::DESK_PURCHASES_FIND, json::write(by), None).await?)
}

pub async fn returns() -> Result<DeskReturns, ApiError> {
    parse(&get_text(routes::DESK_RETURNS).await?)
}

pub async fn return_request(id: &str) -> Result<DeskReturn, ApiError> {
    parse(&get_text(&routes::desk_return(routes::DESK_RETURN, id)).await?)
}

pub async fn place_return(request: &DeskPlaceReturn, key: &str) -> Result<DeskReturn, ApiError> {
    parse(&send(Method::POST, routes::DESK_RETURNS, json::write(request), Some(key)).await?)
}

pub async fn receive_return(id: &str, request: &InspectReturn) -> Result<InspectedReturn, ApiError> {
    let url = routes::desk_return(routes::DESK_RETURN_RECEIVE, id);
    parse(&send(Method::POST, &url, json::write(request), None).await?)
}

pub async fn refund_return(id: &str, request: &PayRefund) -> Result<InspectedReturn, ApiError> {
    let url = routes::desk_return(routes::DESK_RETURN_REFUND, id);
    parse(&send(Method::POST, &url, json::write(request), None).await?)
}

pub async fn place_order(request: &DeskOrder, key: &str) -> Result<DeskPickup, ApiError> {
    parse(&send(Method::POST, routes::DESK_ORDERS, json::write(request), Some(key)).await?)
}

pub async fn closing() -> Result<Closing, ApiError> {
    parse(&get_text(routes::DESK_CLOSING).await?)
}

pub async fn close_store(request: &CloseStore) -> Result<Closing, ApiError> {
    parse(&send(Method::PUT, routes::DESK_CLOSING, json::write(request), None).await?)
}

pub async fn reopen_store() -> Result<Closing, ApiError> {
    parse(&send(Method::DELETE, routes::DESK_CLOSING, None, None).await?)
}

pub async fn audit() -> Result<Audit, ApiError> {
    parse(&get_text(routes::DESK_AUDIT).await?)
}
