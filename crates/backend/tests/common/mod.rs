//! A small shop on each database: SQLite always, PostgreSQL when `VITRINE_TEST_POSTGRES` names a server.

pub mod browser;
pub mod fitting;
pub mod returning;
pub mod till;

use backend::{
    app::{App, Settings},
    args,
    db::{Db, associate::Associate},
    domain::{clock::Clock, order, order::Placed, refusal::Outcome, reserve, retailer::Retailer, slots},
};
use contract::{
    language::Language,
    money::Money,
    newtypes::{Email, PersonName, Quantity},
    order::{Channel, PlaceOrder, PlaceOrderLine},
    reservation::PlaceReservation,
};

/// Saturday 21 November 2026, eleven o'clock in Paris.
pub const SATURDAY: i64 = 1_795_255_200_000;

pub struct Shop {
    pub app: App,
    /// The folder of the SQLite file, gone with the shop.
    pub folder: tempfile::TempDir,
}

/// A fresh database of each kind.
pub async fn databases() -> Vec<(Db, tempfile::TempDir)> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.sqlite");
    let mut all = vec![(Db::open(file.to_str().unwrap()).await.unwrap(), folder)];
    if let Ok(server) = std::env::var("VITRINE_TEST_POSTGRES") {
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        let admin = sqlx::PgPool::connect(&server).await.unwrap();
        let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::raw_sql(create).execute(&admin).await.unwrap();
        let (base, _) = server.rsplit_once('/').unwrap();
        let db = Db::open(&format!("{base}/{name}")).await.unwrap();
        all.push((db, tempfile::tempdir().unwrap()));
    }
    all
}

/// A shop on each database: stores PAR11 and LYO02, and a dress in two sizes.
pub async fn shops() -> Vec<Shop> {
    let mut all = Vec::new();
    for (db, folder) in databases().await {
        let settings = Settings { public_url: "http://localhost:8080".into(), ..Settings::default() };
        let retailer = Retailer::default();
        let app = App::new(db, Clock::manual(SATURDAY), retailer, settings).await.unwrap();
        let shop = Shop { app, folder };
        shop.furnish().await;
        all.push(shop);
    }
    all
}

