//! The desk: prepared, found, handed over once and only once.

use backend::{
    db::associate::Associate,
    domain::{
        associate,
        clock::HOUR,
        desk::{self, Action},
        refusal::Refusal,
        secret,
    },
};
use contract::{
    desk::{DeskPickup, FoundPass, SignIn},
    error::ErrorCode,
    newtypes::SixDigits,
    order::Order,
    pass::FindPass,
    pickup::{LineOutcome, PickupStatus},
};

use crate::common::{Shop, new_key, order_by, order_of, shops};

fn code(refusal: Refusal) -> ErrorCode {
    refusal.code().unwrap_or(ErrorCode::Internal)
}

async fn sign_in(shop: &Shop, store: &str, pin: &str) -> Result<Associate, ErrorCode> {
    let request = SignIn { store_id: store.into(), pin: pin.into() };
    let (_, token) = associate::sign_in(&shop.app, [127, 0, 0, 1].into(), &request).await.map_err(code)?;
    associate::signed_in(&shop.app, Some(&secret::hash(&token))).await.map_err(code)
}

async fn lea(shop: &Shop) -> Associate {
    associate::add(&shop.app.db, 0, "PAR11", "Léa", "123456").await.unwrap();
    sign_in(shop, "PAR11", "123456").await.unwrap()
}

async fn order(shop: &Shop) -> Order {
    shop.stock("ROBE-38", "PAR11", Some(3)).await;
    shop.place(&new_key(), &order_of("ROBE-38", 1)).await.unwrap().placed.order
}

fn digits(order: &Order) -> FindPass {
    FindPass::Digits(SixDigits::parse(&order.pickups[0].pass.as_ref().unwrap().digits).unwrap())
}

fn found_pickup(found: FoundPass) -> DeskPickup {
    match found {
        FoundPass::Pickup(pickup) => pickup,
        FoundPass::Reservation(reservation) => panic!("a reservation was found: {}", reservation.number),
        FoundPass::Return(found) => panic!("a return was found: {}", found.return_request.number),
    }
}

#[tokio::test]
async fn prepared_found_and_handed_over_once() {
    for shop in shops().await {
        let lea = lea(&shop).await;
        let order = order(&shop).await;
        let id = &order.pickups[0].id;
        assert_eq!(desk::pickups(&shop.app, &lea).await.unwrap().items.len(), 1);

        let early = desk::act(&shop.app, &lea, id, Action::Collect).await.err().unwrap();
        assert_eq!(code(early), ErrorCode::NotReady);
        desk::act(&shop.app, &lea, id, Action::Prepare).await.unwrap();
        let place = Some(" casier B3 ".to_string());
        desk::act(&shop.app, &lea, id, Action::MakeReady { staging_place: place }).await.unwrap();

        let found = found_pickup(desk::find(&shop.app, &lea, &digits(&order)).await.unwrap());
        assert_eq!((found.status, found.staging_place.as_deref()), (PickupStatus::Ready, Some("casier B3")));
        let token = FindPass::Token(order.pickups[0].pass.as_ref().unwrap().token.to_lowercase());
        assert_eq!(found_pickup(desk::find(&shop.app, &lea, &token).await.unwrap()).id, found.id);

        let done = desk::act(&shop.app, &lea, id, Action::Collect).await.unwrap();
        assert_eq!(done.status, PickupStatus::Collected);
        assert_eq!(done.lines[0].line.outcome, Some(LineOutcome::Collected));
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(2), 0));

        let twice = desk::act(&shop.app, &lea, id, Action::Collect).await.err().unwrap();
        assert_eq!(code(twice), ErrorCode::AlreadyCollected);
        let found = found_pickup(desk::find(&shop.app, &lea, &digits(&order)).await.unwrap());
        assert_eq!(found.status, PickupStatus::Collected);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(2), 0));
    }
}

#[tokio::test]
async fn of_two_associates_at_once_one_hands_over() {
    for shop in shops().await {
        let lea = lea(&shop).await;
        let order = order(&shop).await;
        let id = &order.pickups[0].id;
        desk::act(&shop.app, &lea, id, Action::MakeReady { staging_place: None }).await.unwrap();
        let (one, two) = tokio::join!(
            desk::act(&shop.app, &lea, id, Action::Collect),
            desk::act(&shop.app, &lea, id, Action::Collect)
        );
        assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1);
        assert_eq!(code(one.err().or(two.err()).unwrap()), ErrorCode::AlreadyCollected);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(2), 0));
    }
}

