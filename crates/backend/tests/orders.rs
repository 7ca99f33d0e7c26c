//! Orders: placed once, held, cancelled, expired, and never more than there is.

use backend::{
    args,
    domain::{clock::DAY, order, pickup, refusal::Refusal, secret},
};
use contract::{
    error::ErrorCode,
    money::Money,
    newtypes::Invalid,
    order::{Channel, PlaceOrder},
    pickup::PickupStatus,
};

use crate::common::{self, new_key, order_by, order_of, shops};

fn code(refusal: Refusal) -> ErrorCode {
    refusal.code().unwrap_or(ErrorCode::Internal)
}

#[tokio::test]
async fn an_order_holds_its_units_and_comes_with_a_pass() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(3)).await;
        let placed = shop.place(&new_key(), &order_of("ROBE-38", 2)).await.unwrap().placed;
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 2));
        assert_eq!(placed.order.total, Money::new(17_800, "EUR"));
        let pickup = &placed.order.pickups[0];
        assert_eq!(pickup.status, PickupStatus::Placed);
        assert_eq!(pickup.ready_by.as_str(), "2026-11-21T13:00:00+01:00");
        assert_eq!(pickup.collect_by.as_str(), "2026-11-24T19:00:00+01:00");
        let pass = pickup.pass.as_ref().unwrap();
        assert_eq!(pass.digits.len(), 6);
        assert_eq!(shop.app.signer.check(&pass.token).unwrap().subject_id, pickup.id);
        assert_eq!(placed.order.vat[0].vat, Money::new(2_967, "EUR"));
    }
}

#[tokio::test]
async fn the_same_key_gives_the_same_order() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(3)).await;
        let key = new_key();
        let first = shop.place(&key, &order_of("ROBE-38", 1)).await.unwrap().placed;
        let again = shop.place(&key, &order_of("ROBE-38", 1)).await.unwrap().placed;
        assert_eq!(first.order.id, again.order.id);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 1));
        let other = shop.place(&key, &order_of("ROBE-38", 2)).await.err().unwrap();
        assert_eq!(code(other), ErrorCode::IdempotencyMismatch);
    }
}

#[tokio::test]
async fn a_guest_who_kept_only_the_cookie_of_a_lost_answer_gets_the_same_order() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(3)).await;
        let (key, request) = (new_key(), order_of("ROBE-38", 1));
        let first = shop.place(&key, &request).await.unwrap();
        let session = secret::hash(&first.new_token.unwrap());
        let again = shop.place_as(Some(&session), &key, &request).await.unwrap();
        assert_eq!(again.placed.order.id, first.placed.order.id);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 1));
    }
}

#[tokio::test]
async fn a_double_click_places_one_order() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(3)).await;
        let key = new_key();
        let request = order_of("ROBE-38", 1);
        let (first, second) = tokio::join!(shop.place(&key, &request), shop.place(&key, &request));
        assert_eq!(first.unwrap().placed.order.id, second.unwrap().placed.order.id);
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM orders", args![]).await, 1);
    }
}

#[tokio::test]
async fn a_shopper_orders_on_a_device_of_their_own() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        for channel in Channel::ALL {
            let placed = shop.place(&new_key(), &PlaceOrder { channel, ..order_of("ROBE-38", 1) }).await;
            if matches!(channel, Channel::Web | Channel::Mobile | Channel::App) {
                assert_eq!(placed.unwrap().placed.order.channel, channel);
                continue;
            }
            let Err(Refusal::Problem(problem)) = placed else { panic!("{channel:?}") };
            assert_eq!((problem.status, problem.code), (422, ErrorCode::InvalidField));
            assert_eq!(
                (problem.field.as_deref(), problem.reason),
                (Some("channel"), Some(Invalid::Malformed))
            );
        }
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(9), 3));
    }
}

#[tokio::test]
async fn what_cannot_be_given_is_refused_and_changes_nothing() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(1)).await;
        shop.stock("ROBE-40", "PAR11", None).await;
        let refused = async |request| code(shop.place(&new_key(), &request).await.err().unwrap());
        assert_eq!(refused(order_of("ROBE-38", 2)).await, ErrorCode::NotEnoughStock);
        assert_eq!(refused(order_of("ROBE-40", 1)).await, ErrorCode::StockUnknown);
        assert_eq!(refused(order_of("ROBE-99", 1)).await, ErrorCode::NotOrderable);
        assert_eq!(refused(order_of("ROBE-38", 6)).await, ErrorCode::TooManyUnits);
        let mut nowhere = order_of("ROBE-38", 1);
        nowhere.store_id = "NICE".into();
        assert_eq!(refused(nowhere).await, ErrorCode::NotFound);
        let mut cheaper = order_of("ROBE-38", 1);
        cheaper.expected_total = Money::new(1, "EUR");
        assert_eq!(refused(cheaper).await, ErrorCode::PriceChanged);
        let mut empty = order_of("ROBE-38", 1);
        empty.lines.clear();
        assert_eq!(refused(empty).await, ErrorCode::InvalidField);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(1), 0));
        for table in ["orders", "pickup", "hold", "pass", "outbox", "idempotency"] {
            let sql: &'static str =
                Box::leak(format!("SELECT COUNT(*) AS value FROM {table}").into_boxed_str());
            assert_eq!(shop.int(sql, args![]).await, 0, "{table}");
        }
    }
}

