//! What receipts of tills do: stock, voids, store credit, and what they say of articles.

use backend::{
    args,
    domain::{availability, clock::DAY, purchase, receipt},
};
use contract::{
    availability::AvailabilityStatus,
    error::ErrorCode,
    pos::{PosLine, PosReceipt, PostedOutcome},
    purchase::{Purchase, PurchaseStatus},
};

use crate::common::{
    self, SATURDAY, Shop,
    fitting::{act, close, hire, ready, refused, two_sizes},
    order_of,
    till::{
        credit, euros, ledger, line, refused_for, remaining, sale, send, send_one, till_of, void, with_credit,
    },
};

async fn shops() -> Vec<Shop> {
    let shops = common::shops().await;
    for shop in &shops {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        shop.stock("ROBE-40", "PAR11", None).await;
    }
    shops
}

async fn on_hand(shop: &Shop, sku: &str) -> Option<i64> {
    let (on_hand, _) = shop.stock_of(sku, "PAR11").await;
    assert_eq!(ledger(shop, sku, "PAR11").await, on_hand.unwrap_or(0), "the ledger's sum is what is on hand");
    on_hand
}

async fn seen(shop: &Shop, id: &str) -> Purchase {
    purchase::view(&mut shop.app.db.read().await.unwrap(), &shop.app, id).await.unwrap()
}

#[tokio::test]
async fn a_sale_counts_once_however_often_it_is_sent() {
    for shop in shops().await {
        let (till, _) = till_of(&shop, "PAR11").await;
        let sold = sale("1", 5, vec![line("ROBE-38", 2, 8_900)]);
        let first = send_one(&shop, &till, sold.clone()).await;
        assert_eq!(first.outcome, PostedOutcome::Created);
        let url = first.claim_url.clone().unwrap();
        assert!(url.starts_with("http://localhost:8080/fr/receipts/claim#"), "{url}");
        assert_eq!(on_hand(&shop, "ROBE-38").await, Some(3));
        let again = send(&shop, &till, vec![sold.clone(), sold.clone()]).await;
        for (index, item) in (0..).zip(&again) {
            assert_eq!((item.index, item.outcome, &item.id), (index, PostedOutcome::Repeated, &first.id));
            assert_eq!(item.claim_url, first.claim_url);
        }
        let other = send_one(&shop, &till, sale("1", 5, vec![line("ROBE-38", 1, 8_900)])).await;
        assert_eq!(refused_for(&other), Some(ErrorCode::ReceiptMismatch));
        assert_eq!(other.problem.unwrap().field.as_deref(), Some("receipts/0/number"));
        assert_eq!(on_hand(&shop, "ROBE-38").await, Some(3));
        // Another till of the store counts for itself.
        let elsewhere = send_one(&shop, &till, PosReceipt { till: "2".into(), ..sold }).await;
        assert_eq!((elsewhere.outcome, elsewhere.id == first.id), (PostedOutcome::Created, false));
    }
}

#[tokio::test]
async fn an_exchange_takes_in_and_gives_out() {
    for shop in shops().await {
        let (till, _) = till_of(&shop, "PAR11").await;
        let brought = PosLine { discount: Some(euros(900)), ..line("ROBE-38", -1, 8_900) };
        let posted = send_one(&shop, &till, sale("1", 5, vec![brought, line("ROBE-40", 1, 8_900)])).await;
        assert_eq!(refused_for(&posted), None);
        assert_eq!((on_hand(&shop, "ROBE-38").await, on_hand(&shop, "ROBE-40").await), (Some(6), None));
        let purchase = seen(&shop, &posted.id.unwrap()).await;
        assert_eq!(purchase.total, euros(900));
        assert_eq!((purchase.lines[0].quantity, purchase.lines[0].total.amount), (-1, -8_000));
        assert_eq!((purchase.lines[0].returnable, purchase.lines[1].returnable), (0, 1));
    }
}

#[tokio::test]
async fn what_was_sold_before_the_count_is_in_the_count() {
    for shop in shops().await {
        let (till, _) = till_of(&shop, "PAR11").await;
        for (number, minutes) in [("1", -60), ("2", 0)] {
            send_one(&shop, &till, sale(number, minutes, vec![line("ROBE-38", 2, 8_900)])).await;
            assert_eq!(on_hand(&shop, "ROBE-38").await, Some(5));
        }
        // Taken back after the count: these two are there again.
        send_one(&shop, &till, void("3", 5, "1")).await;
        assert_eq!(on_hand(&shop, "ROBE-38").await, Some(7));
        // The store never listed it, or never counted it.
        shop.add_variant("ROBE-42", "robe-camille", 8_900, "42").await;
        let lines = vec![line("ROBE-40", 1, 8_900), line("ROBE-42", 1, 8_900)];
        assert_eq!(refused_for(&send_one(&shop, &till, sale("4", 5, lines)).await), None);
        assert_eq!(on_hand(&shop, "ROBE-40").await, None);
        assert_eq!(ledger(&shop, "ROBE-42", "PAR11").await, 0);
    }
}

