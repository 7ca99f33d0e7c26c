//! What a till meets over HTTP: its key, and receipts that make no sense beside those that do.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use backend::{domain::till, handlers};
use contract::{pos::PosReceipt, routes};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::common::{
    Shop, shops,
    till::{line, sale, till_of, void},
};

struct Counter {
    router: Router,
    key: String,
}

impl Counter {
    async fn of(shop: &Shop) -> Counter {
        let (_, key) = till_of(shop, "PAR11").await;
        Counter { router: handlers::router(shop.app.clone()), key }
    }

    async fn call(&self, request: Request<Body>) -> (StatusCode, Value) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        (parts.status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    async fn post(&self, body: &Value) -> (StatusCode, Value) {
        let request = Request::post(routes::POS_RECEIPTS)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, format!("bearer {}", self.key));
        self.call(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Code, field and reason of the one receipt that is sent.
    async fn refused(&self, receipt: &Value) -> (String, String, String) {
        let (status, answer) = self.post(&json!({ "receipts": [receipt] })).await;
        assert_eq!(status, StatusCode::OK);
        let item = &answer["items"][0];
        assert_eq!((&item["outcome"], &item["id"]), (&json!("refused"), &Value::Null), "{receipt}");
        let text = |name: &str| item["problem"][name].as_str().unwrap_or_default().to_string();
        (text("code"), text("field"), text("reason"))
    }
}

fn good(number: &str) -> Value {
    value(&sale(number, 5, vec![line("ROBE-38", 1, 8_900)]))
}

fn value(receipt: &PosReceipt) -> Value {
    serde_json::to_value(receipt).unwrap()
}

/// The good receipt with another value somewhere; null takes it away.
fn with(pointer: &str, other: Value) -> Value {
    let mut receipt = good("9");
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = receipt.pointer_mut(parent).unwrap();
    match (other, parent) {
        (Value::Null, parent) => drop(parent.as_object_mut().unwrap().remove(name)),
        (other, Value::Array(items)) => items[name.parse::<usize>().unwrap()] = other,
        (other, parent) => parent[name] = other,
    }
    receipt
}

#[tokio::test]
async fn a_bad_receipt_is_refused_by_itself() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let counter = Counter::of(&shop).await;
        let bad = with("/lines/0/quantity", json!("two"));
        let (status, answer) =
            counter.post(&json!({ "receipts": [good("1"), bad, 7, good("2"), good("1")] })).await;
        assert_eq!(status, StatusCode::OK);
        let outcomes: Vec<_> =
            answer["items"].as_array().unwrap().iter().map(|item| &item["outcome"]).collect();
        assert_eq!(outcomes, ["created", "refused", "refused", "created", "repeated"]);
        assert_eq!(answer["items"][1]["problem"]["field"], "receipts/1/lines/0/quantity");
        assert_eq!(answer["items"][2]["problem"]["field"], "receipts/2");
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await.0, Some(3));
    }
}

#[tokio::test]
async fn every_field_says_what_is_wrong_with_it() {
    let shop = shops().await.remove(0);
    let counter = Counter::of(&shop).await;
    let eur = |amount: i64| json!({ "amount": amount, "currency": "EUR" });
    for (pointer, other, field, reason) in [
        ("/till", json!(""), "till", "required"),
        ("/till", json!("x".repeat(41)), "till", "too_long"),
        ("/till", json!("desk"), "till", "malformed"),
        ("/till", Value::Null, "till", "required"),
        ("/number", json!("1\n2"), "number", "malformed"),
        ("/kind", json!("gift"), "kind", "malformed"),
        ("/at", json!("yesterday"), "at", "malformed"),
        ("/at", json!("2026-11-21T11:11:00+01:00"), "at", "out_of_range"),
        ("/at", json!("2016-11-01T11:00:00+01:00"), "at", "out_of_range"),
        ("/voids", json!("1"), "voids", "malformed"),
        ("/lines", json!([]), "lines", "required"),
        ("/lines/0", json!({ "sku": "ROBE-38", "quantity": 1 }), "lines/0/unit_price", "required"),
        ("/lines/0/quantity", json!(0), "lines/0/quantity", "out_of_range"),
        ("/lines/0/quantity", json!(1_000), "lines/0/quantity", "out_of_range"),
        ("/lines/0/unit_price", eur(-1), "lines/0/unit_price/amount", "out_of_range"),
        ("/lines/0/unit_price", eur(i64::MAX), "lines/0/unit_price/amount", "out_of_range"),
        ("/lines/0/unit_price/currency", json!("CHF"), "lines/0/unit_price/currency", "malformed"),
        ("/lines/0/discount", eur(8_901), "lines/0/discount/amount", "out_of_range"),
        ("/lines/0/vat_rate", json!(10_001), "lines/0/vat_rate", "out_of_range"),
        ("/lines/0/sku", json!("NOBODY"), "lines/0/name", "required"),
        ("/total", Value::Null, "total", "required"),
        ("/total/currency", json!("CHF"), "total/currency", "malformed"),
        ("/payments/0/method", json!("shells"), "payments/0/method", "malformed"),
        ("/payments/0/method", json!("store_credit"), "payments/0/reference", "required"),
        ("/customer", json!({ "email": "zoe" }), "customer/email", "not_an_email"),
    ] {
        let expected = ("invalid_field".into(), format!("receipts/0/{field}"), reason.into());
        assert_eq!(counter.refused(&with(pointer, other)).await, expected);
    }
    for (pointer, field) in [("/total", "total"), ("/payments/0/amount", "payments")] {
        let (code, at, _) = counter.refused(&with(pointer, eur(8_800))).await;
        assert_eq!((code.as_str(), at), ("total_mismatch", format!("receipts/0/{field}")));
    }
    let mut nameless = value(&void("9", 5, "1"));
    nameless.as_object_mut().unwrap().remove("voids");
    let required = ("invalid_field".into(), "receipts/0/voids".into(), "required".into());
    assert_eq!(counter.refused(&nameless).await, required);
    assert_eq!(shop.int("SELECT COUNT(*) AS value FROM receipt", vec![]).await, 0);
}

