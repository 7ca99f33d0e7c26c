//! Going on with another device: signed in and as a guest, once, soon, and only as long as the first one offers it.

use std::time::Duration;

use backend::{
    args, db,
    domain::{
        account,
        attempt::HANDOFF,
        clock::{DAY, MINUTE},
        handoff::{self, Offered, Taken},
        order, outbox,
        page::Asked,
        refusal::Outcome,
        session,
    },
};
use contract::{
    error::ErrorCode,
    handoff::{
        HandoffPreview, HandoffStatus, OfferHandoff, OfferedHandoff, PagePath, TakeHandoff, TakenHandoff,
    },
    session::Merged,
};

use crate::common::{
    Shop,
    browser::{Browser, caller, code_of, to_lyon},
    new_key, order_by, shops,
};

const ZOE: &str = "zoe@example.fr";
const PAGE: &str = "/fr/products/robe-camille?sku=ROBE-40";

pub async fn offer(shop: &Shop, computer: &mut Browser) -> OfferedHandoff {
    let hash = computer.hash();
    let request = OfferHandoff { path: PagePath::parse(PAGE).unwrap(), store_id: Some("LYO02".into()) };
    let Offered { offered, new_token } =
        handoff::offer(&shop.app, &caller(hash.as_deref()), &request).await.unwrap();
    computer.take(new_token);
    offered
}

async fn find(shop: &Shop, phone: &Browser, token: &str) -> Outcome<HandoffPreview> {
    let hash = phone.hash();
    handoff::find(&shop.app, &caller(hash.as_deref()), &TakeHandoff { token: token.into() }).await
}

pub async fn take(shop: &Shop, phone: &mut Browser, token: &str) -> Outcome<TakenHandoff> {
    let hash = phone.hash();
    let request = TakeHandoff { token: token.into() };
    let Taken { taken, new_token } = handoff::take(&shop.app, &caller(hash.as_deref()), &request).await?;
    phone.take(new_token);
    Ok(taken)
}

async fn status(shop: &Shop, computer: &Browser, id: &str) -> HandoffStatus {
    handoff::status(&shop.app, computer.hash().as_deref(), id).await.unwrap().status
}

#[tokio::test]
async fn a_phone_goes_on_as_who_is_signed_in() {
    for shop in shops().await {
        let (mut computer, mut phone) = (Browser::default(), Browser::default());
        computer.sign_in(&shop, ZOE).await;
        computer.put(&shop, "ROBE-38", 2).await;
        phone.put(&shop, "ROBE-40", 1).await;
        let offered = offer(&shop, &mut computer).await;
        assert_eq!(status(&shop, &computer, &offered.id).await, HandoffStatus::Open);

        let preview = find(&shop, &phone, &offered.token).await.unwrap();
        assert_eq!((preview.path.as_str(), preview.email.as_deref()), (PAGE, Some("z…@example.fr")));
        assert_eq!((preview.cart_units, preview.only_page, preview.leaves_account), (2, false, false));
        assert!(!phone.is_signed_in(&shop).await, "nothing has happened yet");

        let before = phone.token();
        let taken = take(&shop, &mut phone, &offered.token).await.unwrap();
        assert_eq!((taken.path.as_str(), taken.store.as_deref()), (PAGE, Some("lyo02")));
        assert_eq!(taken.signed_in.merged, Some(Merged { cart_lines: 1, favourites: 0 }));
        assert_eq!(phone.session(&shop).await.account.unwrap().email, ZOE);
        let both = [("ROBE-38".to_string(), 2), ("ROBE-40".to_string(), 1)];
        assert_eq!((phone.cart(&shop).await, computer.cart(&shop).await), (both.to_vec(), both.to_vec()));
        let mut old = Browser::default();
        old.take(before);
        assert!(!old.is_signed_in(&shop).await, "the secret of the phone's session is another");
        assert_eq!(status(&shop, &computer, &offered.id).await, HandoffStatus::Taken);

        let devices = account::sessions(&shop.app, computer.hash().as_deref()).await.unwrap().items;
        assert_eq!(devices.len(), 2);
        let other = devices.iter().find(|device| !device.is_current).unwrap();
        account::revoke(&shop.app, computer.hash().as_deref(), &other.id).await.unwrap();
        assert!(!phone.is_signed_in(&shop).await);
    }
}

