//! Invoices by e-mail: asked for, at the hand-over, and instead of a paper receipt; each once, with its PDF.

use backend::{
    args,
    db::{self, mail::MailRow},
    domain::{
        clock::{DAY, HOUR},
        invoice,
        mail::{Carrier, compose, newest, send_due},
        outbox,
        refusal::Outcome,
        secret, session,
    },
};
use contract::{
    error::ErrorCode, invoice::EmailInvoice, newtypes::Email, pos::ReceiptChoice, session::OpenLink,
};

use crate::{
    common::{SATURDAY, Shop, browser::Browser},
    invoicing::{Till, changed, collected, receipt, rows, shops, stranger, with_settings},
    smtp::{Mood, Server},
};

/// The mails of a kind, the oldest first.
async fn mails(shop: &Shop, template: &str) -> Vec<MailRow> {
    compose(&shop.app).await.unwrap();
    let all = newest(&shop.app).await.unwrap().into_iter().map(|kept| kept.mail);
    let mut mails: Vec<_> = all.filter(|mail| mail.template == template).collect();
    mails.sort_by_key(|mail| mail.outbox_number);
    mails
}

async fn ask(shop: &Shop, session: &str, id: &str, email: Option<&str>) -> Outcome<()> {
    let email = email.map(|email| Email::parse(email).unwrap());
    invoice::mail(&shop.app, Some(session), id, &EmailInvoice { email }).await
}

/// An account that wants its receipts so; answers its id.
async fn account(shop: &Shop, email: &str, choice: ReceiptChoice) -> String {
    Browser::default().sign_in(shop, email).await;
    let mut tx = shop.app.db.write().await.unwrap();
    let mut account = db::account::by_email(&mut tx, email).await.unwrap().unwrap();
    account.receipt = choice;
    db::account::set_profile(&mut tx, &account).await.unwrap();
    tx.commit().await.unwrap();
    account.id
}

#[tokio::test]
async fn a_hand_over_brings_one_mail_with_the_invoice() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let (order, _) = collected(&shop, 1).await;
        let id = rows(&shop, &order).await[0].id.clone();
        let [mail] = &mails(&shop, "collected").await[..] else { panic!("one mail") };
        assert_eq!(
            (mail.recipient.as_str(), mail.invoice_id.as_deref()),
            ("zoe@example.fr", Some(id.as_str()))
        );
        assert_eq!(mail.subject, "Merci, voici votre facture TM-2026-000001");

        let link = mail.body_text.lines().find(|line| line.contains("/purchases/")).unwrap();
        let (page, token) = link.split_once('#').unwrap();
        assert_eq!(page, format!("http://localhost:8080/fr/purchases/{order}"));
        let open = OpenLink { id: order.clone(), token: token.into() };
        let cookie = session::open_link(&shop.app, None, &open).await.unwrap().unwrap();
        let hash = secret::hash(&cookie);
        assert!(invoice::find(&shop.app, Some(&hash), &id).await.is_ok());
    }
}

#[tokio::test]
async fn an_invoice_is_sent_to_whom_it_is_asked_for() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let (order, session) = collected(&shop, 1).await;
        let id = rows(&shop, &order).await[0].id.clone();
        ask(&shop, &session, &id, None).await.unwrap();
        ask(&shop, &session, &id, Some("compta@example.fr")).await.unwrap();
        let [own, other] = &mails(&shop, "invoice").await[..] else { panic!("two mails") };
        assert_eq!(
            (own.recipient.as_str(), other.recipient.as_str()),
            ("zoe@example.fr", "compta@example.fr")
        );
        assert!(own.body_text.contains(&order) && own.body_html.contains(&order));
        assert!(!other.body_text.contains("http") && !other.body_html.contains("<a class=\"blue\""));

        let stranger = stranger(&shop).await;
        let refused = ask(&shop, &stranger, &id, None).await;
        assert_eq!(refused.err().and_then(|refusal| refusal.code()), Some(ErrorCode::NotFound));
        for _ in 0..3 {
            ask(&shop, &session, &id, None).await.unwrap();
        }
        let refused = ask(&shop, &session, &id, None).await;
        assert_eq!(refused.err().and_then(|refusal| refusal.code()), Some(ErrorCode::TooManyTries));
        shop.app.clock.advance(HOUR + 1);
        ask(&shop, &session, &id, None).await.unwrap();
    }
}

