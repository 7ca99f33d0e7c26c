//! What shoppers still change: another slot, a piece less, « Je suis là », « J'ai du retard »; and where else a piece is.

use backend::{
    args,
    domain::{
        clock::{HOUR, MINUTE},
        desk_reservation::Action,
        reservation, slots,
    },
};
use contract::{
    error::ErrorCode,
    reservation::{ChangeSlot, ReservationLineStatus as Line, ReservationStatus as Status, SayLate},
    time::Timestamp,
};

use crate::common::{
    self, Shop,
    fitting::{act, hire, mails, ready, refused, reserved, seen, two_sizes},
    shops,
};

/// A slot of the second day, and one that is no slot.
async fn another_slot(shop: &Shop) -> ChangeSlot {
    let days = slots::list(&shop.app, "par11").await.unwrap().items;
    ChangeSlot { slot: days[1].slots[0].from.clone() }
}

async fn events(shop: &Shop) -> i64 {
    shop.int("SELECT last AS value FROM outbox_counter", args![]).await
}

#[tokio::test]
async fn the_slot_moves_and_what_is_kept_follows() {
    for shop in shops().await {
        let (placed, session) = two_sizes(&shop).await;
        let (app, id, session) = (&shop.app, placed.id.as_str(), Some(session.as_str()));
        let request = another_slot(&shop).await;
        let moved = reservation::change_slot(app, session, id, &request).await.unwrap();
        assert_eq!(moved.slot.from.as_str(), "2026-11-22T10:00:00+01:00");
        assert_eq!(moved.slot.until.as_str(), "2026-11-22T11:00:00+01:00");
        assert_eq!(moved.keep_until.as_str(), "2026-11-22T19:15:00+01:00");
        assert_eq!(mails(&shop, "reservation_slot_changed").await, 1);

        let before = events(&shop).await;
        reservation::change_slot(app, session, id, &request).await.unwrap();
        assert_eq!(events(&shop).await, before, "the same slot again changes nothing");
        let gone = ChangeSlot { slot: Timestamp("2026-11-22T03:00:00+01:00".into()) };
        assert_eq!(refused(reservation::change_slot(app, session, id, &gone).await), ErrorCode::SlotGone);
        let rubbish = ChangeSlot { slot: Timestamp("soon".into()) };
        let refusal = reservation::change_slot(app, session, id, &rubbish).await;
        assert_eq!(refused(refusal), ErrorCode::InvalidField);

        shop.app.clock.advance(9 * HOUR);
        assert_eq!(reservation::expire_overdue(app).await.unwrap(), 0, "the first day is over, not this one");
        shop.app.clock.advance(24 * HOUR);
        assert_eq!(reservation::expire_overdue(app).await.unwrap(), 1);
        let refusal = reservation::change_slot(app, session, id, &request).await;
        assert_eq!(refused(refusal), ErrorCode::AlreadyExpired);
    }
}

#[tokio::test]
async fn a_piece_is_dropped_and_the_last_one_cancels() {
    for shop in shops().await {
        let (placed, session) = two_sizes(&shop).await;
        let drop_piece =
            async |line: &str| reservation::drop_piece(&shop.app, Some(&session), &placed.id, line).await;
        assert_eq!(refused(drop_piece("nothing").await), ErrorCode::NotFound);
        let [first, second] = [0, 1].map(|line: usize| placed.lines[line].id.as_str());
        let left = drop_piece(first).await.unwrap();
        assert_eq!((left.status, left.lines[0].status), (Status::Requested, Line::ReturnedToShelf));
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 0));
        assert_eq!(shop.stock_of("ROBE-40", "PAR11").await, (Some(3), 1));
        assert_eq!(refused(drop_piece(first).await), ErrorCode::WrongStatus);
        let over = drop_piece(second).await.unwrap();
        assert_eq!((over.status, over.pass), (Status::Cancelled, None));
        assert_eq!(shop.stock_of("ROBE-40", "PAR11").await, (Some(3), 0));
        assert_eq!(refused(drop_piece(second).await), ErrorCode::AlreadyCancelled);
    }
}

#[tokio::test]
async fn two_taps_that_drop_both_pieces_at_once_cancel() {
    for shop in shops().await {
        let (placed, session) = two_sizes(&shop).await;
        let drop_piece = async |line: usize| {
            let line = &placed.lines[line].id;
            reservation::drop_piece(&shop.app, Some(&session), &placed.id, line).await
        };
        let (one, two) = tokio::join!(drop_piece(0), drop_piece(1));
        let statuses = [one.unwrap().status, two.unwrap().status];
        assert!(statuses.contains(&Status::Cancelled), "{statuses:?}");
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 0));
    }
}

