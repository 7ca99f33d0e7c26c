//! What has ended is forgotten with all that only it had, and what lives is not.

use backend::{
    args, db,
    domain::{
        associate,
        clock::{DAY, HOUR},
        order, outbox,
    },
};
use contract::desk::SignIn;

use crate::common::{Shop, browser::Browser, fitting::hire, new_key, order_by, shops};

const TABLES: [&str; 8] = [
    "SELECT COUNT(*) AS value FROM session",
    "SELECT COUNT(*) AS value FROM session_grant",
    "SELECT COUNT(*) AS value FROM push_subscription",
    "SELECT COUNT(*) AS value FROM favourite",
    "SELECT COUNT(*) AS value FROM cart",
    "SELECT COUNT(*) AS value FROM cart_line",
    "SELECT COUNT(*) AS value FROM desk_session",
    "SELECT COUNT(*) AS value FROM attempt",
];

async fn rows(shop: &Shop) -> Vec<i64> {
    let mut rows = Vec::new();
    for count in TABLES {
        rows.push(shop.int(count, args![]).await);
    }
    rows
}

/// A guest with an order, a favourite, a cart and news on its device, and an associate who mistyped first; answers the
/// guest and the order.
async fn a_day(shop: &Shop, associate: &str) -> (Browser, String) {
    let mut guest = Browser::default();
    guest.favour(shop, "ROBE-38").await;
    guest.put(shop, "ROBE-40", 2).await;
    let (hash, key) = (guest.hash().unwrap(), new_key());
    let request = order_by(&format!("{associate}@example.fr"), "ROBE-38", 1);
    let placed = shop.place_as(Some(&hash), &key, &request).await.unwrap().placed.order.id;
    let sql = "INSERT INTO push_subscription (id, token_hash, endpoint, p256dh, auth, language, created_at) \
               VALUES ($1, $2, $1, '', '', 'fr', 0)";
    shop.run(sql, args![associate, &hash]).await;
    for pin in ["123456", "000000"] {
        let request = SignIn { store_id: "PAR11".into(), pin: pin.into() };
        let _wrong_or_right = associate::sign_in(&shop.app, [127, 0, 0, 1].into(), &request).await;
    }
    (guest, placed)
}

async fn hear(shop: &Shop, subject: &str) -> usize {
    let mut tx = shop.app.db.read().await.unwrap();
    db::session::sessions_of(&mut tx, subject, shop.app.clock.now()).await.unwrap().len()
}

#[tokio::test]
async fn a_guest_who_never_came_again_leaves_nothing_but_the_order() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        hire(&shop, "PAR11", "Léa", "123456").await;
        let (gone, first) = a_day(&shop, "lea").await;
        shop.app.clock.advance(100 * DAY);
        let (here, second) = a_day(&shop, "sami").await;
        outbox::forget_old(&shop.app).await.unwrap();
        // The PIN's tries and the turn of who ordered.
        assert_eq!(rows(&shop).await, [2, 2, 2, 2, 2, 2, 1, 2]);

        shop.app.clock.advance(80 * DAY + HOUR);
        assert_eq!((hear(&shop, &first).await, hear(&shop, &second).await), (0, 1), "it has ended already");
        shop.app.clock.advance(DAY);
        outbox::forget_old(&shop.app).await.unwrap();
        assert_eq!(rows(&shop).await, [1, 1, 1, 1, 1, 1, 0, 0]);
        assert_eq!(here.cart(&shop).await, [("ROBE-40".to_string(), 2)]);
        assert_eq!(here.favourites(&shop).await, ["ROBE-38"]);
        assert!(order::find(&shop.app, here.hash().as_deref(), &second).await.is_ok());
        assert!(order::find(&shop.app, gone.hash().as_deref(), &first).await.is_err());
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM orders", args![]).await, 2);
    }
}

#[tokio::test]
async fn an_account_keeps_what_its_browser_loses() {
    for shop in shops().await {
        let mut phone = Browser::default();
        phone.put(&shop, "ROBE-40", 2).await;
        phone.favour(&shop, "ROBE-38").await;
        phone.sign_in(&shop, "zoe@example.fr").await;
        shop.app.clock.advance(182 * DAY);
        outbox::forget_old(&shop.app).await.unwrap();
        assert!(!phone.is_signed_in(&shop).await);
        phone = Browser::default();
        phone.sign_in(&shop, "zoe@example.fr").await;
        assert_eq!(phone.cart(&shop).await, [("ROBE-40".to_string(), 2)]);
        assert_eq!(phone.favourites(&shop).await, ["ROBE-38"]);
    }
}
