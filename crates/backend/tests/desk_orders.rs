//! Orders by telephone and by message: typed at the desk, placed by the rules of every order.

use backend::{
    args,
    db::associate::Associate,
    domain::{account, audit, desk, desk::Action, desk_order, mail, order, page::Asked, refusal::Refusal},
};
use contract::{
    desk::DeskPickup,
    desk_sale::DeskOrder,
    error::{ErrorCode, Problem},
    language::Language,
    money::Money,
    newtypes::{Email, PersonName, Phone, Quantity},
    order::{Channel, PlaceOrderLine},
    pickup::PickupStatus,
};

use crate::common::{Shop, browser::Browser, lea, new_key, shops};

const ZOE: &str = "zoe@example.fr";

fn by_phone(sku: &str, quantity: i64) -> DeskOrder {
    DeskOrder {
        channel: Channel::Phone,
        name: PersonName::parse("Zoé Martin").unwrap(),
        email: Email::parse(ZOE).unwrap(),
        phone: Some(Phone::parse("06 12 34 56 78").unwrap()),
        lines: vec![PlaceOrderLine { sku: sku.into(), quantity: Quantity::try_from(quantity).unwrap() }],
        expected_total: Money::new(8_900 * quantity, "EUR"),
        language: Language::Fr,
    }
}

async fn place(shop: &Shop, who: &Associate, key: &str, request: &DeskOrder) -> Result<DeskPickup, Problem> {
    let placed = desk_order::place(&shop.app, who, [127, 0, 0, 1].into(), key, request).await;
    placed.map_err(|refusal| match refusal {
        Refusal::Problem(problem) => *problem,
        Refusal::Failure(failure) => panic!("{failure:#}"),
    })
}

async fn orders_of(shop: &Shop, browser: &Browser) -> Vec<(String, Channel)> {
    let asked = Asked::check(None, None).unwrap();
    let page = order::list(&shop.app, browser.hash().as_deref(), asked).await.unwrap();
    page.items.into_iter().map(|order| (order.number, order.channel)).collect()
}

/// An associate whose name is in the store's books, so that the journal knows it.
async fn lea_in_the_books(shop: &Shop) -> Associate {
    let sql = "INSERT INTO associate (id, store_id, name, pin_hash, created_at) VALUES ($1, $2, $3, $4, $5)";
    let lea = lea();
    shop.run(sql, args![&lea.id, &lea.store_id, &lea.name, &lea.pin_hash, 0_i64]).await;
    lea
}

#[tokio::test]
async fn an_order_by_telephone_is_kept_prepared_and_handed_over_here() {
    for shop in shops().await {
        let lea = lea_in_the_books(&shop).await;
        shop.stock("ROBE-38", "PAR11", Some(3)).await;
        let pickup = place(&shop, &lea, &new_key(), &by_phone("ROBE-38", 2)).await.unwrap();
        assert_eq!((pickup.status, pickup.name.as_str()), (PickupStatus::Placed, "Zoé Martin"));
        assert_eq!(pickup.total, Money::new(17_800, "EUR"));
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 2), "it is held");

        let journal = audit::list(&shop.app, &lea).await.unwrap().items;
        let [entry] = &journal[..] else { panic!("one entry: {journal:?}") };
        assert_eq!((entry.action.as_str(), entry.associate.as_str()), ("order.place", "Léa"));
        assert_eq!(entry.number.as_ref(), Some(&pickup.order_number));

        mail::compose(&shop.app).await.unwrap();
        let mails = mail::newest(&shop.app).await.unwrap();
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].mail.recipient, ZOE);
        assert!(mails[0].mail.subject.contains(&pickup.order_number));

        let id = &pickup.id;
        desk::act(&shop.app, &lea, id, Action::MakeReady { staging_place: None }).await.unwrap();
        desk::act(&shop.app, &lea, id, Action::Collect).await.unwrap();
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(1), 0));
    }
}

