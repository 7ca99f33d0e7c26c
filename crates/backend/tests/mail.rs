//! What a shopper finds in the inbox, each mail once.

use backend::{
    args,
    db::{self, mail::MailRow},
    domain::{
        clock::{DAY, HOUR},
        mail::{compose, find, newest},
        order, pickup, secret, session,
    },
};
use contract::{
    language::Language,
    order::{Order, PlaceOrder},
    pickup::{CancelledBy, PickupStatus},
    session::OpenLink,
};

use crate::common::{self, Shop, new_key, order_of, shops};

async fn mails(shop: &Shop) -> Vec<MailRow> {
    compose(&shop.app).await.unwrap();
    newest(&shop.app).await.unwrap().into_iter().map(|kept| kept.mail).collect()
}

async fn place(shop: &Shop, request: &PlaceOrder) -> Order {
    shop.place(&new_key(), request).await.unwrap().placed.order
}

async fn make_ready(shop: &Shop, order: &Order) {
    let mut tx = shop.app.db.write().await.unwrap();
    let mut row = pickup::find(&mut tx, &order.pickups[0].id).await.unwrap();
    pickup::make_ready(&mut tx, &shop.app, &mut row, None).await.unwrap();
    tx.commit().await.unwrap();
}

async fn end(shop: &Shop, order: &Order, to: PickupStatus, by: CancelledBy) {
    let mut tx = shop.app.db.write().await.unwrap();
    let mut row = pickup::find(&mut tx, &order.pickups[0].id).await.unwrap();
    pickup::end(&mut tx, &shop.app, &mut row, to, by).await.unwrap();
    tx.commit().await.unwrap();
}

fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

#[tokio::test]
async fn an_order_is_confirmed_with_its_code_and_a_link_that_opens_it() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let order = place(&shop, &order_of("ROBE-38", 2)).await;
        let [mail] = &mails(&shop).await[..] else { panic!("one mail") };
        assert_eq!(mail.recipient, "zoe@example.fr");
        assert_eq!(plain(&mail.subject), format!("Commande {} : c’est noté, on la prépare", order.number));
        let text = plain(&mail.body_text);
        let pass = order.pickups[0].pass.as_ref().unwrap();
        let digits = format!("{} {}", &pass.digits[..3], &pass.digits[3..]);
        for part in [
            "Bonjour Zoé Martin,",
            "prête au plus tard le samedi 21 novembre à 13 h",
            "À retirer avant le mardi 24 novembre à 19 h",
            "dimanche 22 novembre : 10 h – 19 h",
            "2 × Robe Camille (38) : 178,00 €",
            "Total à régler en magasin : 178,00 €",
            digits.as_str(),
        ] {
            assert!(text.contains(part), "{part} in {text}");
            let in_html = part.contains(" : ") || plain(&mail.body_html).contains(part);
            assert!(in_html, "{part} in {}", mail.body_html);
        }
        assert_eq!(mail.qr_token.as_ref(), Some(&pass.token));

        let kept = find(&shop.app, &mail.id).await.unwrap().unwrap();
        assert_eq!(kept.digits.as_ref(), Some(&pass.digits));
        let link = kept.link.unwrap();
        let start = format!("http://localhost:8080/fr/orders/{}#", order.id);
        let token = link.strip_prefix(&start).expect("a private link").to_string();
        let open = OpenLink { id: order.id.clone(), token };
        let cookie = session::open_link(&shop.app, None, &open).await.unwrap().unwrap();
        let seen = order::find(&shop.app, Some(&secret::hash(&cookie)), &order.id).await;
        assert_eq!(seen.unwrap().number, order.number);
    }
}

#[tokio::test]
async fn every_change_has_its_letter_in_the_language_of_the_order() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(50)).await;
        let request = PlaceOrder { language: Language::En, ..order_of("ROBE-38", 1) };
        let ready = place(&shop, &request).await;
        make_ready(&shop, &ready).await;
        let [_placed, mail] = &by_age(mails(&shop).await)[..] else { panic!("two mails") };
        assert_eq!(mail.subject, format!("Order {} is ready for you", ready.number));
        assert!(plain(&mail.body_text).contains("Collect before Tuesday 24 November, 7 pm."));
        assert!(mail.body_html.contains("<html lang=\"en\">") && mail.body_html.contains("€89.00"));

        end(&shop, &ready, PickupStatus::Cancelled, CancelledBy::Shopper).await;
        assert_last(&shop, &format!("Order {} is cancelled", ready.number)).await;
        let refused = place(&shop, &request).await;
        end(&shop, &refused, PickupStatus::Cancelled, CancelledBy::Store).await;
        assert_last(&shop, &format!("Order {}: we had to cancel it", refused.number)).await;
        let late = place(&shop, &order_of("ROBE-38", 1)).await;
        shop.app.clock.advance(5 * DAY);
        pickup::expire_overdue(&shop.app).await.unwrap();
        assert_last(&shop, &format!("Commande {} : le délai de retrait est passé", late.number)).await;
    }
}