#[tokio::test]
async fn a_pass_of_another_store_is_sent_there() {
    for shop in shops().await {
        let order = order(&shop).await;
        associate::add(&shop.app.db, 0, "LYO02", "Marc", "654321").await.unwrap();
        let marc = sign_in(&shop, "LYO02", "654321").await.unwrap();
        let Err(Refusal::Problem(problem)) = desk::find(&shop.app, &marc, &digits(&order)).await else {
            panic!("a pass of Paris is not for Lyon")
        };
        assert_eq!((problem.code, problem.store.as_deref()), (ErrorCode::WrongStore, Some("Paris 11e")));
        let act = desk::act(&shop.app, &marc, &order.pickups[0].id, Action::Prepare).await;
        assert_eq!(code(act.err().unwrap()), ErrorCode::WrongStore);
        assert!(desk::pickups(&shop.app, &marc).await.unwrap().items.is_empty());
    }
}

#[tokio::test]
async fn a_forged_pass_is_not_genuine() {
    for shop in shops().await {
        let lea = lea(&shop).await;
        let mut token = order(&shop).await.pickups[0].pass.as_ref().unwrap().token.clone();
        let last = if token.ends_with('A') { 'B' } else { 'A' };
        token.replace_range(20..21, &last.to_string());
        let refused = desk::find(&shop.app, &lea, &FindPass::Token(token)).await.err().unwrap();
        assert_eq!(code(refused), ErrorCode::PassNotGenuine);
    }
}

#[tokio::test]
async fn guessing_pins_and_digits_is_limited() {
    for shop in shops().await {
        let lea = lea(&shop).await;
        for _ in 0..5 {
            assert_eq!(sign_in(&shop, "PAR11", "000000").await.err(), Some(ErrorCode::WrongPin));
        }
        assert_eq!(sign_in(&shop, "PAR11", "123456").await.err(), Some(ErrorCode::TooManyTries));
        shop.app.clock.advance(HOUR);
        assert!(sign_in(&shop, "PAR11", "123456").await.is_ok());

        let guess = FindPass::Digits(SixDigits::parse("000000").unwrap());
        for _ in 0..30 {
            let refused = desk::find(&shop.app, &lea, &guess).await.err().unwrap();
            assert_eq!(code(refused), ErrorCode::PassNotFound);
        }
        assert_eq!(code(desk::find(&shop.app, &lea, &guess).await.err().unwrap()), ErrorCode::TooManyTries);
    }
}

#[tokio::test]
async fn a_desk_session_ends_after_a_day_of_work() {
    for shop in shops().await {
        associate::add(&shop.app.db, 0, "PAR11", "Léa", "123456").await.unwrap();
        let request = SignIn { store_id: "PAR11".into(), pin: "123456".into() };
        let (_, token) = associate::sign_in(&shop.app, [127, 0, 0, 1].into(), &request).await.unwrap();
        shop.app.clock.advance(13 * HOUR);
        let ended = associate::signed_in(&shop.app, Some(&secret::hash(&token))).await.err().unwrap();
        assert_eq!(code(ended), ErrorCode::SignedOut);
    }
}

#[tokio::test]
async fn digits_are_free_again_after_the_pass_ended() {
    for shop in shops().await {
        let lea = lea(&shop).await;
        let first = order(&shop).await;
        desk::act(&shop.app, &lea, &first.pickups[0].id, Action::MakeReady { staging_place: None })
            .await
            .unwrap();
        desk::act(&shop.app, &lea, &first.pickups[0].id, Action::Collect).await.unwrap();
        let second =
            shop.place(&new_key(), &order_by("ana@example.fr", "ROBE-38", 1)).await.unwrap().placed.order;
        let same = first.pickups[0].pass.as_ref().unwrap().digits.clone();
        let sql = "UPDATE pass SET digits = $1 WHERE subject_id = $2";
        shop.run(sql, backend::args![same, &second.pickups[0].id]).await;
        let found = found_pickup(desk::find(&shop.app, &lea, &digits(&first)).await.unwrap());
        assert_eq!(found.id, second.pickups[0].id);
    }
}
