//! Histories that joined through another one: whoever leaves takes all of it along, wherever it came by.

use backend::domain::{account::address, cart, clock::MINUTE, recent};
use contract::{language::Language, recent::LookAt};

use crate::{
    addresses::{addresses, bought_in_store, bring, orders, sees},
    common::{
        Shop,
        browser::{Browser, to_lyon},
        new_key, order_by, shops,
    },
};

const ZOE: &str = "zoe@example.fr";
const WORK: &str = "zoe.martin@work.example.fr";
const OLD: &str = "z.m@old.example.fr";

async fn part(shop: &Shop, browser: &Browser, email: &str) {
    address::part(&shop.app, browser.hash().as_deref(), email).await.unwrap();
}

async fn looked_at(shop: &Shop, browser: &Browser) -> usize {
    recent::list(&shop.app, browser.hash().as_deref(), None, None).await.unwrap().items.len()
}

async fn store(shop: &Shop, browser: &Browser) -> Option<String> {
    let cart = cart::find(&shop.app, browser.hash().as_deref(), Language::Fr).await.unwrap();
    cart.store.map(|store| store.id)
}

#[tokio::test]
async fn who_leaves_is_not_left_behind_on_the_way() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let (mut old, mut office, mut phone) = (Browser::default(), Browser::default(), Browser::default());
        old.sign_in(&shop, OLD).await;
        old.favour(&shop, "ROBE-38").await;
        old.put(&shop, "ROBE-38", 2).await;
        old.choose(&shop, &to_lyon(), None).await.unwrap();
        let hash = old.hash();
        recent::look_at(&shop.app, hash.as_deref(), "robe-camille", &LookAt::default()).await.unwrap();
        let in_store = bought_in_store(&shop, &old, OLD).await;
        let ordered = shop.place(&new_key(), &order_by(OLD, "ROBE-38", 1)).await.unwrap().placed.order.id;
        office.sign_in(&shop, WORK).await;
        bring(&shop, &office, OLD).await;
        phone.sign_in(&shop, ZOE).await;
        bring(&shop, &phone, WORK).await;
        assert_eq!(sees(&shop, &phone, &in_store).await, [true; 3]);

        part(&shop, &phone, OLD).await;
        part(&shop, &phone, WORK).await;
        for browser in [&phone, &office] {
            assert_eq!(sees(&shop, browser, &in_store).await, [false; 3]);
            assert_eq!(orders(&shop, browser).await, Vec::<String>::new());
            assert_eq!(addresses(&shop, browser).await, Vec::<String>::new());
            assert_eq!(browser.favourites(&shop).await, Vec::<String>::new());
            assert_eq!((browser.cart(&shop).await, store(&shop, browser).await), (Vec::new(), None));
            assert_eq!(looked_at(&shop, browser).await, 0);
        }
        assert_eq!(sees(&shop, &old, &in_store).await, [true; 3]);
        assert_eq!((orders(&shop, &old).await, looked_at(&shop, &old).await), (vec![ordered], 1));
    }
}

#[tokio::test]
async fn who_came_again_by_themselves_stay_when_the_one_between_leaves() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let (mut old, mut office, mut phone) = (Browser::default(), Browser::default(), Browser::default());
        old.sign_in(&shop, OLD).await;
        let in_store = bought_in_store(&shop, &old, OLD).await;
        office.sign_in(&shop, WORK).await;
        bring(&shop, &office, OLD).await;
        phone.sign_in(&shop, ZOE).await;
        bring(&shop, &phone, WORK).await;
        part(&shop, &phone, OLD).await;
        // Her five mails to one address within a quarter of an hour are used up soon.
        shop.app.clock.advance(20 * MINUTE);
        bring(&shop, &phone, OLD).await;

        part(&shop, &phone, WORK).await;
        assert_eq!(addresses(&shop, &phone).await, [OLD]);
        assert_eq!(addresses(&shop, &office).await, Vec::<String>::new());
        assert_eq!(sees(&shop, &phone, &in_store).await, [true; 3]);
        assert_eq!(sees(&shop, &office, &in_store).await, [false; 3]);
        assert_eq!(old.session(&shop).await.account.unwrap().email, ZOE);
    }
}

#[tokio::test]
async fn what_was_bought_with_any_address_that_leaves_goes_along() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let (mut office, mut phone) = (Browser::default(), Browser::default());
        office.sign_in(&shop, WORK).await;
        bring(&shop, &office, OLD).await;
        phone.sign_in(&shop, ZOE).await;
        bring(&shop, &phone, WORK).await;
        let since = shop.place(&new_key(), &order_by(OLD, "ROBE-38", 1)).await.unwrap().placed.order.id;
        phone.sign_in(&shop, ZOE).await;
        assert_eq!(orders(&shop, &phone).await, std::slice::from_ref(&since));
        part(&shop, &phone, WORK).await;
        assert_eq!(orders(&shop, &phone).await, Vec::<String>::new());
        assert_eq!(orders(&shop, &office).await, [since]);
    }
}
