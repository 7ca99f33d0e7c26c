//! What belongs to an account, on every device: orders, reservations, cart, profile, sessions.

use backend::{
    db,
    domain::{account, cart, order, outbox, page::Asked, reservation},
};
use contract::{
    account::{Notices, Profile},
    error::ErrorCode,
    event::Event,
    language::Language,
    newtypes::PersonName,
    pos::ReceiptChoice,
    session::Merged,
};
use proptest::prelude::*;

use crate::common::{
    Shop,
    browser::{Browser, code_of, to_lyon},
    new_key, order_by, reservation_of, shops,
};

const ZOE: &str = "zoe@example.fr";
const FIRST: Asked = Asked { page: 1, per_page: 24 };

async fn orders(shop: &Shop, browser: &Browser) -> Vec<String> {
    let page = order::list(&shop.app, browser.hash().as_deref(), FIRST).await.unwrap();
    assert_eq!(page.total as usize, page.items.len());
    page.items.into_iter().map(|order| order.id).collect()
}

#[tokio::test]
async fn what_was_ordered_as_a_guest_joins_the_account() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let placed = shop.place(&new_key(), &order_by("ZOE@example.fr", "ROBE-38", 1)).await.unwrap();
        let hers = placed.placed.order.id;
        let other = shop.place(&new_key(), &order_by("ana@example.fr", "ROBE-38", 1)).await.unwrap();
        let request = reservation_of(&shop, "Zoe@example.fr", &["ROBE-38"]).await;
        let reserved = shop.reserve(&new_key(), &request).await.unwrap().placed.reservation.id;

        let (mut phone, mut stranger) = (Browser::default(), Browser::default());
        assert_eq!(orders(&shop, &phone).await, Vec::<String>::new());
        phone.sign_in(&shop, ZOE).await;
        stranger.sign_in(&shop, "eve@example.fr").await;
        assert_eq!(orders(&shop, &phone).await, std::slice::from_ref(&hers));
        let listed = reservation::list(&shop.app, phone.hash().as_deref(), FIRST).await.unwrap();
        assert_eq!((listed.total, &listed.items[0].id), (1, &reserved));
        order::find(&shop.app, phone.hash().as_deref(), &hers).await.unwrap();
        assert_eq!(orders(&shop, &stranger).await, Vec::<String>::new());
        for id in [&hers, &other.placed.order.id] {
            let refused = order::find(&shop.app, stranger.hash().as_deref(), id).await;
            assert_eq!(code_of(refused), Some(ErrorCode::NotFound));
        }

        let later = shop.place(&new_key(), &order_by(ZOE, "ROBE-38", 1)).await.unwrap().placed.order.id;
        assert_eq!(orders(&shop, &phone).await.len(), 1, "that address was typed, not proven");
        phone.sign_in(&shop, ZOE).await;
        assert_eq!(orders(&shop, &phone).await, [later, hers]);
    }
}

#[tokio::test]
async fn what_is_ordered_while_signed_in_is_on_every_device() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let (mut phone, mut computer) = (Browser::default(), Browser::default());
        phone.sign_in(&shop, ZOE).await;
        computer.sign_in(&shop, ZOE).await;
        phone.put(&shop, "ROBE-38", 1).await;
        assert_eq!(computer.cart(&shop).await, [("ROBE-38".to_string(), 1)]);
        let request = order_by("zoe.at.work@example.fr", "ROBE-38", 1);
        let placed = shop.place_as(phone.hash().as_deref(), &new_key(), &request).await.unwrap();
        assert_eq!(orders(&shop, &computer).await, std::slice::from_ref(&placed.placed.order.id));
        assert_eq!(computer.cart(&shop).await, []);

        let heard = heard_by(&shop, &computer).await;
        assert!(heard.iter().any(|event| matches!(event, Event::PickupChanged { .. })), "{heard:?}");
        assert!(heard.contains(&Event::AccountChanged), "{heard:?}");
        assert!(!heard_by(&shop, &Browser::default()).await.contains(&Event::AccountChanged));
    }
}

