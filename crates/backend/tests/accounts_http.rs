//! Accounts over HTTP: cookies, problems, lists and live events.

use std::time::Duration;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
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

use crate::common::{Shop, browser::mailed, new_key, shops};

const PHONE: &str =
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36";

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl Answer {
    fn code(&self) -> ErrorCode {
        serde_json::from_value::<Problem>(self.body.clone()).unwrap().code
    }
}

/// A browser with its cookie.
struct Client {
    router: Router,
    cookie: Option<String>,
}

impl Client {
    fn new(shop: &Shop) -> Self {
        Self { router: handlers::router(shop.app.clone()), cookie: None }
    }

    fn request(&self, method: Method, path: &str, body: Option<Value>, key: &str) -> Request<Body> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::USER_AGENT, PHONE)
            .header(header::CONTENT_TYPE, "application/json")
            .header(routes::IDEMPOTENCY_KEY, key);
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        request.body(body.map_or(Body::empty(), |body| Body::from(body.to_string()))).unwrap()
    }

    async fn send(&mut self, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.send_with(method, path, body, &new_key()).await
    }

    async fn send_with(&mut self, method: Method, path: &str, body: Option<Value>, key: &str) -> Answer {
        let response = self.router.clone().oneshot(self.request(method, path, body, key)).await.unwrap();
        let (parts, body) = response.into_parts();
        if let Some(line) = parts.headers.get(header::SET_COOKIE) {
            self.cookie = line.to_str().unwrap().split(';').next().map(String::from);
        }
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, body }
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    async fn ask(&mut self, email: &str) -> Answer {
        self.post(routes::SESSION_REQUESTS, json!({ "email": email, "language": "fr" })).await
    }

    async fn sign_in(&mut self, shop: &Shop) -> Answer {
        let asked = self.ask("zoe@example.fr").await;
        let (code, _) = mailed(shop).await;
        let by = json!({ "by": "code", "request_id": asked.body["request_id"], "code": code });
        self.post(routes::SESSION_SIGN_IN, by).await
    }
}

#[tokio::test]
async fn asking_looks_the_same_for_everybody() {
    for shop in shops().await {
        Client::new(&shop).sign_in(&shop).await;
        let mut shapes = Vec::new();
        for email in ["zoe@example.fr", "nobody@example.fr"] {
            let asked = Client::new(&shop).ask(email).await;
            let mut body = asked.body.clone();
            for key in ["request_id", "check", "cursor"] {
                assert!(!body[key].is_null());
                body[key] = Value::Null;
            }
            let names: Vec<String> = asked.headers.keys().map(ToString::to_string).collect();
            shapes.push((asked.status, names, body));
        }
        assert_eq!(shapes[0], shapes[1]);
        assert_eq!(shapes[0].0, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_browser_signs_in_and_out() {
    for shop in shops().await {
        let mut phone = Client::new(&shop);
        let guest = phone.get(routes::SESSION).await;
        assert_eq!((guest.status, &guest.body["account"]), (StatusCode::OK, &Value::Null));
        assert!(guest.headers.get(header::SET_COOKIE).is_none());
        let private = [
            (Method::GET, routes::ACCOUNT),
            (Method::GET, routes::ACCOUNT_SESSIONS),
            (Method::DELETE, routes::ACCOUNT_SESSIONS),
            (Method::POST, routes::ACCOUNT_MERGE_UNDO),
        ];
        for (method, path) in private {
            assert_eq!(phone.send(method, path, None).await.code(), ErrorCode::SignedOut, "{path}");
        }

        let signed_in = phone.sign_in(&shop).await;
        assert_eq!(signed_in.status, StatusCode::OK, "{}", signed_in.body);
        assert_eq!(signed_in.headers[header::CACHE_CONTROL], "no-store");
        let line = signed_in.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(line.contains("HttpOnly") && line.contains("SameSite=Lax"), "{line}");
        assert_eq!(phone.get(routes::SESSION).await.body["account"]["email"], "zoe@example.fr");
        let sessions = phone.get(routes::ACCOUNT_SESSIONS).await.body;
        assert_eq!(sessions["items"][0]["device"], json!({ "browser": "Chrome", "system": "Android" }));

        let profile = json!({ "name": "Zoé", "language": "fr", "sizes": ["38"],
            "notices": { "back_in_stock": true, "price_drops": true } });
        let saved = phone.send(Method::PUT, routes::ACCOUNT_PROFILE, Some(profile)).await;
        assert_eq!(saved.status, StatusCode::NO_CONTENT);
        assert_eq!(phone.get(routes::ACCOUNT).await.body["name"], "Zoé");
        let favourite = phone.send(Method::PUT, &routes::account_favourite_store("LYO02"), None).await;
        assert_eq!(favourite.status, StatusCode::NO_CONTENT);
        let unknown = phone.send(Method::PUT, &routes::account_favourite_store("NOWHERE"), None).await;
        assert_eq!(unknown.code(), ErrorCode::NotFound);

        let out = phone.send(Method::DELETE, routes::SESSION, None).await;
        assert_eq!(out.status, StatusCode::NO_CONTENT);
        assert_eq!(phone.get(routes::ACCOUNT).await.code(), ErrorCode::SignedOut);
    }
}

#[tokio::test]
async fn a_guest_has_lists_of_its_own() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let (mut phone, mut stranger) = (Client::new(&shop), Client::new(&shop));
        let empty = json!({ "items": [], "total": 0, "page": 1, "per_page": 24 });
        for path in [routes::ORDERS, routes::RESERVATIONS] {
            assert_eq!(stranger.get(path).await.body, empty, "{path}");
        }
        let order = json!({
            "name": "Zoé Martin", "email": "zoe@example.fr", "store_id": "PAR11", "language": "fr",
            "lines": [{ "sku": "ROBE-38", "quantity": 1 }], "expected_total": { "amount": 8900, "currency": "EUR" }
        });
        for _ in 0..2 {
            assert_eq!(phone.post(routes::ORDERS, order.clone()).await.status, StatusCode::CREATED);
            shop.app.clock.advance(1);
        }
        let page = phone.get(&format!("{}?page=2&per_page=1", routes::ORDERS)).await.body;
        assert_eq!((&page["total"], page["items"].as_array().unwrap().len()), (&json!(2), 1));
        assert!(page["items"][0]["pickups"][0]["pass"].is_object());
        assert_eq!(stranger.get(routes::ORDERS).await.body, empty);
        for wrong in ["page=0", "per_page=0", "per_page=101"] {
            let refused = phone.get(&format!("{}?{wrong}", routes::RESERVATIONS)).await;
            assert_eq!(refused.code(), ErrorCode::InvalidField, "{wrong}");
        }
    }
}

#[tokio::test]
async fn a_guest_keeps_favourites_by_cookie() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(3)).await;
        let mut phone = Client::new(&shop);
        let kept = phone.send(Method::PUT, &routes::favourite("ROBE-38"), None).await;
        assert_eq!(kept.status, StatusCode::NO_CONTENT);
        let listed = phone.get(&format!("{}?language=en&store=par11", routes::FAVOURITES)).await.body;
        assert_eq!(listed["items"][0]["availability"]["quantity"], 3);
        assert_eq!(phone.post(routes::FAVOURITES_SEEN, Value::Null).await.status, StatusCode::NO_CONTENT);
        let gone = phone.send(Method::DELETE, &routes::favourite("ROBE-38"), None).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT);
        assert_eq!(phone.get(routes::FAVOURITES).await.body["items"], json!([]));
        let unknown = phone.send(Method::PUT, &routes::favourite("NOTHING"), None).await;
        assert_eq!(unknown.code(), ErrorCode::NotFound);
    }
}

