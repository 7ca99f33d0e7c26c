//! Handing mails to a server that takes them, delays them, refuses them or hangs up.

use std::sync::Arc;

use backend::{
    app::{App, Settings},
    db::{self, mail::MailRow},
    domain::{
        clock::MINUTE,
        mail::{ATTEMPTS, Carrier, compose, newest, send_due},
    },
};

use crate::{
    common::{Shop, browser::Browser, new_key, order_by, shops},
    smtp::{Mood, Server},
};

/// A shop with one mail in its queue, that sends to a server.
async fn queued(shop: &Shop, server: &Server) -> (App, Carrier) {
    shop.stock("ROBE-38", "PAR11", Some(5)).await;
    shop.place(&new_key(), &order_by("zoe@example.fr", "ROBE-38", 1)).await.unwrap();
    let mut app = shop.app.clone();
    app.settings = Arc::new(Settings {
        smtp: Some(format!("smtp://{}", server.address)),
        ..Settings::clone(&app.settings)
    });
    compose(&app).await.unwrap();
    let carrier = Carrier::of(&app).unwrap().unwrap();
    (app, carrier)
}

async fn only_mail(app: &App) -> MailRow {
    let mut mails = newest(app).await.unwrap();
    assert_eq!(mails.len(), 1);
    mails.remove(0).mail
}

#[tokio::test]
async fn a_mail_arrives_as_text_and_html_with_its_picture_and_its_secrets_are_forgotten() {
    for shop in shops().await {
        let server = Server::start(Mood::Takes).await;
        let (app, carrier) = queued(&shop, &server).await;
        let before = only_mail(&app).await;
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 1);
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 0, "once is enough");

        let [message] = &server.taken()[..] else { panic!("one message") };
        for part in [
            "To: zoe@example.fr",
            "Auto-Submitted: auto-generated",
            "multipart/alternative",
            "text/plain",
            "multipart/related",
            "text/html",
            "Content-ID: <pass>",
            "Content-Type: image/png",
            &format!("Message-ID: <{}@localhost>", before.id),
        ] {
            assert!(message.contains(part), "{part} in {message}");
        }
        let after = only_mail(&app).await;
        assert_eq!((after.status.as_str(), after.attempts), ("sent", 1));
        assert_eq!((after.subject, after.recipient), (before.subject, before.recipient));
        assert_eq!((after.body_text.as_str(), after.body_html.as_str(), after.qr_token), ("", "", None));
    }
}

#[tokio::test]
async fn a_server_that_is_busy_is_asked_again_later() {
    for shop in shops().await {
        let server = Server::start(Mood::Answers("451 try again later")).await;
        let (app, carrier) = queued(&shop, &server).await;
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 0);
        let mail = only_mail(&app).await;
        assert_eq!(mail.status, "queued");
        assert!(mail.error.unwrap().contains("try again later"));
        assert!(!mail.body_html.is_empty(), "nothing is forgotten before it has arrived");

        server.change(Mood::Takes);
        app.clock.advance(MINUTE - 1);
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 0, "not before its time");
        app.clock.advance(1);
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 1);
        assert_eq!(only_mail(&app).await.error, None);
    }
}

#[tokio::test]
async fn what_is_refused_for_good_is_not_tried_again() {
    for shop in shops().await {
        let server = Server::start(Mood::Answers("550 no such person here")).await;
        let (app, carrier) = queued(&shop, &server).await;
        send_due(&app, &carrier).await.unwrap();
        let mail = only_mail(&app).await;
        assert_eq!((mail.status.as_str(), mail.attempts), ("dead", 1));
        assert!(mail.error.unwrap().contains("no such person"));
    }
}

