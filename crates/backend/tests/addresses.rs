//! One person, two histories: another address is proven, what joins is shown, it joins, and is parted again.

use backend::{
    args,
    domain::{
        account::{self, address},
        clock::{DAY, MINUTE},
        invoice,
        mail::{compose, newest},
        order,
        page::Asked,
        purchase, recent,
        refusal::Outcome,
        return_request,
    },
};
use contract::{
    account::{AskToJoin, HistoryPreview},
    error::ErrorCode,
    newtypes::Email,
    pos::{PosCustomer, PosReceipt},
    recent::LookAt,
};

use crate::{
    common::{
        Shop,
        browser::{Browser, caller, code_of, wrong},
        new_key, order_by, reservation_of,
        returning::{Bought, announce, lines_of},
        shops,
        till::{line, sale, send_one, till_of},
    },
    invoicing::written,
};

const ZOE: &str = "zoe@example.fr";
const WORK: &str = "zoe.martin@work.example.fr";
const FIRST: Asked = Asked { page: 1, per_page: 24 };

pub async fn orders(shop: &Shop, browser: &Browser) -> Vec<String> {
    let page = order::list(&shop.app, browser.hash().as_deref(), FIRST).await.unwrap();
    page.items.into_iter().map(|order| order.id).collect()
}

pub async fn addresses(shop: &Shop, browser: &Browser) -> Vec<String> {
    let account = account::find(&shop.app, browser.hash().as_deref()).await.unwrap();
    account.addresses.into_iter().map(|address| address.email).collect()
}

pub async fn ask(shop: &Shop, browser: &Browser, email: &str) -> Outcome<String> {
    let hash = browser.hash();
    let request = AskToJoin { email: Email::parse(email).unwrap() };
    Ok(address::ask(&shop.app, &caller(hash.as_deref()), &request).await?.request_id)
}

/// The digits of the last mail that asks for them.
pub async fn mailed(shop: &Shop) -> String {
    compose(&shop.app).await.unwrap();
    let mails = newest(&shop.app).await.unwrap();
    let sent = mails.into_iter().filter(|kept| kept.mail.template == "join_address");
    sent.max_by_key(|kept| kept.mail.outbox_number).unwrap().digits.unwrap()
}

pub async fn prove(shop: &Shop, browser: &Browser, request_id: &str, code: &str) -> Outcome<HistoryPreview> {
    let hash = browser.hash();
    address::prove(&shop.app, &caller(hash.as_deref()), request_id, code).await
}

pub async fn join(shop: &Shop, browser: &Browser, request_id: &str) -> Outcome<()> {
    let hash = browser.hash();
    address::join(&shop.app, &caller(hash.as_deref()), request_id).await
}

pub async fn bring(shop: &Shop, browser: &Browser, email: &str) -> HistoryPreview {
    let request_id = ask(shop, browser, email).await.unwrap();
    let preview = prove(shop, browser, &request_id, &mailed(shop).await).await.unwrap();
    join(shop, browser, &request_id).await.unwrap();
    preview
}

/// A receipt of a till for an address, its invoice, and its return.
pub async fn bought_in_store(shop: &Shop, browser: &Browser, email: &str) -> [String; 3] {
    let (till, _) = till_of(shop, "PAR11").await;
    let customer = PosCustomer { email: Some(Email::parse(email).unwrap()), ..PosCustomer::default() };
    let receipt = sale("1", -60, vec![line("ROBE-38", 1, 8_900)]);
    let posted = send_one(shop, &till, PosReceipt { customer: Some(customer), ..receipt }).await;
    let id = posted.id.unwrap();
    let (lines, session) = (lines_of(shop, &id).await, browser.hash().unwrap());
    let bought = Bought { id: id.clone(), number: "1".into(), session, lines };
    let request = announce(shop, &bought, &[(0, 1)]).await.unwrap();
    [id.clone(), written(shop, &id).await.remove(0).id, request.id]
}

/// Which of them a browser sees.
pub async fn sees(
    shop: &Shop,
    browser: &Browser,
    [receipt, its_invoice, its_return]: &[String; 3],
) -> [bool; 3] {
    let hash = browser.hash();
    [
        purchase::find(&shop.app, hash.as_deref(), receipt).await.is_ok(),
        invoice::find(&shop.app, hash.as_deref(), its_invoice).await.is_ok(),
        return_request::find(&shop.app, hash.as_deref(), its_return).await.is_ok(),
    ]
}

