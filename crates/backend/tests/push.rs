//! News on the shopper's own device: what a browser's push service is given, each once. The service is npm's
//! web-push-testing, which decrypts by RFC 8291 and verifies the shop's signature.

use std::sync::Arc;

use backend::{
    app::{App, Settings},
    args,
    db::Db,
    domain::{
        clock::{Clock, HOUR, MINUTE},
        notice, pickup,
        push::{self, ATTEMPTS, Courier, compose, send_due},
        reservation,
        retailer::Retailer,
        secret, session,
    },
};
use contract::{
    language::Language,
    pickup::{CancelledBy, PickupStatus},
    push::PushSubscription,
    reservation::ReservationLine,
};
use serde_json::{Value, json};

use crate::{
    common::{self, SATURDAY, Shop, new_key, order_of, reservation_of, shops},
    node::Node,
};

/// A push service with one browser that asked to be told.
struct Service {
    node: Node,
    client: String,
}

impl Service {
    /// The shop's app, told of the browser of a session; `None` when there is no Node to run the service.
    async fn start(shop: &Shop, session: &str, language: Language) -> Option<(Service, App)> {
        let mut node = Node::run("push.mjs", &[])?;
        let mut app = shop.app.clone();
        app.settings = Arc::new(Settings { allow_private: true, ..Settings::clone(&app.settings) });
        node.ask(&json!({"do": "clock", "now": SATURDAY}));
        let key = push::key(&app).await.unwrap().key;
        let made = node.ask(&json!({"do": "subscribe", "key": key}));
        let text = |value: &Value| value.as_str().unwrap().to_string();
        let client = text(&made["clientHash"]);
        let request = PushSubscription {
            endpoint: text(&made["endpoint"]),
            p256dh: url_safe(&text(&made["keys"]["p256dh"])),
            auth: url_safe(&text(&made["keys"]["auth"])),
            language,
        };
        assert_eq!(push::subscribe(&app, Some(session), &request).await.unwrap(), None);
        Some((Service { node, client }, app))
    }

    fn state(&mut self) -> Value {
        self.node.ask(&json!({"do": "state", "clientHash": self.client}))
    }

    /// What the browser was told, decrypted.
    fn told(&mut self) -> Vec<Value> {
        let state = self.state();
        let messages = state["messages"].as_array().unwrap();
        messages.iter().map(|text| serde_json::from_str(text.as_str().unwrap()).unwrap()).collect()
    }

    fn titles(&mut self) -> Vec<String> {
        self.told().iter().map(|message| message["title"].as_str().unwrap().to_string()).collect()
    }

    fn fail(&mut self, status: u16, headers: &Value) {
        self.node.ask(&json!({"do": "fail", "status": status, "headers": headers}));
    }
}

fn url_safe(text: &str) -> String {
    text.replace('+', "-").replace('/', "_").trim_end_matches('=').to_string()
}

async fn deliver(app: &App) -> usize {
    compose(app).await.unwrap();
    send_due(app, &Courier::of(app).await.unwrap()).await.unwrap()
}

/// A reservation of two sizes, and the session of its shopper.
async fn reserved(shop: &Shop) -> (String, Vec<ReservationLine>, String) {
    shop.stock("ROBE-38", "PAR11", Some(3)).await;
    shop.stock("ROBE-40", "PAR11", Some(3)).await;
    let mut request = reservation_of(shop, "zoe@example.fr", &["ROBE-38", "ROBE-40"]).await;
    request.slot = contract::time::Timestamp("2026-11-21T17:00:00+01:00".into());
    let placed = shop.reserve(&new_key(), &request).await.unwrap();
    let reservation = placed.placed.reservation;
    (reservation.id, reservation.lines, secret::hash(&placed.new_token.unwrap()))
}

async fn make_ready(app: &App, id: &str) {
    let mut tx = app.db.write().await.unwrap();
    let mut row = reservation::load(&mut tx, id).await.unwrap();
    reservation::make_ready(&mut tx, app, &common::lea(), &mut row, None).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_browser_reads_what_happens_in_its_language() {
    for shop in shops().await {
        let (id, lines, session) = reserved(&shop).await;
        let Some((mut service, app)) = Service::start(&shop, &session, Language::En).await else { return };
        assert_eq!(deliver(&app).await, 0, "what the shopper did is no news");
        let mut tx = app.db.write().await.unwrap();
        let mut row = reservation::load(&mut tx, &id).await.unwrap();
        reservation::say_missing(&mut tx, &app, &mut row, &lines[1].id).await.unwrap();
        tx.commit().await.unwrap();
        make_ready(&app, &id).await;
        assert_eq!(deliver(&app).await, 2);
        app.clock.advance(3 * HOUR);
        notice::tell(&app).await.unwrap();
        assert_eq!(deliver(&app).await, 1);

        let mut titles = service.titles();
        titles[..2].sort();
        assert_eq!(
            titles,
            ["Everything is ready for your try-on", "One piece of your try-on is missing", "See you soon"]
        );
        let told = service.told();
        let reminder = &told[2];
        assert_eq!(reminder["body"], "Your try-on at Paris 11e: Saturday 21 November, 5\u{a0}pm.");
        assert_eq!(reminder["url"], format!("/en/reservations/{id}"), "no secret in it");
        assert_eq!(reminder["tag"], id);
        let state = service.state();
        let request = state["requests"].as_array().unwrap().last().unwrap();
        assert_eq!((&request["ttl"], &request["urgency"]), (&json!("10800"), &json!("high")));
        let claims = &request["claims"];
        assert_eq!((&claims["aud"], &claims["sub"]), (&state["origin"], &json!("mailto:shop@localhost")));
        let left = claims["exp"].as_i64().unwrap() - app.clock.now() / 1000;
        assert!((1..=86_400).contains(&left), "{left}");
        assert_eq!(deliver(&app).await, 0, "each once");
    }
}

#[tokio::test]
async fn an_order_is_ready_or_cancelled_by_the_store() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let placed = shop.place(&new_key(), &order_of("ROBE-38", 1)).await.unwrap();
        let session = secret::hash(&placed.new_token.unwrap());
        let Some((mut service, app)) = Service::start(&shop, &session, Language::Fr).await else { return };
        let order = placed.placed.order;
        let mut tx = app.db.write().await.unwrap();
        let mut row = pickup::find(&mut tx, &order.pickups[0].id).await.unwrap();
        pickup::make_ready(&mut tx, &app, &mut row, None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(deliver(&app).await, 1);
        let mut tx = app.db.write().await.unwrap();
        pickup::end(&mut tx, &app, &mut row, PickupStatus::Cancelled, CancelledBy::Store).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(deliver(&app).await, 1);
        let told = service.told();
        assert_eq!(told[0]["title"], "Votre commande est prête");
        assert_eq!(told[0]["url"], format!("/fr/orders/{}", order.id));
        assert_eq!(told[1]["title"], format!("Commande {} annulée", order.number));
    }
}

