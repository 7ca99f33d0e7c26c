//! Purchases that have invoices: orders that are handed over, and receipts as a till's would be.

use std::sync::Arc;

use backend::{
    app::App,
    args,
    db::{self, invoice::InvoiceRow},
    domain::{
        invoice, order, outbox, outbox::Entry, pickup, refusal::Outcome, retailer::Retailer, secret, session,
    },
};
use contract::{
    event::Event,
    invoice::{Company, Invoice},
    newtypes::{PersonName, Siren, VatNumber},
    order::PlaceOrder,
};

use crate::common::{SATURDAY, Shop, new_key, order_by};

/// Two legal entities: that of the shop, and a franchise that runs the store in Lyon.
const RETAILER: &str = r#"
name = "Tournemidi"
[legal]
name = "Tournemidi SAS"
address = "1 rue de l’Exemple, 75011 Paris"
siren = "732829320"
vat_number = "FR44732829320"
series = "TM"
mention = "SAS au capital de 10 000 €, RCS Paris 732 829 320"
[[franchises]]
stores = ["LYO02"]
[franchises.legal]
name = "Presqu’île SARL"
address = "2 rue de l’Exemple, 69002 Lyon"
siren = "404833048"
vat_number = "FR83404833048"
series = "PQ"
"#;

pub fn retailer() -> Retailer {
    Retailer::parse(RETAILER).unwrap()
}

/// The same shop with legal entities.
pub fn with_entities(shop: Shop) -> Shop {
    Shop { app: shop.app.with_retailer(retailer()), folder: shop.folder }
}

pub async fn shops() -> Vec<Shop> {
    crate::common::shops().await.into_iter().map(with_entities).collect()
}

/// An order that was made ready, with the session that may see it.
pub async fn ready(shop: &Shop, request: &PlaceOrder, address: [u8; 4]) -> (String, String) {
    let key = new_key();
    let caller = order::Caller { session: None, address: address.into(), idempotency_key: &key };
    let placed = order::place(&shop.app, &caller, request).await.unwrap();
    let mut tx = shop.app.db.write().await.unwrap();
    let id = &placed.placed.order.pickups[0].id;
    let mut row = pickup::find(&mut tx, id).await.unwrap();
    pickup::make_ready(&mut tx, &shop.app, &mut row, None).await.unwrap();
    tx.commit().await.unwrap();
    (placed.placed.order.id, secret::hash(&placed.new_token.unwrap()))
}

/// Hands an order over, or begins to and is stopped before the commit.
pub async fn hand_over(app: &App, order_id: &str, commits: bool) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    let id = db::pickup::of_order(&mut tx, order_id).await?.remove(0).id;
    let mut row = pickup::find(&mut tx, &id).await?;
    pickup::collect(&mut tx, app, &mut row).await?;
    if commits {
        tx.commit().await?;
    }
    Ok(())
}

/// An order of dresses that was handed over, with the session that may see it.
pub async fn collected(shop: &Shop, quantity: i64) -> (String, String) {
    let bought = ready(shop, &order_by("zoe@example.fr", "ROBE-38", quantity), [127, 0, 0, 1]).await;
    hand_over(&shop.app, &bought.0, true).await.unwrap();
    bought
}

/// A receipt before it is in the database.
pub struct Till<'a> {
    pub store: &'a str,
    /// Name, quantity, price of one, discount, rate.
    pub lines: &'a [(&'a str, i64, i64, i64, i64)],
    pub payments: &'a [(&'a str, i64)],
    pub email: Option<&'a str>,
    pub at: i64,
}

impl Default for Till<'_> {
    fn default() -> Self {
        let lines = &[("Écharpe Nuage", 1, 4_500, 0, 2000)];
        Till { store: "PAR11", lines, payments: &[("card", 4_500)], email: None, at: SATURDAY }
    }
}