#[tokio::test]
async fn two_histories_join_and_part() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let (mut phone, mut office) = (Browser::default(), Browser::default());
        phone.sign_in(&shop, ZOE).await;
        office.sign_in(&shop, WORK).await;
        office.favour(&shop, "ROBE-38").await;
        office.put(&shop, "ROBE-38", 2).await;
        let own = shop.place(&new_key(), &order_by(ZOE, "ROBE-38", 1)).await.unwrap().placed.order.id;
        let guest = shop.place(&new_key(), &order_by(WORK, "ROBE-38", 1)).await.unwrap().placed.order.id;
        let request = reservation_of(&shop, WORK, &["ROBE-38"]).await;
        shop.reserve(&new_key(), &request).await.unwrap();
        let in_store = bought_in_store(&shop, &office, WORK).await;
        phone.sign_in(&shop, ZOE).await;
        assert_eq!(sees(&shop, &phone, &in_store).await, [false; 3]);

        let preview = bring(&shop, &phone, WORK).await;
        let seen = (preview.orders, preview.reservations, preview.favourites, preview.devices);
        assert_eq!((seen, preview.receipts, preview.returns), ((1, 1, 1, 1), 1, 1));
        assert_eq!(sees(&shop, &phone, &in_store).await, [true; 3]);
        assert_eq!(orders(&shop, &phone).await, [guest.clone(), own.clone()]);
        assert_eq!(orders(&shop, &office).await, [guest.clone(), own.clone()], "it is one account now");
        assert_eq!(phone.favourites(&shop).await, ["ROBE-38"]);
        assert_eq!(phone.cart(&shop).await, [("ROBE-38".to_string(), 2)]);
        assert_eq!(addresses(&shop, &office).await, [WORK]);

        let mut tablet = Browser::default();
        tablet.sign_in(&shop, WORK).await;
        assert_eq!(tablet.session(&shop).await.account.unwrap().email, ZOE, "the address opens that account");
        let since = shop.place(&new_key(), &order_by(WORK, "ROBE-38", 1)).await.unwrap().placed.order.id;
        phone.sign_in(&shop, ZOE).await;
        assert_eq!(orders(&shop, &phone).await.len(), 3, "what is bought with it comes here");

        address::part(&shop.app, phone.hash().as_deref(), WORK).await.unwrap();
        assert_eq!(orders(&shop, &phone).await, std::slice::from_ref(&own));
        assert_eq!(orders(&shop, &office).await, [since, guest]);
        assert_eq!(sees(&shop, &phone, &in_store).await, [false; 3]);
        assert_eq!(sees(&shop, &office, &in_store).await, [true; 3]);
        assert_eq!(office.session(&shop).await.account.unwrap().email, WORK);
        assert_eq!(phone.favourites(&shop).await, Vec::<String>::new());
        assert_eq!(phone.cart(&shop).await, []);
        assert_eq!(office.favourites(&shop).await, ["ROBE-38"]);
        assert_eq!(office.cart(&shop).await, [("ROBE-38".to_string(), 2)]);
        assert_eq!(addresses(&shop, &phone).await, Vec::<String>::new());
        let again = address::part(&shop.app, phone.hash().as_deref(), WORK).await;
        assert_eq!(code_of(again), Some(ErrorCode::NothingToUndo));
    }
}

#[tokio::test]
async fn nothing_joins_that_is_not_proven_here() {
    for shop in shops().await {
        let (mut phone, mut eve) = (Browser::default(), Browser::default());
        phone.sign_in(&shop, ZOE).await;
        eve.sign_in(&shop, "eve@example.fr").await;
        assert_eq!(code_of(ask(&shop, &Browser::default(), WORK).await), Some(ErrorCode::SignedOut));
        assert_eq!(code_of(ask(&shop, &phone, ZOE).await), Some(ErrorCode::InvalidField));

        let request_id = ask(&shop, &phone, WORK).await.unwrap();
        let code = mailed(&shop).await;
        assert_eq!(code_of(join(&shop, &phone, &request_id).await), Some(ErrorCode::Forbidden));
        let refused = prove(&shop, &phone, &request_id, &wrong(&code)).await;
        assert_eq!(code_of(refused), Some(ErrorCode::WrongCode));
        assert_eq!(code_of(prove(&shop, &eve, &request_id, &code).await), Some(ErrorCode::CodeExpired));
        prove(&shop, &phone, &request_id, &code).await.unwrap();
        assert_eq!(code_of(join(&shop, &eve, &request_id).await), Some(ErrorCode::CodeExpired));
        assert_eq!(addresses(&shop, &phone).await, Vec::<String>::new());
        join(&shop, &phone, &request_id).await.unwrap();
        assert_eq!(code_of(join(&shop, &phone, &request_id).await), Some(ErrorCode::CodeExpired), "once");

        assert_eq!(
            code_of(ask(&shop, &phone, WORK).await),
            Some(ErrorCode::InvalidField),
            "it is hers already"
        );
        let request_id = ask(&shop, &eve, WORK).await.unwrap();
        let code = mailed(&shop).await;
        prove(&shop, &eve, &request_id, &code).await.unwrap();
        assert_eq!(code_of(join(&shop, &eve, &request_id).await), Some(ErrorCode::WrongStatus));
        assert_eq!(addresses(&shop, &phone).await, [WORK]);
    }
}

