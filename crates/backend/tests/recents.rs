//! What an account looked at lately: its own only, few, not for long, and not at all when it does not want it.

use std::time::Duration;

use backend::{
    args, db,
    domain::{
        clock::{DAY, MINUTE},
        outbox,
        recent::{self, MAX},
        refusal::Outcome,
        session,
    },
};
use contract::{
    error::ErrorCode,
    recent::{LookAt, Recents},
};

use crate::common::{
    Shop,
    browser::{Browser, code_of},
    shops,
};

const ZOE: &str = "zoe@example.fr";

async fn look(shop: &Shop, browser: &Browser, slug: &str, sku: Option<&str>) -> Outcome<()> {
    shop.app.clock.advance(MINUTE);
    let look = LookAt { sku: sku.map(str::to_string) };
    recent::look_at(&shop.app, browser.hash().as_deref(), slug, &look).await
}

async fn list(shop: &Shop, browser: &Browser) -> Recents {
    recent::list(&shop.app, browser.hash().as_deref(), None, Some("PAR11")).await.unwrap()
}

/// Slugs with the variants that were chosen, in order.
async fn seen(shop: &Shop, browser: &Browser) -> Vec<(String, Option<String>)> {
    let items = list(shop, browser).await.items;
    items.into_iter().map(|recent| (recent.product.slug, recent.sku)).collect()
}

fn of(slug: &str, sku: Option<&str>) -> (String, Option<String>) {
    (slug.to_string(), sku.map(str::to_string))
}

#[tokio::test]
async fn the_next_device_shows_what_was_looked_at() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        shop.add_product("sac-odette", "Sac Odette").await;
        shop.add_variant("SAC-1", "sac-odette", 12_000, "U").await;
        let (mut phone, mut computer, mut stranger) =
            (Browser::default(), Browser::default(), Browser::default());
        computer.sign_in(&shop, ZOE).await;
        phone.sign_in(&shop, ZOE).await;
        stranger.sign_in(&shop, "eve@example.fr").await;
        assert_eq!(list(&shop, &phone).await, Recents { items: Vec::new(), kept: true });

        look(&shop, &computer, "robe-camille", None).await.unwrap();
        look(&shop, &computer, "sac-odette", Some("SAC-1")).await.unwrap();
        look(&shop, &computer, "robe-camille", Some("ROBE-38")).await.unwrap();
        let both = [of("robe-camille", Some("ROBE-38")), of("sac-odette", Some("SAC-1"))];
        assert_eq!(seen(&shop, &phone).await, both, "one row a product, the last first");
        let card = list(&shop, &phone).await.items.remove(0).product;
        assert_eq!(card.in_store.unwrap().quantity, Some(9));
        assert_eq!(seen(&shop, &stranger).await, []);

        let guest = Browser::default();
        assert_eq!(code_of(look(&shop, &guest, "robe-camille", None).await), Some(ErrorCode::SignedOut));
        let refused = recent::list(&shop.app, None, None, None).await;
        assert_eq!(code_of(refused), Some(ErrorCode::SignedOut));
        assert_eq!(code_of(look(&shop, &phone, "no-such", None).await), Some(ErrorCode::NotFound));
        let nowhere = recent::list(&shop.app, phone.hash().as_deref(), None, Some("NO")).await;
        assert_eq!(code_of(nowhere), Some(ErrorCode::NotFound));

        session::close(&shop.app, computer.hash().as_deref()).await.unwrap();
        assert_eq!(seen(&shop, &phone).await, both, "it is the account's, not the browser's");
    }
}

#[tokio::test]
async fn another_products_variant_is_none_of_this_one() {
    for shop in shops().await {
        let mut phone = Browser::default();
        phone.sign_in(&shop, ZOE).await;
        look(&shop, &phone, "robe-camille", Some("SAC-1")).await.unwrap();
        assert_eq!(seen(&shop, &phone).await, [of("robe-camille", None)]);
    }
}

