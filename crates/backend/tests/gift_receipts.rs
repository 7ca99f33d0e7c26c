//! Gift receipts: no price, store credit, and the buyer is told nothing.

use backend::{
    args,
    db::associate::Associate,
    domain::{clock::DAY, gift_receipt, order::Caller, refusal::Outcome, return_request, secret},
};
use contract::{
    desk_sale::{DeskPlaceReturn, DeskReturn, FindPurchase, FoundPurchase},
    error::ErrorCode,
    purchase::{GiftReceipt, MakeGiftReceipt},
    return_request::{RefundWay, ReturnDecision, ReturnStatus},
};

use crate::common::{
    Shop,
    fitting::{hire, mails, refused},
    new_key,
    returning::{Bought, announce, back, collected, gift_wish, guest, pay, place_as, problem, receive},
    shops,
};

async fn make(shop: &Shop, session: &str, purchase_id: &str, lines: &[String]) -> Outcome<GiftReceipt> {
    let key = new_key();
    let caller = Caller { session: Some(session), address: [127, 0, 0, 1].into(), idempotency_key: &key };
    let request = MakeGiftReceipt { line_ids: lines.to_vec() };
    gift_receipt::make(&shop.app, &caller, purchase_id, &request).await
}

async fn gift(shop: &Shop, units: i64) -> (Bought, GiftReceipt, Associate) {
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

fn at_desk(token: &str, line_id: &str, quantity: u32) -> DeskPlaceReturn {
    DeskPlaceReturn {
        purchase_id: None,
        gift_token: Some(token.into()),
        lines: vec![back(line_id, quantity)],
        way: RefundWay::Original,
    }
}

async fn place_at_desk(
    shop: &Shop,
    who: &Associate,
    key: &str,
    request: &DeskPlaceReturn,
) -> Outcome<DeskReturn> {
    return_request::place_at_desk(&shop.app, who, key, [127, 0, 0, 1].into(), request).await
}

#[tokio::test]
async fn its_bearer_shows_it_at_the_desk() {
    for shop in shops().await {
        let (bought, made, lea) = gift(&shop, 2).await;
        let marc = hire(&shop, "LYO02", "Marc", "654321").await;
        let told = "SELECT COUNT(*) AS value FROM outbox WHERE subject_id = $1";
        let before = shop.int(told, args![&bought.id]).await;
        let shown =
            [FindPurchase::Token(made.token.clone()), FindPurchase::Number(made.number.to_lowercase())];
        for wanted in shown {
            let found = return_request::find_purchase(&shop.app, &marc, &wanted).await.unwrap();
            assert_eq!(found, FoundPurchase::GiftReceipt(made.clone()));
        }

        let (key, request) = (new_key(), at_desk(&made.token, &bought.lines[0], 1));
        let placed = place_at_desk(&shop, &marc, &key, &request).await.unwrap();
        let again = place_at_desk(&shop, &marc, &key, &request).await.unwrap();
        assert_eq!(again.return_request.id, placed.return_request.id);
        assert_eq!(placed.name, None);
        let request = placed.return_request;
        assert_eq!((request.purchase_id.as_ref(), request.purchase_number.as_ref()), (None, None));
        assert_eq!((request.refund.as_ref(), request.lines[0].amount.as_ref()), (None, None));

        receive(&shop, &marc, &request, ReturnDecision::Shelf).await.unwrap();
        let paid = pay(&shop, &marc, &request.id, 8_900).await.unwrap().desk_return.return_request;
        let refund = paid.refund.unwrap();
        assert_eq!((refund.way, refund.store_credit.unwrap().amount.amount), (RefundWay::StoreCredit, 8_900));

        // The buyer is told nothing and sees no return, and of two pieces one is left.
        assert_eq!(shop.int(told, args![&bought.id]).await, before);
        mails(&shop, "return_refunded").await;
        let letters = "SELECT COUNT(*) AS value FROM mail WHERE template LIKE 'return%'";
        assert_eq!(shop.int(letters, args![]).await, 0);
        let hidden = return_request::find(&shop.app, Some(&bought.session), &request.id).await;
        assert_eq!(refused(hidden), ErrorCode::NotFound);
        let both =
            problem(place_at_desk(&shop, &lea, &new_key(), &at_desk(&made.token, &bought.lines[0], 2)).await);
        assert_eq!((both.code, both.available), (ErrorCode::NotReturnable, Some(1)));
        let audit = backend::domain::audit::list(&shop.app, &marc).await.unwrap().items;
        let looked = audit.last().unwrap();
        assert_eq!((&*looked.action, looked.number.as_deref()), ("purchase.find", Some(&*made.number)));
    }
}

#[tokio::test]
async fn the_desk_takes_no_more_of_it_than_its_bearer_may_bring() {
    for shop in shops().await {
        let (bought, made, lea) = gift(&shop, 1).await;
        let good = at_desk(&made.token, &bought.lines[0], 1);
        let neither = DeskPlaceReturn { gift_token: None, ..good.clone() };
        let both = DeskPlaceReturn { purchase_id: Some(bought.id.clone()), ..good.clone() };
        let other = at_desk(&made.token, "no such line", 1);
        for wrong in [neither, both, other] {
            let outcome = place_at_desk(&shop, &lea, &new_key(), &wrong).await;
            assert_eq!(refused(outcome), ErrorCode::InvalidField, "{wrong:?}");
        }
        let forged = at_desk("RUBBISH", &bought.lines[0], 1);
        let outcome = place_at_desk(&shop, &lea, &new_key(), &forged).await;
        assert_eq!(refused(outcome), ErrorCode::ReceiptNotGenuine);

        // What was announced on the phone can't be brought to the desk as well.
        place_as(&shop, None, &gift_wish(&made.token, &bought.lines[0], 1)).await.unwrap();
        let outcome = place_at_desk(&shop, &lea, &new_key(), &good).await;
        assert_eq!(refused(outcome), ErrorCode::NotReturnable);

        shop.app.clock.advance(31 * DAY);
        let outcome = place_at_desk(&shop, &lea, &new_key(), &good).await;
        assert_eq!(refused(outcome), ErrorCode::TooLate);
        let wanted = FindPurchase::Token(made.token);
        let found = return_request::find_purchase(&shop.app, &lea, &wanted).await.unwrap();
        let FoundPurchase::GiftReceipt(found) = found else { panic!("it is a gift receipt") };
        assert_eq!((found.lines[0].quantity, found.lines[0].returnable), (1, 0));
    }
}
