//! A cart that is changed by several devices, some of which had no network when they did.

use std::time::Duration;

use backend::{
    args,
    db::{self, Tx},
    domain::{
        account::merge,
        cart::{self, LineChange, StoreChange},
        refusal::Refusal,
        secret,
    },
};
use contract::{error::ErrorCode, language::Language};

use crate::common::{
    Shop,
    browser::{Browser, by_code, code_of, mailed},
    new_key, order_by, shops,
};

const ZOE: &str = "zoe@example.fr";
const SKU: &str = "ROBE-38";

fn to(quantity: u32, was: u32) -> LineChange<'static> {
    LineChange { sku: SKU, quantity, was: Some(was) }
}

async fn units(shop: &Shop, browser: &Browser) -> u32 {
    browser.cart(shop).await.iter().find(|(sku, _)| sku == SKU).map_or(0, |(_, units)| *units)
}

/// Two browsers of the same shopper.
async fn devices(shop: &Shop) -> (Browser, Browser) {
    let (mut phone, mut laptop) = (Browser::default(), Browser::default());
    phone.sign_in(shop, ZOE).await;
    laptop.sign_in(shop, ZOE).await;
    (phone, laptop)
}

#[tokio::test]
async fn what_was_changed_on_two_devices_is_told_to_the_second() {
    for shop in shops().await {
        let (mut phone, mut laptop) = devices(&shop).await;
        phone.put(&shop, SKU, 2).await;
        laptop.change(&shop, &to(5, 2), Some(&new_key())).await.unwrap();

        for wanted in [3, 0] {
            let refused = phone.change(&shop, &to(wanted, 2), Some(&new_key())).await.unwrap_err();
            let Refusal::Problem(problem) = refused else { panic!("{refused:?}") };
            assert_eq!((problem.code, problem.status), (ErrorCode::CartChanged, 409));
            assert_eq!((problem.sku.as_deref(), problem.available), (Some(SKU), Some(5)));
            assert_eq!(units(&shop, &laptop).await, 5);
        }
        phone.change(&shop, &to(5, 2), Some(&new_key())).await.unwrap();
        phone.change(&shop, &to(3, 5), Some(&new_key())).await.unwrap();
        assert_eq!(units(&shop, &laptop).await, 3, "seen and decided");
    }
}

#[tokio::test]
async fn a_line_that_was_taken_out_elsewhere_does_not_come_back_unsaid() {
    for shop in shops().await {
        let (mut phone, mut laptop) = devices(&shop).await;
        phone.put(&shop, SKU, 2).await;
        laptop.change(&shop, &to(0, 2), None).await.unwrap();
        let refused = phone.change(&shop, &to(3, 2), Some(&new_key())).await;
        assert_eq!(code_of(refused), Some(ErrorCode::CartChanged));
        assert_eq!(units(&shop, &phone).await, 0);
        phone.change(&shop, &to(0, 2), Some(&new_key())).await.unwrap();
    }
}

#[tokio::test]
async fn a_key_changes_the_cart_once() {
    for shop in shops().await {
        let (mut phone, mut laptop) = devices(&shop).await;
        let key = new_key();
        let total = phone.change(&shop, &to(3, 0), Some(&key)).await.unwrap();
        assert_eq!(total, 3 * 8_900);
        laptop.put(&shop, SKU, 1).await;
        let total = phone.change(&shop, &to(3, 0), Some(&key)).await.unwrap();
        assert_eq!(total, 8_900, "its repetition answers what the cart is now");
        assert_eq!(units(&shop, &laptop).await, 1);
        let refused = phone.change(&shop, &to(4, 0), Some(&key)).await;
        assert_eq!(code_of(refused), Some(ErrorCode::IdempotencyMismatch));

        // What was refused may be tried again with the same key, once the shopper has seen what there is.
        let key = new_key();
        let refused = phone.change(&shop, &to(2, 4), Some(&key)).await;
        assert_eq!(code_of(refused), Some(ErrorCode::CartChanged));
        phone.put(&shop, SKU, 4).await;
        phone.change(&shop, &to(2, 4), Some(&key)).await.unwrap();
        assert_eq!(units(&shop, &phone).await, 2);
    }
}

#[tokio::test]
async fn a_key_goes_along_when_the_session_changes_its_secret() {
    for shop in shops().await {
        let mut phone = Browser::default();
        phone.put_nothing(&shop).await;
        let key = new_key();
        phone.change(&shop, &to(3, 0), Some(&key)).await.unwrap();
        phone.sign_in(&shop, ZOE).await;
        phone.put(&shop, SKU, 1).await;
        phone.change(&shop, &to(3, 0), Some(&key)).await.unwrap();
        assert_eq!(units(&shop, &phone).await, 1);
    }
}

