//! Numbers of invoices: from one on, none left out, none given twice, whatever fails in between.

use std::time::Duration;

use backend::{
    args, db,
    domain::{clock::DAY, secret},
};
use contract::{order::PlaceOrder, routes};

use crate::{
    common::{self, Shop, order_by, shops},
    invoicing::{self, Till, hand_over, ready, receipt, with_entities},
    server::{Server, database_of, five_more, post},
};

const ORDERS: u8 = 200;
const INVOICES: &str = "SELECT COUNT(*) AS value FROM invoice";

/// The numbers of a series and year, from the lowest; what the counter says is the last of them.
async fn numbers(shop: &Shop, series: &str, year: i64) -> Vec<i64> {
    let mut tx = shop.app.db.read().await.unwrap();
    let sql = "SELECT sequence, number FROM invoice WHERE series = $1 AND year = $2 ORDER BY sequence";
    let rows = tx.rows(sql, args![series, year]).await.unwrap();
    let numbers: Vec<i64> = rows.iter().map(|row| row.int("sequence").unwrap()).collect();
    for row in &rows {
        let number = format!("{series}-{year}-{:06}", row.int("sequence").unwrap());
        assert_eq!(row.text("number").unwrap(), number);
    }
    let sql = "SELECT COALESCE(MAX(last), 0) AS value FROM invoice_series WHERE series = $1 AND year = $2";
    assert_eq!(tx.int(sql, args![series, year]).await.unwrap(), numbers.last().copied().unwrap_or(0));
    numbers
}

fn all_to(last: usize) -> Vec<i64> {
    (1..=i64::try_from(last).unwrap()).collect()
}

/// Each order that was handed over has one invoice, and no other has one.
async fn handed_over(shop: &Shop) -> usize {
    let collected =
        shop.int("SELECT COUNT(*) AS value FROM pickup WHERE status = 'collected'", args![]).await;
    let invoiced = shop
        .int(
            "SELECT COUNT(DISTINCT i.purchase_id) AS value FROM invoice i JOIN pickup p ON p.order_id = i.purchase_id \
             WHERE p.status = 'collected'",
            args![],
        )
        .await;
    let all = shop.int(INVOICES, args![]).await;
    assert_eq!((invoiced, all), (collected, collected));
    usize::try_from(all).unwrap()
}

