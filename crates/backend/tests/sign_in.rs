//! Proving an address: by code, by link, and on another device.

use std::{net::Ipv6Addr, time::Duration};

use backend::{
    db,
    domain::{account, clock::MINUTE, mail::newest, order, sign_in},
};
use contract::{
    error::ErrorCode,
    language::Language,
    newtypes::Email,
    session::{AskToSignIn, SignInBy, SignInLink},
};

use crate::common::{
    browser::{Browser, by_code, by_link, caller, code_of, mailed, wrong},
    new_key, order_by, shops,
};

const ZOE: &str = "zoe@example.fr";

#[tokio::test]
async fn a_code_opens_the_account_once() {
    for shop in shops().await {
        let mut phone = Browser::default();
        let request_id = phone.ask(&shop, ZOE).await.unwrap();
        assert!(!phone.is_signed_in(&shop).await);
        let (code, _) = mailed(&shop).await;
        let before = phone.token();
        let signed_in = phone.prove(&shop, &by_code(&request_id, &code)).await.unwrap();
        assert_eq!(signed_in.session.account.unwrap().email, ZOE);
        assert_eq!(signed_in.merged, None);
        assert!(phone.is_signed_in(&shop).await);
        assert_ne!(before, phone.token(), "the secret is another");
        let mut old = Browser::default();
        old.take(before);
        assert!(!old.is_signed_in(&shop).await, "the old secret opens nothing");
        let again = phone.prove(&shop, &by_code(&request_id, &code)).await;
        assert_eq!(code_of(again), Some(ErrorCode::CodeExpired));
    }
}

#[tokio::test]
async fn the_answer_is_the_same_whether_or_not_there_is_an_account() {
    for shop in shops().await {
        Browser::default().sign_in(&shop, ZOE).await;
        let (mut known, mut unknown) = (Browser::default(), Browser::default());
        known.ask(&shop, "ZOE@example.fr").await.unwrap();
        let (first, _) = mailed(&shop).await;
        unknown.ask(&shop, "nobody@example.fr").await.unwrap();
        let (second, _) = mailed(&shop).await;
        let mails = newest(&shop.app).await.unwrap();
        let of = |email: &str, code: &str| {
            let mail = &mails.iter().find(|kept| kept.mail.recipient == email).unwrap();
            let link = mail.link.clone().unwrap();
            mail.mail.body_text.replace(&format!("{}\u{a0}{}", &code[..3], &code[3..]), "").replace(&link, "")
        };
        assert_eq!(of("ZOE@example.fr", &first), of("nobody@example.fr", &second));
        assert_eq!(mails.len(), 3, "each request has one mail");
    }
}

#[tokio::test]
async fn five_wrong_codes_end_the_request() {
    for shop in shops().await {
        let mut phone = Browser::default();
        let request_id = phone.ask(&shop, ZOE).await.unwrap();
        let (code, token) = mailed(&shop).await;
        for _ in 0..4 {
            let refused = phone.prove(&shop, &by_code(&request_id, &wrong(&code))).await;
            assert_eq!(code_of(refused), Some(ErrorCode::WrongCode));
        }
        for typed in [wrong(&code), code] {
            let refused = phone.prove(&shop, &by_code(&request_id, &typed)).await;
            assert_eq!(code_of(refused), Some(ErrorCode::CodeExpired));
        }
        let refused = phone.prove(&shop, &by_link(&token)).await;
        assert_eq!(code_of(refused), Some(ErrorCode::CodeExpired));
    }
}

#[tokio::test]
async fn a_code_works_only_where_it_was_asked_for_and_for_a_while() {
    for shop in shops().await {
        let (mut phone, mut stranger) = (Browser::default(), Browser::default());
        let request_id = phone.ask(&shop, ZOE).await.unwrap();
        let (code, _) = mailed(&shop).await;
        stranger.put_nothing(&shop).await;
        for browser in [&mut stranger, &mut Browser::default()] {
            let refused = browser.prove(&shop, &by_code(&request_id, &code)).await;
            assert_eq!(code_of(refused), Some(ErrorCode::CodeExpired));
        }
        shop.app.clock.advance(15 * MINUTE);
        let late = phone.prove(&shop, &by_code(&request_id, &code)).await;
        assert_eq!(code_of(late), Some(ErrorCode::CodeExpired));

        let first = phone.ask(&shop, ZOE).await.unwrap();
        let (old_code, _) = mailed(&shop).await;
        let second = phone.ask(&shop, ZOE).await.unwrap();
        let (new_code, _) = mailed(&shop).await;
        let ended = phone.prove(&shop, &by_code(&first, &old_code)).await;
        assert_eq!(code_of(ended), Some(ErrorCode::CodeExpired), "the newer request ended it");
        phone.prove(&shop, &by_code(&second, &new_code)).await.unwrap();
    }
}