#[tokio::test]
async fn who_signs_in_after_somebody_else_sees_nothing_of_theirs() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let (mut shared, mut phone) = (Browser::default(), Browser::default());
        shared.sign_in(&shop, ZOE).await;
        phone.sign_in(&shop, ZOE).await;
        let request = order_by(ZOE, "ROBE-38", 1);
        let placed = shop.place_as(shared.hash().as_deref(), &new_key(), &request).await.unwrap();
        let hers = placed.placed.order.id;
        let told = heard_by(&shop, &phone).await.len();

        shared.sign_in(&shop, "eve@example.fr").await;
        assert_eq!(orders(&shop, &shared).await, Vec::<String>::new());
        let refused = order::find(&shop.app, shared.hash().as_deref(), &hers).await;
        assert_eq!(code_of(refused), Some(ErrorCode::NotFound));
        assert_eq!(orders(&shop, &phone).await, std::slice::from_ref(&hers));
        assert_eq!(heard_by(&shop, &phone).await[told..], [Event::AccountChanged]);
        let listed = account::sessions(&shop.app, phone.hash().as_deref()).await.unwrap().items;
        assert_eq!(listed.len(), 1, "the shared browser is hers no more");

        shared.sign_in(&shop, "eve@example.fr").await;
        shared.sign_in(&shop, ZOE).await;
        assert_eq!(orders(&shop, &shared).await, [hers]);
    }
}

/// The events that are for a browser, not for everyone.
async fn heard_by(shop: &Shop, browser: &Browser) -> Vec<Event> {
    let hash = browser.hash().unwrap_or_default();
    let mut tx = shop.app.db.read().await.unwrap();
    let events = outbox::read_after(&mut tx, 0, shop.app.clock.now()).await.unwrap();
    let heard = events.into_iter().filter(|event| event.sessions.contains(&hash));
    heard.map(|event| event.entry.event).collect()
}

#[tokio::test]
async fn a_guests_cart_joins_and_can_be_parted_again() {
    for shop in shops().await {
        let (mut phone, mut computer) = (Browser::default(), Browser::default());
        phone.sign_in(&shop, ZOE).await;
        phone.put(&shop, "ROBE-38", 1).await;
        phone.favour(&shop, "ROBE-38").await;
        let before = phone.cart(&shop).await;

        for (sku, quantity) in [("ROBE-38", 2), ("ROBE-40", 1)] {
            computer.put(&shop, sku, quantity).await;
            computer.favour(&shop, sku).await;
        }
        computer.choose(&shop, &to_lyon(), None).await.unwrap();
        let merged = computer.sign_in(&shop, ZOE).await.merged;
        assert_eq!(merged, Some(Merged { cart_lines: 2, favourites: 1 }));
        let both = [("ROBE-38".to_string(), 2), ("ROBE-40".to_string(), 1)];
        assert_eq!(phone.cart(&shop).await, both);
        assert_eq!(phone.favourites(&shop).await, ["ROBE-38", "ROBE-40"]);

        let undo = async |browser: &Browser| account::merge::undo(&shop.app, browser.hash().as_deref()).await;
        assert_eq!(code_of(undo(&phone).await), Some(ErrorCode::NothingToUndo), "another one brought it");
        undo(&computer).await.unwrap();
        assert_eq!(phone.cart(&shop).await, before);
        assert_eq!(phone.favourites(&shop).await, ["ROBE-38"]);
        let cart = cart::find(&shop.app, phone.hash().as_deref(), Language::Fr).await.unwrap();
        assert_eq!(cart.store, None);
        assert_eq!(code_of(undo(&computer).await), Some(ErrorCode::NothingToUndo));

        let mut tablet = Browser::default();
        tablet.put(&shop, "ROBE-40", 1).await;
        tablet.sign_in(&shop, ZOE).await;
        shop.app.clock.advance(61 * 60_000);
        assert_eq!(code_of(undo(&tablet).await), Some(ErrorCode::NothingToUndo), "an hour is over");
        assert_eq!(code_of(undo(&Browser::default()).await), Some(ErrorCode::SignedOut));
    }
}