#[tokio::test]
async fn an_account_with_another_address_joins_whole_and_parts_whole() {
    for shop in shops().await {
        let (mut phone, mut office) = (Browser::default(), Browser::default());
        office.sign_in(&shop, WORK).await;
        bring(&shop, &office, "z.m@old.example.fr").await;
        phone.sign_in(&shop, ZOE).await;
        bring(&shop, &phone, WORK).await;
        let mut joined = addresses(&shop, &phone).await;
        joined.sort();
        assert_eq!(joined, ["z.m@old.example.fr", WORK]);

        address::part(&shop.app, phone.hash().as_deref(), WORK).await.unwrap();
        assert_eq!(addresses(&shop, &phone).await, Vec::<String>::new());
        assert_eq!(addresses(&shop, &office).await, ["z.m@old.example.fr"]);
    }
}

#[tokio::test]
async fn after_thirty_days_they_stay_together() {
    for shop in shops().await {
        let mut phone = Browser::default();
        phone.sign_in(&shop, ZOE).await;
        bring(&shop, &phone, WORK).await;
        shop.app.clock.advance(30 * DAY);
        let refused = address::part(&shop.app, phone.hash().as_deref(), WORK).await;
        assert_eq!(code_of(refused), Some(ErrorCode::NothingToUndo));
        let account = account::find(&shop.app, phone.hash().as_deref()).await.unwrap();
        assert_eq!(account.addresses[0].can_part_until, None);
    }
}

#[tokio::test]
async fn what_was_looked_at_joins_and_parts() {
    for shop in shops().await {
        shop.add_product("sac-odette", "Sac Odette").await;
        shop.add_variant("SAC-1", "sac-odette", 12_000, "U").await;
        let (mut phone, mut office) = (Browser::default(), Browser::default());
        phone.sign_in(&shop, ZOE).await;
        office.sign_in(&shop, WORK).await;
        let look = async |browser: &Browser, slug: &str| {
            shop.app.clock.advance(MINUTE);
            let look = LookAt::default();
            recent::look_at(&shop.app, browser.hash().as_deref(), slug, &look).await.unwrap();
        };
        let seen = async |browser: &Browser| {
            let recents = recent::list(&shop.app, browser.hash().as_deref(), None, None).await.unwrap();
            recents.items.into_iter().map(|recent| recent.product.slug).collect::<Vec<_>>()
        };
        look(&office, "sac-odette").await;
        bring(&shop, &phone, WORK).await;
        assert_eq!(seen(&phone).await, ["sac-odette"]);
        look(&phone, "robe-camille").await;
        address::part(&shop.app, phone.hash().as_deref(), WORK).await.unwrap();
        assert_eq!(seen(&phone).await, ["robe-camille"]);
        assert_eq!(seen(&office).await, ["sac-odette"]);
    }
}

#[tokio::test]
async fn what_was_erased_does_not_come_back_with_a_part() {
    for shop in shops().await {
        let look = async |browser: &Browser| {
            let look = LookAt::default();
            recent::look_at(&shop.app, browser.hash().as_deref(), "robe-camille", &look).await.unwrap();
        };
        let rows = "SELECT COUNT(*) AS value FROM recent";
        for erased in [true, false] {
            let (mut phone, mut office) = (Browser::default(), Browser::default());
            office.sign_in(&shop, WORK).await;
            phone.sign_in(&shop, ZOE).await;
            look(&office).await;
            bring(&shop, &phone, WORK).await;
            let hash = phone.hash();
            match erased {
                true => recent::forget(&shop.app, hash.as_deref()).await.unwrap(),
                false => recent::set_kept(&shop.app, hash.as_deref(), false).await.unwrap(),
            }
            assert_eq!(shop.int(rows, args![]).await, 0);
            address::part(&shop.app, hash.as_deref(), WORK).await.unwrap();
            let seen = recent::list(&shop.app, office.hash().as_deref(), None, None).await.unwrap();
            assert!(seen.items.is_empty());
            shop.app.clock.advance(DAY);
        }
    }
}

#[tokio::test]
async fn the_main_address_hears_of_an_address_that_joins() {
    for shop in shops().await {
        let mut phone = Browser::default();
        phone.sign_in(&shop, ZOE).await;
        bring(&shop, &phone, WORK).await;
        compose(&shop.app).await.unwrap();
        let mails = newest(&shop.app).await.unwrap().into_iter().map(|kept| kept.mail);
        let told: Vec<_> = mails.filter(|mail| mail.template == "address_joined").collect();
        assert_eq!((told.len(), told[0].recipient.as_str()), (1, ZOE));
        assert!(told[0].body_text.contains(WORK), "{}", told[0].body_text);
    }
}