#[tokio::test]
async fn a_till_sells_what_the_count_lacks() {
    for shop in shops().await {
        let (till, _) = till_of(&shop, "PAR11").await;
        send_one(&shop, &till, sale("1", 5, vec![line("ROBE-38", 7, 8_900)])).await;
        assert_eq!(on_hand(&shop, "ROBE-38").await, Some(-2));
        let mut tx = shop.app.db.read().await.unwrap();
        let left = availability::load(&mut tx, &shop.app, "ROBE-38", "PAR11").await.unwrap().unwrap();
        drop(tx);
        assert_eq!((left.status, left.quantity), (AvailabilityStatus::OutOfStock, Some(0)));
        let told = "SELECT COUNT(*) AS value FROM outbox WHERE kind = 'availability_changed' \
                    AND payload LIKE '%out_of_stock%'";
        assert_eq!(shop.int(told, args![]).await, 1);
        let order = shop.place("a-key-of-sixteen", &order_of("ROBE-38", 1)).await;
        assert_eq!(refused(order), ErrorCode::NotEnoughStock);
    }
}

#[tokio::test]
async fn a_void_takes_everything_back_before_and_after_its_sale() {
    for shop in shops().await {
        let (till, _) = till_of(&shop, "PAR11").await;
        credit(&shop, "A-2345-6789", 5_000, SATURDAY + DAY).await;
        let sold =
            |number| with_credit("a-2345-6789", 2_000, sale(number, 5, vec![line("ROBE-38", 2, 8_900)]));
        let after = send_one(&shop, &till, sold("1")).await;
        assert_eq!(
            (on_hand(&shop, "ROBE-38").await, remaining(&shop, "A-2345-6789").await),
            (Some(3), 3_000)
        );
        let taken = send_one(&shop, &till, void("2", 6, "1")).await;
        assert_eq!((taken.outcome, taken.claim_url), (PostedOutcome::Created, None));
        assert_eq!(
            (on_hand(&shop, "ROBE-38").await, remaining(&shop, "A-2345-6789").await),
            (Some(5), 5_000)
        );

        assert_eq!(send_one(&shop, &till, void("4", 6, "3")).await.outcome, PostedOutcome::Created);
        let before = send_one(&shop, &till, sold("3")).await;
        assert_eq!(
            (on_hand(&shop, "ROBE-38").await, remaining(&shop, "A-2345-6789").await),
            (Some(5), 5_000)
        );
        for posted in [after, before] {
            assert_eq!(seen(&shop, &posted.id.unwrap()).await.status, PurchaseStatus::Voided);
        }
        for (number, voids) in [("5", "1"), ("6", "3"), ("7", "2"), ("8", "4")] {
            let refused = send_one(&shop, &till, void(number, 7, voids)).await;
            assert_eq!(refused_for(&refused), Some(ErrorCode::WrongStatus), "{number}");
            assert_eq!(refused.problem.unwrap().field.as_deref(), Some("receipts/0/voids"));
        }
        assert_eq!(on_hand(&shop, "ROBE-38").await, Some(5));
    }
}

#[tokio::test]
async fn what_many_tills_send_at_once_counts_once() {
    for shop in shops().await {
        let (till, _) = till_of(&shop, "PAR11").await;
        credit(&shop, "A-2345-6789", 10_000, SATURDAY + DAY).await;
        let sold = |number: i64| {
            let lines = vec![line("ROBE-40", 1, 8_900), line("ROBE-38", 1, 8_900)];
            with_credit("A-2345-6789", 100, sale(&format!("{number}"), 5, lines))
        };
        let voided = |number: i64| void(&format!("void {number}"), 6, &format!("{number}"));
        let all: Vec<PosReceipt> = (0..10).flat_map(|number| [sold(number), voided(number)]).collect();
        let tasks = (0..6).map(|turned| {
            let (app, till, mut mine) = (shop.app.clone(), till.clone(), all[..16].to_vec());
            mine.extend([sold(8), sold(9)]);
            mine.rotate_left(turned * 3);
            tokio::spawn(async move { receipt::post(&app, &till, mine.into_iter().map(Ok).collect()).await })
        });
        for task in tasks.collect::<Vec<_>>() {
            let posted = task.await.unwrap().unwrap().items;
            assert!(posted.iter().all(|item| item.problem.is_none()), "{posted:?}");
        }
        assert_eq!(
            (on_hand(&shop, "ROBE-38").await, remaining(&shop, "A-2345-6789").await),
            (Some(3), 9_800)
        );
        let voided = "SELECT COUNT(*) AS value FROM receipt WHERE kind = 'sale' AND status = 'voided'";
        assert_eq!(shop.int(voided, args![]).await, 8);
        let gaps = "SELECT COUNT(*) - (SELECT last FROM outbox_counter) AS value FROM outbox";
        assert_eq!(shop.int(gaps, args![]).await, 0);
    }
}