/// Reads a stream until it holds a text, or two seconds have passed.
async fn hears(client: &Client, after: i64, text: &str) -> bool {
    let path = format!("{}?after={after}", routes::EVENTS);
    let response =
        client.router.clone().oneshot(client.request(Method::GET, &path, None, &new_key())).await.unwrap();
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
    tokio::time::timeout(Duration::from_secs(2), listening).await.unwrap_or(false)
}

#[tokio::test]
async fn a_browser_hears_that_it_was_let_in_and_what_its_account_does_elsewhere() {
    for shop in shops().await {
        tokio::spawn(outbox::follow(shop.app.clone()));
        let (mut computer, mut phone) = (Client::new(&shop), Client::new(&shop));
        let asked = computer.ask("zoe@example.fr").await.body;
        let (_, token) = mailed(&shop).await;
        let link = json!({ "token": token });
        let found = phone.post(routes::SESSION_REQUEST_FIND, link.clone()).await.body;
        assert_eq!((&found["check"], &found["is_this_browser"]), (&asked["check"], &json!(false)));
        let approved = phone.post(routes::SESSION_REQUEST_APPROVE, link).await;
        assert_eq!(approved.status, StatusCode::NO_CONTENT);
        let cursor = asked["cursor"].as_i64().unwrap();
        assert!(hears(&computer, cursor, "session_changed").await);
        assert!(!hears(&phone, cursor, "session_changed").await);
        let by = json!({ "by": "approval", "request_id": asked["request_id"] });
        let signed_in = computer.post(routes::SESSION_SIGN_IN, by).await;
        assert_eq!(signed_in.status, StatusCode::OK, "{}", signed_in.body);

        phone.sign_in(&shop).await;
        let cursor = phone.get(routes::SESSION).await.body["cursor"].as_i64().unwrap();
        phone.send(Method::PUT, &routes::favourite("ROBE-38"), None).await;
        assert!(hears(&computer, cursor, "account_changed").await);
        assert!(!hears(&Client::new(&shop), cursor, "account_changed").await);
    }
}

#[tokio::test]
async fn what_is_sent_again_takes_back_nothing_that_another_device_did() {
    for shop in shops().await {
        let (mut phone, mut computer) = (Client::new(&shop), Client::new(&shop));
        phone.sign_in(&shop).await;
        computer.sign_in(&shop).await;
        let favourite = routes::favourite("ROBE-38");
        let (key, path) = (new_key(), routes::CART_STORE);
        let store = |id: &str| Some(json!({ "store_id": id }));
        phone.send_with(Method::PUT, path, store("PAR11"), &key).await;
        computer.send(Method::PUT, path, store("LYO02")).await;
        let again = phone.send_with(Method::PUT, path, store("PAR11"), &key).await;
        assert_eq!(again.status, StatusCode::OK, "{}", again.body);
        assert_eq!(phone.get(routes::CART).await.body["store"]["slug"], "lyo02");

        let (put, delete) = (Method::PUT, Method::DELETE);
        for (first, other) in [(&put, &delete), (&delete, &put), (&put, &delete)] {
            let key = new_key();
            phone.send_with(first.clone(), &favourite, None, &key).await;
            computer.send(other.clone(), &favourite, None).await;
            let again = phone.send_with(first.clone(), &favourite, None, &key).await;
            assert_eq!(again.status, StatusCode::NO_CONTENT);
            let kept = phone.get(routes::FAVOURITES).await.body["items"].as_array().unwrap().len();
            assert_eq!(kept, usize::from(other == put), "{first} once");
        }
        let key = new_key();
        phone.send_with(put, &favourite, None, &key).await;
        let mixed = phone.send_with(delete, &favourite, None, &key).await;
        assert_eq!(mixed.code(), ErrorCode::IdempotencyMismatch);
    }
}
