//! A store that must close: it promises nothing, keeps what it has for longer, and tells everybody.

use backend::{
    args,
    domain::{
        audit, availability,
        cart::{self, LineChange, StoreChange},
        clock::{DAY, HOUR},
        closing, order, pickup,
        refusal::Refusal,
        reservation, slots, store,
    },
};
use contract::{
    cart::LineProblem,
    desk::{CloseStore, Closing},
    error::ErrorCode,
    language::Language,
    pickup::PickupStatus,
    reservation::ReservationStatus as Status,
    store::Opening,
    time::Timestamp,
};

use crate::common::{
    self, Shop,
    fitting::{code, hire, mails, refused, seen, two_sizes},
    new_key, order_by, order_of, reservation_of, shops,
};

fn until(text: &str) -> CloseStore {
    CloseStore { until: Timestamp(text.into()) }
}

const MONDAY_NOON: &str = "2026-11-23T12:00:00+01:00";
const MONDAY_EVENING: &str = "2026-11-23T19:15:00+01:00";

#[tokio::test]
async fn a_closed_store_promises_nothing() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        shop.stock("ROBE-38", "PAR11", Some(3)).await;
        let reservation = reservation_of(&shop, "zoe@example.fr", &["ROBE-38"]).await;
        let change = LineChange { sku: "ROBE-38", quantity: 1, was: None };
        let filled = cart::set_line(&shop.app, None, &change, None, Language::Fr).await.unwrap();
        let session = backend::domain::secret::hash(&filled.new_token.unwrap());
        let to_paris = StoreChange { store_id: "PAR11", was: None };
        cart::set_store(&shop.app, Some(&session), &to_paris, None, Language::Fr).await.unwrap();
        let closed = closing::close(&shop.app, &lea, &until(MONDAY_NOON)).await.unwrap();
        assert_eq!(closed.until.as_ref().unwrap().as_str(), MONDAY_NOON);

        let shown = store::find(&shop.app, "par11").await.unwrap().summary;
        assert_eq!(shown.closed_until.unwrap().as_str(), MONDAY_NOON);
        let Opening::Closed { opens: Some(opens) } = shown.opening else { panic!("it is closed") };
        assert_eq!(opens.as_str(), MONDAY_NOON);
        let days = slots::list(&shop.app, "par11").await.unwrap().items;
        assert_eq!(days[0].slots[0].from.as_str(), "2026-11-23T14:00:00+01:00", "with time to prepare");
        let offered = availability::list(&shop.app, "ROBE-38", None, None).await.unwrap().items;
        assert!(offered.iter().all(|item| !item.can_order() && item.availability.quantity == Some(0)));
        let cart = cart::find(&shop.app, Some(&session), Language::Fr).await.unwrap();
        assert_eq!((cart.can_order(), cart.lines[0].problem), (false, Some(LineProblem::NotEnough)));

        let order = shop.place(&new_key(), &order_of("ROBE-38", 1)).await;
        let Err(Refusal::Problem(problem)) = order else { panic!("a closed store takes no order") };
        assert_eq!((problem.code, problem.at.unwrap().as_str()), (ErrorCode::StoreClosed, MONDAY_NOON));
        let refusal = code(shop.reserve(&new_key(), &reservation).await.err().unwrap());
        assert_eq!(refusal, ErrorCode::StoreClosed);

        closing::open(&shop.app, &lea).await.unwrap();
        assert!(store::find(&shop.app, "par11").await.unwrap().summary.closed_until.is_none());
        shop.place(&new_key(), &order_of("ROBE-38", 1)).await.unwrap();
    }
}

/// A reservation and an order of PAR11, and what the store says when it closes.
async fn closed_with_both(shop: &Shop) -> (String, String, String, String, Closing) {
    let lea = hire(shop, "PAR11", "Léa", "123456").await;
    let (placed, session) = two_sizes(shop).await;
    let ordered = shop.place(&new_key(), &order_by("ana@example.fr", "ROBE-38", 1)).await.unwrap();
    let ordered_by = backend::domain::secret::hash(&ordered.new_token.unwrap());
    let closed = closing::close(&shop.app, &lea, &until(MONDAY_NOON)).await.unwrap();
    (placed.id, session, ordered.placed.order.id, ordered_by, closed)
}

