//! Reservations to try on: placed once, held, prepared piece by piece, tried on, and ended by themselves.

use backend::{
    args,
    db::associate::Associate,
    domain::{
        associate,
        clock::{DAY, HOUR},
        desk,
        desk_reservation::{self, Action},
        mail,
        refusal::Refusal,
        reservation, secret, slots,
    },
};
use contract::{
    desk::FoundPass,
    error::ErrorCode,
    newtypes::SixDigits,
    pass::FindPass,
    reservation::{
        PlacedReservation, Reservation, ReservationLineStatus as Line, ReservationStatus as Status,
    },
    time::Timestamp,
};

use crate::common::{Shop, new_key, order_of, reservation_of, shops};

fn code(refusal: Refusal) -> ErrorCode {
    refusal.code().unwrap_or(ErrorCode::Internal)
}

async fn lea(shop: &Shop) -> Associate {
    associate::add(&shop.app.db, 0, "PAR11", "Léa", "123456").await.unwrap();
    let mut tx = shop.app.db.read().await.unwrap();
    backend::db::associate::of_store(&mut tx, "PAR11").await.unwrap().remove(0)
}

/// Two sizes of the dress, three units of each, are in the store; one of each is reserved. Answers the session too.
async fn two_sizes(shop: &Shop) -> (Reservation, String) {
    shop.stock("ROBE-38", "PAR11", Some(3)).await;
    shop.stock("ROBE-40", "PAR11", Some(3)).await;
    let request = reservation_of(shop, "zoe@example.fr", &["ROBE-38", "ROBE-40"]).await;
    let placed = shop.reserve(&new_key(), &request).await.unwrap();
    (placed.placed.reservation, secret::hash(&placed.new_token.unwrap()))
}

async fn act(shop: &Shop, who: &Associate, id: &str, action: Action) -> Result<Status, ErrorCode> {
    desk_reservation::act(&shop.app, who, id, action).await.map(|changed| changed.status).map_err(code)
}

#[tokio::test]
async fn it_holds_its_pieces_and_comes_with_a_pass() {
    for shop in shops().await {
        let (reservation, _) = two_sizes(&shop).await;
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 1));
        assert_eq!(shop.stock_of("ROBE-40", "PAR11").await, (Some(3), 1));
        assert_eq!(reservation.status, Status::Requested);
        assert_eq!(reservation.slot.from.as_str(), "2026-11-21T13:00:00+01:00");
        assert_eq!(reservation.slot.until.as_str(), "2026-11-21T14:00:00+01:00");
        assert_eq!(reservation.keep_until.as_str(), "2026-11-21T19:15:00+01:00");
        assert!(reservation.lines.iter().all(|line| line.status == Line::Held));
        assert!(reservation.number.starts_with("E-"));
        let pass = reservation.pass.unwrap();
        assert_eq!(shop.app.signer.check(&pass.token).unwrap().subject_id, reservation.id);
    }
}

#[tokio::test]
async fn the_same_key_gives_the_same_reservation() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(3)).await;
        let (key, request) = (new_key(), reservation_of(&shop, "zoe@example.fr", &["ROBE-38"]).await);
        let (first, second) = tokio::join!(shop.reserve(&key, &request), shop.reserve(&key, &request));
        let id = |placed: PlacedReservation| placed.reservation.id;
        assert_eq!(id(first.unwrap().placed), id(second.unwrap().placed));
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 1));
    }
}

#[tokio::test]
async fn what_cannot_be_reserved_is_refused_and_changes_nothing() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(1)).await;
        shop.stock("ROBE-40", "PAR11", None).await;
        let good = reservation_of(&shop, "zoe@example.fr", &["ROBE-38"]).await;
        let refused = async |request| code(shop.reserve(&new_key(), &request).await.err().unwrap());
        let of = async |skus: &[&str]| reservation_of(&shop, "zoe@example.fr", skus).await;
        assert_eq!(refused(of(&[]).await).await, ErrorCode::InvalidField);
        assert_eq!(refused(of(&["ROBE-38", "ROBE-38"]).await).await, ErrorCode::InvalidField);
        assert_eq!(refused(of(&["A", "B", "C", "D", "E", "F"]).await).await, ErrorCode::InvalidField);
        assert_eq!(refused(of(&["ROBE-99"]).await).await, ErrorCode::NotOrderable);
        // The first piece is not held when the second one can't be.
        assert_eq!(refused(of(&["ROBE-38", "ROBE-40"]).await).await, ErrorCode::StockUnknown);
        let mut late = good.clone();
        late.slot = Timestamp("2026-11-21T03:00:00+01:00".into());
        assert_eq!(refused(late).await, ErrorCode::SlotGone);
        let mut rubbish = good.clone();
        rubbish.slot = Timestamp("tomorrow".into());
        assert_eq!(refused(rubbish).await, ErrorCode::InvalidField);
        let mut long = good.clone();
        long.note = Some("a".repeat(301));
        assert_eq!(refused(long).await, ErrorCode::InvalidField);
        let mut control = good.clone();
        control.note = Some("a\u{0}b".into());
        assert_eq!(refused(control).await, ErrorCode::InvalidField);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(1), 0));
        shop.reserve(&new_key(), &good).await.unwrap();
        let again = reservation_of(&shop, "anna@example.fr", &["ROBE-38"]).await;
        assert_eq!(refused(again).await, ErrorCode::NotEnoughStock);
    }
}

