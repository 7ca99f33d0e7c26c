//! The desk sends the last e-mail again, sees when one could not be delivered, and operators try those again.

use backend::{
    args,
    db::{self, associate::Associate},
    domain::{
        associate,
        clock::MINUTE,
        desk::{self, Action},
        desk_reservation, mail,
        refusal::Refusal,
        resend,
    },
};
use contract::error::ErrorCode;

use crate::common::{Shop, new_key, order_of, reservation_of, shops};

fn code(refusal: Refusal) -> ErrorCode {
    refusal.code().unwrap_or(ErrorCode::Internal)
}

async fn of_store(shop: &Shop, store: &str) -> Associate {
    associate::add(&shop.app.db, 0, store, "Léa", "123456").await.unwrap();
    let mut tx = shop.app.db.read().await.unwrap();
    db::associate::of_store(&mut tx, store).await.unwrap().remove(0)
}

async fn reserved(shop: &Shop) -> String {
    shop.stock("ROBE-38", "PAR11", Some(3)).await;
    let request = reservation_of(shop, "zoe@example.fr", &["ROBE-38"]).await;
    shop.reserve(&new_key(), &request).await.unwrap().placed.reservation.id
}

/// The letters that were written, the oldest first.
async fn letters(shop: &Shop) -> Vec<String> {
    mail::compose(&shop.app).await.unwrap();
    let mut mails: Vec<_> =
        mail::newest(&shop.app).await.unwrap().into_iter().map(|kept| kept.mail).collect();
    mails.sort_by_key(|mail| mail.outbox_number);
    mails.into_iter().map(|mail| mail.template).collect()
}

#[tokio::test]
async fn the_letter_of_what_it_is_now_is_sent_again() {
    for shop in shops().await {
        let lea = of_store(&shop, "PAR11").await;
        let id = reserved(&shop).await;
        desk_reservation::act(&shop.app, &lea, &id, desk_reservation::Action::Prepare).await.unwrap();
        resend::of_reservation(&shop.app, &lea, &id).await.unwrap();
        assert_eq!(letters(&shop).await, ["reservation_requested", "reservation_requested"]);
        let ready = desk_reservation::Action::MakeReady { staging_place: None };
        desk_reservation::act(&shop.app, &lea, &id, ready).await.unwrap();
        resend::of_reservation(&shop.app, &lea, &id).await.unwrap();
        assert_eq!(letters(&shop).await[2..], ["reservation_ready", "reservation_ready"]);
        let sql = "SELECT COUNT(*) AS value FROM audit WHERE action = 'reservation.resend' AND subject = $1";
        assert_eq!(shop.int(sql, args![&id]).await, 2);

        let order = shop.place(&new_key(), &order_of("ROBE-38", 1)).await.unwrap().placed.order;
        let pickup = &order.pickups[0].id;
        desk::act(&shop.app, &lea, pickup, Action::Prepare).await.unwrap();
        resend::of_pickup(&shop.app, &lea, pickup).await.unwrap();
        assert_eq!(letters(&shop).await[4..], ["placed", "placed"]);
        desk::act(&shop.app, &lea, pickup, Action::MakeReady { staging_place: None }).await.unwrap();
        desk::act(&shop.app, &lea, pickup, Action::Collect).await.unwrap();
        let over = resend::of_pickup(&shop.app, &lea, pickup).await.err().unwrap();
        assert_eq!(code(over), ErrorCode::AlreadyCollected);
    }
}

#[tokio::test]
async fn only_the_store_of_it_and_not_too_often() {
    for shop in shops().await {
        let (lea, max) = (of_store(&shop, "PAR11").await, of_store(&shop, "LYO02").await);
        let id = reserved(&shop).await;
        let refused = async |who| resend::of_reservation(&shop.app, who, &id).await.map_err(code);
        assert_eq!(refused(&max).await, Err(ErrorCode::WrongStore));
        let unknown = resend::of_reservation(&shop.app, &lea, "nothing").await.err().unwrap();
        assert_eq!(code(unknown), ErrorCode::NotFound);
        let (one, two, three, four) =
            tokio::join!(refused(&lea), refused(&lea), refused(&lea), refused(&lea));
        let all = [one, two, three, four];
        assert_eq!(all.iter().filter(|answer| answer.is_ok()).count(), 3);
        assert!(all.contains(&Err(ErrorCode::TooManyTries)));
        shop.app.clock.advance(11 * MINUTE);
        refused(&lea).await.unwrap();
        assert_eq!(letters(&shop).await.len(), 5);
    }
}

#[tokio::test]
async fn the_desk_sees_that_the_shopper_was_not_reached_and_operators_try_again() {
    for shop in shops().await {
        let lea = of_store(&shop, "PAR11").await;
        let id = reserved(&shop).await;
        shop.place(&new_key(), &order_of("ROBE-38", 1)).await.unwrap();
        letters(&shop).await;
        let failed = async || {
            let reservations = desk_reservation::list(&shop.app, &lea).await.unwrap().items;
            let pickups = desk::pickups(&shop.app, &lea).await.unwrap().items;
            (reservations[0].mail_failed, pickups[0].mail_failed)
        };
        assert_eq!(failed().await, (false, false));
        shop.run("UPDATE mail SET status = 'dead', attempts = 8, error = '550 nobody'", args![]).await;
        assert_eq!(failed().await, (true, true));

        resend::of_reservation(&shop.app, &lea, &id).await.unwrap();
        letters(&shop).await;
        assert_eq!(failed().await, (false, true), "a newer letter is on its way");

        let dead = mail::list(&shop.app.db, true).await.unwrap();
        assert_eq!((dead.len(), mail::list(&shop.app.db, false).await.unwrap().len()), (2, 3));
        let now = shop.app.clock.now();
        assert_eq!(mail::retry(&shop.app.db, now, Some("nothing")).await.unwrap(), 0);
        assert_eq!(mail::retry(&shop.app.db, now, Some(&dead[0].id)).await.unwrap(), 1);
        assert_eq!(mail::retry(&shop.app.db, now, None).await.unwrap(), 1);
        assert_eq!(mail::list(&shop.app.db, true).await.unwrap().len(), 0);
        assert_eq!(failed().await, (false, false));
        assert_eq!(shop.int("SELECT MAX(attempts) AS value FROM mail", args![]).await, 0);
    }
}
