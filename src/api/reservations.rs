use contract::{
    language::Language,
    page::Page,
    reservation::{ChangeSlot, PlaceReservation, PlacedReservation, Reservation, SayLate, Slots},
    routes,
    time::Timestamp,
};
use gloo_net::http::Method;

use super::{ApiError, Fetch, parse, send};
use crate::browser::json;

fn in_language(path: &str, language: Language) -> String {
    routes::with_query(path, &[("language", Some(language.tag().to_string()))])
}

/// What this browser or its account may see, the last first.
pub fn list(language: Language, per_page: u32) -> Fetch<Page<Reservation>> {
    Fetch::new(routes::with_query(
        routes::RESERVATIONS,
        &[("language", Some(language.tag().to_string())), ("per_page", Some(per_page.to_string()))],
    ))
}

pub fn get(id: &str, language: Language) -> Fetch<Reservation> {
    Fetch::new(in_language(&routes::reservation(id), language))
}

/// When one can come to a store to try on.
pub fn slots(store_slug: &str) -> Fetch<Slots> {
    Fetch::new(routes::store_slots(store_slug))
}

/// Places a reservation; sent again with the same key it answers the same reservation.
pub async fn place(reservation: &PlaceReservation, key: &str) -> Result<PlacedReservation, ApiError> {
    parse(&send(Method::POST, routes::RESERVATIONS, json::write(reservation), Some(key)).await?)
}

pub async fn cancel(id: &str, language: Language) -> Result<Reservation, ApiError> {
    let url = in_language(&routes::reservation_cancel(id), language);
    parse(&send(Method::POST, &url, None, None).await?)
}

/// To come at another of the store's slots, by its beginning.
pub async fn change_slot(id: &str, slot: Timestamp, language: Language) -> Result<Reservation, ApiError> {
    let url = in_language(&routes::reservation_slot(id), language);
    parse(&send(Method::PUT, &url, json::write(&ChangeSlot { slot }), None).await?)
}

/// A piece that is no longer wanted; the last one cancels the reservation.
pub async fn drop_line(id: &str, line_id: &str, language: Language) -> Result<Reservation, ApiError> {
    let url = in_language(&routes::reservation_line(id, line_id), language);
    parse(&send(Method::DELETE, &url, None, None).await?)
}

/// « Je suis là ».
pub async fn say_here(id: &str, language: Language) -> Result<Reservation, ApiError> {
    let url = in_language(&routes::reservation_here(id), language);
    parse(&send(Method::POST, &url, None, None).await?)
}

/// « J’ai du retard », in minutes from now.
pub async fn say_late(id: &str, minutes: u32, language: Language) -> Result<Reservation, ApiError> {
    let url = in_language(&routes::reservation_late(id), language);
    parse(&send(Method::POST, &url, json::write(&SayLate { minutes }), None).await?)
}