#[tokio::test]
async fn here_is_said_once_and_late_keeps_for_longer() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let (placed, session) = two_sizes(&shop).await;
        let (app, id, session) = (&shop.app, placed.id.as_str(), Some(session.as_str()));
        let late = async |minutes| reservation::say_late(app, session, id, &SayLate { minutes }).await;
        for minutes in [0, 4, 181, u32::MAX] {
            assert_eq!(refused(late(minutes).await), ErrorCode::InvalidField);
        }
        shop.app.clock.advance(7 * HOUR + 30 * MINUTE);
        let soon = late(15).await.unwrap();
        assert_eq!(soon.late_until.unwrap().as_str(), "2026-11-21T18:45:00+01:00");
        assert_eq!(soon.keep_until.as_str(), "2026-11-21T19:15:00+01:00", "it is kept until then anyway");
        let later = late(30).await.unwrap();
        assert_eq!(later.late_until.unwrap().as_str(), "2026-11-21T19:00:00+01:00");
        assert_eq!(refused(late(35).await), ErrorCode::InvalidField, "the store is closed by then");
        // The store opens for longer than when it promised.
        let sql = "UPDATE reservation SET keep_until = keep_until - $2 WHERE id = $1";
        shop.run(sql, args![id, 30 * MINUTE]).await;
        let later = late(30).await.unwrap();
        assert_eq!(later.keep_until.as_str(), "2026-11-21T19:15:00+01:00");
        shop.app.clock.advance(40 * MINUTE);
        assert_eq!(reservation::expire_overdue(app).await.unwrap(), 0);
        assert_eq!(refused(late(5).await), ErrorCode::InvalidField, "not for ever");

        let before = events(&shop).await;
        let first = reservation::say_here(app, session, id).await.unwrap();
        let again = reservation::say_here(app, session, id).await.unwrap();
        assert_eq!((events(&shop).await, first.here_at.is_some()), (before + 1, true));
        assert_eq!(first.here_at, again.here_at);
        let arrived = act(&shop, &lea, id, Action::Arrive).await.unwrap();
        assert!(arrived.here_at.is_some() && arrived.late_until.is_some());
        assert_eq!(refused(reservation::say_here(app, session, id).await), ErrorCode::WrongStatus);
    }
}

#[tokio::test]
async fn one_that_cannot_be_ended_stops_no_other() {
    for shop in shops().await {
        let (bad, _) = two_sizes(&shop).await;
        let (good, session) = reserved(&shop, "ana@example.fr", &["ROBE-38"]).await;
        shop.run("UPDATE reservation SET keep_until = keep_until - 1 WHERE id = $1", args![&bad.id]).await;
        let sql = "UPDATE reservation_line SET status = 'rubbish' WHERE reservation_id = $1";
        shop.run(sql, args![&bad.id]).await;
        shop.app.clock.advance(24 * HOUR);
        assert_eq!(reservation::expire_overdue(&shop.app).await.unwrap(), 1);
        assert_eq!(seen(&shop, &session, &good.id).await.status, Status::Expired);
    }
}

#[tokio::test]
async fn a_stranger_changes_nothing() {
    for shop in shops().await {
        let (placed, session) = two_sizes(&shop).await;
        let (app, id, line) = (&shop.app, placed.id.as_str(), placed.lines[0].id.as_str());
        let slot = another_slot(&shop).await;
        for stranger in [None, Some("stranger")] {
            let codes = [
                refused(reservation::change_slot(app, stranger, id, &slot).await),
                refused(reservation::drop_piece(app, stranger, id, line).await),
                refused(reservation::say_here(app, stranger, id).await),
                refused(reservation::say_late(app, stranger, id, &SayLate { minutes: 10 }).await),
            ];
            assert_eq!(codes, [ErrorCode::NotFound; 4]);
        }
        let same = seen(&shop, &session, id).await;
        assert_eq!((same.slot, same.here_at, same.late_until), (placed.slot, None, None));
    }
}

#[tokio::test]
async fn a_missing_piece_is_shown_where_else_it_is() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        shop.add_store("PAR06", "Paris 6e").await;
        shop.add_store("PAR18", "Paris 18e").await;
        for (id, latitude, longitude) in [
            ("PAR11", 48_860_000_i64, 2_380_000_i64),
            ("PAR06", 48_850_000, 2_330_000),
            ("PAR18", 48_890_000, 2_340_000),
            ("LYO02", 45_760_000, 4_830_000),
        ] {
            let sql = "UPDATE store SET latitude = $2, longitude = $3 WHERE id = $1";
            shop.run(sql, args![id, latitude, longitude]).await;
        }
        let (placed, session) = two_sizes(&shop).await;
        shop.stock("ROBE-38", "PAR06", Some(0)).await;
        shop.stock("ROBE-38", "LYO02", Some(5)).await;
        let missing = Action::SayMissing { line_id: placed.lines[0].id.clone() };
        let desk = act(&shop, &lea, &placed.id, missing).await.unwrap();
        let elsewhere = desk.lines[0].line.elsewhere.clone().unwrap();
        assert_eq!((elsewhere.slug.as_str(), elsewhere.quantity), ("lyo02", 5), "the nearer one has none");
        shop.stock("ROBE-38", "PAR18", Some(2)).await;
        let line = seen(&shop, &session, &placed.id).await.lines[0].clone();
        let nearest = line.elsewhere.unwrap();
        assert_eq!((nearest.store_id.as_str(), nearest.name.as_str()), ("PAR18", "Paris 18e"));
        assert!((4_000..6_000).contains(&nearest.distance.unwrap()));
        let sql = "UPDATE store SET closed_until = $1 WHERE id = 'PAR18'";
        shop.run(sql, args![common::SATURDAY + HOUR]).await;
        let line = seen(&shop, &session, &placed.id).await.lines[0].clone();
        assert_eq!(line.elsewhere.unwrap().slug, "lyo02", "a closed store promises nothing");
        let kept = &seen(&shop, &session, &placed.id).await.lines[1];
        assert!(kept.elsewhere.is_none());
    }
}

#[tokio::test]
async fn whoever_is_ready_keeps_the_place_in_another_slot() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        shop.stock("ROBE-38", "PAR11", Some(1)).await;
        let (placed, session) = reserved(&shop, "zoe@example.fr", &["ROBE-38"]).await;
        act(&shop, &lea, &placed.id, ready()).await.unwrap();
        let slot = another_slot(&shop).await;
        let moved = reservation::change_slot(&shop.app, Some(&session), &placed.id, &slot).await.unwrap();
        assert_eq!((moved.status, moved.pass), (Status::Ready, placed.pass));
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(1), 1));
    }
}
