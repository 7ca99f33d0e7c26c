//! The real sender in conversation with a real mail server, npm's smtp-server: it wants a password and TLS, delays,
//! refuses, hangs up and goes down, and each mail arrives once.
//!
//! When the server took a mail and its answer was lost, nobody can know that it was taken: the mail is sent again under
//! the same Message-ID, by which the receiver drops the copy. So "once" is counted in Message-IDs.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use backend::{
    app::{App, Settings},
    db::mail::MailRow,
    domain::{
        clock::{HOUR, MINUTE},
        mail::{Carrier, compose, newest, send_due},
    },
};
use serde_json::{Value, json};

use crate::{
    common::{Shop, new_key, order_by, shops},
    node::Node,
};

const USER: &str = "shop%40tournemidi.example";
const PASSWORD: &str = "p%25w%3Ad";

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/smtp").join(name)
}

struct Server {
    node: Node,
    port: i64,
}

impl Server {
    /// `None` when there is no Node to run it.
    fn start(auth: bool) -> Option<Server> {
        let (certificate, key) = (file("certificate.pem"), file("key.pem"));
        let mut node = Node::run("smtp.mjs", &[certificate.to_str().unwrap(), key.to_str().unwrap()])?;
        let port = node.ask(&json!({"do": "start", "auth": auth}))["port"].as_i64().unwrap();
        Some(Server { node, port })
    }

    fn mood(&mut self, mood: &str) {
        self.node.ask(&json!({"do": "mood", "mood": mood}));
    }

    fn taken(&mut self) -> Vec<Value> {
        self.node.ask(&json!({"do": "state"}))["taken"].as_array().unwrap().clone()
    }

    /// Each mail of the shop was taken, and none twice under different ids.
    async fn assert_once(&mut self, app: &App, copies: usize) {
        let taken = self.taken();
        let ids: BTreeSet<&str> = taken.iter().map(|mail| mail["id"].as_str().unwrap()).collect();
        let sent = mails(app).await;
        assert_eq!(ids, sent.iter().map(message_id).collect::<Vec<_>>().iter().map(String::as_str).collect());
        assert!(sent.iter().all(|mail| mail.status == "sent"));
        assert!(taken.len() <= ids.len() + copies, "{} of {}", taken.len(), ids.len());
    }
}

fn message_id(mail: &MailRow) -> String {
    format!("<{}@localhost>", mail.id)
}

async fn mails(app: &App) -> Vec<MailRow> {
    newest(app).await.unwrap().into_iter().map(|kept| kept.mail).collect()
}

/// A shop with some mails in its queue, that sends to a server.
async fn queued(shop: &Shop, server: &Server, user: &str) -> (App, Carrier) {
    shop.stock("ROBE-38", "PAR11", Some(9)).await;
    for name in ["zoe", "anna", "lou"] {
        let email = format!("{name}@example.fr");
        shop.place(&new_key(), &order_by(&email, "ROBE-38", 1)).await.unwrap();
    }
    let mut app = shop.app.clone();
    app.settings = Arc::new(Settings {
        smtp: Some(format!("smtp://{user}127.0.0.1:{}", server.port)),
        smtp_root: Some(file("certificate.pem")),
        ..Settings::clone(&app.settings)
    });
    assert_eq!(compose(&app).await.unwrap(), 3);
    let carrier = Carrier::of(&app).unwrap().unwrap();
    (app, carrier)
}

#[tokio::test]
async fn a_password_is_said_behind_tls_and_mails_are_taken() {
    for shop in shops().await {
        let Some(mut server) = Server::start(true) else { return };
        let (app, carrier) = queued(&shop, &server, &format!("{USER}:{PASSWORD}@")).await;
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 3);
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 0);
        server.assert_once(&app, 0).await;
        for mail in server.taken() {
            assert_eq!((&mail["secure"], &mail["user"]), (&json!(true), &json!("shop@tournemidi.example")));
            assert!(mail["text"].as_str().unwrap().contains("multipart/alternative"));
        }
    }
}

#[tokio::test]
async fn without_trust_or_with_a_wrong_password_mails_wait() {
    for shop in shops().await {
        let Some(mut server) = Server::start(true) else { return };
        let (mut app, wrong) = queued(&shop, &server, &format!("{USER}:wrong@")).await;
        assert_eq!(send_due(&app, &wrong).await.unwrap(), 0);
        assert!(mails(&app).await.iter().all(|mail| mail.status == "queued"));
        app.settings = Arc::new(Settings {
            smtp: Some(format!("smtp://{USER}:{PASSWORD}@127.0.0.1:{}", server.port)),
            smtp_root: None,
            ..Settings::clone(&app.settings)
        });
        app.clock.advance(MINUTE);
        let stranger = Carrier::of(&app).unwrap().unwrap();
        assert_eq!(send_due(&app, &stranger).await.unwrap(), 0);
        assert!(server.taken().is_empty(), "nobody knows the server's certificate");
        app.settings =
            Arc::new(Settings { smtp_root: Some(file("certificate.pem")), ..Settings::clone(&app.settings) });
        app.clock.advance(HOUR);
        let mended = Carrier::of(&app).unwrap().unwrap();
        assert_eq!(send_due(&app, &mended).await.unwrap(), 3);
        server.assert_once(&app, 0).await;
    }
}

