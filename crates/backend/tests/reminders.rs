//! What shoppers are told before a moment comes: each once, by day, and only while it is true.

use backend::{
    app::{App, Settings},
    args,
    db::Db,
    domain::{
        clock::{Clock, DAY, HOUR, MINUTE},
        closing, mail, notice, pickup, reservation,
        retailer::Retailer,
        secret,
    },
};
use contract::{
    desk::CloseStore,
    reservation::{ChangeSlot, Reservation, SayLate},
};

use crate::common::{self, SATURDAY, Shop, fitting, new_key, order_of, reservation_of, shops};

/// A reservation for Saturday at five in the afternoon.
async fn reserved(shop: &Shop) -> Reservation {
    shop.stock("ROBE-38", "PAR11", Some(3)).await;
    let mut request = reservation_of(shop, "zoe@example.fr", &["ROBE-38"]).await;
    request.slot = contract::time::Timestamp("2026-11-21T17:00:00+01:00".into());
    shop.reserve(&new_key(), &request).await.unwrap().placed.reservation
}

async fn make_ready(shop: &Shop, id: &str) {
    let mut tx = shop.app.db.write().await.unwrap();
    let mut row = reservation::load(&mut tx, id).await.unwrap();
    reservation::make_ready(&mut tx, &shop.app, &common::lea(), &mut row, None).await.unwrap();
    tx.commit().await.unwrap();
}

/// The letters that were written, the oldest first.
async fn letters(app: &App) -> Vec<String> {
    mail::compose(app).await.unwrap();
    let mut mails: Vec<_> = mail::newest(app).await.unwrap().into_iter().map(|kept| kept.mail).collect();
    mails.sort_by_key(|mail| mail.outbox_number);
    mails.into_iter().map(|mail| mail.template).collect()
}

fn at(shop: &Shop, moment: &str) {
    let moment = moment.parse::<jiff::Timestamp>().unwrap().as_millisecond();
    shop.app.clock.advance(moment - shop.app.clock.now());
}

/// The same database after a restart.
async fn restarted(shop: &Shop, now: i64) -> App {
    let settings = Settings { public_url: "http://localhost:8080".into(), ..Settings::default() };
    let db = match &shop.app.db {
        Db::Sqlite { .. } => {
            Db::open(shop.folder.path().join("shop.sqlite").to_str().unwrap()).await.unwrap()
        }
        Db::Postgres(pool) => Db::Postgres(pool.clone()),
    };
    App::new(db, Clock::manual(now), Retailer::default(), settings).await.unwrap()
}

