//! Whose a receipt is: known at the till, by the address that was typed there, or whoever scans it first.

use backend::domain::{account, purchase, receipt, secret};
use contract::{
    error::ErrorCode,
    newtypes::Email,
    pos::{PosCustomer, PosReceipt, PostedReceipt},
    purchase::PurchaseQuery,
};

use crate::common::{
    self, Shop,
    browser::{Browser, code_of},
    shops,
    till::{by_loyalty_code, line, refused_for, sale, send_one, till_of, token_of, void},
};

const HERE: [u8; 4] = [127, 0, 0, 1];

pub fn robe(number: &str) -> PosReceipt {
    sale(number, 5, vec![line("ROBE-38", 1, 8_900)])
}

pub async fn sold(shop: &Shop, receipt: PosReceipt) -> PostedReceipt {
    let (till, _) = till_of(shop, "PAR11").await;
    let posted = send_one(shop, &till, receipt).await;
    assert_eq!(refused_for(&posted), None);
    posted
}

pub async fn claim(shop: &Shop, browser: &mut Browser, token: &str) -> Result<String, ErrorCode> {
    let hash = browser.hash();
    match receipt::claim(&shop.app, hash.as_deref(), HERE.into(), token).await {
        Ok(claimed) => {
            browser.take(claimed.new_token);
            Ok(claimed.purchase.id)
        }
        Err(refusal) => Err(code_of::<()>(Err(refusal)).unwrap()),
    }
}

pub async fn purchases(shop: &Shop, browser: &Browser) -> Vec<String> {
    let hash = browser.hash();
    let listed = purchase::list(&shop.app, hash.as_deref(), &PurchaseQuery::default()).await.unwrap();
    listed.items.into_iter().map(|item| item.number).collect()
}

#[tokio::test]
async fn the_first_scan_has_it_and_nobody_else() {
    for shop in shops().await {
        let posted = sold(&shop, robe("1")).await;
        let token = token_of(&posted);
        let (mut guest, mut other) = (Browser::default(), Browser::default());
        assert_eq!(claim(&shop, &mut guest, &token).await.ok(), posted.id);
        assert_eq!(claim(&shop, &mut guest, &token.to_lowercase()).await.ok(), posted.id);
        assert_eq!(claim(&shop, &mut other, &token).await, Err(ErrorCode::AlreadyClaimed));
        assert_eq!(
            (purchases(&shop, &guest).await, purchases(&shop, &other).await),
            (vec!["1".into()], vec![])
        );

        // Signing in keeps it, on every device.
        guest.sign_in(&shop, "zoe@example.fr").await;
        let mut phone = Browser::default();
        phone.sign_in(&shop, "zoe@example.fr").await;
        assert_eq!(purchases(&shop, &phone).await, ["1"]);
        assert_eq!(claim(&shop, &mut phone, &token).await.ok(), posted.id);
    }
}

#[tokio::test]
async fn of_two_at_once_one_wins() {
    for shop in shops().await {
        let token = token_of(&sold(&shop, robe("1")).await);
        let tries = (0..8).map(|_| {
            let (app, token) = (shop.app.clone(), token.clone());
            tokio::spawn(async move { receipt::claim(&app, None, HERE.into(), &token).await.is_ok() })
        });
        let mut won = 0;
        for task in tries.collect::<Vec<_>>() {
            won += usize::from(task.await.unwrap());
        }
        assert_eq!(won, 1);
    }
}

#[tokio::test]
async fn what_is_no_receipt_of_ours_is_told_from_what_is_not_here_yet() {
    for shop in shops().await {
        let mut guest = Browser::default();
        let token = token_of(&sold(&shop, robe("1")).await);
        let mut forged = token.clone();
        forged.replace_range(20..21, if &token[20..21] == "A" { "B" } else { "A" });
        for foreign in [forged.as_str(), "", "HELLO", &shop.app.signer.sign(&secret::new_id(), "").unwrap()] {
            assert_eq!(
                claim(&shop, &mut guest, foreign).await,
                Err(ErrorCode::ReceiptNotGenuine),
                "{foreign}"
            );
        }
        let later = shop.app.signer.sign(&secret::new_id(), "PAR11").unwrap();
        assert_eq!(claim(&shop, &mut guest, &later).await, Err(ErrorCode::ReceiptNotArrived));
        shop.stock("ROBE-38", "PAR11", Some(1)).await;
        let placed = shop.place("a-key-of-sixteen", &common::order_of("ROBE-38", 1)).await.unwrap();
        let pass = placed.placed.order.pickups[0].pass.clone().unwrap();
        assert_eq!(claim(&shop, &mut guest, &pass.token).await, Err(ErrorCode::ReceiptNotGenuine));
        let voiding = sold(&shop, void("2", 6, "1")).await;
        let of_void = shop.app.signer.sign(&voiding.id.unwrap(), "PAR11").unwrap();
        assert!(claim(&shop, &mut guest, &of_void).await.is_err());
        for _ in 0..40 {
            let _refused = claim(&shop, &mut guest, "HELLO").await;
        }
        assert_eq!(claim(&shop, &mut guest, &token).await, Err(ErrorCode::TooManyTries));
    }
}

