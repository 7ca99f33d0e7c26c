//! The server as a process of its own, that can be killed.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

use backend::db::Db;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::common::{Shop, new_key};

pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    pub fn start(database: &str) -> Server {
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
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// One request on a connection of its own, with a new idempotency key; answers status and body, or nothing when the
/// server went away before it answered.
pub async fn post(address: &str, path: &str, cookie: &str, body: &str) -> Option<(u16, String)> {
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nCookie: {cookie}\r\n\
         {}: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        contract::routes::IDEMPOTENCY_KEY,
        new_key(),
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.ok()?;
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    let answer = String::from_utf8(answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, body.to_string()))
}

/// Waits until five more of something are there than were: with four who ask, one of them has had an answer.
pub async fn five_more(shop: &Shop, count: &'static str, before: i64) {
    let mut waited = 0;
    while shop.int(count, backend::args![]).await < before + 5 && waited < 3_000 {
        tokio::time::sleep(Duration::from_millis(5)).await;
        waited += 1;
    }
}

/// What the process is told to open.
pub fn database_of(shop: &Shop) -> String {
    match &shop.app.db {
        Db::Sqlite { .. } => shop.folder.path().join("shop.sqlite").to_str().unwrap().to_string(),
        Db::Postgres(pool) => {
            let options = pool.connect_options();
            let name = options.get_database().unwrap();
            let server = std::env::var("VITRINE_TEST_POSTGRES").unwrap();
            format!("{}/{name}", server.rsplit_once('/').unwrap().0)
        }
    }
}