#[tokio::test]
async fn a_mail_that_comes_too_late_does_not_leave() {
    for shop in shops().await {
        let server = Server::start(Mood::Answers("451 try again later")).await;
        let (app, carrier) = queued(&shop, &server).await;
        send_due(&app, &carrier).await.unwrap();
        Browser::default().ask(&shop, "zoe@example.fr").await.unwrap();
        compose(&app).await.unwrap();
        send_due(&app, &carrier).await.unwrap();
        server.change(Mood::Takes);
        app.clock.advance(15 * MINUTE);
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 1, "the order's alone");
        let late = newest(&app).await.unwrap().into_iter().find(|kept| kept.mail.template == "sign_in");
        let late = late.unwrap().mail;
        assert_eq!((late.status.as_str(), late.error.as_deref()), ("dead", Some("what it says is over")));
    }
}

#[tokio::test]
async fn a_server_that_wants_a_password_may_get_one_later() {
    for shop in shops().await {
        let server = Server::start(Mood::Answers("530 authentication required")).await;
        let (app, carrier) = queued(&shop, &server).await;
        send_due(&app, &carrier).await.unwrap();
        assert_eq!(only_mail(&app).await.status, "queued");
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_is_given_up_after_the_last_attempt() {
    for shop in shops().await {
        let server = Server::start(Mood::HangsUp).await;
        let (app, carrier) = queued(&shop, &server).await;
        for attempt in 1..ATTEMPTS {
            send_due(&app, &carrier).await.unwrap();
            let mail = only_mail(&app).await;
            assert_eq!((mail.status.as_str(), mail.attempts), ("queued", attempt as i64));
            app.clock.advance(mail.next_try_at - app.clock.now());
        }
        send_due(&app, &carrier).await.unwrap();
        assert_eq!(only_mail(&app).await.status, "dead");
        assert_eq!(server.conversations(), ATTEMPTS);
    }
}

#[tokio::test]
async fn two_machines_send_a_mail_once() {
    for shop in shops().await {
        let server = Server::start(Mood::Takes).await;
        let (app, carrier) = queued(&shop, &server).await;
        let machines = (0..4).map(|_| {
            let (app, carrier) = (app.clone(), carrier.clone());
            tokio::spawn(async move { send_due(&app, &carrier).await.unwrap() })
        });
        let sent = futures_util::future::join_all(machines).await;
        assert_eq!(sent.into_iter().map(Result::unwrap).sum::<usize>(), 1);
        assert_eq!(server.taken().len(), 1);
    }
}

#[tokio::test]
async fn what_a_stopped_machine_had_claimed_is_sent_by_another() {
    for shop in shops().await {
        let server = Server::start(Mood::Takes).await;
        let (app, carrier) = queued(&shop, &server).await;
        let mut tx = app.db.write().await.unwrap();
        let mail = only_mail(&app).await;
        assert!(db::mail::claim(&mut tx, &mail, app.clock.now() + 5 * MINUTE).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 0);
        app.clock.advance(5 * MINUTE);
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_password_is_not_said_in_the_clear() {
    for shop in shops().await {
        let server = Server::start(Mood::Takes).await;
        let (mut app, _) = queued(&shop, &server).await;
        app.settings = Arc::new(Settings {
            smtp: Some(format!("smtp://user:secret@{}", server.address)),
            ..Settings::clone(&app.settings)
        });
        let carrier = Carrier::of(&app).unwrap().unwrap();
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 0);
        assert!(server.taken().is_empty() && !server.heard().to_uppercase().contains("AUTH"));
        assert_eq!(only_mail(&app).await.status, "queued");
    }
}

#[tokio::test]
async fn the_mailbox_keeps_what_it_shows() {
    for shop in shops().await {
        let server = Server::start(Mood::Takes).await;
        let (mut app, _) = queued(&shop, &server).await;
        app.settings = Arc::new(Settings { mailbox: true, ..Settings::clone(&app.settings) });
        let carrier = Carrier::of(&app).unwrap().unwrap();
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 1);
        let mail = only_mail(&app).await;
        assert_eq!(mail.status, "sent");
        assert!(!mail.body_html.is_empty() && mail.qr_token.is_some());
        assert_eq!(server.conversations(), 0);
    }
}
