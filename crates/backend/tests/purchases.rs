//! One list of what was bought on the web, by telephone, in a fitting room and at a till.

use backend::{
    args,
    domain::{
        account,
        clock::{DAY, MINUTE},
        desk_order, order, purchase, receipt,
    },
};
use contract::{
    desk_sale::DeskOrder,
    error::ErrorCode,
    invoice::PaymentMethod,
    order::{Channel, PlaceOrder},
    purchase::{Purchase, PurchaseKind, PurchaseQuery, PurchaseStatus, Purchases},
};

use crate::common::{
    self, Shop,
    browser::{Browser, code_of},
    fitting::{act, close, hire, ready},
    new_key, order_by, reservation_of, shops,
    till::{by_loyalty_code, euros, line, sale, send_one, till_of, token_of},
};

async fn list(shop: &Shop, browser: &Browser, query: PurchaseQuery) -> Purchases {
    let hash = browser.hash();
    purchase::list(&shop.app, hash.as_deref(), &query).await.unwrap()
}

async fn all(shop: &Shop, browser: &Browser) -> Purchases {
    list(shop, browser, PurchaseQuery::default()).await
}

fn kinds(purchases: &Purchases) -> Vec<(Channel, PurchaseStatus)> {
    purchases.items.iter().map(|item| (item.channel, item.status)).collect()
}

/// Orders a dress and answers the order's id.
async fn order_on(shop: &Shop, browser: &Browser, channel: Channel) -> String {
    let request = PlaceOrder { channel, ..order_by("zoe@example.fr", "ROBE-38", 1) };
    let placed = shop.place_as(browser.hash().as_deref(), &new_key(), &request).await.unwrap();
    placed.placed.order.id
}

/// Has an associate order a dress.
async fn order_at_desk(shop: &Shop, channel: Channel) {
    let PlaceOrder { name, email, phone, lines, expected_total, language, .. } =
        order_by("zoe@example.fr", "ROBE-38", 1);
    let request = DeskOrder { channel, name, email, phone, lines, expected_total, language };
    let address = [127, 0, 0, 1].into();
    desk_order::place(&shop.app, &common::lea(), address, &new_key(), &request).await.unwrap();
}

async fn hand_over(shop: &Shop, order_id: &str) {
    use backend::domain::desk::{Action, act};
    let sql = "SELECT id FROM pickup WHERE order_id = $1";
    let row = shop.app.db.read().await.unwrap().row(sql, args![order_id]).await.unwrap().unwrap();
    let pickup = row.text("id").unwrap();
    act(&shop.app, &common::lea(), &pickup, Action::MakeReady { staging_place: None }).await.unwrap();
    act(&shop.app, &common::lea(), &pickup, Action::Collect).await.unwrap();
}

/// Zoé, signed in, with a purchase on each channel: from her own devices on Saturday, by the desk on Sunday, at a till on
/// Monday and in a fitting room on Tuesday.
async fn busy_week(shop: &Shop) -> Browser {
    shop.stock("ROBE-38", "PAR11", Some(9)).await;
    shop.stock("ROBE-40", "PAR11", Some(9)).await;
    let mut zoe = Browser::default();
    zoe.sign_in(shop, "zoe@example.fr").await;
    for channel in [Channel::Web, Channel::Mobile] {
        let id = order_on(shop, &zoe, channel).await;
        hand_over(shop, &id).await;
        shop.app.clock.advance(MINUTE);
    }
    order_on(shop, &zoe, Channel::App).await;
    shop.app.clock.advance(DAY);
    for channel in [Channel::Phone, Channel::Social] {
        order_at_desk(shop, channel).await;
        shop.app.clock.advance(MINUTE);
    }
    let code = account::find(&shop.app, zoe.hash().as_deref()).await.unwrap().loyalty_code;
    shop.app.clock.advance(DAY);
    let (till, _) = till_of(shop, "LYO02").await;
    let bought = sale("0042", 2 * 24 * 60, vec![line("ROBE-38", 2, 8_900), line("ROBE-40", -1, 8_900)]);
    send_one(shop, &till, by_loyalty_code(&code, bought)).await;
    shop.app.clock.advance(DAY);
    let lea = hire(shop, "PAR11", "Léa", "123456").await;
    let request = reservation_of(shop, "zoe@example.fr", &["ROBE-38", "ROBE-40"]).await;
    let fitted = shop.reserve(&new_key(), &request).await.unwrap().placed.reservation;
    act(shop, &lea, &fitted.id, ready()).await.unwrap();
    act(shop, &lea, &fitted.id, backend::domain::desk_reservation::Action::Arrive).await.unwrap();
    act(shop, &lea, &fitted.id, close(&[&fitted.lines[1].id])).await.unwrap();
    // What she did as a guest joins when she proves the address again.
    zoe.sign_in(shop, "zoe@example.fr").await;
    zoe
}