#[tokio::test]
async fn a_restart_and_many_machines_tell_once() {
    for shop in shops().await {
        let (id, _, session) = reserved(&shop).await;
        let Some((mut service, app)) = Service::start(&shop, &session, Language::Fr).await else { return };
        make_ready(&app, &id).await;
        let machines = (0..4).map(|_| {
            let app = app.clone();
            tokio::spawn(async move { deliver(&app).await })
        });
        let told = futures_util::future::join_all(machines).await;
        assert_eq!(told.into_iter().map(Result::unwrap).sum::<usize>(), 1);
        let db = match &app.db {
            Db::Sqlite { .. } => {
                Db::open(shop.folder.path().join("shop.sqlite").to_str().unwrap()).await.unwrap()
            }
            Db::Postgres(pool) => Db::Postgres(pool.clone()),
        };
        let settings = Settings::clone(&app.settings);
        let again =
            App::new(db, Clock::manual(SATURDAY + HOUR), Retailer::default(), settings).await.unwrap();
        assert_eq!(deliver(&again).await, 0);
        assert_eq!(push::key(&again).await.unwrap(), push::key(&app).await.unwrap(), "the key is kept");
        assert_eq!(service.titles().len(), 1);
    }
}

#[tokio::test]
async fn a_browser_that_is_gone_is_forgotten() {
    for shop in shops().await {
        let (id, _, session) = reserved(&shop).await;
        let Some((mut service, app)) = Service::start(&shop, &session, Language::Fr).await else { return };
        let client = service.client.clone();
        service.node.ask(&json!({"do": "expire", "clientHash": client}));
        make_ready(&app, &id).await;
        assert_eq!(deliver(&app).await, 0);
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM push_subscription", args![]).await, 0);
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM push WHERE status = 'queued'", args![]).await, 0);
        app.clock.advance(3 * HOUR);
        notice::tell(&app).await.unwrap();
        deliver(&app).await;
        assert_eq!(service.state()["requests"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_busy_service_is_asked_again_when_it_said() {
    for shop in shops().await {
        let (id, _, session) = reserved(&shop).await;
        let Some((mut service, app)) = Service::start(&shop, &session, Language::Fr).await else { return };
        service.fail(429, &json!({"Retry-After": "120"}));
        make_ready(&app, &id).await;
        assert_eq!(deliver(&app).await, 0);
        service.fail(503, &json!({}));
        app.clock.advance(2 * MINUTE - 1);
        assert_eq!(deliver(&app).await, 0);
        assert_eq!(service.state()["requests"].as_array().unwrap().len(), 1, "not before its time");
        app.clock.advance(1);
        assert_eq!(deliver(&app).await, 0);
        service.fail(0, &json!({}));
        app.clock.advance(5 * MINUTE - 1);
        assert_eq!(deliver(&app).await, 0);
        app.clock.advance(1);
        assert_eq!(deliver(&app).await, 1);
        assert_eq!(service.titles(), ["Tout est prêt pour votre essayage"]);
    }
}

#[tokio::test]
async fn what_never_gets_through_or_is_refused_is_given_up() {
    for shop in shops().await {
        let (id, _, session) = reserved(&shop).await;
        let Some((mut service, app)) = Service::start(&shop, &session, Language::Fr).await else { return };
        let dead = "SELECT COUNT(*) AS value FROM push WHERE status = 'dead'";
        service.fail(500, &json!({}));
        make_ready(&app, &id).await;
        for minutes in [1, 5, 15, 60, 240, 0] {
            assert_eq!(shop.int(dead, args![]).await, 0);
            deliver(&app).await;
            app.clock.advance(minutes * MINUTE);
        }
        assert_eq!(service.state()["requests"].as_array().unwrap().len(), ATTEMPTS);
        assert_eq!(shop.int(dead, args![]).await, 1);
    }
}

#[tokio::test]
async fn who_forgets_the_browser_or_asks_for_quiet_is_not_told() {
    for shop in shops().await {
        let (id, _, session) = reserved(&shop).await;
        let Some((mut service, app)) = Service::start(&shop, &session, Language::Fr).await else { return };
        push::unsubscribe(&app, Some(&session)).await.unwrap();
        make_ready(&app, &id).await;
        assert_eq!(deliver(&app).await, 0);
        let Some((_, app)) = Service::start(&shop, &session, Language::Fr).await else { return };
        session::close(&app, Some(&session)).await.unwrap();
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM push_subscription", args![]).await, 0);
        assert!(service.told().is_empty());
    }
}
