//! Where a browser may be told: on a public host, behind https, and once.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use backend::{
    args,
    domain::{push, refusal::Refusal, secret},
    handlers,
};
use contract::{error::ErrorCode, language::Language, push::PushSubscription, routes};
use tower::ServiceExt;

use crate::common::shops;

fn good() -> PushSubscription {
    PushSubscription {
        endpoint: "https://push.example.com/abc".into(),
        p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
            .into(),
        auth: "BTBZMqHH6r4Tts7J_aSIgg".into(),
        language: Language::Fr,
    }
}

#[tokio::test]
async fn an_endpoint_that_leads_inside_and_rubbish_are_refused() {
    let good = good();
    for shop in shops().await {
        let refused = async |request: PushSubscription| -> Option<(ErrorCode, Option<String>)> {
            match push::subscribe(&shop.app, None, &request).await.err()? {
                Refusal::Problem(problem) => Some((problem.code, problem.field)),
                Refusal::Failure(error) => panic!("{error:#}"),
            }
        };
        for endpoint in [
            "",
            "abc",
            "http://push.example.com/abc",
            "ftp://push.example.com/abc",
            "https://127.0.0.1/abc",
            "https://10.0.0.8/abc",
            "https://[::1]/abc",
            "https://[::ffff:169.254.169.254]/abc",
            "https://169.254.169.254/latest",
            "https://localhost/abc",
            "https://db.localhost/abc",
            "https://postgres/abc",
            "https://printer.local./abc",
            "https://user:password@push.example.com/abc",
            &format!("https://push.example.com/{}", "a".repeat(1_000)),
        ] {
            let request = PushSubscription { endpoint: endpoint.into(), ..good.clone() };
            let field = Some((ErrorCode::InvalidField, Some("endpoint".to_string())));
            assert_eq!(refused(request).await, field, "{endpoint}");
        }
        let p256dh = PushSubscription { p256dh: "AAAA".into(), ..good.clone() };
        assert_eq!(refused(p256dh).await.unwrap().1.as_deref(), Some("p256dh"));
        let auth = PushSubscription { auth: "AAAA".into(), ..good.clone() };
        assert_eq!(refused(auth).await.unwrap().1.as_deref(), Some("auth"));
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM push_subscription", args![]).await, 0);

        let token = push::subscribe(&shop.app, None, &good).await.unwrap();
        assert!(token.is_some(), "a browser without a session gets one");
        let session = secret::hash(&token.unwrap());
        let other = PushSubscription { endpoint: "https://push.example.com/new".into(), ..good.clone() };
        push::subscribe(&shop.app, Some(&session), &other).await.unwrap();
        push::subscribe(&shop.app, Some(&session), &other).await.unwrap();
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM push_subscription", args![]).await, 1);
    }
}

#[tokio::test]
async fn over_http_a_browser_gets_a_key_and_a_session_and_strangers_can_resend_nothing() {
    for shop in shops().await {
        let router = handlers::router(shop.app.clone());
        let send = async |request: Request<Body>| router.clone().oneshot(request).await.unwrap();
        let key = send(Request::get(routes::PUSH_KEY).body(Body::empty()).unwrap()).await;
        assert_eq!(key.status(), StatusCode::OK);
        let body = serde_json::to_string(&good()).unwrap();
        let request =
            Request::put(routes::PUSH_SUBSCRIPTION).header(header::CONTENT_TYPE, "application/json");
        let told = send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(told.status(), StatusCode::NO_CONTENT);
        let cookie = told.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap();
        let request = Request::delete(routes::PUSH_SUBSCRIPTION).header(header::COOKIE, cookie);
        assert_eq!(send(request.body(Body::empty()).unwrap()).await.status(), StatusCode::NO_CONTENT);
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM push_subscription", args![]).await, 0);
        for path in [routes::DESK_RESERVATION_RESEND, routes::DESK_PICKUP_RESEND] {
            let request = Request::post(path.replace("{id}", "r1")).body(Body::empty()).unwrap();
            assert_eq!(send(request).await.status(), StatusCode::UNAUTHORIZED);
        }
    }
}
