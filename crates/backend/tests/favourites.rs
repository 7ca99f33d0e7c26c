//! Favourites: whose they are, what is new of them, and the mails that tell of it, once.

use backend::{
    args,
    domain::{
        account,
        clock::HOUR,
        favourite::{
            self,
            watch::{tell_news, tell_of_all},
        },
        mail::{compose, newest},
        outbox::{self, Entry},
    },
};
use contract::{
    account::{Notices, Profile},
    error::ErrorCode,
    event::Event,
    favourite::{Favourite, FavouriteNews},
    language::Language,
    money::Money,
    pos::ReceiptChoice,
};

use crate::common::{
    Shop,
    browser::{Browser, code_of},
    new_key, order_of, shops,
};

const ZOE: &str = "zoe@example.fr";

async fn list(shop: &Shop, browser: &Browser, store: Option<&str>) -> Vec<Favourite> {
    favourite::list(&shop.app, browser.hash().as_deref(), Language::Fr, store).await.unwrap().items
}

async fn news(shop: &Shop, browser: &Browser, store: Option<&str>) -> Option<FavouriteNews> {
    list(shop, browser, store).await.remove(0).news
}

/// Counts a store's units anew, as a desk or a feed does.
async fn count(shop: &Shop, sku: &str, store: &str, on_hand: i64) {
    let sql = "UPDATE stock SET on_hand = $3 WHERE sku = $1 AND store_id = $2";
    shop.run(sql, args![sku, store, on_hand]).await;
    let mut tx = shop.app.db.write().await.unwrap();
    let left = backend::domain::availability::load(&mut tx, &shop.app, sku, store).await.unwrap().unwrap();
    let entries = vec![Entry::public(Event::AvailabilityChanged(left))];
    outbox::publish(&mut tx, shop.app.clock.now(), entries).await.unwrap();
    tx.commit().await.unwrap();
}

/// Asks another price, as an import does.
async fn price(shop: &Shop, sku: &str, price: i64) {
    shop.run("UPDATE variant SET price = $2 WHERE sku = $1", args![sku, price]).await;
    let mut tx = shop.app.db.write().await.unwrap();
    let entries = vec![Entry::public(Event::CatalogueImported)];
    outbox::publish(&mut tx, shop.app.clock.now(), entries).await.unwrap();
    tx.commit().await.unwrap();
}

async fn wants_news(shop: &Shop, browser: &Browser, back_in_stock: bool, price_drops: bool) {
    let notices = Notices { back_in_stock, price_drops };
    let profile = Profile {
        name: None,
        phone: None,
        language: Language::Fr,
        sizes: vec![],
        notices,
        receipt: ReceiptChoice::Paper,
    };
    account::set_profile(&shop.app, browser.hash().as_deref(), &profile).await.unwrap();
}

/// The subjects of the mails about favourites, the oldest first.
async fn mails(shop: &Shop) -> Vec<String> {
    tell_news(&shop.app).await.unwrap();
    compose(&shop.app).await.unwrap();
    let mut mails: Vec<_> = newest(&shop.app).await.unwrap().into_iter().map(|kept| kept.mail).collect();
    mails.sort_by_key(|mail| mail.outbox_number);
    let about = mails.into_iter().filter(|mail| mail.template.starts_with("favourite"));
    about.map(|mail| mail.subject.replace('\u{a0}', " ")).collect()
}

