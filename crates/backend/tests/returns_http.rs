//! Returns, gift receipts and withdrawals as a client meets them over HTTP.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use backend::handlers;
use contract::routes;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::common::{
    fitting::hire,
    new_key,
    returning::{collected, with_stock},
    shops,
};

async fn send(router: &Router, request: Request<Body>) -> (StatusCode, HeaderMap, Value) {
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    (parts.status, parts.headers, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

fn post(path: &str, key: Option<&str>, body: &Value) -> Request<Body> {
    let request = Request::post(path)
        .header(header::HOST, "shop.example")
        .header(header::CONTENT_TYPE, "application/json");
    let request = match key {
        Some(key) => request.header(routes::IDEMPOTENCY_KEY, key),
        None => request,
    };
    request.body(Body::from(body.to_string())).unwrap()
}

fn get(path: &str, cookie: &str) -> Request<Body> {
    Request::get(path)
        .header(header::HOST, "shop.example")
        .header(header::COOKIE, cookie)
        .body(Body::empty())
        .unwrap()
}

#[tokio::test]
async fn a_guest_withdraws_and_follows_it_by_cookie() {
    for shop in shops().await {
        with_stock(&shop).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let bought = collected(&shop, &lea, 1).await;
        let router = handlers::router(shop.app.clone());
        let found = json!({ "number": bought.number, "email": "zoe@example.fr" });
        let (status, headers, contract) = send(&router, post(routes::WITHDRAWALS_FIND, None, &found)).await;
        assert_eq!((status, headers[header::CACHE_CONTROL].to_str().unwrap()), (StatusCode::OK, "no-store"));
        let line = &contract["lines"][0]["line_id"];
        let declared = json!({
            "number": bought.number, "email": "zoe@example.fr", "name": "Zoé Martin", "language": "en",
            "lines": [{ "line_id": line, "quantity": 1 }],
        });
        let (status, _, problem) = send(&router, post(routes::WITHDRAWALS, None, &declared)).await;
        assert_eq!((status.as_u16(), &problem["code"]), (400, &json!("missing_idempotency_key")));
        let (status, headers, placed) =
            send(&router, post(routes::WITHDRAWALS, Some(&new_key()), &declared)).await;
        assert_eq!(status, StatusCode::CREATED);
        assert!(placed["link_token"].as_str().is_some_and(|token| token.len() >= 22));
        let cookie = headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_string();
        let id = placed["return_request"]["id"].as_str().unwrap();
        let (status, headers, seen) = send(&router, get(&routes::return_request(id), &cookie)).await;
        assert_eq!((status, headers[header::CACHE_CONTROL].to_str().unwrap()), (StatusCode::OK, "no-store"));
        assert_eq!(
            (&seen["kind"], &seen["number"]),
            (&json!("withdrawal"), &placed["return_request"]["number"])
        );
        let (_, _, listed) = send(&router, get(routes::RETURNS, &cookie)).await;
        assert_eq!(listed["total"], 1);
        let (status, _, _) = send(&router, get(&routes::return_request(id), "vitrine=somebody-else")).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn bad_input_gets_a_clear_error() {
    let shop = shops().await.remove(0);
    with_stock(&shop).await;
    let router = handlers::router(shop.app.clone());
    let wish = |line: Value| json!({ "purchase_id": "none", "lines": [line], "by": "store", "way": "original", "language": "fr" });
    let line = json!({ "line_id": "a", "quantity": -1, "reason": "gift", "condition": "unused" });
    let (status, _, problem) = send(&router, post(routes::RETURNS, Some(&new_key()), &wish(line))).await;
    assert_eq!((status.as_u16(), &problem["field"]), (422, &json!("lines/0/quantity")));
    let line = json!({ "line_id": "a", "quantity": 1, "reason": "gift", "condition": "unused" });
    let (status, _, problem) = send(&router, post(routes::RETURNS, Some(&new_key()), &wish(line))).await;
    assert_eq!((status.as_u16(), &problem["code"]), (404, &json!("not_found")));
    for path in [routes::DESK_RETURNS, routes::DESK_PURCHASES_FIND] {
        let body = json!({ "number": "V-2222-2222" });
        let (status, _, _) = send(&router, post(path, Some(&new_key()), &body)).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
    }
    let token = json!({ "token": "AAAA" });
    for _ in 0..30 {
        let (_, _, problem) = send(&router, post(routes::GIFT_RECEIPTS_OPEN, None, &token)).await;
        assert_eq!(problem["code"], "receipt_not_genuine");
    }
    let (status, _, _) = send(&router, post(routes::GIFT_RECEIPTS_OPEN, None, &token)).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);

    // Whoever tried them keeps nobody of the network from a return of what is theirs.
    let mut wish = wish(json!({ "line_id": "a", "quantity": 1, "reason": "gift", "condition": "unused" }));
    let (status, _, _) = send(&router, post(routes::RETURNS, Some(&new_key()), &wish)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    wish["gift_token"] = json!("AAAA");
    let (status, _, _) = send(&router, post(routes::RETURNS, Some(&new_key()), &wish)).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
}