#[tokio::test]
async fn the_same_key_places_one_order() {
    for shop in shops().await {
        let lea = lea();
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let (key, request) = (new_key(), by_phone("ROBE-38", 1));
        let (one, two) = tokio::join!(place(&shop, &lea, &key, &request), place(&shop, &lea, &key, &request));
        assert_eq!(one.unwrap().id, two.unwrap().id);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(5), 1));
        let other = place(&shop, &lea, &key, &by_phone("ROBE-38", 2)).await.unwrap_err();
        assert_eq!(other.code, ErrorCode::IdempotencyMismatch);
        let marc = Associate { id: "marc".into(), name: "Marc".into(), ..lea };
        let own = place(&shop, &marc, &key, &request).await.unwrap();
        assert_eq!(
            shop.stock_of("ROBE-38", "PAR11").await,
            (Some(5), 2),
            "a key is its associate's: {own:?}"
        );
    }
}

#[tokio::test]
async fn only_who_has_the_address_sees_it() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let (mut zoe, mut stranger) = (Browser::default(), Browser::default());
        zoe.sign_in(&shop, ZOE).await;
        stranger.sign_in(&shop, "nadia@example.fr").await;
        let first = place(&shop, &lea(), &new_key(), &by_phone("ROBE-38", 1)).await.unwrap();
        let social = DeskOrder { channel: Channel::Social, ..by_phone("ROBE-38", 2) };
        let second = place(&shop, &lea(), &new_key(), &social).await.unwrap();
        let all = vec![(second.order_number, Channel::Social), (first.order_number, Channel::Phone)];
        assert_eq!(orders_of(&shop, &zoe).await, all, "at once, on a device that is signed in");
        assert!(orders_of(&shop, &stranger).await.is_empty());
        assert!(account::session(&shop.app, zoe.hash().as_deref()).await.is_ok());

        let guest = DeskOrder { email: Email::parse("Ida@example.fr").unwrap(), ..by_phone("ROBE-38", 1) };
        let third = place(&shop, &lea(), &new_key(), &guest).await.unwrap();
        let mut ida = Browser::default();
        ida.sign_in(&shop, "ida@example.fr").await;
        assert_eq!(orders_of(&shop, &ida).await, vec![(third.order_number, Channel::Phone)]);
    }
}

#[tokio::test]
async fn what_other_orders_may_not_these_may_not() {
    for shop in shops().await {
        let lea = lea();
        shop.stock("ROBE-38", "PAR11", Some(1)).await;
        shop.stock("ROBE-40", "PAR11", None).await;
        for channel in [Channel::Web, Channel::Mobile, Channel::App, Channel::Store] {
            let refused =
                place(&shop, &lea, &new_key(), &DeskOrder { channel, ..by_phone("ROBE-38", 1) }).await;
            let problem = refused.unwrap_err();
            assert_eq!((problem.code, problem.field.as_deref()), (ErrorCode::InvalidField, Some("channel")));
        }
        let cheap = DeskOrder { expected_total: Money::new(1, "EUR"), ..by_phone("ROBE-38", 1) };
        let none = DeskOrder { lines: Vec::new(), ..by_phone("ROBE-38", 1) };
        for (request, code) in [
            (by_phone("ROBE-38", 2), ErrorCode::NotEnoughStock),
            (by_phone("ROBE-40", 1), ErrorCode::StockUnknown),
            (by_phone("NOTHING", 1), ErrorCode::NotOrderable),
            (by_phone("ROBE-38", 99), ErrorCode::TooManyUnits),
            (cheap, ErrorCode::PriceChanged),
            (none, ErrorCode::InvalidField),
        ] {
            assert_eq!(place(&shop, &lea, &new_key(), &request).await.unwrap_err().code, code);
        }
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(1), 0), "a refused order holds nothing");
        let rows = shop.int("SELECT COUNT(*) AS value FROM orders", args![]).await;
        let audited = shop.int("SELECT COUNT(*) AS value FROM audit", args![]).await;
        assert_eq!((rows, audited), (0, 0));
    }
}

#[tokio::test]
async fn one_customer_has_so_many_open_orders_and_no_more() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(50)).await;
        for _ in 0..shop.app.retailer.pickup.max_open_orders {
            place(&shop, &lea(), &new_key(), &by_phone("ROBE-38", 1)).await.unwrap();
        }
        let refused = place(&shop, &lea(), &new_key(), &by_phone("ROBE-38", 1)).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::TooManyOrders);
    }
}