#[tokio::test]
async fn a_cart_that_brings_another_store_alone_can_be_parted_again() {
    for shop in shops().await {
        let (mut phone, mut computer) = (Browser::default(), Browser::default());
        phone.sign_in(&shop, ZOE).await;
        phone.put(&shop, "ROBE-38", 1).await;
        computer.put(&shop, "ROBE-38", 1).await;
        computer.choose(&shop, &to_lyon(), None).await.unwrap();
        let merged = computer.sign_in(&shop, ZOE).await.merged;
        assert_eq!(merged, Some(Merged::default()));
        let store = async || {
            let cart = cart::find(&shop.app, phone.hash().as_deref(), Language::Fr).await.unwrap();
            cart.store.map(|store| store.id)
        };
        assert_eq!(store().await.as_deref(), Some("LYO02"));
        account::merge::undo(&shop.app, computer.hash().as_deref()).await.unwrap();
        assert_eq!(store().await, None);
    }
}

#[tokio::test]
async fn a_cart_that_joins_another_has_no_more_lines_than_one_can_order() {
    for shop in shops().await {
        let (mut phone, mut computer) = (Browser::default(), Browser::default());
        phone.sign_in(&shop, ZOE).await;
        for number in 0..55 {
            let sku = format!("ROBE-X{number}");
            shop.add_variant(&sku, "robe-camille", 8_900, "38").await;
            if number < 30 {
                phone.put(&shop, &sku, 1).await
            } else {
                computer.put(&shop, &sku, 1).await
            };
        }
        let merged = computer.sign_in(&shop, ZOE).await.merged.unwrap();
        assert_eq!((merged.cart_lines, phone.cart(&shop).await.len()), (20, cart::MAX_LINES));
    }
}

#[tokio::test]
async fn one_device_signs_out_another() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let (mut phone, mut lost) = (Browser::default(), Browser::default());
        phone.sign_in(&shop, ZOE).await;
        lost.sign_in(&shop, ZOE).await;
        let request = order_by(ZOE, "ROBE-38", 1);
        let placed = shop.place_as(lost.hash().as_deref(), &new_key(), &request).await.unwrap();
        lost.put(&shop, "ROBE-40", 1).await;
        let listed = account::sessions(&shop.app, phone.hash().as_deref()).await.unwrap().items;
        assert_eq!(listed.iter().map(|item| item.is_current).collect::<Vec<_>>(), [true, false]);
        assert_eq!(listed[1].device.browser.as_deref(), Some("Firefox"));

        account::revoke(&shop.app, phone.hash().as_deref(), &listed[1].id).await.unwrap();
        assert!(!lost.is_signed_in(&shop).await && phone.is_signed_in(&shop).await);
        assert_eq!((lost.cart(&shop).await, orders(&shop, &lost).await), (vec![], vec![]));
        let refused = order::find(&shop.app, lost.hash().as_deref(), &placed.placed.order.id).await;
        assert_eq!(code_of(refused), Some(ErrorCode::NotFound));
        assert_eq!(heard_by(&shop, &lost).await.last(), Some(&Event::SessionChanged));
        let refused = account::revoke(&shop.app, lost.hash().as_deref(), &listed[0].id).await;
        assert_eq!(code_of(refused), Some(ErrorCode::SignedOut));

        let mut stranger = Browser::default();
        stranger.sign_in(&shop, "eve@example.fr").await;
        let refused = account::revoke(&shop.app, stranger.hash().as_deref(), &listed[0].id).await;
        assert_eq!(code_of(refused), Some(ErrorCode::NotFound));
        lost.sign_in(&shop, ZOE).await;
        account::revoke_others(&shop.app, lost.hash().as_deref()).await.unwrap();
        assert!(!phone.is_signed_in(&shop).await && stranger.is_signed_in(&shop).await);
    }
}

