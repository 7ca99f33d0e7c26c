//! What a client meets over HTTP: cookies, problems, limits, live events.

use std::time::Duration;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use backend::{domain::outbox, handlers};
use contract::{
    error::{ErrorCode, Problem},
    routes,
};
use futures_util::StreamExt;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::common::{Shop, new_key, shops};

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl Answer {
    fn code(&self) -> ErrorCode {
        let problem: Problem = serde_json::from_value(self.body.clone()).unwrap();
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json");
        assert_eq!(problem.status, self.status.as_u16());
        problem.code
    }

    fn cookie(&self) -> String {
        let line = self.headers[header::SET_COOKIE].to_str().unwrap();
        line.split(';').next().unwrap().to_string()
    }
}

async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    Answer { status: parts.status, headers: parts.headers, body }
}

fn post(path: &str) -> axum::http::request::Builder {
    Request::post(path).header(header::HOST, "shop.example").header(header::CONTENT_TYPE, "application/json")
}

fn order(sku: &str) -> Value {
    json!({
        "name": "Zoé Martin", "email": "zoe@example.fr", "store_id": "PAR11", "language": "fr",
        "lines": [{ "sku": sku, "quantity": 1 }], "expected_total": { "amount": 8900, "currency": "EUR" }
    })
}

fn place(body: &Value) -> Request<Body> {
    let request = post(routes::ORDERS).header(routes::IDEMPOTENCY_KEY, new_key());
    request.body(Body::from(body.to_string())).unwrap()
}

async fn open_shop() -> (Shop, Router) {
    let shop = shops().await.remove(0);
    shop.stock("ROBE-38", "PAR11", Some(3)).await;
    let router = handlers::router(shop.app.clone());
    (shop, router)
}

