//! A stream of events ends with whoever opened it.

use std::time::Duration;

use axum::{
    body::Body,
    http::{Request, header},
};
use backend::{
    domain::{
        associate,
        clock::{DAY, MINUTE},
        secret, session,
    },
    handlers,
};
use contract::{desk::SignIn, routes};
use futures_util::StreamExt;
use tokio::{
    task::JoinHandle,
    time::{sleep, timeout},
};
use tower::ServiceExt;

use crate::common::{Shop, fitting::hire, new_key, order_by, shops};

/// Listens until the server ends the stream.
async fn listen(shop: &Shop, cookie: &str) -> JoinHandle<()> {
    let request = Request::get(routes::EVENTS).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let response = handlers::router(shop.app.clone()).oneshot(request).await.unwrap();
    let mut body = response.into_body().into_data_stream();
    let listening = tokio::spawn(async move { while body.next().await.is_some() {} });
    sleep(Duration::from_millis(50)).await;
    listening
}

/// Streams have looked by then who hears them.
async fn a_minute_later(shop: &Shop) {
    shop.app.clock.advance(MINUTE);
    sleep(Duration::from_millis(1_300)).await;
}

/// The secret of a guest who ordered.
async fn guest(shop: &Shop) -> String {
    let placed = shop.place(&new_key(), &order_by("zoe@example.fr", "ROBE-38", 1)).await.unwrap();
    placed.new_token.unwrap()
}

#[tokio::test]
async fn a_stream_ends_with_the_session_that_opened_it() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let (left, grew_old) = (guest(&shop).await, guest(&shop).await);
        let mut leaver = listen(&shop, &format!("vitrine={left}")).await;
        let mut old = listen(&shop, &format!("vitrine={grew_old}")).await;
        let stranger = listen(&shop, "vitrine=nobody").await;
        a_minute_later(&shop).await;
        assert!(!leaver.is_finished() && !old.is_finished());
        session::close(&shop.app, Some(&secret::hash(&left))).await.unwrap();
        a_minute_later(&shop).await;
        timeout(Duration::from_secs(2), &mut leaver).await.unwrap().unwrap();
        assert!(!old.is_finished());
        shop.app.clock.advance(180 * DAY);
        a_minute_later(&shop).await;
        timeout(Duration::from_secs(2), &mut old).await.unwrap().unwrap();
        assert!(!stranger.is_finished(), "what everyone hears has no end");
        stranger.abort();
    }
}

#[tokio::test]
async fn an_associate_who_left_hears_of_the_store_no_more() {
    for shop in shops().await {
        hire(&shop, "PAR11", "Léa", "123456").await;
        let request = SignIn { store_id: "PAR11".into(), pin: "123456".into() };
        let (_, token) = associate::sign_in(&shop.app, [127, 0, 0, 1].into(), &request).await.unwrap();
        let mut desk = listen(&shop, &format!("vitrine_desk={token}")).await;
        a_minute_later(&shop).await;
        assert!(!desk.is_finished());
        associate::remove(&shop.app.db, 0, "PAR11", "Léa").await.unwrap();
        a_minute_later(&shop).await;
        timeout(Duration::from_secs(2), &mut desk).await.unwrap().unwrap();
    }
}
