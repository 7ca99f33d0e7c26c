//! Histories that join while somebody is on the way into one of them.

use std::time::Duration;

use backend::{
    db::{self, Tx},
    domain::{account, clock::DAY},
};
use contract::error::ErrorCode;

use crate::{
    addresses::{ask, bring, join, mailed, prove},
    common::{
        Shop,
        browser::{self, Browser, by_code, code_of},
        shops,
    },
    handoffs::{offer, take},
};

const ZOE: &str = "zoe@example.fr";
const WORK: &str = "zoe.martin@work.example.fr";
const HOME: &str = "z.m@home.example.fr";

#[tokio::test]
async fn two_who_bring_each_other_at_once_become_one_account() {
    for shop in shops().await {
        let (mut phone, mut office) = (Browser::default(), Browser::default());
        for round in 0..10 {
            let emails = [format!("a{round}@example.fr"), format!("b{round}@example.fr")];
            phone.sign_in(&shop, &emails[0]).await;
            office.sign_in(&shop, &emails[1]).await;
            let mut requests = Vec::new();
            for (browser, email) in [(&phone, &emails[1]), (&office, &emails[0])] {
                let request_id = ask(&shop, browser, email).await.unwrap();
                prove(&shop, browser, &request_id, &mailed(&shop).await).await.unwrap();
                requests.push(request_id);
            }
            let joined = tokio::join!(join(&shop, &phone, &requests[0]), join(&shop, &office, &requests[1]));
            let refused: Vec<_> = [joined.0, joined.1].map(code_of).into_iter().flatten().collect();
            assert_eq!(refused, [ErrorCode::WrongStatus], "one was faster");
            let (one, other) = (phone.session(&shop).await, office.session(&shop).await);
            assert_eq!(one.account.unwrap().email, other.account.unwrap().email);
            shop.app.clock.advance(DAY);
        }
    }
}

/// A transaction that has the account of an address to itself.
async fn queued(shop: &Shop, email: &str) -> Tx {
    let mut tx = shop.app.db.write().await.unwrap();
    let account = db::account::by_email(&mut tx, email).await.unwrap().unwrap();
    db::account::queue(&mut tx, &account.id).await.unwrap();
    tx
}

/// It makes the account part of another one, once others have begun to wait for it.
async fn become_part(mut tx: Tx, from: &str, to: &str) {
    tokio::time::sleep(Duration::from_millis(300)).await;
    let from = db::account::by_email(&mut tx, from).await.unwrap().unwrap();
    let to = db::account::by_email(&mut tx, to).await.unwrap().unwrap();
    db::address::move_sessions(&mut tx, &from.id, &to.id).await.unwrap();
    db::address::join(&mut tx, &from.id, &to.id, &serde_json::json!({}), DAY).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn digits_lead_into_no_account_that_became_part_of_another_one_meanwhile() {
    for shop in shops().await {
        let (mut phone, mut home, mut tablet) = (Browser::default(), Browser::default(), Browser::default());
        phone.sign_in(&shop, ZOE).await;
        bring(&shop, &phone, WORK).await;
        home.sign_in(&shop, HOME).await;
        let request_id = tablet.ask(&shop, WORK).await.unwrap();
        let digits = by_code(&request_id, &browser::mailed(&shop).await.0);
        let tx = queued(&shop, ZOE).await;
        let (proven, ()) = tokio::join!(tablet.prove(&shop, &digits), become_part(tx, ZOE, HOME));
        if let Some(refused) = code_of(proven) {
            assert_eq!(refused, ErrorCode::CodeExpired);
            tablet.prove(&shop, &digits).await.unwrap();
        }
        assert_eq!(tablet.session(&shop).await.account.unwrap().email, HOME);
    }
}

#[tokio::test]
async fn nor_does_the_code_of_another_device() {
    for shop in shops().await {
        let (mut phone, mut office, mut tablet) =
            (Browser::default(), Browser::default(), Browser::default());
        phone.sign_in(&shop, ZOE).await;
        office.sign_in(&shop, WORK).await;
        let token = offer(&shop, &mut office).await.token;
        let tx = queued(&shop, WORK).await;
        let (taken, ()) = tokio::join!(take(&shop, &mut tablet, &token), become_part(tx, WORK, ZOE));
        assert_eq!(code_of(taken), Some(ErrorCode::LinkExpired));
        assert!(!tablet.is_signed_in(&shop).await);
    }
}

#[tokio::test]
async fn who_was_signed_out_elsewhere_joins_nothing_and_is_told_why() {
    for shop in shops().await {
        let (mut phone, mut office) = (Browser::default(), Browser::default());
        phone.sign_in(&shop, ZOE).await;
        office.sign_in(&shop, ZOE).await;
        let request_id = ask(&shop, &phone, WORK).await.unwrap();
        prove(&shop, &phone, &request_id, &mailed(&shop).await).await.unwrap();
        account::revoke_others(&shop.app, office.hash().as_deref()).await.unwrap();
        assert_eq!(code_of(join(&shop, &phone, &request_id).await), Some(ErrorCode::SignedOut));
    }
}