#[tokio::test]
async fn a_shopper_is_reminded_once_three_hours_before() {
    for shop in shops().await {
        reserved(&shop).await;
        at(&shop, "2026-11-21T13:59:59+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0);
        at(&shop, "2026-11-21T14:00:00+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 1);
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0);
        let again = restarted(&shop, shop.app.clock.now() + MINUTE).await;
        assert_eq!(notice::tell(&again).await.unwrap(), 0);
        assert_eq!(letters(&again).await, ["reservation_requested", "reservation_reminder"]);
        let reminder = &mail::newest(&again).await.unwrap()[0];
        let text = reminder.mail.body_text.replace('\u{a0}', " ");
        assert!(text.contains("le samedi 21 novembre à 17 h") && text.contains("?cancel=1#"), "{text}");
        assert!(reminder.mail.qr_token.is_some() && reminder.digits.is_some());
        assert!(!reminder.link.as_ref().unwrap().contains("cancel"));
    }
}

#[tokio::test]
async fn of_many_machines_one_tells() {
    for shop in shops().await {
        reserved(&shop).await;
        at(&shop, "2026-11-21T14:00:00+01:00");
        let machines = (0..4).map(|_| {
            let app = shop.app.clone();
            tokio::spawn(async move { notice::tell(&app).await.unwrap() })
        });
        let told = futures_util::future::join_all(machines).await;
        assert_eq!(told.into_iter().map(Result::unwrap).sum::<usize>(), 1);
    }
}

#[tokio::test]
async fn who_reserves_late_or_is_gone_is_not_reminded() {
    for shop in shops().await {
        shop.stock("ROBE-40", "PAR11", Some(3)).await;
        let late = reservation_of(&shop, "anna@example.fr", &["ROBE-40"]).await;
        shop.reserve(&new_key(), &late).await.unwrap();
        let gone = reserved(&shop).await;
        shop.run("UPDATE reservation SET status = 'cancelled' WHERE id = $1", args![&gone.id]).await;
        at(&shop, "2026-11-21T12:30:00+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0, "the slot at one was taken at eleven");
        at(&shop, "2026-11-21T15:00:00+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_slot_that_moved_is_reminded_of_again() {
    for shop in shops().await {
        let id = reserved(&shop).await.id;
        at(&shop, "2026-11-21T14:00:00+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 1);
        let sql = "UPDATE reservation SET slot_from = slot_from + $2, slot_until = slot_until + $2, \
                   keep_until = keep_until + $2 WHERE id = $1";
        shop.run(sql, args![&id, DAY]).await;
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0);
        at(&shop, "2026-11-22T14:00:00+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_morning_slot_is_reminded_of_when_the_night_is_over() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(3)).await;
        let mut request = reservation_of(&shop, "zoe@example.fr", &["ROBE-38"]).await;
        request.slot = contract::time::Timestamp("2026-11-22T10:00:00+01:00".into());
        shop.reserve(&new_key(), &request).await.unwrap();
        at(&shop, "2026-11-22T07:59:00+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0);
        at(&shop, "2026-11-22T08:00:00+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn who_moves_to_a_slot_that_is_near_is_not_reminded_of_it_as_well() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(3)).await;
        let mut request = reservation_of(&shop, "zoe@example.fr", &["ROBE-38"]).await;
        request.slot = contract::time::Timestamp("2026-11-22T10:00:00+01:00".into());
        let placed = shop.reserve(&new_key(), &request).await.unwrap();
        let session = secret::hash(&placed.new_token.unwrap());
        at(&shop, "2026-11-21T13:00:00+01:00");
        let soon = ChangeSlot { slot: contract::time::Timestamp("2026-11-21T15:00:00+01:00".into()) };
        let id = &placed.placed.reservation.id;
        reservation::change_slot(&shop.app, Some(&session), id, &soon).await.unwrap();
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0);
        assert_eq!(letters(&shop.app).await, ["reservation_requested", "reservation_slot_changed"]);
    }
}

#[tokio::test]
async fn who_is_late_after_the_warning_is_not_warned_again_at_once() {
    for shop in shops().await {
        let (placed, session) = fitting::two_sizes(&shop).await;
        make_ready(&shop, &placed.id).await;
        // The store opens for longer than when it promised.
        let sql = "UPDATE reservation SET keep_until = keep_until - $2 WHERE id = $1";
        shop.run(sql, args![&placed.id, 30 * MINUTE]).await;
        at(&shop, "2026-11-21T17:45:00+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 1);
        at(&shop, "2026-11-21T18:00:00+01:00");
        let late = SayLate { minutes: 45 };
        let kept = reservation::say_late(&shop.app, Some(&session), &placed.id, &late).await.unwrap();
        assert_eq!(kept.keep_until.as_str(), "2026-11-21T19:00:00+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn nobody_is_told_to_come_to_a_store_that_had_to_close() {
    for shop in shops().await {
        let lea = fitting::hire(&shop, "PAR11", "Léa", "123456").await;
        reserved(&shop).await;
        let monday = CloseStore { until: contract::time::Timestamp("2026-11-23T12:00:00+01:00".into()) };
        closing::close(&shop.app, &lea, &monday).await.unwrap();
        at(&shop, "2026-11-21T14:00:00+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0);
        let sooner = CloseStore { until: contract::time::Timestamp("2026-11-21T17:00:00+01:00".into()) };
        closing::close(&shop.app, &lea, &sooner).await.unwrap();
        shop.app.clock.advance(MINUTE);
        assert_eq!(fitting::mails(&shop, "reservation_reminder").await, 0);
    }
}

#[tokio::test]
async fn a_store_that_opens_again_in_time_reminds() {
    for shop in shops().await {
        let lea = fitting::hire(&shop, "PAR11", "Léa", "123456").await;
        reserved(&shop).await;
        let monday = CloseStore { until: contract::time::Timestamp("2026-11-23T12:00:00+01:00".into()) };
        closing::close(&shop.app, &lea, &monday).await.unwrap();
        at(&shop, "2026-11-21T14:00:00+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0);
        closing::open(&shop.app, &lea).await.unwrap();
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_parcel_that_is_kept_for_longer_is_not_warned_of_at_once() {
    for shop in shops().await {
        let lea = fitting::hire(&shop, "PAR11", "Léa", "123456").await;
        shop.stock("ROBE-38", "PAR11", Some(3)).await;
        let order = shop.place(&new_key(), &order_of("ROBE-38", 1)).await.unwrap().placed.order;
        let mut tx = shop.app.db.write().await.unwrap();
        let mut row = pickup::find(&mut tx, &order.pickups[0].id).await.unwrap();
        pickup::make_ready(&mut tx, &shop.app, &mut row, None).await.unwrap();
        tx.commit().await.unwrap();
        at(&shop, "2026-11-23T19:00:00+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 1);
        at(&shop, "2026-11-24T11:00:00+01:00");
        let hours = CloseStore { until: contract::time::Timestamp("2026-11-24T15:00:00+01:00".into()) };
        closing::close(&shop.app, &lea, &hours).await.unwrap();
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn what_is_ready_and_not_tried_on_is_warned_of_once() {
    for shop in shops().await {
        let id = reserved(&shop).await.id;
        make_ready(&shop, &id).await;
        // It is kept until a quarter past seven.
        at(&shop, "2026-11-21T18:14:00+01:00");
        notice::tell(&shop.app).await.unwrap();
        at(&shop, "2026-11-21T18:15:00+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 1);
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0);
        let written = letters(&shop.app).await;
        assert_eq!(written.iter().filter(|letter| *letter == "reservation_expiring").count(), 1);
        // The store keeps it for longer: there is something new to tell.
        shop.run("UPDATE reservation SET keep_until = keep_until + $2 WHERE id = $1", args![&id, DAY]).await;
        at(&shop, "2026-11-22T18:15:00+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn who_came_or_was_never_expected_is_not_warned() {
    for shop in shops().await {
        let id = reserved(&shop).await.id;
        at(&shop, "2026-11-21T16:00:00+01:00");
        notice::tell(&shop.app).await.unwrap();
        at(&shop, "2026-11-21T18:30:00+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0, "it is not ready");
        make_ready(&shop, &id).await;
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0, "the letter that it is ready says until when");
        shop.run("UPDATE reservation SET status = 'arrived', warned_of = NULL WHERE id = $1", args![&id])
            .await;
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0, "the shopper is there");
    }
}

#[tokio::test]
async fn a_parcel_is_warned_of_the_day_before_and_a_letter_that_is_no_longer_true_is_not_written() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(3)).await;
        for _ in 0..2 {
            let order = shop.place(&new_key(), &order_of("ROBE-38", 1)).await.unwrap().placed.order;
            let mut tx = shop.app.db.write().await.unwrap();
            let mut row = pickup::find(&mut tx, &order.pickups[0].id).await.unwrap();
            pickup::make_ready(&mut tx, &shop.app, &mut row, None).await.unwrap();
            tx.commit().await.unwrap();
        }
        // Collected before Tuesday at seven in the evening.
        assert_eq!(shop.app.clock.now(), SATURDAY);
        at(&shop, "2026-11-23T18:59:00+01:00");
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0);
        shop.app.clock.advance(MINUTE);
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 2);
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0);
        let sql = "UPDATE pickup SET status = 'collected' WHERE id = (SELECT MIN(id) FROM pickup)";
        shop.run(sql, args![]).await;
        let written = letters(&shop.app).await;
        assert_eq!(written.iter().filter(|letter| *letter == "pickup_expiring").count(), 1);
        shop.app.clock.advance(2 * HOUR);
        assert_eq!(notice::tell(&shop.app).await.unwrap(), 0);
    }
}