async fn assert_last(shop: &Shop, subject: &str) {
    let mails = by_age(mails(shop).await);
    let last = mails.last().unwrap();
    assert_eq!(plain(&last.subject), subject);
    assert_eq!(last.qr_token, None, "nothing is left to come for");
    assert!(!last.body_html.contains("cid:"));
}

fn by_age(mut mails: Vec<MailRow>) -> Vec<MailRow> {
    mails.sort_by_key(|mail| mail.outbox_number);
    mails
}

#[tokio::test]
async fn a_letter_that_is_no_longer_true_is_not_written() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let order = place(&shop, &order_of("ROBE-38", 1)).await;
        make_ready(&shop, &order).await;
        end(&shop, &order, PickupStatus::Cancelled, CancelledBy::Shopper).await;
        let templates: Vec<String> = mails(&shop).await.into_iter().map(|mail| mail.template).collect();
        assert_eq!(templates, ["cancelled_by_shopper"]);
    }
}

#[tokio::test]
async fn many_machines_write_each_mail_once() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(50)).await;
        for number in 0..12 {
            let email = format!("shopper{number}@example.fr");
            place(&shop, &common::order_by(&email, "ROBE-38", 1)).await;
        }
        let machines = (0..4).map(|_| {
            let app = shop.app.clone();
            tokio::spawn(async move { compose(&app).await.unwrap() })
        });
        let written = futures_util::future::join_all(machines).await;
        assert_eq!(written.into_iter().map(Result::unwrap).sum::<usize>(), mails(&shop).await.len());
        let mut recipients: Vec<String> = mails(&shop).await.into_iter().map(|mail| mail.recipient).collect();
        recipients.sort();
        recipients.dedup();
        assert_eq!((recipients.len(), mails(&shop).await.len()), (12, 12));
        assert_eq!(compose(&shop.app).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn what_a_feed_or_a_shopper_wrote_stays_text() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let sql = "UPDATE product_text SET name = $1";
        shop.run(sql, args!["Robe <script>alert(1)</script> & \"fils\""]).await;
        let sql = "UPDATE store SET name = $1";
        shop.run(sql, args!["Paris\r\nBcc: all@example.fr"]).await;
        let name = contract::newtypes::PersonName::parse("<img src=x onerror=alert(1)>").unwrap();
        place(&shop, &PlaceOrder { name, ..order_of("ROBE-38", 1) }).await;
        let [mail] = &mails(&shop).await[..] else { panic!("one mail") };
        assert!(!mail.body_html.contains("<script") && !mail.body_html.contains("<img src=x"));
        assert!(mail.body_html.contains("&lt;script&gt;") && mail.body_html.contains("&amp;"));
        assert!(mail.body_text.contains("Robe <script>alert(1)</script> & \"fils\""));
        assert!(!mail.subject.contains(['\r', '\n']));
    }
}

#[tokio::test]
async fn an_evening_order_is_ready_the_next_day() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        shop.app.clock.advance(7 * HOUR);
        place(&shop, &order_of("ROBE-38", 1)).await;
        let text = plain(&mails(&shop).await[0].body_text);
        assert!(text.contains("au plus tard le dimanche 22 novembre à 11 h"), "{text}");
        assert!(!text.contains("samedi 21 novembre :"), "no hours of days on which it is not ready");
    }
}

#[tokio::test]
async fn events_of_a_newer_version_stop_nothing() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        shop.run("UPDATE outbox_counter SET last = last + 1", args![]).await;
        shop.run(
            "INSERT INTO outbox (number, kind, payload, created_at) \
             SELECT last, 'reservation_changed', '{\"kind\":\"reservation_changed\"}', 0 FROM outbox_counter",
            args![],
        )
        .await;
        place(&shop, &order_of("ROBE-38", 1)).await;
        assert_eq!(mails(&shop).await.len(), 1);
        let mut tx = shop.app.db.read().await.unwrap();
        let last = db::outbox::last(&mut tx).await.unwrap();
        assert_eq!(db::outbox::position(&mut tx, "mail").await.unwrap(), last);
    }
}