/// Writes a receipt with its invoice, seen by an account or by nobody; answers its id.
pub async fn receipt(shop: &Shop, till: &Till<'_>, account: Option<&str>) -> String {
    let id = secret::new_id();
    let total: i64 = till.lines.iter().map(|(_, quantity, price, off, _)| quantity * price - off).sum();
    let mut tx = shop.app.db.write().await.unwrap();
    let sql = "INSERT INTO receipt (id, store_id, till, number, body_hash, kind, status, email, language, currency, \
               total, occurred_at, received_at) \
               VALUES ($1, $2, '1', $3, '', 'sale', 'bought', $4, 'fr', 'EUR', $5, $6, $6)";
    let number = format!("T-{}", &id[24..]);
    tx.execute(sql, args![&id, till.store, number, till.email, total, till.at]).await.unwrap();
    for (position, (name, quantity, price, off, rate)) in (0_i64..).zip(till.lines) {
        let sql = "INSERT INTO receipt_line (id, receipt_id, position, name, quantity, unit_price, discount, vat_rate) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let args = args![secret::new_id(), &id, position, *name, *quantity, *price, *off, *rate];
        tx.execute(sql, args).await.unwrap();
    }
    for (position, (method, amount)) in (0_i64..).zip(till.payments) {
        let sql =
            "INSERT INTO receipt_payment (receipt_id, position, method, amount) VALUES ($1, $2, $3, $4)";
        tx.execute(sql, args![&id, position, *method, *amount]).await.unwrap();
    }
    if let Some(account) = account {
        db::account::grant(&mut tx, account, &id).await.unwrap();
    }
    invoice::issue(&mut tx, &shop.app, &id).await.unwrap();
    outbox::publish(&mut tx, SATURDAY, vec![changed(&id)]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub fn changed(purchase_id: &str) -> Entry {
    let event = Event::PurchaseChanged { purchase_id: purchase_id.into() };
    Entry { event, subject_id: Some(purchase_id.into()), store_id: None }
}

/// The secret of a session that may see some purchases.
pub async fn browser_of(shop: &Shop, purchases: &[String]) -> String {
    let mut tx = shop.app.db.write().await.unwrap();
    let opened = session::open(&mut tx, None, shop.app.clock.now()).await.unwrap();
    for id in purchases {
        session::grant(&mut tx, &opened, id).await.unwrap();
    }
    tx.commit().await.unwrap();
    opened.new_token.unwrap()
}

/// The session of somebody who may see nothing of it.
pub async fn stranger(shop: &Shop) -> String {
    secret::hash(&browser_of(shop, &["something else".into()]).await)
}

/// All that was written of a purchase, in the order of the numbers.
pub async fn rows(shop: &Shop, purchase_id: &str) -> Vec<InvoiceRow> {
    let mut tx = shop.app.db.read().await.unwrap();
    let sql = "SELECT id FROM invoice WHERE purchase_id = $1 ORDER BY year, sequence";
    let mut rows = Vec::new();
    for row in tx.rows(sql, args![purchase_id]).await.unwrap() {
        rows.push(db::invoice::find(&mut tx, &row.text("id").unwrap()).await.unwrap().unwrap());
    }
    rows
}

pub async fn written(shop: &Shop, purchase_id: &str) -> Vec<Invoice> {
    rows(shop, purchase_id).await.into_iter().map(|row| row.content).collect()
}

pub fn company(name: &str) -> Company {
    Company {
        name: PersonName::parse(name).unwrap(),
        siren: Siren::parse("732829320").unwrap(),
        vat_number: Some(VatNumber::parse("FR44732829320").unwrap()),
        address: " 3 rue de l’Exemple, 75011 Paris ".into(),
    }
}

/// The same app with settings of a test.
pub fn with_settings(app: &App, change: impl FnOnce(&mut backend::app::Settings)) -> App {
    let mut settings = backend::app::Settings::clone(&app.settings);
    change(&mut settings);
    App { settings: Arc::new(settings), ..app.clone() }
}