#[tokio::test]
async fn every_channel_is_in_one_list() {
    for shop in shops().await {
        let zoe = busy_week(&shop).await;
        let listed = all(&shop, &zoe).await;
        let store = (Channel::Store, PurchaseStatus::Bought);
        assert_eq!(
            kinds(&listed),
            [
                store,
                store,
                (Channel::Social, PurchaseStatus::Placed),
                (Channel::Phone, PurchaseStatus::Placed),
                (Channel::App, PurchaseStatus::Placed),
                (Channel::Mobile, PurchaseStatus::Collected),
                (Channel::Web, PurchaseStatus::Collected)
            ]
        );
        assert_eq!(listed.channels, Channel::ALL);
        let stores: Vec<_> = listed.stores.iter().map(|store| store.id.as_str()).collect();
        assert_eq!(stores, ["LYO02", "PAR11"]);
        let [year] = &listed.years[..] else { panic!("one year") };
        assert_eq!((year.year, year.purchases, year.pieces), (2026, 7, 8));
        assert_eq!((&year.spent, &year.refunded), (&euros(7 * 8_900), &euros(0)));
        let page = PurchaseQuery { page: Some(3), per_page: Some(3), ..PurchaseQuery::default() };
        let last = list(&shop, &zoe, page).await;
        assert_eq!((last.total, last.items.len(), last.items[0].channel), (7, 1, Channel::Web));
        let stranger = all(&shop, &Browser::default()).await;
        assert_eq!((stranger.total, stranger.years.len(), stranger.stores.len()), (0, 0, 0));
    }
}

#[tokio::test]
async fn the_list_is_narrowed_by_year_channel_store_and_words() {
    for shop in shops().await {
        let zoe = busy_week(&shop).await;
        shop.run("UPDATE order_line SET name = 'Écharpe d’été', colour = 'Crème'", args![]).await;
        // The last evening of 2025 in Paris.
        let sql = "UPDATE receipt SET occurred_at = 1767221940000 WHERE number = '0042'";
        shop.run(sql, args![]).await;
        let none = PurchaseQuery::default;
        let count = async |query| {
            let listed = list(&shop, &zoe, query).await;
            assert_eq!((listed.years.len(), listed.channels.len(), listed.stores.len()), (2, 6, 2));
            listed.total
        };
        assert_eq!(count(PurchaseQuery { year: Some(2025), ..none() }).await, 1);
        assert_eq!(count(PurchaseQuery { year: Some(2026), ..none() }).await, 6);
        assert_eq!(count(PurchaseQuery { year: Some(2024), ..none() }).await, 0);
        for channel in Channel::ALL {
            let bought = if channel == Channel::Store { 2 } else { 1 };
            assert_eq!(count(PurchaseQuery { channel: Some(channel), ..none() }).await, bought);
        }
        assert_eq!(count(PurchaseQuery { store: Some("LYO02".into()), ..none() }).await, 1);
        for (words, found) in
            [("echarpe", 5), ("ÉTÉ creme", 5), ("echarpe 0042", 0), ("0042", 1), ("camille 38", 1), (" ", 7)]
        {
            assert_eq!(count(PurchaseQuery { q: Some(words.into()), ..none() }).await, found, "{words}");
        }
        for query in [
            PurchaseQuery { page: Some(0), ..none() },
            PurchaseQuery { per_page: Some(101), ..none() },
            PurchaseQuery { q: Some("x".repeat(201)), ..none() },
        ] {
            let refused = purchase::list(&shop.app, zoe.hash().as_deref(), &query).await;
            assert_eq!(code_of(refused), Some(ErrorCode::InvalidField));
        }
    }
}