async fn ready_orders(shop: &Shop, count: u8, lyon: impl Fn(u8) -> bool) -> Vec<String> {
    let mut orders = Vec::new();
    for number in 0..count {
        let store_id = if lyon(number) { "LYO02" } else { "PAR11" }.to_string();
        let email = format!("shopper{number}@example.fr");
        let request = PlaceOrder { store_id, ..order_by(&email, "ROBE-38", 1) };
        orders.push(ready(shop, &request, [10, 0, 0, number]).await.0);
    }
    orders
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_at_once_leave_no_gap_and_no_double() {
    for shop in shops().await.into_iter().map(with_entities) {
        for store in ["PAR11", "LYO02"] {
            shop.stock("ROBE-38", store, Some(500)).await;
        }
        let orders = ready_orders(&shop, ORDERS, |number| number % 3 == 0).await;
        let tasks = orders.into_iter().enumerate().map(|(number, order)| {
            let app = shop.app.clone();
            tokio::spawn(async move {
                // Some are stopped before their commit, and begin again.
                if number % 4 == 0 {
                    hand_over(&app, &order, false).await.unwrap();
                }
                hand_over(&app, &order, number % 10 != 9).await.unwrap();
            })
        });
        for task in futures_util::future::join_all(tasks).await {
            task.unwrap();
        }
        let all = handed_over(&shop).await;
        assert_eq!(all, 180);
        let (paris, lyon) = (numbers(&shop, "TM", 2026).await, numbers(&shop, "PQ", 2026).await);
        assert_eq!((paris.clone(), lyon.clone()), (all_to(paris.len()), all_to(lyon.len())));
        assert_eq!((paris.len() + lyon.len(), lyon.len() > 50), (all, true));
    }
}

#[tokio::test]
async fn each_year_of_the_retailers_clock_begins_with_one() {
    for shop in shops().await.into_iter().map(with_entities) {
        shop.run("UPDATE store SET time_zone = 'Indian/Reunion' WHERE id = 'LYO02'", args![]).await;
        let lyon = Till { store: "LYO02", ..Till::default() };
        receipt(&shop, &Till::default(), None).await;
        receipt(&shop, &lyon, None).await;
        // Half past eleven in the evening of 31 December in Paris, half past two of the new year on the island.
        shop.app.clock.advance(40 * DAY + 45_000_000);
        let late = Till { at: shop.app.clock.now(), ..lyon };
        let id = receipt(&shop, &late, None).await;
        let last = invoicing::written(&shop, &id).await.remove(0);
        assert_eq!((last.number.as_str(), last.issued_on.as_str()), ("PQ-2026-000002", "2026-12-31"));
        assert_eq!(last.sold_on, "2027-01-01");
        shop.app.clock.advance(3_600_000);
        receipt(&shop, &Till::default(), None).await;
        assert_eq!(numbers(&shop, "TM", 2026).await, [1]);
        assert_eq!(numbers(&shop, "TM", 2027).await, [1]);
        assert_eq!(numbers(&shop, "PQ", 2026).await, [1, 2]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_is_killed_leaves_no_gap() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(500)).await;
        let orders = ready_orders(&shop, 120, |_| false).await;
        // The server's clock is the machine's, on which they must not be overdue.
        shop.run("UPDATE pickup SET collect_by = 4000000000000", args![]).await;
        let cookie = sign_in_lea(&shop).await;
        let database = database_of(&shop);
        for round in orders.chunks(40) {
            let before = shop.int(INVOICES, args![]).await;
            let server = Server::start(&database);
            let associates = round.chunks(10).map(|part| {
                let (address, cookie, part) = (server.address.clone(), cookie.clone(), part.to_vec());
                let db = shop.app.db.clone();
                tokio::spawn(async move {
                    for order in part {
                        let mut tx = db.read().await.unwrap();
                        let pickup = db::pickup::of_order(&mut tx, &order).await.unwrap().remove(0).id;
                        drop(tx);
                        post(&address, &routes::desk_pickup_collect(&pickup), &cookie, "{}").await;
                    }
                })
            });
            let associates: Vec<_> = associates.collect();
            five_more(&shop, INVOICES, before).await;
            server.kill();
            for associate in associates {
                associate.await.unwrap();
            }
        }
        let all = handed_over(&shop).await;
        assert!((1..120).contains(&all), "{all}: the kill came in the middle");
        let year = i64::from(jiff::Zoned::now().with_time_zone(shop.app.retailer.zone()).year());
        assert_eq!(numbers(&shop, "F", year).await, all_to(all));
    }
}

/// A desk session of an associate of the store PAR11, as its cookie.
async fn sign_in_lea(shop: &Shop) -> String {
    let lea = common::fitting::hire(shop, "PAR11", "Léa", "123456").await;
    let token = secret::new_token();
    let mut tx = shop.app.db.write().await.unwrap();
    let ends = i64::MAX;
    db::associate::insert_session(&mut tx, &secret::hash(&token), &lea.id, 0, ends).await.unwrap();
    tx.commit().await.unwrap();
    format!("vitrine_desk={token}")
}

#[tokio::test]
async fn who_waits_for_a_number_takes_the_day_on_which_it_is_given() {
    for shop in shops().await.into_iter().map(with_entities) {
        let mut tx = shop.app.db.write().await.unwrap();
        db::outbox::queue(&mut tx).await.unwrap();
        let before = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            shop.app.clock.advance(DAY);
            tx.commit().await.unwrap();
        };
        let till = Till::default();
        let (id, ()) = tokio::join!(receipt(&shop, &till, None), before);
        let written = invoicing::written(&shop, &id).await.remove(0);
        assert_eq!((written.number.as_str(), written.issued_on.as_str()), ("TM-2026-000001", "2026-11-22"));
    }
}