#[tokio::test]
async fn what_the_phone_had_can_be_parted_again() {
    for shop in shops().await {
        let (mut computer, mut phone) = (Browser::default(), Browser::default());
        computer.sign_in(&shop, ZOE).await;
        phone.put(&shop, "ROBE-40", 1).await;
        let token = offer(&shop, &mut computer).await.token;
        take(&shop, &mut phone, &token).await.unwrap();
        account::merge::undo(&shop.app, phone.hash().as_deref()).await.unwrap();
        assert_eq!(computer.cart(&shop).await, []);
    }
}

#[tokio::test]
async fn a_guest_s_cart_and_favourites_are_copied_and_nothing_else() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let (mut computer, mut phone) = (Browser::default(), Browser::default());
        computer.put(&shop, "ROBE-38", 2).await;
        computer.favour(&shop, "ROBE-38").await;
        computer.choose(&shop, &to_lyon(), None).await.unwrap();
        let request = order_by(ZOE, "ROBE-38", 1);
        shop.place_as(computer.hash().as_deref(), &new_key(), &request).await.unwrap();
        computer.put(&shop, "ROBE-38", 3).await;
        phone.put(&shop, "ROBE-40", 1).await;
        phone.favour(&shop, "ROBE-40").await;

        let token = offer(&shop, &mut computer).await.token;
        let preview = find(&shop, &phone, &token).await.unwrap();
        assert_eq!((preview.email, preview.cart_units, preview.favourites), (None, 3, 1));
        let taken = take(&shop, &mut phone, &token).await.unwrap();
        assert_eq!(taken.signed_in.session.account, None);
        assert_eq!(taken.signed_in.merged, Some(Merged { cart_lines: 1, favourites: 1 }));
        let both = [("ROBE-38".to_string(), 3), ("ROBE-40".to_string(), 1)];
        assert_eq!(phone.cart(&shop).await, both, "nothing of the phone is lost");
        assert_eq!(phone.favourites(&shop).await, ["ROBE-38", "ROBE-40"]);
        assert_eq!(computer.cart(&shop).await, [("ROBE-38".to_string(), 3)], "the computer keeps its own");
        let seen = order::list(&shop.app, phone.hash().as_deref(), Asked { page: 1, per_page: 24 }).await;
        assert_eq!(seen.unwrap().total, 0, "an order has its own link");

        account::merge::undo(&shop.app, phone.hash().as_deref()).await.unwrap();
        assert_eq!(phone.cart(&shop).await, [("ROBE-40".to_string(), 1)]);
        assert_eq!(phone.favourites(&shop).await, ["ROBE-40"]);
        let again = account::merge::undo(&shop.app, phone.hash().as_deref()).await;
        assert_eq!(code_of(again), Some(ErrorCode::NothingToUndo));
    }
}

#[tokio::test]
async fn a_guest_s_things_come_to_a_phone_that_knows_nothing_or_is_signed_in() {
    for shop in shops().await {
        let (mut computer, mut fresh, mut hers) =
            (Browser::default(), Browser::default(), Browser::default());
        computer.put(&shop, "ROBE-38", 2).await;
        hers.sign_in(&shop, ZOE).await;
        for phone in [&mut fresh, &mut hers] {
            let token = offer(&shop, &mut computer).await.token;
            take(&shop, phone, &token).await.unwrap();
            assert_eq!(phone.cart(&shop).await, [("ROBE-38".to_string(), 2)]);
        }
        assert!(hers.is_signed_in(&shop).await && !fresh.is_signed_in(&shop).await);
    }
}

