//! The process is killed while orders come in: what was acknowledged is there after the restart.
#![allow(clippy::unwrap_used)]

mod common;

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

use backend::db::Db;
use common::{new_key, order_by, shops};
use contract::{order::PlacedOrder, routes};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(database: &str) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vitrine"))
            .args(["serve", "--port", "0", "--database", database])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once('/').unwrap().1.to_string();
        Server { child, address }
    }

    /// SIGKILL: no handler runs.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// One request on a connection of its own; nothing when the server went away before it answered.
async fn place(address: &str, number: usize) -> Option<PlacedOrder> {
    let body =
        serde_json::to_string(&order_by(&format!("shopper{number}@example.fr"), "ROBE-38", 1)).unwrap();
    let request = format!(
        "POST {} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n{}: {}\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        routes::ORDERS,
        routes::IDEMPOTENCY_KEY,
        new_key(),
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.ok()?;
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    let answer = String::from_utf8(answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    if !head.starts_with("HTTP/1.1 201") {
        return None;
    }
    serde_json::from_str(body).ok()
}

fn database_of(db: &Db, folder: &tempfile::TempDir) -> String {
    match db {
        Db::Sqlite { .. } => folder.path().join("shop.sqlite").to_str().unwrap().to_string(),
        Db::Postgres(pool) => {
            let options = pool.connect_options();
            let name = options.get_database().unwrap();
            let server = std::env::var("VITRINE_TEST_POSTGRES").unwrap();
            format!("{}/{name}", server.rsplit_once('/').unwrap().0)
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acknowledged_order_outlives_the_process() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(500)).await;
        let database = database_of(&shop.app.db, &shop.folder);
        let mut acknowledged: Vec<PlacedOrder> = Vec::new();
        for round in 0..3 {
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
            tokio::time::sleep(Duration::from_millis(150)).await;
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
        let orders = shop.int("SELECT COUNT(*) AS value FROM orders", backend::args![]).await;
        assert_eq!((on_hand, held), (Some(500), orders), "every order holds its unit, and nothing else does");
    }
}