#[tokio::test]
async fn nobody_hoards() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let request = reservation_of(&shop, "zoe@example.fr", &["ROBE-38"]).await;
        shop.reserve(&new_key(), &request).await.unwrap();
        shop.reserve(&new_key(), &request).await.unwrap();
        let third = shop.reserve(&new_key(), &request).await.err().unwrap();
        assert_eq!(code(third), ErrorCode::TooManyReservations);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(9), 2));
    }
}

#[tokio::test]
async fn one_piece_is_bought_and_one_goes_back() {
    for shop in shops().await {
        let lea = lea(&shop).await;
        let (reservation, session) = two_sizes(&shop).await;
        let id = reservation.id.as_str();
        let close =
            |bought: &[&str]| Action::Close { bought: bought.iter().map(ToString::to_string).collect() };
        assert_eq!(act(&shop, &lea, id, close(&[])).await, Err(ErrorCode::WrongStatus));
        assert_eq!(act(&shop, &lea, id, Action::Prepare).await, Ok(Status::Preparing));
        assert_eq!(act(&shop, &lea, id, Action::Prepare).await, Err(ErrorCode::WrongStatus));
        let ready = Action::MakeReady { staging_place: Some("Cabine 2".into()) };
        assert_eq!(act(&shop, &lea, id, ready).await, Ok(Status::Ready));

        let digits = SixDigits::parse(&reservation.pass.as_ref().unwrap().digits).unwrap();
        let found = desk::find(&shop.app, &lea, &FindPass::Digits(digits)).await.unwrap();
        let FoundPass::Reservation(found) = found else { panic!("the pass is a reservation's") };
        assert_eq!((found.id.as_str(), found.staging_place.as_deref()), (id, Some("Cabine 2")));

        assert_eq!(act(&shop, &lea, id, Action::Arrive).await, Ok(Status::Arrived));
        assert_eq!(act(&shop, &lea, id, close(&["nothing"])).await, Err(ErrorCode::NotFound));
        let bought = found.lines.iter().find(|line| line.line.sku == "ROBE-40").unwrap().line.id.clone();
        assert_eq!(act(&shop, &lea, id, close(&[&bought])).await, Ok(Status::Closed));
        assert_eq!(act(&shop, &lea, id, close(&[&bought])).await, Err(ErrorCode::WrongStatus));
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 0));
        assert_eq!(shop.stock_of("ROBE-40", "PAR11").await, (Some(2), 0));
        let seen = reservation::find(&shop.app, Some(&session), id).await.unwrap();
        let statuses: Vec<Line> = seen.lines.iter().map(|line| line.status).collect();
        assert_eq!(statuses, [Line::ReturnedToShelf, Line::Bought]);
        assert!(seen.pass.is_none());
    }
}

#[tokio::test]
async fn a_piece_that_is_not_found_corrects_the_count_and_the_last_one_declines() {
    for shop in shops().await {
        let lea = lea(&shop).await;
        let (reservation, _) = two_sizes(&shop).await;
        let missing = |line: usize| Action::SayMissing { line_id: reservation.lines[line].id.clone() };
        assert_eq!(act(&shop, &lea, &reservation.id, missing(0)).await, Ok(Status::Requested));
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(2), 0));
        assert_eq!(act(&shop, &lea, &reservation.id, missing(0)).await, Err(ErrorCode::WrongStatus));
        assert_eq!(act(&shop, &lea, &reservation.id, missing(1)).await, Ok(Status::Declined));
        assert_eq!(shop.stock_of("ROBE-40", "PAR11").await, (Some(2), 0));
    }
}

#[tokio::test]
async fn two_associates_who_miss_one_piece_each_decline() {
    for shop in shops().await {
        let lea = lea(&shop).await;
        let (reservation, _) = two_sizes(&shop).await;
        let missing = |line: usize| Action::SayMissing { line_id: reservation.lines[line].id.clone() };
        let (first, second) = tokio::join!(
            act(&shop, &lea, &reservation.id, missing(0)),
            act(&shop, &lea, &reservation.id, missing(1))
        );
        assert!([first, second].contains(&Ok(Status::Declined)));
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(2), 0));
        assert_eq!(shop.stock_of("ROBE-40", "PAR11").await, (Some(2), 0));
    }
}