#[tokio::test]
async fn who_is_the_same_shopper_only_goes_to_the_page() {
    for shop in shops().await {
        let (mut computer, mut phone) = (Browser::default(), Browser::default());
        computer.sign_in(&shop, ZOE).await;
        phone.sign_in(&shop, ZOE).await;
        let token = offer(&shop, &mut computer).await.token;
        assert!(find(&shop, &phone, &token).await.unwrap().only_page);
        let before = phone.token();
        let taken = take(&shop, &mut phone, &token).await.unwrap();
        assert_eq!((taken.path.as_str(), taken.signed_in.merged), (PAGE, None));
        assert_eq!(phone.token(), before);
    }
}

#[tokio::test]
async fn a_phone_leaves_the_account_it_was_in() {
    for shop in shops().await {
        let (mut computer, mut phone) = (Browser::default(), Browser::default());
        computer.sign_in(&shop, ZOE).await;
        phone.sign_in(&shop, "eve@example.fr").await;
        phone.put(&shop, "ROBE-40", 1).await;
        let token = offer(&shop, &mut computer).await.token;
        assert!(find(&shop, &phone, &token).await.unwrap().leaves_account);
        take(&shop, &mut phone, &token).await.unwrap();
        assert_eq!(phone.session(&shop).await.account.unwrap().email, ZOE);
        assert_eq!(computer.cart(&shop).await, [], "what is Eve's stays hers");
    }
}

#[tokio::test]
async fn it_works_once_and_for_three_minutes() {
    for shop in shops().await {
        let (mut computer, mut phone, mut stranger) =
            (Browser::default(), Browser::default(), Browser::default());
        computer.sign_in(&shop, ZOE).await;
        let offered = offer(&shop, &mut computer).await;
        take(&shop, &mut phone, &offered.token).await.unwrap();
        assert_eq!(code_of(find(&shop, &stranger, &offered.token).await), Some(ErrorCode::LinkExpired));
        assert_eq!(code_of(take(&shop, &mut stranger, &offered.token).await), Some(ErrorCode::LinkExpired));

        let offered = offer(&shop, &mut computer).await;
        shop.app.clock.advance(3 * MINUTE);
        assert_eq!(status(&shop, &computer, &offered.id).await, HandoffStatus::Expired);
        assert_eq!(code_of(take(&shop, &mut stranger, &offered.token).await), Some(ErrorCode::LinkExpired));
        assert!(!stranger.is_signed_in(&shop).await);
    }
}

#[tokio::test]
async fn of_two_that_take_it_at_once_one_wins() {
    for shop in shops().await {
        let (mut computer, mut one, mut other) = (Browser::default(), Browser::default(), Browser::default());
        computer.sign_in(&shop, ZOE).await;
        let token = offer(&shop, &mut computer).await.token;
        let (first, second) = tokio::join!(take(&shop, &mut one, &token), take(&shop, &mut other, &token));
        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
        assert_ne!(one.is_signed_in(&shop).await, other.is_signed_in(&shop).await);
    }
}

#[tokio::test]
async fn the_first_device_takes_it_back() {
    for shop in shops().await {
        let (mut computer, mut phone, mut stranger) =
            (Browser::default(), Browser::default(), Browser::default());
        computer.sign_in(&shop, ZOE).await;
        stranger.put_nothing(&shop).await;
        let refused = async |phone: &mut Browser, token: &str| {
            assert_eq!(code_of(take(&shop, phone, token).await), Some(ErrorCode::LinkExpired));
        };
        let closed = offer(&shop, &mut computer).await;
        handoff::end(&shop.app, stranger.hash().as_deref(), &closed.id).await.unwrap();
        assert_eq!(
            status(&shop, &computer, &closed.id).await,
            HandoffStatus::Open,
            "it is not the stranger's"
        );
        let seen = handoff::status(&shop.app, stranger.hash().as_deref(), &closed.id).await;
        assert_eq!(code_of(seen), Some(ErrorCode::NotFound));
        handoff::end(&shop.app, computer.hash().as_deref(), &closed.id).await.unwrap();
        assert_eq!(status(&shop, &computer, &closed.id).await, HandoffStatus::Expired);
        refused(&mut phone, &closed.token).await;

        let first = offer(&shop, &mut computer).await;
        let second = offer(&shop, &mut computer).await;
        refused(&mut phone, &first.token).await;
        session::close(&shop.app, computer.hash().as_deref()).await.unwrap();
        refused(&mut phone, &second.token).await;
        assert!(!phone.is_signed_in(&shop).await, "who signed out hands nothing over");
    }
}