#[tokio::test]
async fn what_is_kept_is_kept_for_longer_and_everybody_is_told_once() {
    for shop in shops().await {
        let (id, session, order_id, ordered_by, closed) = closed_with_both(&shop).await;
        assert_eq!((closed.reservations, closed.pickups), (1, 1));
        assert_eq!(seen(&shop, &session, &id).await.keep_until.as_str(), MONDAY_EVENING);
        let order = order::find(&shop.app, Some(&ordered_by), &order_id).await.unwrap();
        // An order of Saturday is kept until Tuesday evening anyway.
        assert_eq!(order.pickups[0].collect_by.as_str(), "2026-11-24T19:00:00+01:00");
        assert_eq!(mails(&shop, "reservation_store_closed").await, 1);
        assert_eq!(mails(&shop, "store_closed").await, 1);
        let link = "SELECT COUNT(*) AS value FROM mail WHERE body_text LIKE '%/fr/stores%'";
        assert_eq!(shop.int(link, args![]).await, 2, "both offer another store");

        let lea = hire(&shop, "PAR11", "Sami", "654321").await;
        closing::close(&shop.app, &lea, &until(MONDAY_NOON)).await.unwrap();
        assert_eq!(mails(&shop, "reservation_store_closed").await, 1, "the same again tells nobody");
        closing::open(&shop.app, &lea).await.unwrap();
        assert_eq!(seen(&shop, &session, &id).await.keep_until.as_str(), MONDAY_EVENING, "a promise is one");
        closing::close(&shop.app, &lea, &until("2026-11-21T12:00:00+01:00")).await.unwrap();
        assert_eq!(seen(&shop, &session, &id).await.keep_until.as_str(), MONDAY_EVENING);
        closing::close(&shop.app, &lea, &until("2026-11-27T09:00:00+01:00")).await.unwrap();
        let order = order::find(&shop.app, Some(&ordered_by), &order_id).await.unwrap();
        assert_eq!(order.pickups[0].collect_by.as_str(), "2026-11-27T19:15:00+01:00");

        shop.app.clock.advance(6 * DAY);
        assert_eq!(reservation::expire_overdue(&shop.app).await.unwrap(), 0);
        shop.app.clock.advance(9 * HOUR);
        assert_eq!(reservation::expire_overdue(&shop.app).await.unwrap(), 1);
        assert_eq!(pickup::expire_overdue(&shop.app).await.unwrap(), 1);
        assert_eq!(seen(&shop, &session, &id).await.status, Status::Expired);
        let order = order::find(&shop.app, Some(&ordered_by), &order_id).await.unwrap();
        assert_eq!(order.pickups[0].status, PickupStatus::Expired);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 0));
    }
}

#[tokio::test]
async fn a_letter_of_a_store_that_is_open_again_is_not_written() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        two_sizes(&shop).await;
        closing::close(&shop.app, &lea, &until(MONDAY_NOON)).await.unwrap();
        closing::open(&shop.app, &lea).await.unwrap();
        assert_eq!(mails(&shop, "reservation_store_closed").await, 0);
    }
}

#[tokio::test]
async fn a_letter_names_no_day_on_which_the_store_is_closed() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        shop.stock("ROBE-38", "PAR11", Some(3)).await;
        let order = shop.place(&new_key(), &order_by("ana@example.fr", "ROBE-38", 1)).await.unwrap();
        closing::close(&shop.app, &lea, &until(MONDAY_NOON)).await.unwrap();
        let mut tx = shop.app.db.write().await.unwrap();
        let mut row = pickup::find(&mut tx, &order.placed.order.pickups[0].id).await.unwrap();
        pickup::make_ready(&mut tx, &shop.app, &mut row, None).await.unwrap();
        tx.commit().await.unwrap();
        mails(&shop, "ready").await;
        let text = "SELECT COUNT(*) AS value FROM mail WHERE template = 'ready' AND body_text LIKE $1";
        assert_eq!(shop.int(text, args!["%lundi 23 novembre%"]).await, 1);
        assert_eq!(shop.int(text, args!["%dimanche 22 novembre%"]).await, 0);
    }
}

#[tokio::test]
async fn what_is_promised_while_the_store_closes_is_kept_for_longer_or_refused() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        for round in 0..6 {
            let request = reservation_of(&shop, &format!("zoe{round}@example.fr"), &["ROBE-38"]).await;
            let (key, closes) = (new_key(), until(MONDAY_NOON));
            let (placed, closed) =
                tokio::join!(shop.reserve(&key, &request), closing::close(&shop.app, &lea, &closes));
            closed.unwrap();
            match placed {
                Ok(placed) => {
                    let session = backend::domain::secret::hash(&placed.new_token.unwrap());
                    let kept = seen(&shop, &session, &placed.placed.reservation.id).await.keep_until;
                    assert_eq!(kept.as_str(), MONDAY_EVENING);
                }
                Err(refusal) => assert_eq!(code(refusal), ErrorCode::StoreClosed),
            }
            closing::open(&shop.app, &lea).await.unwrap();
        }
    }
}

#[tokio::test]
async fn no_store_closes_in_the_past_or_for_ever() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        for text in ["2026-11-21T10:59:00+01:00", "2026-12-06T11:00:00+01:00", "soon"] {
            let refusal = refused(closing::close(&shop.app, &lea, &until(text)).await);
            assert_eq!(refusal, ErrorCode::InvalidField, "{text}");
        }
        assert_eq!(closing::find(&shop.app, &lea).await.unwrap().until, None);
    }
}

#[tokio::test]
async fn who_did_what_is_shown_to_the_store() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let marc = hire(&shop, "LYO02", "Marc", "123456").await;
        let (placed, _) = two_sizes(&shop).await;
        let prepare = backend::domain::desk_reservation::Action::Prepare;
        common::fitting::act(&shop, &lea, &placed.id, prepare).await.unwrap();
        shop.app.clock.advance(HOUR);
        closing::close(&shop.app, &lea, &until(MONDAY_NOON)).await.unwrap();
        closing::open(&shop.app, &lea).await.unwrap();
        let items = audit::list(&shop.app, &lea).await.unwrap().items;
        let actions: Vec<&str> = items.iter().map(|item| item.action.as_str()).collect();
        assert_eq!(actions, ["store.open", "store.close", "reservation.prepare"]);
        assert_eq!((items[2].associate.as_str(), items[2].number.as_ref()), ("Léa", Some(&placed.number)));
        assert!(audit::list(&shop.app, &marc).await.unwrap().items.is_empty());
        shop.app.clock.advance(31 * DAY);
        assert!(audit::list(&shop.app, &lea).await.unwrap().items.is_empty());
    }
}