#[tokio::test]
async fn the_pdf_travels_with_the_mail() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let (order, session) = collected(&shop, 1).await;
        let id = rows(&shop, &order).await[0].id.clone();
        let server = Server::start(Mood::Takes).await;
        let app = with_settings(&shop.app, |settings| {
            settings.smtp = Some(format!("smtp://{}", server.address));
        });
        compose(&app).await.unwrap();
        let carrier = Carrier::of(&app).unwrap().unwrap();
        send_due(&app, &carrier).await.unwrap();
        assert_eq!(send_due(&app, &carrier).await.unwrap(), 0, "once is enough");
        let taken = server.taken();
        let sent = taken.iter().find(|message| message.contains("application/pdf")).unwrap();
        for part in ["multipart/mixed", "multipart/alternative", "filename=\"TM-2026-000001.pdf\""] {
            assert!(sent.contains(part), "{part} in {sent}");
        }
        let file = invoice::file(&app, Some(&session), &id).await.unwrap();
        let base64 = data_encoding::BASE64.encode(&file.pdf);
        let sent = sent.replace("\r\n", "");
        assert!(sent.contains(&base64), "the bytes that are kept");
    }
}

#[tokio::test]
async fn a_receipt_by_e_mail_is_the_shoppers_choice() {
    for shop in shops().await {
        let electronic = account(&shop, "zoe@example.fr", ReceiptChoice::Electronic).await;
        let paper = account(&shop, "ana@example.fr", ReceiptChoice::Paper).await;
        let by_till = Till { email: Some("ana@example.fr"), ..Till::default() };
        receipt(&shop, &by_till, Some(&paper)).await;
        receipt(&shop, &Till::default(), None).await;
        assert!(mails(&shop, "receipt").await.is_empty(), "paper, or nobody to write to");

        let id = receipt(&shop, &Till::default(), Some(&electronic)).await;
        let guests = receipt(&shop, &Till { email: Some("guest@example.fr"), ..Till::default() }, None).await;
        let old = Till { at: SATURDAY - 4 * DAY, ..Till::default() };
        receipt(&shop, &old, Some(&electronic)).await;
        let [mail, to_guest] = &mails(&shop, "receipt").await[..] else { panic!("two mails") };
        assert_eq!((mail.recipient.as_str(), mail.subject_id.as_ref()), ("zoe@example.fr", Some(&id)));
        let written = rows(&shop, &id).await.remove(0);
        assert_eq!(mail.invoice_id.as_ref(), Some(&written.id));
        assert_eq!(mail.subject, format!("Votre ticket, et votre facture {}", written.content.number));
        let text = mail.body_text.replace('\u{a0}', " ");
        assert!(text.contains("1 × Écharpe Nuage : 45,00 €"), "{text}");
        assert_eq!(
            (to_guest.recipient.as_str(), to_guest.subject_id.as_ref()),
            ("guest@example.fr", Some(&guests))
        );
    }
}

#[tokio::test]
async fn a_receipt_is_mailed_once_however_often_it_changes() {
    for shop in shops().await {
        let electronic = account(&shop, "zoe@example.fr", ReceiptChoice::Electronic).await;
        let id = receipt(&shop, &Till::default(), Some(&electronic)).await;
        let voided = receipt(&shop, &Till::default(), Some(&electronic)).await;
        shop.run("UPDATE receipt SET status = 'voided' WHERE id = $1", args![&voided]).await;
        for _ in 0..3 {
            assert_eq!(mails(&shop, "receipt").await.len(), 1);
            let mut tx = shop.app.db.write().await.unwrap();
            outbox::publish(&mut tx, SATURDAY, vec![changed(&id), changed(&id)]).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
}
