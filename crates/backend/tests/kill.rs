//! The process is killed while orders come in: what was acknowledged is there after the restart.

use backend::args;
use contract::{order::PlacedOrder, routes};

use crate::{
    common::{order_by, shops},
    server::{Server, database_of, five_more, post},
};

const ORDERS: &str = "SELECT COUNT(*) AS value FROM orders";

async fn place(address: &str, number: usize) -> Option<PlacedOrder> {
    let order = order_by(&format!("shopper{number}@example.fr"), "ROBE-38", 1);
    match post(address, routes::ORDERS, "", &serde_json::to_string(&order).unwrap()).await? {
        (201, body) => serde_json::from_str(&body).ok(),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acknowledged_order_outlives_the_process() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(500)).await;
        let database = database_of(&shop);
        let mut acknowledged: Vec<PlacedOrder> = Vec::new();
        for round in 0..3 {
            let before = shop.int(ORDERS, args![]).await;
            let server = Server::start(&database);
            let shoppers = (0..4).map(|shopper| {
                let address = server.address.clone();
                tokio::spawn(async move {
                    let mut placed = Vec::new();
                    for order in 0..10 {
                        let number = (round * 4 + shopper) * 10 + order;
                        placed.extend(place(&address, number).await);
                    }
                    placed
                })
            });
            let shoppers: Vec<_> = shoppers.collect();
            five_more(&shop, ORDERS, before).await;
            server.kill();
            for shopper in shoppers {
                acknowledged.extend(shopper.await.unwrap());
            }
        }
        assert!(!acknowledged.is_empty(), "some orders were acknowledged before the kill");
        for placed in &acknowledged {
            let mut tx = shop.app.db.read().await.unwrap();
            let order = backend::db::order::find(&mut tx, &placed.order.id).await.unwrap();
            assert!(order.is_some(), "order {} was acknowledged and is lost", placed.order.number);
        }
        let (on_hand, held) = shop.stock_of("ROBE-38", "PAR11").await;
        let orders = shop.int(ORDERS, args![]).await;
        assert_eq!((on_hand, held), (Some(500), orders), "every order holds its unit, and nothing else does");
    }
}
