//! A slip of the finger at the desk is taken back, with its stock, its ledger and its pass.

use backend::{
    args,
    domain::{
        clock::{DAY, HOUR, MINUTE},
        desk_reservation::Action,
        reservation,
    },
};
use contract::{
    desk::UndoStep,
    error::ErrorCode,
    reservation::{Reservation, ReservationLineStatus as Line, ReservationStatus as Status},
};

use crate::common::{
    Shop,
    fitting::{act, close, hire, mails, ready, reserved, seen, two_sizes},
    new_key, order_of, shops,
};

async fn ledger(shop: &Shop, sku: &str) -> i64 {
    let sum = "SELECT CAST(SUM(quantity) AS BIGINT) AS value FROM stock_movement WHERE sku = $1";
    shop.int(sum, args![sku]).await
}

fn found(reservation: &Reservation, line: usize) -> Action {
    Action::SayFound { line_id: reservation.lines[line].id.clone() }
}

fn missing(reservation: &Reservation, line: usize) -> Action {
    Action::SayMissing { line_id: reservation.lines[line].id.clone() }
}

#[tokio::test]
async fn pieces_are_found_one_by_one_by_somebody_with_a_name() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let sami = hire(&shop, "PAR11", "Sami", "654321").await;
        let (placed, _) = two_sizes(&shop).await;
        let one = act(&shop, &lea, &placed.id, found(&placed, 0)).await.unwrap();
        assert_eq!((one.status, one.prepared_by.as_deref()), (Status::Preparing, Some("Léa")));
        assert_eq!(
            one.lines.iter().map(|line| line.line.status).collect::<Vec<_>>(),
            [Line::Found, Line::Held]
        );
        let again = act(&shop, &sami, &placed.id, found(&placed, 0)).await;
        assert_eq!(again.err(), Some(ErrorCode::WrongStatus));
        assert_eq!(act(&shop, &sami, &placed.id, Action::Prepare).await.err(), Some(ErrorCode::WrongStatus));
        let two = act(&shop, &sami, &placed.id, found(&placed, 1)).await.unwrap();
        let undo = two.undo.unwrap();
        assert_eq!((undo.step, undo.by.as_str()), (UndoStep::Found, "Sami"));
        assert_eq!(undo.until.as_str(), "2026-11-21T11:05:00+01:00");
        let back = act(&shop, &lea, &placed.id, Action::Undo).await.unwrap();
        assert_eq!(back.lines[1].line.status, Line::Held);
        assert_eq!(back.undo.unwrap().by, "Léa");
        let back = act(&shop, &lea, &placed.id, Action::Undo).await.unwrap();
        assert_eq!((back.status, back.prepared_by, back.undo), (Status::Requested, None, None));
        assert_eq!(act(&shop, &lea, &placed.id, Action::Undo).await.err(), Some(ErrorCode::NothingToUndo));
    }
}

#[tokio::test]
async fn every_step_of_a_visit_can_be_taken_back() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let (placed, session) = two_sizes(&shop).await;
        let (id, bought) = (placed.id.as_str(), placed.lines[0].id.as_str());
        act(&shop, &lea, id, Action::Prepare).await.unwrap();
        act(&shop, &lea, id, ready()).await.unwrap();
        let back = act(&shop, &lea, id, Action::Undo).await.unwrap();
        assert_eq!((back.status, back.ready_at, back.staging_place), (Status::Preparing, None, None));
        assert!(back.lines.iter().all(|line| line.line.status == Line::Held));
        act(&shop, &lea, id, ready()).await.unwrap();
        act(&shop, &lea, id, Action::Arrive).await.unwrap();
        assert_eq!(act(&shop, &lea, id, Action::Undo).await.unwrap().status, Status::Ready);
        act(&shop, &lea, id, Action::Arrive).await.unwrap();
        act(&shop, &lea, id, close(&[bought])).await.unwrap();
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(2), 0));
        let back = act(&shop, &lea, id, Action::Undo).await.unwrap();
        assert_eq!((back.status, back.ended_at), (Status::Arrived, None));
        assert!(back.lines.iter().all(|line| line.line.status == Line::Found));
        for sku in ["ROBE-38", "ROBE-40"] {
            assert_eq!(shop.stock_of(sku, "PAR11").await, (Some(3), 1));
            assert_eq!(ledger(&shop, sku).await, 3);
        }
        assert_eq!(seen(&shop, &session, id).await.pass, placed.pass, "the pass works as before");
        act(&shop, &lea, id, close(&[])).await.unwrap();
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 0));
    }
}

