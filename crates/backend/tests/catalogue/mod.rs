//! A small catalogue, asked over HTTP: two dresses, a shirt, a scarf and a candle in three stores.

use axum::{body::Body, http::Request};
use backend::{
    app::{App, Settings},
    args,
    db::{Arg, Tx},
    domain::{
        clock::{Clock, DAY, HOUR},
        retailer::Retailer,
    },
    handlers,
};
use contract::error::Problem;
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use tower::ServiceExt;

use crate::common::{SATURDAY, databases};

pub struct Visit {
    pub app: App,
    _folder: tempfile::TempDir,
}

/// The catalogue on each database, on a Saturday at eleven.
pub async fn visits() -> Vec<Visit> {
    let mut all = Vec::new();
    for (db, folder) in databases().await {
        let mut tx = db.write().await.unwrap();
        fill(&mut tx).await;
        tx.commit().await.unwrap();
        let clock = Clock::manual(SATURDAY);
        let app = App::new(db, clock, Retailer::default(), Settings::default()).await.unwrap();
        all.push(Visit { app, _folder: folder });
    }
    all
}

impl Visit {
    /// What a GET answers, read as the client reads it.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> T {
        let (status, body) = self.ask(path).await;
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap_or_else(|error| panic!("{path}: {error}: {body}"))
    }

    /// What a GET is refused with.
    pub async fn refusal(&self, path: &str) -> Problem {
        let (status, body) = self.ask(path).await;
        let problem: Problem =
            serde_json::from_str(&body).unwrap_or_else(|_| panic!("{path}: {status} {body}"));
        assert_eq!(problem.status, status, "{path}");
        problem
    }

    async fn ask(&self, path: &str) -> (u16, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = handlers::router(self.app.clone()).oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    pub async fn run(&self, sql: &'static str, args: Vec<Arg>) {
        let mut tx = self.app.db.write().await.unwrap();
        tx.execute(sql, args).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Raises the catalogue's number as an import does, and lets the search see it.
    pub async fn import_finishes(&self) {
        self.run("UPDATE catalogue SET generation = generation + 1", args![]).await;
        assert!(self.app.search.refresh(&self.app.db, &self.app.retailer).await.unwrap());
    }
}

async fn fill(tx: &mut Tx) {
    tx.execute("UPDATE catalogue SET generation = 1, imported_at = $1", args![SATURDAY]).await.unwrap();
    add_categories(tx).await;
    add_stores(tx).await;
    add_dresses(tx).await;
    add_shirt(tx).await;
    add_scarf_and_candle(tx).await;
}

async fn add_categories(tx: &mut Tx) {
    let categories = [
        ("vetements", None, "Vêtements", "Clothing"),
        ("vetements~robes", Some("vetements"), "Robes", "Dresses"),
        ("vetements~chemises", Some("vetements"), "Chemises", "Shirts"),
        ("maison", None, "Maison", "Home"),
        ("maison~bougies", Some("maison"), "Bougies", "Candles"),
        ("jardin", None, "Jardin", "Garden"),
    ];
    for (position, (id, parent, french, english)) in (0..).zip(categories) {
        let sql = "INSERT INTO category (id, parent_id, position) VALUES ($1, $2, $3)";
        tx.execute(sql, args![id, parent, position as i64]).await.unwrap();
        for (language, name) in [("fr", french), ("en", english)] {
            let sql = "INSERT INTO category_text (category_id, language, name) VALUES ($1, $2, $3)";
            tx.execute(sql, args![id, language, name]).await.unwrap();
        }
    }
}

async fn add_stores(tx: &mut Tx) {
    let day = serde_json::json!([{"from": "10:00", "until": "13:00"}, {"from": "14:00", "until": "19:00"}]);
    let week = serde_json::json!([day, day, day, day, day, day, []]).to_string();
    let special = serde_json::json!([
        {"date": "2026-12-25", "spells": []},
        {"date": "2026-11-11", "spells": []},
        {"date": "2026-11-22", "spells": [{"from": "11:00", "until": "18:00"}]},
    ]);
    let stores = [
        ("PAR11", "Paris 11e", "Paris", 48_859_420, 2_378_190, None),
        ("PAR06", "Paris 6e", "Paris", 48_851_230, 2_332_870, None),
        ("LYO02", "Lyon Presqu’île", "Lyon", 45_760_000, 4_834_000, None),
        ("OLD01", "Amiens", "Amiens", 49_894_000, 2_295_000, Some(SATURDAY - DAY)),
    ];
    for (id, name, city, latitude, longitude, withdrawn_at) in stores {
        let sql = "INSERT INTO store (id, slug, name, city, country, latitude, longitude, time_zone, hours, \
                   special_days, position, generation, withdrawn_at) \
                   VALUES ($1, $2, $3, $4, 'FR', $5, $6, 'Europe/Paris', $7, $8, 0, 1, $9)";
        let slug = id.to_lowercase();
        let special = special.to_string();
        let args =
            args![id, slug, name, city, latitude as i64, longitude as i64, &week, special, withdrawn_at];
        tx.execute(sql, args).await.unwrap();
    }
}

pub async fn add_product(
    tx: &mut Tx,
    id: &str,
    category: &str,
    position: i64,
    french: &str,
    english: Option<&str>,
) {
    let sql = "INSERT INTO product (id, slug, brand, category_id, position, generation) \
               VALUES ($1, $1, 'Tournemidi', $2, $3, 1)";
    tx.execute(sql, args![id, category, position]).await.unwrap();
    let details = r#"[{"name": "Entretien", "value": "Lavage à 30 °C"}]"#;
    for (language, name) in [("fr", Some(french)), ("en", english)] {
        let Some(name) = name else { continue };
        let description = if id == "robe-camille" { "Deux poches dans les coutures." } else { "" };
        let sql = "INSERT INTO product_text (product_id, language, name, description, material, details) \
                   VALUES ($1, $2, $3, $4, 'Viscose', $5)";
        tx.execute(sql, args![id, language, name, description, details]).await.unwrap();
    }
}

/// `colour` and `size` in French; the English ones are missing unless told.
pub async fn add_variant(
    tx: &mut Tx,
    sku: &str,
    product: &str,
    position: i64,
    price: i64,
    text: [Option<&str>; 2],
) {
    let sql = "INSERT INTO variant (sku, product_id, position, pickup_method, price, vat_rate, generation) \
               VALUES ($1, $2, $3, 'buy', $4, 2000, 1)";
    tx.execute(sql, args![sku, product, position, price]).await.unwrap();
    let sql = "INSERT INTO variant_text (sku, language, colour, size) VALUES ($1, 'fr', $2, $3)";
    tx.execute(sql, args![sku, text[0], text[1]]).await.unwrap();
    let sql = "INSERT INTO price_history (sku, valid_from, price) VALUES ($1, $2, $3)";
    tx.execute(sql, args![sku, SATURDAY - 90 * DAY, price]).await.unwrap();
}

pub async fn add_stock(tx: &mut Tx, sku: &str, store: &str, on_hand: Option<i64>, held: i64, hours_ago: i64) {
    let counted_at = on_hand.map(|_| SATURDAY - hours_ago * HOUR);
    let sql = "INSERT INTO stock (sku, store_id, on_hand, held, counted_at, aisle, generation) \
               VALUES ($1, $2, $3, $4, $5, 'Allée 10', 1)";
    tx.execute(sql, args![sku, store, on_hand, held, counted_at]).await.unwrap();
}

async fn add_picture(tx: &mut Tx, sku: &str, id: &str) {
    let sql = "INSERT INTO picture (id, width, height, widths, colour) VALUES ($1, 800, 1000, '320,640', '#aabbcc')";
    tx.execute(sql, args![id]).await.unwrap();
    let sql = "INSERT INTO variant_picture (sku, position, picture_id) VALUES ($1, 0, $2)";
    tx.execute(sql, args![sku, id]).await.unwrap();
}

async fn add_dresses(tx: &mut Tx) {
    add_product(tx, "robe-camille", "vetements~robes", 0, "Robe Camille", Some("Camille dress")).await;
    add_variant(tx, "ROBE-SAUGE-38", "robe-camille", 0, 8900, [Some("Sauge"), Some("38")]).await;
    add_variant(tx, "ROBE-SAUGE-40", "robe-camille", 1, 8900, [Some("Sauge"), Some("40")]).await;
    add_variant(tx, "ROBE-BLEU-38", "robe-camille", 2, 8900, [Some("Bleu"), Some("38")]).await;
    let sql =
        "INSERT INTO variant_text (sku, language, colour, size) VALUES ('ROBE-SAUGE-38', 'en', 'Sage', '38')";
    tx.execute(sql, args![]).await.unwrap();
    tx.execute("UPDATE variant SET gtin = '2041700000707' WHERE sku = 'ROBE-SAUGE-38'", args![])
        .await
        .unwrap();
    add_picture(tx, "ROBE-SAUGE-38", "sauge").await;
    add_picture(tx, "ROBE-BLEU-38", "bleu").await;
    add_stock(tx, "ROBE-SAUGE-38", "PAR11", Some(5), 0, 1).await;
    add_stock(tx, "ROBE-SAUGE-38", "PAR06", Some(0), 0, 1).await;
    add_stock(tx, "ROBE-SAUGE-38", "LYO02", Some(2), 0, 100).await;
    add_stock(tx, "ROBE-SAUGE-38", "OLD01", Some(9), 0, 1).await;
    add_stock(tx, "ROBE-SAUGE-40", "PAR11", None, 0, 0).await;
    add_stock(tx, "ROBE-BLEU-38", "LYO02", Some(4), 3, 1).await;
    let sql = "UPDATE stock SET price = 9200 WHERE sku = 'ROBE-SAUGE-38' AND store_id = 'LYO02'";
    tx.execute(sql, args![]).await.unwrap();

    // 99 € until 30 days ago, then 85 €; since ten days ago 69 € instead of 99 €, for ten days more.
    add_product(tx, "robe-eleonore", "vetements~robes", 1, "Robe Éléonore", Some("Éléonore dress")).await;
    add_variant(tx, "ELEONORE-38", "robe-eleonore", 0, 9900, [Some("bleu"), Some("38")]).await;
    let sql =
        "UPDATE variant SET sale_price = 6900, sale_from = $1, sale_until = $2 WHERE sku = 'ELEONORE-38'";
    tx.execute(sql, args![SATURDAY - 10 * DAY, SATURDAY + 10 * DAY]).await.unwrap();
    for (days_ago, price) in [(30, 8500), (10, 6900)] {
        let sql = "INSERT INTO price_history (sku, valid_from, price) VALUES ('ELEONORE-38', $1, $2)";
        tx.execute(sql, args![SATURDAY - days_ago * DAY, price as i64]).await.unwrap();
    }
    add_stock(tx, "ELEONORE-38", "PAR06", Some(1), 0, 1).await;

    add_product(tx, "robe-ancienne", "vetements~robes", 2, "Robe Ancienne", None).await;
    add_variant(tx, "ANCIENNE-38", "robe-ancienne", 0, 1000, [Some("Ocre"), Some("38")]).await;
    tx.execute("UPDATE product SET withdrawn_at = 1 WHERE id = 'robe-ancienne'", args![]).await.unwrap();
    add_product(tx, "robe-future", "vetements~robes", 3, "Robe Future", None).await;
    add_variant(tx, "FUTURE-38", "robe-future", 0, 1000, [Some("Argent"), Some("38")]).await;
    tx.execute("UPDATE product SET generation = 2 WHERE id = 'robe-future'", args![]).await.unwrap();
    tx.execute("UPDATE variant SET generation = 2 WHERE sku = 'FUTURE-38'", args![]).await.unwrap();
}

async fn add_shirt(tx: &mut Tx) {
    add_product(tx, "chemise-lin", "vetements~chemises", 4, "Chemise en lin", Some("Linen shirt")).await;
    add_variant(tx, "CHEMISE-S", "chemise-lin", 0, 5900, [Some("Blanc"), Some("S")]).await;
    add_variant(tx, "CHEMISE-M", "chemise-lin", 1, 5900, [Some("Blanc"), Some("M")]).await;
    add_variant(tx, "CHEMISE-L", "chemise-lin", 2, 6200, [Some("Blanc"), Some("L")]).await;
    add_variant(tx, "CHEMISE-XL", "chemise-lin", 3, 6200, [Some("Blanc"), Some("XL")]).await;
    tx.execute("UPDATE variant SET withdrawn_at = 1 WHERE sku = 'CHEMISE-XL'", args![]).await.unwrap();
    add_stock(tx, "CHEMISE-M", "PAR11", Some(4), 4, 1).await;
    add_stock(tx, "CHEMISE-M", "PAR06", Some(8), 0, 1).await;
    let sql =
        "UPDATE stock SET pickup_method = 'not_supported' WHERE sku = 'CHEMISE-M' AND store_id = 'PAR06'";
    tx.execute(sql, args![]).await.unwrap();
}

async fn add_scarf_and_candle(tx: &mut Tx) {
    add_product(tx, "echarpe-laine", "vetements", 5, "Écharpe en laine", Some("Wool scarf")).await;
    add_variant(tx, "ECHARPE-ROUGE", "echarpe-laine", 0, 4500, [Some("Rouge"), None]).await;
    add_product(tx, "bougie-figuier", "maison~bougies", 6, "Bougie Figuier", None).await;
    add_variant(tx, "BOUGIE", "bougie-figuier", 0, 2400, [None, None]).await;
    add_stock(tx, "BOUGIE", "PAR06", Some(10), 0, 1).await;
}