#[tokio::test]
async fn a_guest_keeps_favourites_that_follow_into_the_account() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(3)).await;
        let (mut phone, mut computer) = (Browser::default(), Browser::default());
        assert!(list(&shop, &phone, None).await.is_empty());
        phone.favour(&shop, "ROBE-38").await;
        phone.favour(&shop, "ROBE-38").await;
        shop.app.clock.advance(1);
        phone.favour(&shop, "ROBE-40").await;
        let items = list(&shop, &phone, Some("par11")).await;
        assert_eq!(items.iter().map(|item| &item.sku[..]).collect::<Vec<_>>(), ["ROBE-40", "ROBE-38"]);
        assert_eq!((items[1].price.current.amount, items[1].size.as_deref()), (8_900, Some("38")));
        assert_eq!(items[1].availability.as_ref().unwrap().quantity, Some(3));
        assert!(items.iter().all(|item| item.news.is_none()));

        phone.sign_in(&shop, ZOE).await;
        computer.sign_in(&shop, ZOE).await;
        assert_eq!(computer.favourites(&shop).await, ["ROBE-38", "ROBE-40"]);
        favourite::remove(&shop.app, computer.hash().as_deref(), "ROBE-40", None).await.unwrap();
        favourite::remove(&shop.app, computer.hash().as_deref(), "ROBE-40", None).await.unwrap();
        assert_eq!(phone.favourites(&shop).await, ["ROBE-38"]);

        let refused = favourite::add(&shop.app, phone.hash().as_deref(), "NOTHING", None).await;
        assert_eq!(code_of(refused), Some(ErrorCode::NotFound));
        shop.run("UPDATE variant SET withdrawn_at = 1 WHERE sku = 'ROBE-40'", args![]).await;
        let refused = favourite::add(&shop.app, phone.hash().as_deref(), "ROBE-40", None).await;
        assert_eq!(code_of(refused), Some(ErrorCode::NotFound));
        let nowhere = favourite::list(&shop.app, None, Language::Fr, Some("nowhere")).await;
        assert_eq!(code_of(nowhere), Some(ErrorCode::NotFound));
    }
}

#[tokio::test]
async fn nobody_keeps_more_than_two_hundred() {
    let shop = shops().await.remove(0);
    let mut phone = Browser::default();
    for number in 0..201 {
        shop.add_variant(&format!("PIECE-{number}"), "robe-camille", 1_000, "U").await;
        let sku = format!("PIECE-{number}");
        if number < 200 {
            phone.favour(&shop, &sku).await;
        } else {
            let refused = favourite::add(&shop.app, phone.hash().as_deref(), &sku, None).await;
            assert_eq!(code_of(refused), Some(ErrorCode::InvalidField));
        }
    }
}

#[tokio::test]
async fn news_are_against_what_was_seen_last() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(0)).await;
        shop.stock("ROBE-38", "LYO02", Some(2)).await;
        let mut phone = Browser::default();
        phone.favour(&shop, "ROBE-38").await;
        count(&shop, "ROBE-38", "PAR11", 1).await;
        assert_eq!(news(&shop, &phone, Some("par11")).await, Some(FavouriteNews::Back));
        assert_eq!(news(&shop, &phone, Some("lyo02")).await, None, "it was there all the time");
        assert_eq!(news(&shop, &phone, None).await, None);
        favourite::see(&shop.app, phone.hash().as_deref()).await.unwrap();
        assert_eq!(news(&shop, &phone, Some("par11")).await, None);

        price(&shop, "ROBE-38", 6_900).await;
        let dropped = Some(FavouriteNews::PriceDropped { from: Money::new(8_900, "EUR") });
        assert_eq!(news(&shop, &phone, Some("par11")).await, dropped);
        favourite::see(&shop.app, phone.hash().as_deref()).await.unwrap();
        price(&shop, "ROBE-38", 9_900).await;
        assert_eq!(news(&shop, &phone, None).await, None, "dearer is no news");
        shop.run("UPDATE variant SET withdrawn_at = 1", args![]).await;
        assert!(list(&shop, &phone, None).await.remove(0).withdrawn);
    }
}