#[tokio::test]
async fn of_two_changes_at_once_one_is_told() {
    for shop in shops().await {
        let (mut phone, mut laptop) = devices(&shop).await;
        phone.put(&shop, SKU, 1).await;
        let (more, less) = (to(4, 1), to(2, 1));
        let (one, other) = tokio::join!(phone.change(&shop, &more, None), laptop.change(&shop, &less, None));
        let (told, kept) = match (one, other) {
            (Ok(_), Err(told)) => (told, 4),
            (Err(told), Ok(_)) => (told, 2),
            both => panic!("{both:?}"),
        };
        assert_eq!(told.code(), Some(ErrorCode::CartChanged));
        assert_eq!(units(&shop, &phone).await, kept);
    }
}

/// Begins a change of the account's cart, in an open transaction.
async fn begin(shop: &Shop) -> (Tx, String) {
    let mut tx = shop.app.db.write().await.unwrap();
    let account = db::account::by_email(&mut tx, ZOE).await.unwrap().unwrap();
    let cart_id = account.cart_id.unwrap();
    db::cart::touch(&mut tx, &cart_id, shop.app.clock.now()).await.unwrap();
    (tx, cart_id)
}

/// Ends it, once somebody else had the time to begin another one.
async fn end(shop: &Shop, mut tx: Tx, cart_id: &str, quantity: u32) {
    tokio::time::sleep(Duration::from_millis(300)).await;
    db::cart::set_line(&mut tx, cart_id, SKU, quantity, shop.app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_change_and_an_order_do_not_wait_for_each_other_in_a_circle() {
    for shop in shops().await {
        shop.stock(SKU, "PAR11", Some(9)).await;
        let (mut phone, _) = devices(&shop).await;
        phone.put(&shop, SKU, 1).await;
        let (hash, key, request) = (phone.hash(), new_key(), order_by(ZOE, SKU, 1));
        let (tx, cart_id) = begin(&shop).await;
        let order = shop.place_as(hash.as_deref(), &key, &request);
        let ((), placed) = tokio::join!(end(&shop, tx, &cart_id, 3), order);
        placed.unwrap();
        assert_eq!(units(&shop, &phone).await, 0, "what was ordered is out of the cart");
    }
}

#[tokio::test]
async fn neither_do_a_change_and_an_undo() {
    for shop in shops().await {
        let (mut phone, mut laptop) = (Browser::default(), Browser::default());
        laptop.sign_in(&shop, ZOE).await;
        laptop.put(&shop, "ROBE-40", 1).await;
        phone.put(&shop, SKU, 2).await;
        phone.sign_in(&shop, ZOE).await;
        let hash = phone.hash();
        let (tx, cart_id) = begin(&shop).await;
        let undo = merge::undo(&shop.app, hash.as_deref());
        let ((), undone) = tokio::join!(end(&shop, tx, &cart_id, 3), undo);
        undone.unwrap();
        assert_eq!(units(&shop, &laptop).await, 3, "what was changed since stays");
    }
}

#[tokio::test]
async fn the_larger_quantity_stays_when_a_guest_signs_in_during_a_change() {
    for shop in shops().await {
        let (mut phone, mut laptop) = (Browser::default(), Browser::default());
        laptop.sign_in(&shop, ZOE).await;
        laptop.put(&shop, SKU, 1).await;
        phone.put(&shop, SKU, 2).await;
        let request_id = phone.ask(&shop, ZOE).await.unwrap();
        let by = by_code(&request_id, &mailed(&shop).await.0);
        let (tx, cart_id) = begin(&shop).await;
        let ((), proved) = tokio::join!(end(&shop, tx, &cart_id, 5), phone.prove(&shop, &by));
        proved.unwrap();
        assert_eq!(units(&shop, &laptop).await, 5);
    }
}

#[tokio::test]
async fn a_secret_that_is_nobodys_holds_no_key() {
    for shop in shops().await {
        let key = new_key();
        let send = async |token: &str| {
            let hash = secret::hash(token);
            cart::set_line(&shop.app, Some(&hash), &to(3, 0), Some(&key), Language::Fr).await.unwrap()
        };
        let first = send("a cookie of long ago").await;
        // The answer was lost, and with it the new cookie.
        let second = send("a cookie of long ago").await;
        assert_eq!((first.cart.units, second.cart.units), (3, 3));
        let mut phone = Browser::default();
        phone.take(second.new_token.clone());
        phone.put(&shop, SKU, 1).await;
        assert_eq!(send(&second.new_token.unwrap()).await.cart.units, 1, "it was done already");
    }
}

#[tokio::test]
async fn two_first_changes_of_a_guest_make_one_cart() {
    for shop in shops().await {
        let mut phone = Browser::default();
        phone.favour(&shop, SKU).await;
        let hash = phone.hash();
        let put = async |sku: &'static str| {
            let change = LineChange { sku, quantity: 1, was: None };
            cart::set_line(&shop.app, hash.as_deref(), &change, None, Language::Fr).await.unwrap();
        };
        tokio::join!(put(SKU), put("ROBE-40"));
        assert_eq!(phone.cart(&shop).await, [(SKU.to_string(), 1), ("ROBE-40".to_string(), 1)]);
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM cart", args![]).await, 1);
    }
}

fn to_store(store_id: &'static str, was: &'static str) -> StoreChange<'static> {
    StoreChange { store_id, was: Some(was) }
}