#[tokio::test]
async fn few_are_kept_and_not_for_long() {
    for shop in shops().await {
        let mut phone = Browser::default();
        phone.sign_in(&shop, ZOE).await;
        for number in 0..MAX + 3 {
            let slug = format!("produit-{number:02}");
            shop.add_product(&slug, "Produit").await;
            shop.add_variant(&format!("P-{number:02}"), &slug, 1_000, "U").await;
            look(&shop, &phone, &slug, None).await.unwrap();
        }
        let kept = seen(&shop, &phone).await;
        assert_eq!(
            (kept.len(), &kept[0], &kept[MAX - 1]),
            (MAX, &of("produit-26", None), &of("produit-03", None))
        );
        let rows = "SELECT COUNT(*) AS value FROM recent";
        assert_eq!(shop.int(rows, args![]).await, MAX as i64);

        shop.app.clock.advance(29 * DAY);
        look(&shop, &phone, "robe-camille", None).await.unwrap();
        shop.app.clock.advance(2 * DAY);
        assert_eq!(seen(&shop, &phone).await, [of("robe-camille", None)]);
        outbox::forget_old(&shop.app).await.unwrap();
        assert_eq!(shop.int(rows, args![]).await, 1);
    }
}

#[tokio::test]
async fn what_is_no_longer_sold_is_left_out() {
    for shop in shops().await {
        let mut phone = Browser::default();
        phone.sign_in(&shop, ZOE).await;
        look(&shop, &phone, "robe-camille", Some("ROBE-38")).await.unwrap();
        shop.run("UPDATE variant SET withdrawn_at = 1 WHERE sku = 'ROBE-38'", args![]).await;
        assert_eq!(seen(&shop, &phone).await, [of("robe-camille", None)], "another size is");
        shop.run("UPDATE product SET withdrawn_at = 1", args![]).await;
        assert_eq!(seen(&shop, &phone).await, []);
        assert_eq!(code_of(look(&shop, &phone, "robe-camille", None).await), Some(ErrorCode::NotFound));
    }
}

#[tokio::test]
async fn it_is_erased_and_switched_off() {
    for shop in shops().await {
        let (mut phone, mut computer) = (Browser::default(), Browser::default());
        phone.sign_in(&shop, ZOE).await;
        computer.sign_in(&shop, ZOE).await;
        look(&shop, &phone, "robe-camille", None).await.unwrap();
        recent::forget(&shop.app, computer.hash().as_deref()).await.unwrap();
        assert_eq!(list(&shop, &phone).await, Recents { items: Vec::new(), kept: true });

        look(&shop, &phone, "robe-camille", None).await.unwrap();
        recent::set_kept(&shop.app, computer.hash().as_deref(), false).await.unwrap();
        assert_eq!(list(&shop, &phone).await, Recents { items: Vec::new(), kept: false });
        look(&shop, &phone, "robe-camille", None).await.unwrap();
        assert_eq!(seen(&shop, &phone).await, [], "nothing is kept any more");

        recent::set_kept(&shop.app, phone.hash().as_deref(), true).await.unwrap();
        look(&shop, &phone, "robe-camille", None).await.unwrap();
        assert_eq!(seen(&shop, &computer).await.len(), 1);
        for refused in [recent::forget(&shop.app, None).await, recent::set_kept(&shop.app, None, true).await]
        {
            assert_eq!(code_of(refused), Some(ErrorCode::SignedOut));
        }
    }
}

#[tokio::test]
async fn a_look_that_was_under_way_is_not_kept_by_who_stops_it() {
    for shop in shops().await {
        let mut phone = Browser::default();
        phone.sign_in(&shop, ZOE).await;
        let mut tx = shop.app.db.write().await.unwrap();
        let account = db::account::by_email(&mut tx, ZOE).await.unwrap().unwrap();
        db::recent::set_kept(&mut tx, &account.id, false).await.unwrap();
        db::recent::remove_all(&mut tx, &account.id).await.unwrap();
        let end = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            tx.commit().await.unwrap();
        };
        let ((), looked) = tokio::join!(end, look(&shop, &phone, "robe-camille", None));
        looked.unwrap();
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM recent", args![]).await, 0);
    }
}