#[tokio::test]
async fn those_who_asked_are_told_once() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(0)).await;
        shop.stock("ROBE-38", "LYO02", Some(2)).await;
        let (mut zoe, mut ana, mut guest) = (Browser::default(), Browser::default(), Browser::default());
        zoe.sign_in(&shop, ZOE).await;
        ana.sign_in(&shop, "ana@example.fr").await;
        for browser in [&mut zoe, &mut ana, &mut guest] {
            browser.favour(&shop, "ROBE-38").await;
        }
        wants_news(&shop, &zoe, true, true).await;
        account::set_store(&shop.app, zoe.hash().as_deref(), Some("PAR11")).await.unwrap();
        assert!(mails(&shop).await.is_empty());

        count(&shop, "ROBE-38", "PAR11", 2).await;
        count(&shop, "ROBE-38", "PAR11", 3).await;
        assert_eq!(mails(&shop).await, ["De retour : Robe Camille"]);
        assert_eq!(tell_news(&shop.app).await.unwrap(), 0);
        price(&shop, "ROBE-38", 6_900).await;
        price(&shop, "ROBE-38", 6_900).await;
        assert_eq!(mails(&shop).await.len(), 2);
        assert_eq!(mails(&shop).await[1], "Baisse de prix : Robe Camille");
        let recipients = newest(&shop.app).await.unwrap().into_iter().map(|kept| kept.mail);
        let mut about = recipients.filter(|mail| mail.template.starts_with("favourite"));
        assert!(about.all(|mail| mail.recipient == ZOE && mail.body_text.contains("sku=ROBE-38")));

        count(&shop, "ROBE-38", "PAR11", 0).await;
        assert_eq!(mails(&shop).await.len(), 2);
        count(&shop, "ROBE-38", "PAR11", 1).await;
        assert_eq!(mails(&shop).await.len(), 3, "it was gone, and is back again");
        count(&shop, "ROBE-38", "PAR11", 0).await;
        tell_news(&shop.app).await.unwrap();
        count(&shop, "ROBE-38", "PAR11", 1).await;
        tell_news(&shop.app).await.unwrap();
        count(&shop, "ROBE-38", "PAR11", 0).await;
        assert_eq!(mails(&shop).await.len(), 3, "it is gone before the mail was written");
        wants_news(&shop, &zoe, false, false).await;
        price(&shop, "ROBE-38", 5_900).await;
        assert_eq!(mails(&shop).await.len(), 3);
    }
}

#[tokio::test]
async fn a_reduction_that_begins_by_the_clock_is_told() {
    for shop in shops().await {
        let mut zoe = Browser::default();
        zoe.sign_in(&shop, ZOE).await;
        wants_news(&shop, &zoe, false, true).await;
        zoe.favour(&shop, "ROBE-38").await;
        let begins = shop.app.clock.now() + HOUR;
        let sql = "UPDATE variant SET sale_price = 4900, sale_from = $1 WHERE sku = 'ROBE-38'";
        shop.run(sql, args![begins]).await;
        assert_eq!(tell_of_all(&shop.app).await.unwrap(), 0);
        shop.app.clock.advance(HOUR);
        assert_eq!(tell_of_all(&shop.app).await.unwrap(), 1);
        assert_eq!(mails(&shop).await, ["Baisse de prix : Robe Camille"]);
    }
}

#[tokio::test]
async fn many_machines_tell_once_and_orders_are_followed() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(1)).await;
        let mut zoe = Browser::default();
        zoe.sign_in(&shop, ZOE).await;
        wants_news(&shop, &zoe, true, false).await;
        zoe.favour(&shop, "ROBE-38").await;
        let placed = shop.place(&new_key(), &order_of("ROBE-38", 1)).await.unwrap();
        assert!(mails(&shop).await.is_empty());
        zoe.sign_in(&shop, ZOE).await;
        let id = placed.placed.order.id;
        backend::domain::order::cancel(&shop.app, zoe.hash().as_deref(), &id).await.unwrap();
        let machines = (0..4).map(|_| {
            let app = shop.app.clone();
            tokio::spawn(async move { tell_news(&app).await.unwrap() })
        });
        let told = futures_util::future::join_all(machines).await;
        assert_eq!(told.into_iter().map(Result::unwrap).sum::<usize>(), 1);
        assert_eq!(mails(&shop).await.len(), 1);
    }
}