async fn store(shop: &Shop, browser: &Browser) -> Option<String> {
    let cart = cart::find(&shop.app, browser.hash().as_deref(), Language::Fr).await.unwrap();
    cart.store.map(|store| store.id)
}

#[tokio::test]
async fn a_store_that_was_chosen_on_two_devices_is_told_to_the_second() {
    for shop in shops().await {
        shop.add_store("LIL03", "Lille").await;
        let (mut phone, mut laptop) = devices(&shop).await;
        let key = new_key();
        phone.choose(&shop, &to_store("PAR11", ""), Some(&key)).await.unwrap();
        laptop.choose(&shop, &to_store("LYO02", "PAR11"), None).await.unwrap();
        phone.choose(&shop, &to_store("PAR11", ""), Some(&key)).await.unwrap();
        assert_eq!(store(&shop, &phone).await.as_deref(), Some("LYO02"), "a key chooses once");

        for was in ["PAR11", ""] {
            let refused = phone.choose(&shop, &to_store("LIL03", was), Some(&new_key())).await.unwrap_err();
            let Refusal::Problem(problem) = refused else { panic!("{refused:?}") };
            assert_eq!((problem.code, problem.status), (ErrorCode::CartChanged, 409));
            assert_eq!(problem.store.as_deref(), Some("Lyon Presqu’île"));
            assert_eq!(store(&shop, &laptop).await.as_deref(), Some("LYO02"));
        }
        phone.choose(&shop, &to_store("LYO02", "PAR11"), Some(&new_key())).await.unwrap();
        phone.choose(&shop, &to_store("LIL03", "LYO02"), Some(&new_key())).await.unwrap();
        assert_eq!(store(&shop, &laptop).await.as_deref(), Some("LIL03"), "seen and decided");
        let not_compared = StoreChange { store_id: "PAR11", was: None };
        laptop.choose(&shop, &not_compared, None).await.unwrap();
        assert_eq!(store(&shop, &phone).await.as_deref(), Some("PAR11"));
    }
}

#[tokio::test]
async fn of_two_stores_chosen_at_once_one_is_told() {
    for shop in shops().await {
        let (mut phone, mut laptop) = devices(&shop).await;
        phone.put(&shop, SKU, 1).await;
        let (paris, lyon) = (to_store("PAR11", ""), to_store("LYO02", ""));
        let (one, other) = tokio::join!(phone.choose(&shop, &paris, None), laptop.choose(&shop, &lyon, None));
        let (told, kept) = match (one, other) {
            (Ok(()), Err(told)) => (told, "PAR11"),
            (Err(told), Ok(())) => (told, "LYO02"),
            both => panic!("{both:?}"),
        };
        assert_eq!(told.code(), Some(ErrorCode::CartChanged));
        assert_eq!(store(&shop, &phone).await.as_deref(), Some(kept));
    }
}

#[tokio::test]
async fn a_store_that_is_there_no_more_is_seen_as_none() {
    for shop in shops().await {
        let (mut phone, _) = devices(&shop).await;
        phone.choose(&shop, &to_store("LYO02", ""), None).await.unwrap();
        shop.run("UPDATE store SET withdrawn_at = 1 WHERE id = 'LYO02'", args![]).await;
        assert_eq!(store(&shop, &phone).await, None);
        phone.choose(&shop, &to_store("PAR11", ""), None).await.unwrap();
    }
}
