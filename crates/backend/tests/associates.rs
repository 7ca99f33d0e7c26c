//! Associates: added, listed, removed, given another PIN, and locked out for a while.

use std::net::IpAddr;

use backend::{
    args,
    db::associate::Associate,
    domain::{associate, audit, clock::HOUR, refusal::Refusal, secret},
};
use contract::{desk::SignIn, error::ErrorCode};

use crate::common::{
    Shop,
    fitting::{code, hire},
    shops,
};

async fn sign_in(shop: &Shop, address: &str, pin: &str) -> Result<String, Refusal> {
    sign_in_at(shop, "PAR11", address, pin).await
}

async fn sign_in_at(shop: &Shop, store_id: &str, address: &str, pin: &str) -> Result<String, Refusal> {
    let request = SignIn { store_id: store_id.into(), pin: pin.into() };
    let address: IpAddr = address.parse().unwrap();
    associate::sign_in(&shop.app, address, &request).await.map(|(_, token)| secret::hash(&token))
}

async fn signed_in(shop: &Shop, session: &str) -> Result<Associate, ErrorCode> {
    associate::signed_in(&shop.app, Some(session)).await.map_err(code)
}

#[tokio::test]
async fn whoever_leaves_is_signed_out() {
    for shop in shops().await {
        hire(&shop, "PAR11", "Léa", "123456").await;
        hire(&shop, "LYO02", "Marc", "123456").await;
        let session = sign_in(&shop, "127.0.0.1", "123456").await.unwrap();
        assert_eq!(signed_in(&shop, &session).await.unwrap().name, "Léa");
        assert!(associate::remove(&shop.app.db, 0, "PAR11", "Nobody").await.is_err());
        associate::remove(&shop.app.db, 0, "PAR11", "Léa").await.unwrap();
        assert_eq!(signed_in(&shop, &session).await.err(), Some(ErrorCode::SignedOut));
        assert_eq!(code(sign_in(&shop, "127.0.0.1", "123456").await.unwrap_err()), ErrorCode::WrongPin);
        let names: Vec<String> = associate::list(&shop.app.db)
            .await
            .unwrap()
            .into_iter()
            .map(|associate| associate.name)
            .collect();
        assert_eq!(names, ["Marc"]);
        let back = hire(&shop, "PAR11", "Léa", "123456").await;
        let entry = audit::list(&shop.app, &back).await.unwrap().items.remove(0);
        assert_eq!((entry.action.as_str(), entry.associate.as_str()), ("sign_in", "Léa"), "the trail stays");
    }
}

#[tokio::test]
async fn a_new_pin_ends_the_sessions_of_the_old_one() {
    for shop in shops().await {
        hire(&shop, "PAR11", "Léa", "123456").await;
        hire(&shop, "PAR11", "Sami", "654321").await;
        let session = sign_in(&shop, "127.0.0.1", "123456").await.unwrap();
        let db = &shop.app.db;
        for taken_or_wrong in ["654321", "12", "abcd"] {
            assert!(associate::set_pin(db, "PAR11", "Léa", taken_or_wrong).await.is_err());
        }
        associate::set_pin(db, "PAR11", "Léa", "777777").await.unwrap();
        assert_eq!(signed_in(&shop, &session).await.err(), Some(ErrorCode::SignedOut));
        assert!(sign_in(&shop, "127.0.0.1", "123456").await.is_err());
        assert!(sign_in(&shop, "127.0.0.1", "777777").await.is_ok());
    }
}

#[tokio::test]
async fn a_stranger_locks_out_only_a_network_and_it_is_written_down() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        for last in 1..=5 {
            let address = format!("2001:db8:0:1::{last}");
            assert_eq!(code(sign_in(&shop, &address, "000000").await.unwrap_err()), ErrorCode::WrongPin);
        }
        let Err(Refusal::Problem(problem)) = sign_in(&shop, "2001:db8:0:1::9", "123456").await else {
            panic!("the network has used up its tries")
        };
        assert_eq!(problem.code, ErrorCode::TooManyTries);
        assert_eq!(problem.at.unwrap().as_str(), "2026-11-21T11:15:00+01:00");
        assert!(sign_in(&shop, "192.0.2.7", "123456").await.is_ok(), "the store itself is not locked out");
        let items = audit::list(&shop.app, &lea).await.unwrap().items;
        let actions: Vec<&str> = items.iter().map(|item| item.action.as_str()).collect();
        assert_eq!(actions, ["sign_in", "locked_out"]);
        shop.app.clock.advance(HOUR);
        assert!(sign_in(&shop, "2001:db8:0:1::9", "123456").await.is_ok());
    }
}

#[tokio::test]
async fn many_at_once_are_no_more_tries_than_one_after_another() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let pins: Vec<String> = (0..12).map(|number| format!("{number:06}")).collect();
        let tries = pins.iter().map(|pin| sign_in(&shop, "192.0.2.7", pin));
        let refused: Vec<ErrorCode> = futures_util::future::join_all(tries)
            .await
            .into_iter()
            .map(|tried| code(tried.unwrap_err()))
            .collect();
        let wrong = refused.iter().filter(|code| **code == ErrorCode::WrongPin).count();
        let too_many = refused.iter().filter(|code| **code == ErrorCode::TooManyTries).count();
        assert_eq!((wrong, too_many), (5, 7), "{refused:?}");
        assert!(sign_in(&shop, "192.0.2.7", "123456").await.is_err());
        let items = audit::list(&shop.app, &lea).await.unwrap().items;
        assert!(!items.is_empty() && items.iter().all(|item| item.action == "locked_out"));
    }
}

#[tokio::test]
async fn the_right_pin_gives_the_tries_back() {
    for shop in shops().await {
        hire(&shop, "PAR11", "Léa", "123456").await;
        for _ in 0..3 {
            for _ in 0..4 {
                assert!(sign_in(&shop, "192.0.2.7", "000000").await.is_err());
            }
            sign_in(&shop, "192.0.2.7", "123456").await.unwrap();
        }
    }
}

#[tokio::test]
async fn of_a_store_that_nobody_works_in_nothing_is_written_down() {
    for shop in shops().await {
        for store in ["LYO02", "NOWHERE", "a\u{0}b"] {
            let refused = sign_in_at(&shop, store, "192.0.2.7", "123456").await.unwrap_err();
            assert_eq!(code(refused), ErrorCode::WrongPin, "{store:?}");
        }
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM attempt", args![]).await, 0);
    }
}
