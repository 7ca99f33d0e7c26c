//! A shopper who orders all the time, in another process than the import.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use backend::{
    app::{App, Settings},
    db::Db,
    domain::{clock::Clock, order, retailer::Retailer, secret},
};
use contract::{
    language::Language,
    money::Money,
    newtypes::{Email, PersonName, Quantity},
    order::{Channel, PlaceOrder, PlaceOrderLine},
};
use tokio::task::JoinHandle;

use crate::feeds;

const EVERY: Duration = Duration::from_millis(15);

pub struct Shopper {
    over: Arc<AtomicBool>,
    ordering: JoinHandle<Waits>,
}

pub struct Waits(Vec<Duration>);

impl Shopper {
    pub async fn start(db: Db) -> Self {
        let mut retailer = Retailer::default();
        retailer.pickup.max_open_orders_per_address = i64::MAX;
        let app = App::new(db, Clock::System, retailer, Settings::default()).await.unwrap();
        let over = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&over);
        let ordering = tokio::spawn(async move {
            let mut waits = Vec::new();
            while !stop.load(Ordering::SeqCst) {
                let started = Instant::now();
                order(&app).await;
                waits.push(started.elapsed());
                tokio::time::sleep(EVERY).await;
            }
            Waits(waits)
        });
        Self { over, ordering }
    }

    pub async fn stop(self) -> Waits {
        self.over.store(true, Ordering::SeqCst);
        self.ordering.await.unwrap()
    }
}

async fn order(app: &App) {
    let key = secret::new_id();
    let caller = order::Caller { session: None, address: [127, 0, 0, 1].into(), idempotency_key: &key };
    let request = PlaceOrder {
        name: PersonName::parse("Zoé Martin").unwrap(),
        email: Email::parse(&format!("{key}@example.fr")).unwrap(),
        phone: None,
        store_id: feeds::store(0),
        lines: vec![PlaceOrderLine { sku: feeds::sku(0), quantity: Quantity::try_from(1).unwrap() }],
        expected_total: Money::new(feeds::PRICE, "EUR"),
        language: Language::Fr,
        channel: Channel::Web,
    };
    assert!(order::place(app, &caller, &request).await.is_ok(), "an order is refused");
}

impl Waits {
    /// The median, the 99th percentile and the longest, in milliseconds, of how many.
    pub fn said(mut self) -> String {
        self.0.sort();
        let at = |part: f64| self.0[((self.0.len() - 1) as f64 * part) as usize].as_millis();
        format!("p50 {} p99 {} max {}", at(0.5), at(0.99), at(1.0))
    }
}