#[tokio::test]
async fn a_piece_that_turns_up_after_all_is_held_again() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let (placed, session) = two_sizes(&shop).await;
        assert_eq!(mails(&shop, "reservation_requested").await, 1);
        act(&shop, &lea, &placed.id, missing(&placed, 0)).await.unwrap();
        let declined = act(&shop, &lea, &placed.id, missing(&placed, 1)).await.unwrap();
        assert_eq!((declined.status, declined.undo.unwrap().step), (Status::Declined, UndoStep::Missing));
        assert_eq!(mails(&shop, "reservation_declined").await, 1);
        let back = act(&shop, &lea, &placed.id, Action::Undo).await.unwrap();
        assert_eq!((back.status, back.lines[1].line.status), (Status::Requested, Line::Held));
        assert_eq!(shop.stock_of("ROBE-40", "PAR11").await, (Some(3), 1));
        assert_eq!(mails(&shop, "reservation_requested").await, 2, "the shopper is told that it is on again");
        assert!(seen(&shop, &session, &placed.id).await.pass.is_some());
        let back = act(&shop, &lea, &placed.id, Action::Undo).await.unwrap();
        assert!(back.lines.iter().all(|line| line.line.status == Line::Held));
        assert_eq!(
            (shop.stock_of("ROBE-38", "PAR11").await, ledger(&shop, "ROBE-38").await),
            ((Some(3), 1), 3)
        );
    }
}

#[tokio::test]
async fn each_step_that_is_taken_back_has_its_own_letter_or_none() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let (placed, _) = two_sizes(&shop).await;
        assert_eq!(mails(&shop, "reservation_requested").await, 1);
        for action in [Action::Prepare, ready(), Action::Undo, Action::Undo] {
            act(&shop, &lea, &placed.id, action).await.unwrap();
            shop.app.clock.advance(1_000);
        }
        assert_eq!(mails(&shop, "reservation_requested").await, 2, "that it is not ready after all");
    }
}

#[tokio::test]
async fn nobody_came_said_by_hand() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let (placed, session) = two_sizes(&shop).await;
        let id = placed.id.as_str();
        assert_eq!(act(&shop, &lea, id, Action::NoShow).await.err(), Some(ErrorCode::NotReady));
        act(&shop, &lea, id, ready()).await.unwrap();
        assert_eq!(act(&shop, &lea, id, Action::NoShow).await.err(), Some(ErrorCode::WrongStatus));
        shop.app.clock.advance(2 * HOUR);
        let late = contract::reservation::SayLate { minutes: 30 };
        reservation::say_late(&shop.app, Some(&session), id, &late).await.unwrap();
        assert_eq!(act(&shop, &lea, id, Action::NoShow).await.err(), Some(ErrorCode::WrongStatus));
        shop.app.clock.advance(6 * HOUR + 14 * MINUTE);
        let over = act(&shop, &lea, id, Action::NoShow).await.unwrap();
        assert_eq!(over.status, Status::NoShow);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 0));
        shop.app.clock.advance(4 * MINUTE);
        let back = act(&shop, &lea, id, Action::Undo).await.unwrap();
        assert_eq!((back.status, back.keep_until.as_str()), (Status::Ready, "2026-11-21T19:33:00+01:00"));
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 1));
        shop.app.clock.advance(15 * MINUTE);
        assert_eq!(reservation::expire_overdue(&shop.app).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn what_somebody_else_has_by_now_is_not_taken_back() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        shop.stock("ROBE-38", "PAR11", Some(1)).await;
        let (placed, _) = reserved(&shop, "zoe@example.fr", &["ROBE-38"]).await;
        act(&shop, &lea, &placed.id, ready()).await.unwrap();
        shop.app.clock.advance(3 * HOUR);
        act(&shop, &lea, &placed.id, Action::NoShow).await.unwrap();
        shop.place(&new_key(), &order_of("ROBE-38", 1)).await.unwrap();
        assert_eq!(act(&shop, &lea, &placed.id, Action::Undo).await.err(), Some(ErrorCode::NotEnoughStock));
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(1), 1));
        let passes = "SELECT COUNT(*) AS value FROM pass WHERE ended_at IS NULL";
        assert_eq!(shop.int(passes, args![]).await, 1, "the pass of the order");
    }
}

