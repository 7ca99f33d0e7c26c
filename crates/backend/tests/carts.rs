//! A cart that is changed by several devices, some of which had no network when they did.

use backend::domain::{cart::LineChange, refusal::Refusal};
use contract::error::ErrorCode;

use crate::common::{
    Shop,
    browser::{Browser, code_of},
    new_key, shops,
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
