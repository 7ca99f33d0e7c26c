//! The mailbox of development, as a browser sees it.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    body::Body,
    extract::connect_info::MockConnectInfo,
    http::{Request, StatusCode},
};
use backend::{
    app::{App, Settings},
    domain::mail::{Carrier, compose, send_due},
    handlers,
};
use contract::{newtypes::PersonName, order::PlaceOrder};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::common::{Shop, new_key, order_of, shops};

struct Answer {
    status: StatusCode,
    policy: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

async fn get(app: &App, path: &str) -> Answer {
    let address: SocketAddr = ([127, 0, 0, 1], 1).into();
    let service = handlers::router(app.clone()).layer(MockConnectInfo(address));
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = service.oneshot(request).await.unwrap();
    let policy = response.headers().get("content-security-policy");
    Answer {
        status: response.status(),
        policy: policy.map(|policy| policy.to_str().unwrap().to_string()).unwrap_or_default(),
        body: response.into_body().collect().await.unwrap().to_bytes().to_vec(),
    }
}

async fn with_mailbox(shop: &Shop) -> App {
    let mut app = shop.app.clone();
    app.settings = Arc::new(Settings { mailbox: true, ..Settings::clone(&app.settings) });
    shop.stock("ROBE-38", "PAR11", Some(5)).await;
    let name = PersonName::parse("<script>alert(1)</script>").unwrap();
    let request = PlaceOrder { name, ..order_of("ROBE-38", 1) };
    shop.place(&new_key(), &request).await.unwrap();
    compose(&app).await.unwrap();
    send_due(&app, &Carrier::Mailbox).await.unwrap();
    app
}

#[tokio::test]
async fn a_developer_reads_what_would_have_been_sent() {
    for shop in shops().await {
        let app = with_mailbox(&shop).await;
        let list = get(&app, "/mailbox").await;
        assert!(list.text().contains("zoe@example.fr") && list.policy.contains("default-src 'none'"));

        let mails: serde_json::Value =
            serde_json::from_slice(&get(&app, "/mailbox.json").await.body).unwrap();
        let mail = &mails[0];
        assert_eq!(mail["digits"].as_str().unwrap().len(), 6);
        assert!(mail["link"].as_str().unwrap().starts_with("http://localhost:8080/fr/orders/"));
        assert_eq!(mail["created_at"], "2026-11-21T11:00:00+01:00");

        let path = format!("/mailbox/{}", mail["id"].as_str().unwrap());
        let page = get(&app, &path).await;
        assert!(page.text().contains("sandbox=") && !page.text().contains("<script"));
        let picture = get(&app, &format!("{path}/qr.png")).await;
        assert!(picture.body.starts_with(b"\x89PNG"));
        assert!(page.text().contains("qr.png"));
    }
}

#[tokio::test]
async fn there_is_no_mailbox_unless_it_was_asked_for() {
    for shop in shops().await {
        let app = with_mailbox(&shop).await;
        assert_eq!(get(&app, "/mailbox/unknown").await.status, StatusCode::NOT_FOUND);
        let page = get(&shop.app, "/mailbox.json").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    }
}
