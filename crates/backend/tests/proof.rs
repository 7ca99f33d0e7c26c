//! A browser that came in by a code on a screen: it goes on with the account, and can't take it away.

use backend::domain::{
    account::{self, address},
    mail::{compose, newest},
};
use contract::error::ErrorCode;

use crate::{
    addresses,
    common::{
        Shop,
        browser::{Browser, code_of, mailed},
        shops,
        till::token_of,
    },
    handoffs::{offer, take},
    receipts_claim::{claim, purchases, robe, sold},
};

const ZOE: &str = "zoe@example.fr";
const EVE: &str = "eve@example.fr";

/// A computer that is signed in, and a browser that took its code.
async fn taken(shop: &Shop) -> (Browser, Browser) {
    let (mut computer, mut phone) = (Browser::default(), Browser::default());
    computer.sign_in(shop, ZOE).await;
    let token = offer(shop, &mut computer).await.token;
    take(shop, &mut phone, &token).await.unwrap();
    (computer, phone)
}

async fn may_add_an_address(shop: &Shop, browser: &Browser) -> bool {
    let refused = match addresses::ask(shop, browser, EVE).await {
        Ok(_) => return true,
        refused => code_of(refused),
    };
    assert_eq!(refused, Some(ErrorCode::ProofNeeded));
    false
}

/// Who was told of a browser that came in.
async fn told(shop: &Shop) -> Vec<String> {
    compose(&shop.app).await.unwrap();
    let mails = newest(&shop.app).await.unwrap().into_iter().map(|kept| kept.mail);
    let told = mails.filter(|mail| mail.template == "handoff_taken");
    told.inspect(|mail| assert!(mail.body_text.contains("Firefox, Linux")))
        .map(|mail| mail.recipient)
        .collect()
}

#[tokio::test]
async fn a_photographed_code_gives_nobody_the_account_for_good() {
    for shop in shops().await {
        let (computer, mut thief) = taken(&shop).await;
        assert!(thief.is_signed_in(&shop).await);
        assert!(!may_add_an_address(&shop, &thief).await);

        // Digits of a request to sign in are no way around it.
        let request_id = thief.ask(&shop, EVE).await.unwrap();
        let (code, _) = mailed(&shop).await;
        let refused = addresses::prove(&shop, &thief, &request_id, &code).await;
        assert_eq!(code_of(refused), Some(ErrorCode::ProofNeeded));
        assert_eq!(code_of(addresses::join(&shop, &thief, &request_id).await), Some(ErrorCode::ProofNeeded));

        let hash = thief.hash();
        let parted = address::part(&shop.app, hash.as_deref(), "zoe.martin@work.example.fr").await;
        assert_eq!(code_of(parted), Some(ErrorCode::ProofNeeded));
        let devices = account::sessions(&shop.app, hash.as_deref()).await.unwrap().items;
        let other = devices.iter().find(|device| !device.is_current).unwrap();
        let ended = account::revoke(&shop.app, hash.as_deref(), &other.id).await;
        assert_eq!(code_of(ended), Some(ErrorCode::ProofNeeded));
        let ended = account::revoke_others(&shop.app, hash.as_deref()).await;
        assert_eq!(code_of(ended), Some(ErrorCode::ProofNeeded));

        assert!(computer.is_signed_in(&shop).await);
        assert!(may_add_an_address(&shop, &computer).await);
        account::revoke_others(&shop.app, computer.hash().as_deref()).await.unwrap();
        assert!(!thief.is_signed_in(&shop).await);
    }
}

#[tokio::test]
async fn whoever_signs_in_by_e_mail_may_do_all_of_it() {
    for shop in shops().await {
        let (_, mut phone) = taken(&shop).await;
        phone.sign_in(&shop, ZOE).await;
        assert!(may_add_an_address(&shop, &phone).await);
    }
}

#[tokio::test]
async fn a_proof_goes_neither_on_nor_along() {
    for shop in shops().await {
        let (mut computer, mut phone) = taken(&shop).await;
        let mut tablet = Browser::default();
        let token = offer(&shop, &mut phone).await.token;
        take(&shop, &mut tablet, &token).await.unwrap();
        assert!(tablet.is_signed_in(&shop).await);
        assert!(!may_add_an_address(&shop, &tablet).await);

        // What was proven was another account.
        let mut eves = Browser::default();
        eves.sign_in(&shop, EVE).await;
        let token = offer(&shop, &mut computer).await.token;
        take(&shop, &mut eves, &token).await.unwrap();
        assert!(!may_add_an_address(&shop, &eves).await);
    }
}

#[tokio::test]
async fn the_account_hears_of_whoever_comes_in() {
    for shop in shops().await {
        let (mut computer, mut phone) = taken(&shop).await;
        assert_eq!(told(&shop).await, [ZOE]);
        let token = offer(&shop, &mut computer).await.token;
        take(&shop, &mut phone, &token).await.unwrap();
        let (mut guest, mut other) = (Browser::default(), Browser::default());
        guest.put(&shop, "ROBE-38", 1).await;
        let token = offer(&shop, &mut guest).await.token;
        take(&shop, &mut other, &token).await.unwrap();
        assert_eq!(told(&shop).await, [ZOE], "nobody else came into an account");
    }
}

#[tokio::test]
async fn a_code_brings_no_receipts_into_the_account() {
    for shop in shops().await {
        let token = token_of(&sold(&shop, robe("1")).await);
        let (mut computer, mut phone) = (Browser::default(), Browser::default());
        computer.sign_in(&shop, ZOE).await;
        claim(&shop, &mut phone, &token).await.unwrap();
        let code = offer(&shop, &mut computer).await.token;
        take(&shop, &mut phone, &code).await.unwrap();
        assert_eq!(purchases(&shop, &computer).await, Vec::<String>::new());
        assert_eq!(purchases(&shop, &phone).await, ["1"], "it stays where it was scanned");
        phone.sign_in(&shop, ZOE).await;
        assert_eq!(purchases(&shop, &computer).await, ["1"]);
    }
}