impl Shop {
    pub async fn run(&self, sql: &'static str, args: Vec<backend::db::Arg>) {
        let mut tx = self.app.db.write().await.unwrap();
        tx.execute(sql, args).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn int(&self, sql: &'static str, args: Vec<backend::db::Arg>) -> i64 {
        self.app.db.read().await.unwrap().int(sql, args).await.unwrap()
    }

    async fn furnish(&self) {
        self.run("UPDATE catalogue SET generation = 1, imported_at = $1", args![SATURDAY]).await;
        self.add_store("PAR11", "Paris 11e").await;
        self.add_store("LYO02", "Lyon Presqu’île").await;
        self.add_product("robe-camille", "Robe Camille").await;
        self.add_variant("ROBE-38", "robe-camille", 8_900, "38").await;
        self.add_variant("ROBE-40", "robe-camille", 8_900, "40").await;
    }

    /// Open every day from ten to seven.
    pub async fn add_store(&self, id: &str, name: &str) {
        let day = vec![serde_json::json!({"from": "10:00", "until": "19:00"})];
        let week = serde_json::json!(vec![day; 7]).to_string();
        let sql = "INSERT INTO store (id, slug, name, city, country, time_zone, hours, special_days, position, generation) \
                   VALUES ($1, $2, $3, $3, 'FR', 'Europe/Paris', $4, '[]', 0, 1)";
        self.run(sql, args![id, id.to_lowercase(), name, week]).await;
    }

    pub async fn add_product(&self, id: &str, name: &str) {
        let sql = "INSERT INTO product (id, slug, position, generation) VALUES ($1, $1, 0, 1)";
        self.run(sql, args![id]).await;
        let sql = "INSERT INTO product_text (product_id, language, name, description, details) \
                   VALUES ($1, 'fr', $2, '', '[]')";
        self.run(sql, args![id, name]).await;
    }

    pub async fn add_variant(&self, sku: &str, product: &str, price: i64, size: &str) {
        let sql = "INSERT INTO variant (sku, product_id, position, pickup_method, price, vat_rate, generation) \
                   VALUES ($1, $2, 0, 'buy', $3, 2000, 1)";
        self.run(sql, args![sku, product, price]).await;
        let sql = "INSERT INTO variant_text (sku, language, size) VALUES ($1, 'fr', $2)";
        self.run(sql, args![sku, size]).await;
    }

    /// Puts a first count into the ledger; `None` lists the variant without one.
    pub async fn stock(&self, sku: &str, store: &str, on_hand: Option<i64>) {
        let counted_at = on_hand.map(|_| SATURDAY);
        let sql = "INSERT INTO stock (sku, store_id, on_hand, held, counted_at, generation) \
                   VALUES ($1, $2, $3, 0, $4, 1)";
        self.run(sql, args![sku, store, on_hand, counted_at]).await;
        if let Some(on_hand) = on_hand {
            let sql = "INSERT INTO stock_movement (sku, store_id, kind, quantity, occurred_at, reference) \
                       VALUES ($1, $2, 'count', $3, $4, 'test')";
            self.run(sql, args![sku, store, on_hand, SATURDAY]).await;
        }
    }

    /// On hand and held.
    pub async fn stock_of(&self, sku: &str, store: &str) -> (Option<i64>, i64) {
        let sql = "SELECT on_hand, held FROM stock WHERE sku = $1 AND store_id = $2";
        let row = self.app.db.read().await.unwrap().row(sql, args![sku, store]).await.unwrap().unwrap();
        (row.opt_int("on_hand").unwrap(), row.int("held").unwrap())
    }

    pub async fn place(&self, key: &str, request: &PlaceOrder) -> Outcome<Placed> {
        self.place_as(None, key, request).await
    }

    pub async fn place_as(&self, session: Option<&str>, key: &str, request: &PlaceOrder) -> Outcome<Placed> {
        let caller = order::Caller { session, address: [127, 0, 0, 1].into(), idempotency_key: key };
        order::place(&self.app, &caller, request).await
    }

    pub async fn reserve(&self, key: &str, request: &PlaceReservation) -> Outcome<reserve::Placed> {
        let caller = order::Caller { session: None, address: [127, 0, 0, 1].into(), idempotency_key: key };
        reserve::place(&self.app, &caller, request).await
    }
}

/// A reservation of some pieces in the store PAR11, for its first slot.
pub async fn reservation_of(shop: &Shop, email: &str, skus: &[&str]) -> PlaceReservation {
    let days = slots::list(&shop.app, "par11").await.unwrap().items;
    PlaceReservation {
        name: PersonName::parse("Zoé Martin").unwrap(),
        email: Email::parse(email).unwrap(),
        phone: None,
        store_id: "PAR11".into(),
        slot: days[0].slots[0].from.clone(),
        skus: skus.iter().map(ToString::to_string).collect(),
        note: None,
        language: Language::Fr,
    }
}

/// An order of one line for the store PAR11, at the price of the dress.
pub fn order_of(sku: &str, quantity: i64) -> PlaceOrder {
    order_by("zoe@example.fr", sku, quantity)
}

pub fn order_by(email: &str, sku: &str, quantity: i64) -> PlaceOrder {
    PlaceOrder {
        name: PersonName::parse("Zoé Martin").unwrap(),
        email: Email::parse(email).unwrap(),
        phone: None,
        store_id: "PAR11".into(),
        lines: vec![PlaceOrderLine { sku: sku.into(), quantity: Quantity::try_from(quantity).unwrap() }],
        expected_total: Money::new(8_900 * quantity, "EUR"),
        language: Language::Fr,
        channel: Channel::Web,
    }
}

/// An associate of the store PAR11.
pub fn lea() -> Associate {
    Associate { id: "lea".into(), store_id: "PAR11".into(), name: "Léa".into(), pin_hash: String::new() }
}

/// A key that no other request has.
pub fn new_key() -> String {
    backend::domain::secret::new_id()
}
