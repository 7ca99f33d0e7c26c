//! Gift receipts: no price, store credit, and the buyer is told nothing.

use backend::{
    args,
    domain::{gift_receipt, order::Caller, refusal::Outcome, return_request, secret},
};
use contract::{
    error::ErrorCode,
    purchase::{GiftReceipt, MakeGiftReceipt},
    return_request::{RefundWay, ReturnDecision, ReturnStatus},
};

use crate::common::{
    Shop,
    fitting::{hire, mails, refused},
    new_key,
    returning::{Bought, announce, collected, gift_wish, guest, pay, place_as, receive},
    shops,
};

async fn make(shop: &Shop, session: &str, purchase_id: &str, lines: &[String]) -> Outcome<GiftReceipt> {
    let key = new_key();
    let caller = Caller { session: Some(session), address: [127, 0, 0, 1].into(), idempotency_key: &key };
    let request = MakeGiftReceipt { line_ids: lines.to_vec() };
    gift_receipt::make(&shop.app, &caller, purchase_id, &request).await
}

async fn gift(shop: &Shop, units: i64) -> (Bought, GiftReceipt, backend::db::associate::Associate) {
    shop.stock("ROBE-38", "PAR11", Some(9)).await;
    let lea = hire(shop, "PAR11", "Léa", "123456").await;
    let bought = collected(shop, &lea, units).await;
    let made = make(shop, &bought.session, &bought.id, &bought.lines).await.unwrap();
    (bought, made, lea)
}

/// No amount and no buyer anywhere.
fn tells_nothing(json: &str) {
    for secret in ["89", "amount", "EUR", "price", "Zoé", "zoe@", "V-"] {
        assert!(!json.contains(secret), "{secret} in {json}");
    }
}

#[tokio::test]
async fn its_bearer_sees_no_price() {
    for shop in shops().await {
        let (bought, made, _) = gift(&shop, 2).await;
        assert!(made.number.starts_with("C-"));
        let opened = gift_receipt::open(&shop.app, &made.token.to_lowercase()).await.unwrap();
        assert_eq!(opened, made);
        assert_eq!(
            (opened.bought_on.as_str(), opened.return_until.as_deref()),
            ("2026-11-21", Some("2026-12-21"))
        );
        assert_eq!((opened.lines[0].quantity, opened.lines[0].returnable), (2, 2));
        let mut shown = opened;
        // What is random may hold any letters and digits.
        (shown.id, shown.number, shown.token) = Default::default();
        shown.lines[0].line_id.clear();
        let json = serde_json::to_string(&shown).unwrap();
        assert!(!json.contains(&bought.number));
        tells_nothing(&json);
    }
}

#[tokio::test]
async fn its_bearer_gets_store_credit_and_the_buyer_learns_nothing() {
    for shop in shops().await {
        let (bought, made, lea) = gift(&shop, 2).await;
        let told = "SELECT COUNT(*) AS value FROM outbox WHERE subject_id = $1";
        let before = shop.int(told, args![&bought.id]).await;
        let mut no_address = gift_wish(&made.token, &bought.lines[0], 1);
        no_address.email = None;
        assert_eq!(refused(place_as(&shop, None, &no_address).await), ErrorCode::InvalidField);
        let placed = place_as(&shop, None, &gift_wish(&made.token, &bought.lines[0], 1)).await.unwrap();
        let bearer = secret::hash(&placed.new_token.unwrap());
        let request = placed.placed.return_request;
        assert_eq!((request.purchase_id.as_ref(), request.purchase_number.as_ref()), (None, None));
        assert_eq!((request.refund.as_ref(), request.lines[0].amount.as_ref()), (None, None));
        assert_eq!(mails(&shop, "return_requested").await, 1);
        let row = "SELECT body_text, recipient FROM mail WHERE template = 'return_requested'";
        let row = shop.app.db.read().await.unwrap().row(row, args![]).await.unwrap().unwrap();
        assert_eq!(row.text("recipient").unwrap(), "paul@example.fr");
        let text = row.text("body_text").unwrap();
        assert!(!text.contains('€') && !text.contains("Zoé") && !text.contains(&bought.number));

        // The buyer sees no return; the unit is gone all the same.
        let hidden = return_request::find(&shop.app, Some(&bought.session), &request.id).await;
        assert_eq!(refused(hidden), ErrorCode::NotFound);
        let asked = backend::domain::page::Asked::check(None, None).unwrap();
        assert_eq!(return_request::list(&shop.app, Some(&bought.session), asked).await.unwrap().total, 0);
        assert_eq!(refused(announce(&shop, &bought, &[(0, 2)]).await), ErrorCode::NotReturnable);

        let received = receive(&shop, &lea, &request, ReturnDecision::Shelf).await.unwrap().desk_return;
        assert_eq!((received.name, received.return_request.status), (None, ReturnStatus::Received));
        pay(&shop, &lea, &request.id, 8_900).await.unwrap();
        let refund =
            return_request::find(&shop.app, Some(&bearer), &request.id).await.unwrap().refund.unwrap();
        assert_eq!((refund.way, refund.amount.amount), (RefundWay::StoreCredit, 8_900));
        assert!(refund.store_credit.unwrap().code.starts_with("A-"));
        assert_eq!(shop.int(told, args![&bought.id]).await, before, "the buyer is told nothing");
        let to_buyer = "SELECT COUNT(*) AS value FROM mail WHERE template LIKE 'return%' AND recipient <> 'paul@example.fr'";
        mails(&shop, "return_refunded").await;
        assert_eq!(shop.int(to_buyer, args![]).await, 0);
        assert_eq!(gift_receipt::open(&shop.app, &made.token).await.unwrap().lines[0].returnable, 1);
    }
}

#[tokio::test]
async fn only_what_was_given_and_only_by_who_bought_it() {
    for shop in shops().await {
        let (bought, made, _) = gift(&shop, 1).await;
        let stranger = guest(&shop).await;
        assert_eq!(refused(make(&shop, &stranger, &bought.id, &bought.lines).await), ErrorCode::NotFound);
        let twice = [bought.lines[0].clone(), bought.lines[0].clone()];
        for lines in [&[][..], &twice, &["no such line".to_string()]] {
            assert_eq!(
                refused(make(&shop, &bought.session, &bought.id, lines).await),
                ErrorCode::InvalidField
            );
        }
        let other = place_as(&shop, None, &gift_wish(&made.token, "no such line", 1)).await;
        assert_eq!(refused(other), ErrorCode::InvalidField);
        let mut both = gift_wish(&made.token, &bought.lines[0], 1);
        both.purchase_id = Some(bought.id.clone());
        assert_eq!(refused(place_as(&shop, Some(&bought.session), &both).await), ErrorCode::InvalidField);
        assert_eq!(refused(gift_receipt::open(&shop.app, "RUBBISH").await), ErrorCode::ReceiptNotGenuine);
        let of_an_order = shop.app.signer.sign(&bought.id, "").unwrap();
        assert_eq!(refused(gift_receipt::open(&shop.app, &of_an_order).await), ErrorCode::NotFound);
    }
}