#[tokio::test]
async fn a_missing_piece_takes_nothing_of_the_others() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        shop.stock("ROBE-40", "PAR11", Some(0)).await;
        let mut both = order_of("ROBE-38", 1);
        both.lines.push(order_of("ROBE-40", 1).lines.remove(0));
        both.expected_total = Money::new(17_800, "EUR");
        assert_eq!(code(shop.place(&new_key(), &both).await.err().unwrap()), ErrorCode::NotEnoughStock);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(5), 0));
    }
}

#[tokio::test]
async fn one_person_has_a_few_open_orders() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let cap = shop.app.retailer.pickup.max_open_orders;
        for _ in 0..cap {
            shop.place(&new_key(), &order_by("zoe@example.fr", "ROBE-38", 1)).await.unwrap();
        }
        let one_more = shop.place(&new_key(), &order_by("Zoe@example.fr", "ROBE-38", 1)).await;
        assert_eq!(code(one_more.err().unwrap()), ErrorCode::TooManyOrders);
        shop.place(&new_key(), &order_by("ana@example.fr", "ROBE-38", 1)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_orders_for_five_units_make_five() {
    for shop in shops().await {
        let mut retailer = (*shop.app.retailer).clone();
        retailer.pickup.max_open_orders_per_address = i64::MAX;
        let shop =
            std::sync::Arc::new(common::Shop { app: shop.app.clone().with_retailer(retailer), ..shop });
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let orders = (0..1_000).map(|number| {
            let shop = shop.clone();
            tokio::spawn(async move {
                let request = order_by(&format!("shopper{number}@example.fr"), "ROBE-38", 1);
                shop.place(&new_key(), &request).await.map_err(code)
            })
        });
        let mut sold = 0;
        for order in orders.collect::<Vec<_>>() {
            match order.await.unwrap() {
                Ok(_) => sold += 1,
                Err(code) => assert_eq!(code, ErrorCode::NotEnoughStock),
            }
        }
        assert_eq!(sold, 5);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(5), 5));
    }
}

#[tokio::test]
async fn cancelling_frees_the_units_once() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(2)).await;
        let placed = shop.place(&new_key(), &order_of("ROBE-38", 2)).await.unwrap();
        let session = backend::domain::secret::hash(&placed.new_token.unwrap());
        let id = placed.placed.order.id;
        let cancelled = order::cancel(&shop.app, Some(&session), &id).await.unwrap();
        assert_eq!(cancelled.pickups[0].status, PickupStatus::Cancelled);
        assert_eq!(cancelled.pickups[0].pass, None);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(2), 0));
        let again = order::cancel(&shop.app, Some(&session), &id).await.err().unwrap();
        assert_eq!(code(again), ErrorCode::AlreadyCancelled);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(2), 0));
    }
}

#[tokio::test]
async fn nobody_sees_or_cancels_an_order_of_someone_else() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(2)).await;
        let mine = shop.place(&new_key(), &order_of("ROBE-38", 1)).await.unwrap();
        let other = shop.place(&new_key(), &order_by("ana@example.fr", "ROBE-38", 1)).await.unwrap();
        let session = backend::domain::secret::hash(&other.new_token.unwrap());
        let id = mine.placed.order.id;
        for caller in [None, Some(session.as_str())] {
            assert_eq!(code(order::find(&shop.app, caller, &id).await.err().unwrap()), ErrorCode::NotFound);
            assert_eq!(code(order::cancel(&shop.app, caller, &id).await.err().unwrap()), ErrorCode::NotFound);
        }
    }
}

#[tokio::test]
async fn what_is_not_collected_in_time_frees_its_stock() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(1)).await;
        let placed = shop.place(&new_key(), &order_of("ROBE-38", 1)).await.unwrap();
        assert_eq!(pickup::expire_overdue(&shop.app).await.unwrap(), 0);
        shop.app.clock.advance(4 * DAY);
        assert_eq!(pickup::expire_overdue(&shop.app).await.unwrap(), 1);
        assert_eq!(pickup::expire_overdue(&shop.app).await.unwrap(), 0);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(1), 0));
        let session = backend::domain::secret::hash(&placed.new_token.unwrap());
        let order = order::find(&shop.app, Some(&session), &placed.placed.order.id).await.unwrap();
        assert_eq!(order.pickups[0].status, PickupStatus::Expired);
    }
}