#[tokio::test]
async fn who_is_greylisted_comes_back_later() {
    for shop in shops().await {
        let Some(mut server) = Server::start(false) else { return };
        server.mood("greylists");
        let (app, carrier) = queued(&shop, &server, "").await;
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 0);
        assert!(mails(&app).await.iter().all(|mail| mail.error.as_ref().unwrap().contains("greylisted")));
        app.clock.advance(MINUTE - 1);
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 0, "not before its time");
        app.clock.advance(1);
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 3);
        server.assert_once(&app, 0).await;
    }
}

#[tokio::test]
async fn what_is_refused_is_dead_and_the_others_arrive() {
    for shop in shops().await {
        let Some(mut server) = Server::start(false) else { return };
        server.mood("refuses");
        let (app, carrier) = queued(&shop, &server, "").await;
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 0);
        let dead = mails(&app).await;
        assert!(dead.iter().all(|mail| mail.status == "dead" && mail.attempts == 1));
        assert!(dead.iter().all(|mail| mail.error.as_ref().unwrap().contains("no such person")));
        server.mood("takes");
        app.clock.advance(HOUR);
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 0);
        let now = app.clock.now();
        assert_eq!(backend::domain::mail::retry(&app.db, now, None).await.unwrap(), 3);
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 3);
        server.assert_once(&app, 0).await;
    }
}

#[tokio::test]
async fn a_conversation_that_breaks_before_the_mail_is_taken_is_held_again() {
    for shop in shops().await {
        let Some(mut server) = Server::start(false) else { return };
        server.mood("drops_before_taking");
        let (app, carrier) = queued(&shop, &server, "").await;
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 0);
        assert!(server.taken().is_empty());
        server.mood("takes");
        app.clock.advance(MINUTE);
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 3);
        server.assert_once(&app, 0).await;
    }
}

#[tokio::test]
async fn a_mail_whose_answer_was_lost_comes_again_under_the_same_id() {
    for shop in shops().await {
        let Some(mut server) = Server::start(false) else { return };
        server.mood("drops_after_taking");
        let (app, carrier) = queued(&shop, &server, "").await;
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 0);
        assert_eq!(server.taken().len(), 3);
        server.mood("takes");
        app.clock.advance(MINUTE);
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 3);
        assert_eq!(server.taken().len(), 6);
        server.assert_once(&app, 3).await;
    }
}

#[tokio::test]
async fn an_answer_that_may_or_may_not_be_read_is_no_second_mail() {
    for shop in shops().await {
        let Some(mut server) = Server::start(false) else { return };
        server.mood("drops_while_answering");
        let (app, carrier) = queued(&shop, &server, "").await;
        let sent = send_due(&app, &carrier).await.unwrap();
        server.mood("takes");
        app.clock.advance(MINUTE);
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 3 - sent);
        server.assert_once(&app, 3 - sent).await;
    }
}

#[tokio::test]
async fn a_slow_server_is_waited_for() {
    for shop in shops().await {
        let Some(mut server) = Server::start(false) else { return };
        server.mood("slow");
        let (app, carrier) = queued(&shop, &server, "").await;
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 3);
        server.assert_once(&app, 0).await;
    }
}

#[tokio::test]
async fn a_server_that_is_down_gets_its_mails_when_it_is_back() {
    for shop in shops().await {
        let Some(mut server) = Server::start(false) else { return };
        let (app, carrier) = queued(&shop, &server, "").await;
        server.node.ask(&json!({"do": "down"}));
        for minutes in [1, 5, 15] {
            assert_eq!(send_due(&app, &carrier).await.unwrap(), 0);
            assert!(mails(&app).await.iter().all(|mail| mail.status == "queued"));
            app.clock.advance(minutes * MINUTE - 1);
            assert_eq!(send_due(&app, &carrier).await.unwrap(), 0, "not before its time");
            app.clock.advance(1);
        }
        server.node.ask(&json!({"do": "up"}));
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 3);
        server.assert_once(&app, 0).await;
        assert!(mails(&app).await.iter().all(|mail| mail.attempts == 4));
    }
}