#[tokio::test]
async fn a_guest_orders_and_only_their_browser_sees_it() {
    let (_shop, router) = open_shop().await;
    let placed = send(&router, place(&order("ROBE-38"))).await;
    assert_eq!(placed.status, StatusCode::CREATED);
    assert_eq!(placed.headers[header::CACHE_CONTROL], "no-store");
    let line = placed.headers[header::SET_COOKIE].to_str().unwrap().to_string();
    assert!(line.contains("HttpOnly") && line.contains("SameSite=Lax"), "{line}");
    let path = routes::order(placed.body["order"]["id"].as_str().unwrap());

    let with_cookie =
        Request::get(&path).header(header::COOKIE, placed.cookie()).body(Body::empty()).unwrap();
    assert_eq!(send(&router, with_cookie).await.status, StatusCode::OK);
    let without = Request::get(&path).body(Body::empty()).unwrap();
    assert_eq!(send(&router, without).await.code(), ErrorCode::NotFound);

    let link = json!({ "id": placed.body["order"]["id"], "token": placed.body["link_token"] });
    let opened = post(routes::SESSION_LINK).body(Body::from(link.to_string())).unwrap();
    let opened = send(&router, opened).await;
    assert_eq!(opened.status, StatusCode::NO_CONTENT);
    let on_the_phone =
        Request::get(&path).header(header::COOKIE, opened.cookie()).body(Body::empty()).unwrap();
    assert_eq!(send(&router, on_the_phone).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_tampered_link_opens_nothing() {
    let (_shop, router) = open_shop().await;
    let placed = send(&router, place(&order("ROBE-38"))).await;
    let link = json!({ "id": placed.body["order"]["id"], "token": "AAAAAAAAAAAAAAAAAAAAAA" });
    let opened = send(&router, post(routes::SESSION_LINK).body(Body::from(link.to_string())).unwrap()).await;
    assert_eq!(opened.code(), ErrorCode::LinkExpired);
    assert!(opened.headers.get(header::SET_COOKIE).is_none());
}

#[tokio::test]
async fn refused_fields_are_named() {
    let (_shop, router) = open_shop().await;
    let refused = async |change: &dyn Fn(&mut Value)| {
        let mut body = order("ROBE-38");
        change(&mut body);
        let answer = send(&router, place(&body)).await;
        assert_eq!(answer.code(), ErrorCode::InvalidField, "{}", answer.body);
        (
            answer.body["field"].as_str().unwrap().to_string(),
            answer.body["reason"].as_str().unwrap().to_string(),
        )
    };
    let is = |field: &str, reason: &str| (field.to_string(), reason.to_string());
    assert_eq!(refused(&|body| body["email"] = json!("zoe")).await, is("email", "not_an_email"));
    assert_eq!(refused(&|body| body["name"] = json!("  ")).await, is("name", "required"));
    assert_eq!(
        refused(&|body| body["lines"][0]["quantity"] = json!(-1)).await,
        is("lines/0/quantity", "out_of_range")
    );
    assert_eq!(
        refused(&|body| _ = body.as_object_mut().unwrap().remove("email")).await,
        is("email", "required")
    );
    assert_eq!(refused(&|body| body["phone"] = json!("call me")).await, is("phone", "not_a_phone"));
}

#[tokio::test]
async fn bad_requests_are_answered_with_problems() {
    let (_shop, router) = open_shop().await;
    let code = async |request: Request<Body>| send(&router, request).await.code();
    let json = |path: &str, body: String| post(path).body(Body::from(body)).unwrap();
    assert_eq!(
        code(json(routes::ORDERS, order("ROBE-38").to_string())).await,
        ErrorCode::MissingIdempotencyKey
    );
    assert_eq!(code(json(routes::SESSION_LINK, "{".into())).await, ErrorCode::Malformed);
    assert_eq!(code(json(routes::SESSION_LINK, "\"text\"".into())).await, ErrorCode::Malformed);
    assert_eq!(
        code(json(routes::SESSION_LINK, format!("\"{}\"", "a".repeat(70_000)))).await,
        ErrorCode::TooLarge
    );
    let text = Request::post(routes::SESSION_LINK).body(Body::from("token=1")).unwrap();
    assert_eq!(code(text).await, ErrorCode::UnsupportedMediaType);
    let nowhere = Request::get("/api/nothing").body(Body::empty()).unwrap();
    assert_eq!(code(nowhere).await, ErrorCode::NotFound);
    let wrong_method = Request::delete(routes::ORDERS).body(Body::empty()).unwrap();
    assert_eq!(code(wrong_method).await, ErrorCode::MethodNotAllowed);
    for path in [routes::DESK_PICKUPS, routes::DESK_SESSION] {
        assert_eq!(code(Request::get(path).body(Body::empty()).unwrap()).await, ErrorCode::SignedOut);
    }
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing() {
    let (_shop, router) = open_shop().await;
    let from = |origin: &str| {
        let request = place(&order("ROBE-38"));
        let (mut parts, body) = request.into_parts();
        parts.headers.insert(header::ORIGIN, origin.parse().unwrap());
        Request::from_parts(parts, body)
    };
    for evil in ["https://evil.example", "null", "https://shop.example.evil.example"] {
        assert_eq!(send(&router, from(evil)).await.code(), ErrorCode::WrongOrigin, "{evil}");
    }
    assert_eq!(send(&router, from("https://shop.example")).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_cart_remembers_and_an_order_empties_it() {
    let (_shop, router) = open_shop().await;
    let put = |path: &str, cookie: Option<&str>, body: Value| {
        let mut request = Request::put(path).header(header::CONTENT_TYPE, "application/json");
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        request.body(Body::from(body.to_string())).unwrap()
    };
    let added = send(&router, put(&routes::cart_line("ROBE-38"), None, json!({ "quantity": 1 }))).await;
    assert_eq!((added.status, &added.body["units"]), (StatusCode::OK, &json!(1)));
    let cookie = added.cookie();
    let in_store =
        send(&router, put(routes::CART_STORE, Some(&cookie), json!({ "store_id": "PAR11" }))).await;
    assert_eq!(in_store.body["lines"][0]["availability"]["status"], json!("limited"));
    let unknown =
        send(&router, put(&routes::cart_line("NOTHING"), Some(&cookie), json!({ "quantity": 1 }))).await;
    assert_eq!(unknown.code(), ErrorCode::NotFound);
    let hoard =
        send(&router, put(&routes::cart_line("ROBE-38"), Some(&cookie), json!({ "quantity": 9 }))).await;
    assert_eq!(hoard.code(), ErrorCode::TooManyUnits);

    let (mut parts, body) = place(&order("ROBE-38")).into_parts();
    parts.headers.insert(header::COOKIE, cookie.parse().unwrap());
    assert_eq!(send(&router, Request::from_parts(parts, body)).await.status, StatusCode::CREATED);
    let cart = Request::get(routes::CART).header(header::COOKIE, &cookie).body(Body::empty()).unwrap();
    assert_eq!(send(&router, cart).await.body["units"], json!(0));
}

/// Reads a stream until it holds a text, or two seconds have passed.
async fn hears(router: &Router, request: Request<Body>, text: &str) -> (bool, String) {
    let response = router.clone().oneshot(request).await.unwrap();
    let mut body = response.into_body().into_data_stream();
    let mut heard = String::new();
    let listening = async {
        while let Some(Ok(bytes)) = body.next().await {
            heard.push_str(&String::from_utf8_lossy(&bytes));
            if heard.contains(text) {
                return true;
            }
        }
        false
    };
    let found = tokio::time::timeout(Duration::from_secs(2), listening).await.unwrap_or(false);
    (found, heard)
}

fn listen(after: i64, cookie: Option<&str>) -> Request<Body> {
    let mut request = Request::get(format!("{}?after={after}", routes::EVENTS));
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    request.body(Body::empty()).unwrap()
}

#[tokio::test]
async fn everyone_hears_of_stock_and_only_the_shopper_of_the_order() {
    let (shop, router) = open_shop().await;
    tokio::spawn(outbox::follow(shop.app.clone()));
    let placed = send(&router, place(&order("ROBE-38"))).await;
    let (stranger_hears, heard) = hears(&router, listen(0, None), "pickup_changed").await;
    assert!(!stranger_hears && heard.contains("availability_changed"), "{heard}");
    assert!(heard.contains("\"quantity\":2"), "{heard}");
    let (shopper_hears, heard) = hears(&router, listen(0, Some(&placed.cookie())), "pickup_changed").await;
    assert!(shopper_hears, "{heard}");
}

#[tokio::test]
async fn a_sale_reaches_an_open_stream_within_a_second() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(3)).await;
        let router = handlers::router(shop.app.clone());
        tokio::spawn(outbox::follow(shop.app.clone()));
        tokio::time::sleep(Duration::from_millis(600)).await;
        let listening = tokio::spawn({
            let router = router.clone();
            async move {
                let (found, heard) = hears(&router, listen(0, None), "availability_changed").await;
                (found, heard, std::time::Instant::now())
            }
        });
        tokio::time::sleep(Duration::from_millis(300)).await;
        let placed_at = std::time::Instant::now();
        send(&router, place(&order("ROBE-38"))).await;
        let (found, heard, heard_at) = listening.await.unwrap();
        assert!(found, "{heard}");
        assert!(heard_at - placed_at < Duration::from_secs(1), "{:?}", heard_at - placed_at);
    }
}

#[tokio::test]
async fn a_cursor_from_another_time_asks_to_read_again() {
    let (_shop, router) = open_shop().await;
    let (found, heard) = hears(&router, listen(99, None), "resync").await;
    assert!(found, "{heard}");
    let rubbish = Request::get(format!("{}?after=abc", routes::EVENTS)).body(Body::empty()).unwrap();
    assert_eq!(send(&router, rubbish).await.code(), ErrorCode::Malformed);
}

#[tokio::test]
async fn a_nul_is_no_fault_of_ours() {
    for shop in shops().await {
        let router = handlers::router(shop.app.clone());
        let product = Request::get(routes::product("%00")).body(Body::empty()).unwrap();
        assert_eq!(send(&router, product).await.code(), ErrorCode::NotFound);
        let store = json!({ "store_id": "PAR\u{0}11" });
        let choose = Request::put(routes::CART_STORE).header(header::CONTENT_TYPE, "application/json");
        let chosen = send(&router, choose.body(Body::from(store.to_string())).unwrap()).await;
        assert_eq!(chosen.code(), ErrorCode::NotFound);
    }
}