#[tokio::test]
async fn a_purchase_says_all_about_itself() {
    for shop in shops().await {
        let zoe = busy_week(&shop).await;
        let all: [Purchase; 7] = all(&shop, &zoe).await.items.try_into().unwrap();
        let [fitted, till, _social, phone, app, mobile, web] = &all;
        let line = &web.lines[0];
        assert_eq!((web.kind, line.quantity, line.returned, line.returnable), (PurchaseKind::Order, 1, 0, 1));
        assert_eq!(line.guarantee_until.as_deref(), Some("2028-11-21"));
        assert_eq!(line.product_slug.as_deref(), Some("robe-camille"));
        let until = |purchase: &Purchase| {
            let terms = purchase.return_terms.clone();
            [terms.goodwill_until, terms.withdrawal_until].map(|end| end.map(|end| end.as_str().to_string()))
        };
        let at = |text: &str| Some(text.to_string());
        assert_eq!(until(web), [at("2026-12-22T00:00:00+01:00"), at("2026-12-08T00:00:00+01:00")]);
        assert_eq!(until(mobile), until(web));
        assert_eq!(until(till), [at("2026-12-24T00:00:00+01:00"), None]);
        assert_eq!([until(phone), until(app)], [[None, None], [None, None]]);
        assert_eq!((web.payments.len(), web.payments[0].method), (1, PaymentMethod::Other));
        assert_eq!((till.payments[0].method, &till.payments[0].amount), (PaymentMethod::Card, &euros(8_900)));
        assert_eq!((phone.payments.len(), phone.pass.is_some(), web.pass.is_some()), (0, true, false));
        assert_eq!((&phone.received_at, &phone.lines[0].guarantee_until), (&None, &None));
        assert_eq!(till.lines[1].guarantee_until, None);
        assert_eq!(fitted.lines[0].size.as_deref(), Some("40"));

        let stranger = Browser::default();
        for purchase in &all {
            let seen = purchase::find(&shop.app, zoe.hash().as_deref(), &purchase.id).await.unwrap();
            assert_eq!(&seen.number, &purchase.number);
            for hash in [stranger.hash(), Some("nobody".into())] {
                let refused = purchase::find(&shop.app, hash.as_deref(), &purchase.id).await;
                assert_eq!(code_of(refused), Some(ErrorCode::NotFound));
            }
        }
    }
}

#[tokio::test]
async fn what_was_given_up_is_listed_and_costs_nothing() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let mut guest = Browser::default();
        guest.put_nothing(&shop).await;
        let id = order_on(&shop, &guest, Channel::Mobile).await;
        order::cancel(&shop.app, guest.hash().as_deref(), &id).await.unwrap();
        let (till, _) = till_of(&shop, "PAR11").await;
        let posted = send_one(&shop, &till, sale("1", 5, vec![line("ROBE-38", 1, 8_900)])).await;
        let hash = guest.hash();
        let claimed =
            receipt::claim(&shop.app, hash.as_deref(), [127, 0, 0, 1].into(), &token_of(&posted)).await;
        assert_eq!(claimed.unwrap().new_token, None);
        let listed = all(&shop, &guest).await;
        assert_eq!((listed.total, listed.years[0].purchases, listed.years[0].spent.amount), (2, 1, 8_900));

        // What went back, and what was paid for it.
        let line = &listed.items[0].lines[0];
        let sql = "INSERT INTO return_request (id, number, purchase_id, kind, status, comes_by, refund_way, \
                   refund_amount, language, currency, address, requested_at, bring_by, due_by) \
                   VALUES ('r', 'R-1', $1, 'goodwill', 'refunded', 'store', 'original', 8900, 'fr', 'EUR', '', 0, 0, 0)";
        shop.run(sql, args![posted.id.as_deref()]).await;
        let sql = "INSERT INTO return_line (id, return_id, position, line_id, quantity, amount, reason, condition) \
                   VALUES ('l', 'r', 0, $1, 1, 8900, 'too_small', 'unused')";
        shop.run(sql, args![&line.id]).await;
        let listed = all(&shop, &guest).await;
        let bought = &listed.items[0];
        assert_eq!((bought.lines[0].returned, bought.lines[0].returnable), (1, 0));
        assert_eq!((bought.refunded.amount, bought.returns[0].number.as_str()), (8_900, "R-1"));
        assert_eq!(listed.years[0].refunded.amount, 8_900);
    }
}

#[tokio::test]
async fn what_is_asked_for_often_is_found_by_an_index() {
    let shop = shops().await.remove(0);
    for (sql, index) in [
        ("SELECT id FROM purchase_line WHERE purchase_id = $1 ORDER BY position", "order_line_order"),
        ("SELECT id FROM purchase_line WHERE purchase_id = $1 ORDER BY position", "receipt_line_receipt"),
        ("SELECT id FROM return_request o WHERE LOWER(o.email) = $1", "return_request_email_key"),
        ("DELETE FROM session WHERE expires_at < $1", "session_end"),
    ] {
        let mut tx = shop.app.db.read().await.unwrap();
        let plan = tx.rows(format!("EXPLAIN QUERY PLAN {sql}"), args!["x"]).await.unwrap();
        let plan: Vec<String> = plan.iter().map(|step| step.text("detail").unwrap()).collect();
        assert!(plan.iter().any(|step| step.contains(index)), "{sql}: {plan:#?}");
    }
}