#[tokio::test]
async fn a_guest_who_signs_in_meanwhile_hands_nothing_over() {
    for shop in shops().await {
        let (mut computer, mut phone) = (Browser::default(), Browser::default());
        computer.put(&shop, "ROBE-38", 2).await;
        let offered = offer(&shop, &mut computer).await;
        computer.sign_in(&shop, ZOE).await;
        assert_eq!(code_of(take(&shop, &mut phone, &offered.token).await), Some(ErrorCode::LinkExpired));
        assert_eq!(status(&shop, &computer, &offered.id).await, HandoffStatus::Expired);
    }
}

#[tokio::test]
async fn of_two_devices_that_make_the_first_cart_the_second_adds_to_it() {
    for shop in shops().await {
        let (mut computer, mut phone) = (Browser::default(), Browser::default());
        computer.put(&shop, "ROBE-38", 2).await;
        phone.sign_in(&shop, ZOE).await;
        let token = offer(&shop, &mut computer).await.token;
        // The tablet of the same account is in the middle of it.
        let now = shop.app.clock.now();
        let mut tx = shop.app.db.write().await.unwrap();
        let account = db::account::by_email(&mut tx, ZOE).await.unwrap().unwrap();
        db::account::queue(&mut tx, &account.id).await.unwrap();
        db::cart::insert(&mut tx, "first", now).await.unwrap();
        db::cart::set_line(&mut tx, "first", "ROBE-40", 1, now).await.unwrap();
        db::account::set_cart(&mut tx, &account.id, "first").await.unwrap();
        let end = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            tx.commit().await.unwrap();
        };
        let ((), taken) = tokio::join!(end, take(&shop, &mut phone, &token));
        taken.unwrap();
        assert_eq!(phone.cart(&shop).await, [("ROBE-38".to_string(), 2), ("ROBE-40".to_string(), 1)]);
    }
}

#[tokio::test]
async fn what_can_no_longer_be_undone_is_forgotten() {
    for shop in shops().await {
        let (mut computer, mut phone) = (Browser::default(), Browser::default());
        computer.put(&shop, "ROBE-38", 2).await;
        let token = offer(&shop, &mut computer).await.token;
        take(&shop, &mut phone, &token).await.unwrap();
        let rows = "SELECT COUNT(*) AS value FROM account_merge";
        outbox::forget_old(&shop.app).await.unwrap();
        assert_eq!(shop.int(rows, args![]).await, 1);
        shop.app.clock.advance(DAY + MINUTE);
        outbox::forget_old(&shop.app).await.unwrap();
        assert_eq!(shop.int(rows, args![]).await, 0);
    }
}

#[tokio::test]
async fn who_guesses_is_stopped() {
    for shop in shops().await {
        let (mut computer, mut phone) = (Browser::default(), Browser::default());
        // All who scan an old code in a store come from its network, and nobody else is to wait for that.
        for number in 0..50 {
            let refused = take(&shop, &mut phone, &format!("old-{number}")).await;
            assert_eq!(code_of(refused), Some(ErrorCode::LinkExpired));
        }
        let token = offer(&shop, &mut computer).await.token;
        take(&shop, &mut phone, &token).await.unwrap();

        let token = offer(&shop, &mut computer).await.token;
        let sql = "UPDATE attempt SET failed = $1 WHERE scope LIKE 'handoff %'";
        shop.run(sql, args![HANDOFF.tries]).await;
        assert_eq!(code_of(take(&shop, &mut phone, &token).await), Some(ErrorCode::TooManyTries));
        let nowhere = OfferHandoff { path: PagePath::parse(PAGE).unwrap(), store_id: Some("NO".into()) };
        let refused = handoff::offer(&shop.app, &caller(None), &nowhere).await;
        assert_eq!(code_of(refused.map(drop)), Some(ErrorCode::NotFound));
    }
}