#[tokio::test]
async fn the_profile_follows() {
    for shop in shops().await {
        let (mut phone, mut computer) = (Browser::default(), Browser::default());
        phone.sign_in(&shop, ZOE).await;
        computer.sign_in(&shop, ZOE).await;
        let hash = phone.hash();
        let profile = Profile {
            name: PersonName::parse("Zoé Martin").ok(),
            phone: None,
            language: Language::En,
            sizes: vec![" 38 ".into(), "M".into(), "38".into()],
            notices: Notices { back_in_stock: true, price_drops: false },
            receipt: ReceiptChoice::Electronic,
        };
        account::set_profile(&shop.app, hash.as_deref(), &profile).await.unwrap();
        account::set_store(&shop.app, hash.as_deref(), Some("PAR11")).await.unwrap();
        account::add_favourite_store(&shop.app, hash.as_deref(), "LYO02").await.unwrap();
        let seen = account::find(&shop.app, computer.hash().as_deref()).await.unwrap();
        assert_eq!((seen.name.as_deref(), seen.language), (Some("Zoé Martin"), Language::En));
        assert_eq!((seen.sizes, seen.notices), (vec!["38".to_string(), "M".into()], profile.notices));
        assert_eq!((seen.store.unwrap().id, &seen.favourite_stores[0].id[..]), ("PAR11".into(), "LYO02"));
        let session = computer.session(&shop).await.account.unwrap();
        assert_eq!(session.store.as_deref(), Some("par11"));

        account::remove_favourite_store(&shop.app, hash.as_deref(), "LYO02").await.unwrap();
        account::set_store(&shop.app, hash.as_deref(), None).await.unwrap();
        let seen = account::find(&shop.app, hash.as_deref()).await.unwrap();
        assert!(seen.store.is_none() && seen.favourite_stores.is_empty());
        let unknown = account::set_store(&shop.app, hash.as_deref(), Some("NOWHERE")).await;
        assert_eq!(code_of(unknown), Some(ErrorCode::NotFound));
        for sizes in [vec![String::new()], vec!["x".repeat(21)], vec!["M".to_string(); 13]] {
            let refused =
                account::set_profile(&shop.app, hash.as_deref(), &Profile { sizes, ..profile.clone() }).await;
            assert_eq!(code_of(refused), Some(ErrorCode::InvalidField));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn merging_loses_nothing_and_undo_restores(
        own in proptest::collection::btree_map(0..6usize, 1..=5u32, 0..6),
        guest in proptest::collection::btree_map(0..6usize, 1..=5u32, 0..6),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(merge_and_undo(&own, &guest));
    }
}

type Lines = std::collections::BTreeMap<usize, u32>;

async fn merge_and_undo(own: &Lines, guest: &Lines) {
    let shop = shops().await.remove(0);
    let cap = shop.app.retailer.pickup.max_units_per_line;
    let sku = |number: &usize| format!("PIECE-{number}");
    for number in 0..6 {
        shop.add_variant(&sku(&number), "robe-camille", 1_000, "U").await;
    }
    let (mut phone, mut computer) = (Browser::default(), Browser::default());
    phone.sign_in(&shop, ZOE).await;
    for (number, quantity) in own {
        phone.put(&shop, &sku(number), (*quantity).min(cap)).await;
    }
    let before = phone.cart(&shop).await;
    for (number, quantity) in guest {
        computer.put(&shop, &sku(number), (*quantity).min(cap)).await;
    }
    let brought = computer.cart(&shop).await;
    let merged = computer.sign_in(&shop, ZOE).await.merged;
    let both = phone.cart(&shop).await;
    for (sku, quantity) in before.iter().chain(&brought) {
        let found = both.iter().find(|(known, _)| known == sku).map(|(_, units)| *units);
        assert!(found.is_some_and(|units| units >= *quantity && units <= cap), "{sku} of {both:?}");
    }
    assert_eq!(merged.is_some(), both != before);
    if merged.is_some() {
        account::merge::undo(&shop.app, computer.hash().as_deref()).await.unwrap();
    }
    assert_eq!(phone.cart(&shop).await, before);
    let mut tx = shop.app.db.read().await.unwrap();
    assert!(db::outbox::last(&mut tx).await.unwrap() > 0);
}