#[tokio::test]
async fn a_link_signs_in_where_it_is_opened() {
    for shop in shops().await {
        let (mut computer, mut phone) = (Browser::default(), Browser::default());
        let request_id = computer.ask(&shop, ZOE).await.unwrap();
        let (code, token) = mailed(&shop).await;
        let link = SignInLink { token: token.clone() };
        let seen = sign_in::find(&shop.app, &caller(None), &link).await.unwrap();
        assert_eq!((seen.email.as_str(), seen.is_this_browser), (ZOE, false));
        assert_eq!(seen.device.browser.as_deref(), Some("Firefox"));
        let hash = computer.hash();
        let seen = sign_in::find(&shop.app, &caller(hash.as_deref()), &link).await.unwrap();
        assert!(seen.is_this_browser);

        phone.prove(&shop, &by_link(&token)).await.unwrap();
        assert!(phone.is_signed_in(&shop).await && !computer.is_signed_in(&shop).await);
        let used = computer.prove(&shop, &by_code(&request_id, &code)).await;
        assert_eq!(code_of(used), Some(ErrorCode::CodeExpired));
        let forged = phone.prove(&shop, &by_link("AAAAAAAAAAAAAAAAAAAAAA")).await;
        assert_eq!(code_of(forged), Some(ErrorCode::CodeExpired));
    }
}

#[tokio::test]
async fn a_link_on_another_device_lets_the_first_one_in() {
    for shop in shops().await {
        let (mut computer, phone) = (Browser::default(), Browser::default());
        let request_id = computer.ask(&shop, ZOE).await.unwrap();
        let by = SignInBy::Approval { request_id: request_id.clone() };
        assert_eq!(code_of(computer.prove(&shop, &by).await), Some(ErrorCode::Forbidden));
        let (_, token) = mailed(&shop).await;
        phone.approve(&shop, &token).await.unwrap();
        phone.approve(&shop, &token).await.unwrap();

        let mut thief = Browser::default();
        thief.put_nothing(&shop).await;
        assert_eq!(code_of(thief.prove(&shop, &by).await), Some(ErrorCode::CodeExpired));
        computer.prove(&shop, &by).await.unwrap();
        assert!(computer.is_signed_in(&shop).await && !phone.is_signed_in(&shop).await);
        assert_eq!(code_of(phone.approve(&shop, &token).await), Some(ErrorCode::CodeExpired));
    }
}

#[tokio::test]
async fn of_two_at_once_one_wins() {
    for shop in shops().await {
        let mut phone = Browser::default();
        let request_id = phone.ask(&shop, ZOE).await.unwrap();
        let (code, token) = mailed(&shop).await;
        let hash = phone.hash();
        let tries = (0..4).map(|number| {
            let (app, hash) = (shop.app.clone(), hash.clone());
            let by = if number % 2 == 0 { by_code(&request_id, &code) } else { by_link(&token) };
            tokio::spawn(async move {
                let hash = hash.as_deref().filter(|_| number % 2 == 0);
                sign_in::prove(&app, &caller(hash), &by).await.is_ok()
            })
        });
        let won = futures_util::future::join_all(tries).await;
        assert_eq!(won.into_iter().filter(|won| *won.as_ref().unwrap()).count(), 1);
        let accounts = shop.int("SELECT COUNT(*) AS value FROM account", backend::args![]).await;
        assert_eq!(accounts, 1);
    }
}

#[tokio::test]
async fn an_inbox_is_not_filled_by_others() {
    for shop in shops().await {
        for _ in 0..5 {
            Browser::default().ask(&shop, ZOE).await.unwrap();
        }
        let sixth = Browser::default().ask(&shop, "Zoe@Example.fr").await;
        assert_eq!(code_of(sixth), Some(ErrorCode::TooManyTries));
        for number in 0..55 {
            Browser::default().ask(&shop, &format!("shopper{number}@example.fr")).await.unwrap();
        }
        let more = Browser::default().ask(&shop, "one.more@example.fr").await;
        assert_eq!(code_of(more), Some(ErrorCode::TooManyTries));
        shop.app.clock.advance(16 * MINUTE);
        Browser::default().ask(&shop, ZOE).await.unwrap();
    }
}