#[tokio::test]
async fn a_batch_may_be_large_but_not_without_end() {
    let shop = shops().await.remove(0);
    let counter = Counter::of(&shop).await;
    for (body, status, field) in [
        (json!({}), 422, json!("receipts")),
        (json!({ "receipts": [] }), 422, json!("receipts")),
        (json!({ "receipts": { "0": good("1") } }), 422, json!("receipts")),
        (json!({ "receipts": vec![Value::Null; 501] }), 422, json!("receipts")),
        (json!([]), 400, Value::Null),
        (json!({ "receipts": ["x".repeat(2 * 1024 * 1024)] }), 413, Value::Null),
    ] {
        let (answered, problem) = counter.post(&body).await;
        assert_eq!((answered.as_u16(), &problem["field"]), (status, &field));
    }
    let many: Vec<Value> = (0..300).map(|number| good(&format!("{number}"))).collect();
    let (_, answer) = counter.post(&json!({ "receipts": many })).await;
    assert!(answer["items"].as_array().unwrap().iter().all(|item| item["outcome"] == "created"));
}

#[tokio::test]
async fn only_a_key_of_ours_opens() {
    for shop in shops().await {
        let counter = Counter::of(&shop).await;
        let ask = |key: &str| {
            let path = routes::POS_STORE_CREDIT.replace("{code}", "A-1");
            let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {key}"));
            request.body(Body::empty()).unwrap()
        };
        assert_eq!(counter.call(ask(&counter.key)).await.0, StatusCode::NOT_FOUND);
        let nothing = Request::get(routes::POS_CUSTOMER.replace("{code}", "1")).body(Body::empty()).unwrap();
        assert_eq!(counter.call(nothing).await.1["code"], "wrong_key");
        for _ in 0..30 {
            assert_eq!(counter.call(ask("vt_guessed")).await.1["code"], "wrong_key");
        }
        assert_eq!(counter.call(ask("vt_guessed")).await.1["code"], "too_many_tries");
        // Who guesses next door locks no till out.
        assert_eq!(counter.call(ask(&counter.key)).await.0, StatusCode::NOT_FOUND);

        let listed = till::list(&shop.app.db).await.unwrap();
        assert_eq!(
            (listed.len(), listed[0].store_id.as_str(), listed[0].name.as_str()),
            (1, "PAR11", "Caisse 1")
        );
        till::remove(&shop.app.db, 0, &listed[0].id).await.unwrap();
        assert_ne!(counter.call(ask(&counter.key)).await.0, StatusCode::NOT_FOUND);
        assert!(till::remove(&shop.app.db, 0, &listed[0].id).await.is_err());
        assert!(till::add(&shop.app.db, 0, "NOWHERE", "Caisse").await.is_err());
    }
}

#[tokio::test]
async fn a_text_that_no_database_holds_stops_no_other_receipt() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let counter = Counter::of(&shop).await;
        let bad = with("/customer", json!({ "loyalty_code": "12\u{0}34" }));
        let (status, answer) = counter.post(&json!({ "receipts": [good("1"), bad, good("2")] })).await;
        assert_eq!(status, StatusCode::OK);
        let outcomes: Vec<_> =
            answer["items"].as_array().unwrap().iter().map(|item| &item["outcome"]).collect();
        assert_eq!(outcomes, ["created", "refused", "created"]);
        assert_eq!(answer["items"][1]["problem"]["field"], "receipts/1/customer/loyalty_code");
    }
}