#[tokio::test]
async fn a_shopper_cancels_and_nobody_else_can() {
    for shop in shops().await {
        let (reservation, session) = two_sizes(&shop).await;
        let stranger = reservation::cancel(&shop.app, Some("stranger"), &reservation.id).await;
        assert_eq!(code(stranger.err().unwrap()), ErrorCode::NotFound);
        assert_eq!(
            code(reservation::find(&shop.app, None, &reservation.id).await.err().unwrap()),
            ErrorCode::NotFound
        );
        let cancelled = reservation::cancel(&shop.app, Some(&session), &reservation.id).await.unwrap();
        assert_eq!(cancelled.status, Status::Cancelled);
        let again = reservation::cancel(&shop.app, Some(&session), &reservation.id).await;
        assert_eq!(code(again.err().unwrap()), ErrorCode::AlreadyCancelled);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 0));
    }
}

#[tokio::test]
async fn it_ends_by_itself_but_not_after_arrival() {
    for shop in shops().await {
        let lea = lea(&shop).await;
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let mut ids = Vec::new();
        for email in ["a@example.fr", "b@example.fr", "c@example.fr"] {
            let request = reservation_of(&shop, email, &["ROBE-38"]).await;
            ids.push(shop.reserve(&new_key(), &request).await.unwrap().placed.reservation.id);
        }
        act(&shop, &lea, &ids[1], Action::MakeReady { staging_place: None }).await.unwrap();
        act(&shop, &lea, &ids[2], Action::Arrive).await.unwrap();
        shop.app.clock.advance(8 * HOUR);
        assert_eq!(reservation::expire_overdue(&shop.app).await.unwrap(), 0);
        shop.app.clock.advance(HOUR);
        assert_eq!(reservation::expire_overdue(&shop.app).await.unwrap(), 2);
        let mut tx = shop.app.db.read().await.unwrap();
        let mut statuses = Vec::new();
        for id in &ids {
            statuses.push(reservation::load(&mut tx, id).await.unwrap().status);
        }
        drop(tx);
        assert_eq!(statuses, [Status::Expired, Status::NoShow, Status::Arrived]);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(9), 1));
    }
}

#[tokio::test]
async fn another_store_cannot_touch_it() {
    for shop in shops().await {
        let (reservation, _) = two_sizes(&shop).await;
        associate::add(&shop.app.db, 0, "LYO02", "Marc", "123456").await.unwrap();
        let mut tx = shop.app.db.read().await.unwrap();
        let marc = backend::db::associate::of_store(&mut tx, "LYO02").await.unwrap().remove(0);
        drop(tx);
        assert_eq!(act(&shop, &marc, &reservation.id, Action::Arrive).await, Err(ErrorCode::WrongStore));
        assert!(desk_reservation::list(&shop.app, &marc).await.unwrap().items.is_empty());
    }
}

#[tokio::test]
async fn one_unit_is_promised_to_one_of_many_who_order_and_reserve_at_once() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(1)).await;
        let reservation = reservation_of(&shop, "zoe@example.fr", &["ROBE-38"]).await;
        let (order, key, other) = (order_of("ROBE-38", 1), new_key(), new_key());
        let (reserved, ordered) = tokio::join!(shop.reserve(&key, &reservation), shop.place(&other, &order));
        assert!(reserved.is_ok() ^ ordered.is_ok());
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(1), 1));
    }
}

#[tokio::test]
async fn each_change_that_matters_is_one_mail() {
    for shop in shops().await {
        let lea = lea(&shop).await;
        let (reservation, _) = two_sizes(&shop).await;
        act(&shop, &lea, &reservation.id, Action::Prepare).await.unwrap();
        mail::compose(&shop.app).await.unwrap();
        let missing = Action::SayMissing { line_id: reservation.lines[0].id.clone() };
        act(&shop, &lea, &reservation.id, missing).await.unwrap();
        mail::compose(&shop.app).await.unwrap();
        act(&shop, &lea, &reservation.id, Action::MakeReady { staging_place: None }).await.unwrap();
        mail::compose(&shop.app).await.unwrap();
        shop.app.clock.advance(DAY);
        reservation::expire_overdue(&shop.app).await.unwrap();
        mail::compose(&shop.app).await.unwrap();
        assert_eq!(mail::compose(&shop.app).await.unwrap(), 0);
        let count = async |template: &str| {
            let sql =
                "SELECT COUNT(*) AS value FROM mail WHERE template = $1 AND recipient = 'zoe@example.fr'";
            shop.int(sql, args![template]).await
        };
        assert_eq!(count("reservation_requested").await, 1);
        assert_eq!(count("reservation_piece_missing").await, 1);
        assert_eq!(count("reservation_ready").await, 1);
        assert_eq!(count("reservation_no_show").await, 1);
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM mail", args![]).await, 4);
    }
}

#[tokio::test]
async fn slots_are_asked_of_a_store_that_exists() {
    for shop in shops().await {
        let slots = slots::list(&shop.app, "par11").await.unwrap();
        assert_eq!((slots.items.len(), slots.items[0].date.as_str()), (7, "2026-11-21"));
        assert_eq!(code(slots::list(&shop.app, "nice").await.err().unwrap()), ErrorCode::NotFound);
        assert!(slots.items[0].slots[0].from.as_str() > "2026-11-21T11:00:00+01:00");
    }
}