#[tokio::test]
async fn what_another_retailer_signed_is_not_ours() {
    for (shop, other) in shops().await.into_iter().zip(shops().await) {
        let (ours, theirs) = (sold(&shop, robe("1")).await, sold(&other, robe("1")).await);
        let (mut guest, mut visitor) = (Browser::default(), Browser::default());
        // Neither their receipt nor, under their key, one of ours.
        let of_ours = other.app.signer.sign(ours.id.as_deref().unwrap(), "PAR11").unwrap();
        for foreign in [token_of(&theirs), of_ours] {
            assert_eq!(claim(&shop, &mut guest, &foreign).await, Err(ErrorCode::ReceiptNotGenuine));
        }
        assert_eq!(claim(&other, &mut visitor, &token_of(&theirs)).await.ok(), theirs.id);
        assert_eq!(claim(&shop, &mut guest, &token_of(&ours)).await.ok(), ours.id);
    }
}

#[tokio::test]
async fn a_loyalty_code_says_whose_it_is() {
    for shop in shops().await {
        let mut zoe = Browser::default();
        zoe.sign_in(&shop, "zoe@example.fr").await;
        let code = account::find(&shop.app, zoe.hash().as_deref()).await.unwrap().loyalty_code;
        let (till, _) = till_of(&shop, "PAR11").await;
        let known = receipt::customer(&shop.app, &till, &code).await.unwrap();
        assert_eq!((known.loyalty_code, known.name), (code.clone(), None));
        assert_eq!(
            code_of(receipt::customer(&shop.app, &till, "2900000000000").await),
            Some(ErrorCode::NotFound)
        );

        let posted = sold(&shop, by_loyalty_code(&code, robe("1"))).await;
        assert_eq!(purchases(&shop, &zoe).await, ["1"]);
        let mut other = Browser::default();
        let token = token_of(&posted);
        assert_eq!(claim(&shop, &mut other, &token).await, Err(ErrorCode::AlreadyClaimed));
        assert_eq!(claim(&shop, &mut zoe, &token).await.ok(), posted.id);
        // A code that nobody has loses no sale, and leaves the receipt to whoever scans it.
        let nobodys = sold(&shop, by_loyalty_code("2900000000000", robe("2"))).await;
        assert!(claim(&shop, &mut other, &token_of(&nobodys)).await.is_ok());
        let hash = zoe.hash();
        let stranger = purchase::find(&shop.app, hash.as_deref(), &nobodys.id.unwrap()).await;
        assert_eq!(code_of(stranger), Some(ErrorCode::NotFound));
    }
}

#[tokio::test]
async fn an_address_typed_at_the_till_is_proven_before_or_after() {
    for shop in shops().await {
        let to = |email: &str, receipt| {
            let customer =
                PosCustomer { email: Some(Email::parse(email).unwrap()), ..PosCustomer::default() };
            PosReceipt { customer: Some(customer), ..receipt }
        };
        let mut zoe = Browser::default();
        sold(&shop, to("Zoe@example.fr", robe("1"))).await;
        zoe.sign_in(&shop, "zoe@example.fr").await;
        let second = sold(&shop, to("ZOE@example.fr", robe("2"))).await;
        let mut numbers = purchases(&shop, &zoe).await;
        numbers.sort();
        assert_eq!(numbers, ["1", "2"]);
        let mut other = Browser::default();
        assert_eq!(claim(&shop, &mut other, &token_of(&second)).await, Err(ErrorCode::AlreadyClaimed));

        // Who shows a loyalty code has it, whatever address is typed beside it.
        let code = account::find(&shop.app, zoe.hash().as_deref()).await.unwrap().loyalty_code;
        let mut both = to("ana@example.fr", robe("3"));
        both.customer.as_mut().unwrap().loyalty_code = Some(code);
        sold(&shop, both).await;
        other.sign_in(&shop, "ana@example.fr").await;
        assert_eq!((purchases(&shop, &zoe).await.len(), purchases(&shop, &other).await.len()), (3, 0));
    }
}
