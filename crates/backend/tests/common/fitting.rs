//! Reservations and the associates who look after them.

use backend::{
    db::{self, associate::Associate},
    domain::{
        associate,
        desk_reservation::{self, Action},
        refusal::Refusal,
        reservation, secret,
    },
};
use contract::{desk::DeskReservation, error::ErrorCode, reservation::Reservation};

use super::{Shop, new_key, reservation_of};

pub fn code(refusal: Refusal) -> ErrorCode {
    refusal.code().unwrap_or(ErrorCode::Internal)
}

pub fn refused<T>(outcome: Result<T, Refusal>) -> ErrorCode {
    code(outcome.err().unwrap())
}

/// Somebody who works in a store from now on.
pub async fn hire(shop: &Shop, store: &str, name: &str, pin: &str) -> Associate {
    associate::add(&shop.app.db, 0, store, name, pin).await.unwrap();
    let mut tx = shop.app.db.read().await.unwrap();
    let everybody = db::associate::of_store(&mut tx, store).await.unwrap();
    everybody.into_iter().find(|associate| associate.name == name).unwrap()
}

/// A reservation in the store PAR11, with the session that may see it.
pub async fn reserved(shop: &Shop, email: &str, skus: &[&str]) -> (Reservation, String) {
    let request = reservation_of(shop, email, skus).await;
    let placed = shop.reserve(&new_key(), &request).await.unwrap();
    (placed.placed.reservation, secret::hash(&placed.new_token.unwrap()))
}

/// Two sizes of the dress, three units of each, are in the store; one of each is reserved.
pub async fn two_sizes(shop: &Shop) -> (Reservation, String) {
    shop.stock("ROBE-38", "PAR11", Some(3)).await;
    shop.stock("ROBE-40", "PAR11", Some(3)).await;
    reserved(shop, "zoe@example.fr", &["ROBE-38", "ROBE-40"]).await
}

pub async fn act(
    shop: &Shop,
    who: &Associate,
    id: &str,
    action: Action,
) -> Result<DeskReservation, ErrorCode> {
    desk_reservation::act(&shop.app, who, id, action).await.map_err(code)
}

pub async fn seen(shop: &Shop, session: &str, id: &str) -> Reservation {
    reservation::find(&shop.app, Some(session), id).await.unwrap()
}

pub fn ready() -> Action {
    Action::MakeReady { staging_place: Some("Cabine 2".into()) }
}

pub fn close(bought: &[&str]) -> Action {
    Action::Close { bought: bought.iter().map(ToString::to_string).collect() }
}

/// How many mails of a letter wait.
pub async fn mails(shop: &Shop, template: &str) -> i64 {
    backend::domain::mail::compose(&shop.app).await.unwrap();
    shop.int("SELECT COUNT(*) AS value FROM mail WHERE template = $1", backend::args![template]).await
}