#[tokio::test]
async fn digits_that_are_taken_are_replaced() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let (placed, session) = two_sizes(&shop).await;
        act(&shop, &lea, &placed.id, Action::Arrive).await.unwrap();
        act(&shop, &lea, &placed.id, close(&[])).await.unwrap();
        let (other, _) = reserved(&shop, "ana@example.fr", &["ROBE-38"]).await;
        let digits = placed.pass.unwrap().digits;
        let sql = "UPDATE pass SET digits = $1 WHERE subject_id = $2";
        shop.run(sql, args![&digits, &other.id]).await;
        act(&shop, &lea, &placed.id, Action::Undo).await.unwrap();
        assert_ne!(seen(&shop, &session, &placed.id).await.pass.unwrap().digits, digits);
    }
}

#[tokio::test]
async fn there_is_an_end_to_taking_back() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let marc = hire(&shop, "LYO02", "Marc", "123456").await;
        let (placed, session) = two_sizes(&shop).await;
        let id = placed.id.as_str();
        let undo = async || act(&shop, &lea, id, Action::Undo).await.err();
        assert_eq!(undo().await, Some(ErrorCode::NothingToUndo));
        act(&shop, &lea, id, Action::Prepare).await.unwrap();
        assert_eq!(act(&shop, &marc, id, Action::Undo).await.err(), Some(ErrorCode::WrongStore));
        shop.app.clock.advance(5 * MINUTE);
        assert_eq!(undo().await, Some(ErrorCode::NothingToUndo), "five minutes have passed");
        act(&shop, &lea, id, found(&placed, 0)).await.unwrap();
        let line = &placed.lines[0].id;
        reservation::drop_piece(&shop.app, Some(&session), id, line).await.unwrap();
        assert_eq!(undo().await, Some(ErrorCode::NothingToUndo), "the shopper gave the piece back");
        act(&shop, &lea, id, ready()).await.unwrap();
        reservation::cancel(&shop.app, Some(&session), id).await.unwrap();
        assert_eq!(undo().await, Some(ErrorCode::NothingToUndo), "the shopper cancelled");
    }
}

#[tokio::test]
async fn two_who_take_back_at_once_take_one_step_back() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let (placed, _) = two_sizes(&shop).await;
        act(&shop, &lea, &placed.id, missing(&placed, 0)).await.unwrap();
        let undo = || act(&shop, &lea, &placed.id, Action::Undo);
        let (one, two) = tokio::join!(undo(), undo());
        assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1, "there was one step");
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 1));
    }
}

#[tokio::test]
async fn what_nobody_closes_is_closed_at_the_end_of_the_next_day() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let (placed, _) = two_sizes(&shop).await;
        act(&shop, &lea, &placed.id, Action::Arrive).await.unwrap();
        shop.app.clock.advance(DAY + 8 * HOUR - 1);
        assert_eq!(reservation::expire_overdue(&shop.app).await.unwrap(), 0);
        shop.app.clock.advance(1);
        assert_eq!(reservation::expire_overdue(&shop.app).await.unwrap(), 1);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 0));
        let undo = act(&shop, &lea, &placed.id, Action::Undo).await;
        assert_eq!(undo.err(), Some(ErrorCode::NothingToUndo));
    }
}