#[tokio::test]
async fn a_store_credit_is_spent_once() {
    for shop in shops().await {
        let (till, _) = till_of(&shop, "PAR11").await;
        credit(&shop, "A-2345-6789", 5_000, SATURDAY + DAY).await;
        credit(&shop, "A-OVER", 5_000, SATURDAY - DAY).await;
        let sold = |number, code, amount| {
            with_credit(code, amount, sale(number, 5, vec![line("ROBE-38", 1, 8_900)]))
        };
        let posted = send(
            &shop,
            &till,
            vec![
                sold("1", "A-2345-6789", 3_000),
                sold("2", "A-2345-6789", 3_000),
                sold("3", "A-OVER", 1_000),
                sold("4", "A-NONE", 1_000),
            ],
        )
        .await;
        let codes: Vec<_> = posted.iter().map(refused_for).collect();
        let spent = Some(ErrorCode::CreditSpent);
        assert_eq!(codes, [None, spent, spent, spent]);
        assert_eq!(
            (on_hand(&shop, "ROBE-38").await, remaining(&shop, "A-2345-6789").await),
            (Some(4), 2_000)
        );
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM receipt", args![]).await, 1);
        let left = receipt::store_credit(&shop.app, &till, " a-2345-6789 ").await.unwrap();
        assert_eq!(
            (left.amount, left.remaining, left.valid_until),
            (euros(5_000), euros(2_000), "2026-11-22".into())
        );
        assert_eq!(refused(receipt::store_credit(&shop.app, &till, "A-NONE").await), ErrorCode::NotFound);
        assert_eq!(refused(receipt::store_credit(&shop.app, &till, "A-OVER").await), ErrorCode::CreditSpent);
    }
}

#[tokio::test]
async fn lines_are_of_the_catalogue_or_as_the_till_says() {
    for shop in shops().await {
        let (till, _) = till_of(&shop, "PAR11").await;
        shop.run(
            "UPDATE variant SET gtin = '2041700000011', withdrawn_at = 1 WHERE sku = 'ROBE-38'",
            args![],
        )
        .await;
        let scanned = PosLine { sku: None, gtin: Some("02041700000011".into()), ..line("", 1, 8_900) };
        let free = PosLine { name: Some("Sac papier".into()), vat_rate: Some(550), ..line("SAC", 2, 20) };
        let posted = send_one(&shop, &till, sale("1", 5, vec![scanned, free])).await;
        let purchase = seen(&shop, &posted.id.unwrap()).await;
        let [robe, bag] = &purchase.lines[..] else { panic!("two lines") };
        assert_eq!(
            (robe.sku.as_deref(), robe.name.as_str(), robe.size.as_deref()),
            (Some("ROBE-38"), "Robe Camille", Some("38"))
        );
        assert_eq!((robe.vat_rate, robe.product_slug.as_deref()), (2_000, None), "that size is sold no more");
        assert_eq!(
            (bag.sku.as_deref(), bag.name.as_str(), bag.vat_rate, bag.total.amount),
            (None, "Sac papier", 550, 40)
        );
        assert_eq!(on_hand(&shop, "ROBE-38").await, Some(4));
        shop.run("UPDATE product SET withdrawn_at = 1", args![]).await;
        assert_eq!(seen(&shop, &purchase.id).await.lines[0].product_slug, None);
        let unknown = send_one(&shop, &till, sale("2", 5, vec![line("SAC", 1, 20)])).await;
        let problem = unknown.problem.unwrap();
        assert_eq!(problem.field.as_deref(), Some("receipts/0/lines/0/name"));
    }
}

#[tokio::test]
async fn what_was_bought_of_a_fitting_has_a_receipt_until_it_is_taken_back() {
    for shop in common::shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let (placed, session) = two_sizes(&shop).await;
        act(&shop, &lea, &placed.id, ready()).await.unwrap();
        act(&shop, &lea, &placed.id, backend::domain::desk_reservation::Action::Arrive).await.unwrap();
        act(&shop, &lea, &placed.id, close(&[&placed.lines[0].id])).await.unwrap();
        let query = contract::purchase::PurchaseQuery::default();
        let bought = purchase::list(&shop.app, Some(&session), &query).await.unwrap().items.remove(0);
        assert!(bought.number.starts_with("T-"), "{}", bought.number);
        assert_eq!((bought.status, bought.total.amount), (PurchaseStatus::Bought, 8_900));
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(2), 0));
        act(&shop, &lea, &placed.id, backend::domain::desk_reservation::Action::Undo).await.unwrap();
        assert_eq!(seen(&shop, &bought.id).await.status, PurchaseStatus::Voided);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(3), 1));
        assert_eq!(on_hand(&shop, "ROBE-38").await, Some(3));
        act(&shop, &lea, &placed.id, close(&[&placed.lines[0].id, &placed.lines[1].id])).await.unwrap();
        let listed = purchase::list(&shop.app, Some(&session), &query).await.unwrap();
        assert_eq!((listed.total, listed.years[0].purchases, listed.years[0].spent.amount), (2, 1, 17_800));
        assert_eq!((on_hand(&shop, "ROBE-38").await, on_hand(&shop, "ROBE-40").await), (Some(2), Some(2)));
    }
}