#[tokio::test]
async fn who_asks_many_times_at_once_gets_no_more_mails() {
    for shop in shops().await {
        let asks = (0..12).map(|_| {
            let shop_app = shop.app.clone();
            tokio::spawn(async move {
                let request = AskToSignIn { email: Email::parse(ZOE).unwrap(), language: Language::Fr };
                sign_in::ask(&shop_app, &caller(None), &request).await.is_ok()
            })
        });
        let asked = futures_util::future::join_all(asks).await;
        assert_eq!(asked.into_iter().filter(|asked| *asked.as_ref().unwrap()).count(), 5);
    }
}

#[tokio::test]
async fn a_network_has_one_limit_however_many_addresses_it_has() {
    for shop in shops().await {
        let ask = async |network: u16, number: u16| {
            let email = Email::parse(&format!("shopper{number}@example.fr")).unwrap();
            let request = AskToSignIn { email, language: Language::Fr };
            let address = Ipv6Addr::new(0x2001, 0xdb8, 0, network, 0, 0, 0, number);
            let caller = sign_in::Caller { address: address.into(), ..caller(None) };
            sign_in::ask(&shop.app, &caller, &request).await
        };
        for number in 0..60 {
            assert!(ask(1, number).await.is_ok());
        }
        assert_eq!(code_of(ask(1, 60).await), Some(ErrorCode::TooManyTries));
        assert!(ask(2, 61).await.is_ok(), "a neighbour has nothing to do with it");
    }
}

#[tokio::test]
async fn what_is_kept_opens_nothing() {
    for shop in shops().await {
        let mut phone = Browser::default();
        phone.ask(&shop, ZOE).await.unwrap();
        let (code, token) = mailed(&shop).await;
        let mut tx = shop.app.db.read().await.unwrap();
        let row =
            tx.row("SELECT code_hash, token_hash FROM sign_in", backend::args![]).await.unwrap().unwrap();
        assert!(!row.text("code_hash").unwrap().contains(&code));
        assert_ne!(row.text("token_hash").unwrap(), token);
        let rows = tx.rows("SELECT payload FROM outbox", backend::args![]).await.unwrap();
        assert!(rows.iter().all(|row| !row.text("payload").unwrap().contains(&code)));
    }
}

#[tokio::test]
async fn a_key_goes_on_to_answer_the_same_order() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let (mut phone, key) = (Browser::default(), new_key());
        phone.put(&shop, "ROBE-38", 1).await;
        let request = order_by(ZOE, "ROBE-38", 1);
        let hash = phone.hash();
        let first = shop.place_as(hash.as_deref(), &key, &request).await.unwrap().placed.order;
        phone.sign_in(&shop, ZOE).await;
        let hash = phone.hash();
        let again = shop.place_as(hash.as_deref(), &key, &request).await.unwrap().placed.order;
        assert_eq!(first.id, again.id);
        assert!(order::find(&shop.app, hash.as_deref(), &first.id).await.is_ok());
    }
}

#[tokio::test]
async fn signing_in_and_being_signed_out_do_not_wait_for_each_other_in_a_circle() {
    for shop in shops().await {
        let (mut phone, mut laptop) = (Browser::default(), Browser::default());
        phone.sign_in(&shop, ZOE).await;
        laptop.sign_in(&shop, ZOE).await;
        let request_id = phone.ask(&shop, ZOE).await.unwrap();
        let (laptop, phone) = (laptop.hash(), phone.hash().unwrap());
        let now = shop.app.clock.now();
        // What signing in takes first, and what it takes later.
        let mut tx = shop.app.db.write().await.unwrap();
        db::sign_in::take(&mut tx, &request_id, now).await.unwrap().unwrap();
        let signing_in = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            db::session::set_seen(&mut tx, &phone, now).await.unwrap();
            tx.commit().await.unwrap();
        };
        let (gone, ()) = tokio::join!(account::revoke_others(&shop.app, laptop.as_deref()), signing_in);
        gone.unwrap();
        let mut tx = shop.app.db.read().await.unwrap();
        assert!(db::session::find(&mut tx, &phone, now).await.unwrap().unwrap().account_id.is_none());
        assert!(
            db::sign_in::find(&mut tx, &request_id, now).await.unwrap().is_none(),
            "its request has ended"
        );
    }
}
