//! The shop on a host of its own, and apps of another version.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Method, Request, StatusCode},
};
use backend::{app::Settings, handlers};
use contract::{
    CONTRACT,
    error::{ErrorCode, Problem},
    routes,
};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::common::{Shop, shops};

const SHOP: &str = "https://shop.example";

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    fn header(&self, name: &str) -> String {
        let values = self.headers.get_all(name).iter().map(|value| value.to_str().unwrap());
        values.collect::<Vec<_>>().join(", ")
    }

    fn code(&self) -> ErrorCode {
        serde_json::from_slice::<Problem>(&self.body).unwrap().code
    }

    fn cross_origin_headers(&self) -> Vec<&str> {
        self.headers
            .keys()
            .map(|name| name.as_str())
            .filter(|name| name.starts_with("access-control-"))
            .collect()
    }
}

async fn apart() -> (Shop, Router) {
    let mut shop = shops().await.remove(0);
    shop.stock("ROBE-38", "PAR11", Some(3)).await;
    shop.app.settings = Arc::new(Settings {
        public_url: SHOP.into(),
        allow_origins: vec![SHOP.into(), "https://kiosk.shop.example".into()],
        pictures: shop.folder.path().to_path_buf(),
        ..Settings::default()
    });
    let router = handlers::router(shop.app.clone());
    (shop, router)
}

async fn ask(router: &Router, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("host", "api.shop.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router.clone().oneshot(request.body(Body::from(body.to_string())).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer { status: parts.status, headers: parts.headers, body }
}

#[tokio::test]
async fn an_allowed_origin_may_ask_with_cookies() {
    let (_shop, router) = apart().await;
    for origin in [SHOP, "https://kiosk.shop.example"] {
        for path in [routes::STORES, "/api/nothing", routes::HEALTH, "/pictures/nothing.jpg"] {
            let answer = ask(&router, Method::GET, path, &[("origin", origin)], "").await;
            assert_eq!(answer.header("access-control-allow-origin"), origin, "{path}");
            assert_eq!(answer.header("access-control-allow-credentials"), "true", "{path}");
            let exposed = answer.header("access-control-expose-headers");
            assert!(exposed.contains("Date") && exposed.contains("Retry-After"), "{exposed}");
            assert!(answer.header("vary").contains("Origin"), "{path}");
            let own = if path.starts_with(routes::PICTURES) { "cross-origin" } else { "same-site" };
            assert_eq!(answer.header("cross-origin-resource-policy"), own, "{path}");
        }
    }
}

#[tokio::test]
async fn a_preflight_says_what_may_be_sent_and_is_remembered() {
    let (_shop, router) = apart().await;
    let asked = [
        ("origin", SHOP),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type,idempotency-key,vitrine-contract"),
    ];
    let answer = ask(&router, Method::OPTIONS, routes::ORDERS, &asked, "").await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.header("access-control-allow-origin"), SHOP);
    let sent = answer.header("access-control-allow-headers").to_lowercase();
    for name in ["content-type", "idempotency-key", "vitrine-contract"] {
        assert!(sent.contains(name), "{sent}");
    }
    for method in ["GET", "POST", "PUT", "DELETE"] {
        assert!(answer.header("access-control-allow-methods").contains(method));
    }
    assert_eq!(answer.header("access-control-max-age"), "7200");
}

#[tokio::test]
async fn no_other_origin_is_told_anything() {
    let (_shop, router) = apart().await;
    for origin in ["https://evil.example", "https://shop.example.evil.example", "http://shop.example", "null"]
    {
        let read = ask(&router, Method::GET, routes::STORES, &[("origin", origin)], "").await;
        assert_eq!(read.cross_origin_headers(), [""; 0], "{origin}");
        assert!(read.header("vary").contains("Origin"));
        let asked = [("origin", origin), ("access-control-request-method", "POST")];
        let preflight = ask(&router, Method::OPTIONS, routes::ORDERS, &asked, "").await;
        assert_eq!(preflight.cross_origin_headers(), [""; 0], "{origin}");
        assert!(!preflight.status.is_success(), "{origin}");
        let changed = ask(&router, Method::PUT, routes::CART_STORE, &[("origin", origin)], "{}").await;
        assert_eq!(changed.code(), ErrorCode::WrongOrigin, "{origin}");
    }
}

#[tokio::test]
async fn an_allowed_origin_changes_a_cart_and_reads_why_it_was_refused() {
    let (_shop, router) = apart().await;
    let headers = [("origin", SHOP), ("content-type", "application/json")];
    let path = routes::cart_line("ROBE-38");
    let added = ask(&router, Method::PUT, &path, &headers, r#"{"quantity": 1}"#).await;
    assert_eq!(added.status, StatusCode::OK);
    assert!(added.header("set-cookie").starts_with("__Host-vitrine="));
    let refused = ask(&router, Method::PUT, &path, &headers, r#"{"quantity": 99}"#).await;
    assert_eq!(refused.code(), ErrorCode::TooManyUnits);
    assert_eq!(refused.header("access-control-allow-origin"), SHOP);
}

#[tokio::test]
async fn an_app_of_another_version_is_told_to_load_again() {
    let (_shop, router) = apart().await;
    let version = async |version: &str| {
        let headers = [("origin", SHOP), ("vitrine-contract", version)];
        ask(&router, Method::GET, routes::STORES, &headers, "").await
    };
    assert_eq!(version(&CONTRACT.to_string()).await.status, StatusCode::OK);
    for other in ["0".to_string(), (CONTRACT + 1).to_string()] {
        let answer = version(&other).await;
        assert_eq!(answer.status, StatusCode::UPGRADE_REQUIRED);
        assert_eq!(answer.code(), ErrorCode::OutdatedApp);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("access-control-allow-origin"), SHOP);
    }
    for rubbish in ["", "one", "-1", "1.0", "99999999999"] {
        assert_eq!(version(rubbish).await.code(), ErrorCode::Malformed, "{rubbish:?}");
    }
    let no_app_of_ours = ask(&router, Method::GET, routes::STORES, &[], "").await;
    assert_eq!(no_app_of_ours.status, StatusCode::OK);
}

#[tokio::test]
async fn over_http_2_our_own_origin_is_the_host_in_the_address() {
    let (_shop, router) = apart().await;
    let put = |origin: &str| {
        Request::put(format!("https://api.shop.example{}", routes::cart_line("ROBE-38")))
            .header("origin", origin)
            .header("content-type", "application/json")
            .body(Body::from(r#"{"quantity": 1}"#))
            .unwrap()
    };
    let own = router.clone().oneshot(put("https://api.shop.example")).await.unwrap();
    assert_eq!(own.status(), StatusCode::OK);
    let other = router.clone().oneshot(put("https://evil.example")).await.unwrap();
    assert_eq!(other.status(), StatusCode::FORBIDDEN);
}
