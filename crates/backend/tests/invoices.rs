//! What is invoiced, corrected, and never changed.

use backend::{
    args, db,
    domain::{
        invoice::{self, CreditLine},
        refusal::Refusal,
    },
};
use contract::{
    error::ErrorCode,
    invoice::{Invoice, InvoiceKind, Payment, PaymentMethod},
    money::Money,
};

use crate::{
    common::{Shop, order_by},
    invoicing::{self, Till, collected, company, hand_over, ready, receipt, rows, shops, stranger, written},
};

fn code<T>(outcome: Result<T, Refusal>) -> Option<ErrorCode> {
    outcome.err().and_then(|refusal| refusal.code())
}

fn paid(invoice: &Invoice) -> Vec<(PaymentMethod, i64)> {
    invoice.payments.iter().map(|payment| (payment.method, payment.amount.amount)).collect()
}

fn amounts(invoice: &Invoice) -> (i64, i64) {
    (invoice.net.amount, invoice.total.amount)
}

async fn credit(shop: &Shop, purchase_id: &str, return_id: &str, line: &CreditLine) {
    let mut tx = shop.app.db.write().await.unwrap();
    let payment = Payment { method: PaymentMethod::Card, amount: Money::new(line.amount, "EUR") };
    let lines = std::slice::from_ref(line);
    invoice::credit(&mut tx, &shop.app, purchase_id, return_id, lines, &[payment]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn take_back(shop: &Shop, purchase_id: &str, void_id: &str) {
    let mut tx = shop.app.db.write().await.unwrap();
    invoice::take_back(&mut tx, &shop.app, purchase_id, void_id).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_order_has_its_invoice_when_it_is_handed_over() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let request = order_by("zoe@example.fr", "ROBE-38", 2);
        let (order, session) = ready(&shop, &request, [127, 0, 0, 1]).await;
        assert_eq!(written(&shop, &order).await, []);
        hand_over(&shop.app, &order, true).await.unwrap();

        let [invoice] = &written(&shop, &order).await[..] else { panic!("one invoice") };
        assert_eq!((invoice.number.as_str(), invoice.kind), ("TM-2026-000001", InvoiceKind::Invoice));
        assert_eq!((invoice.issued_on.as_str(), invoice.sold_on.as_str()), ("2026-11-21", "2026-11-21"));
        assert_eq!(
            (invoice.seller.brand.as_str(), invoice.seller.name.as_str()),
            ("Tournemidi", "Tournemidi SAS")
        );
        assert_eq!(invoice.buyer.name.as_deref(), Some("Zoé Martin"));
        assert_eq!(invoice.store.as_deref(), Some("Paris 11e, Paris 11e"));
        assert_eq!((invoice.lines.len(), invoice.lines[0].quantity), (1, 2));
        assert_eq!(amounts(invoice), (14_833, 17_800));
        assert_eq!(paid(invoice), [(PaymentMethod::Other, 17_800)]);

        let seen = invoice::find(&shop.app, Some(&session), &invoice.id).await.unwrap();
        assert_eq!(&seen, invoice);
        let xml = &rows(&shop, &order).await[0].xml;
        assert!(xml.contains("TM-2026-000001") && xml.contains("178.00"), "{xml}");
    }
}

#[tokio::test]
async fn a_receipt_has_its_rates_and_its_discount() {
    for shop in shops().await {
        let till = Till {
            lines: &[
                ("Robe", 2, 8_900, 1_800, 2000),
                ("Livre", 1, 1_055, 0, 550),
                ("Olivier", 3, 1_999, 0, 1000),
            ],
            payments: &[("cash", 24_000), ("cash", -948)],
            ..Till::default()
        };
        let id = receipt(&shop, &till, None).await;
        let [invoice] = &written(&shop, &id).await[..] else { panic!("one invoice") };
        let by_rate: Vec<_> =
            invoice.vat.iter().map(|vat| (vat.rate, vat.base.amount, vat.vat.amount)).collect();
        assert_eq!(by_rate, [(550, 1_000, 55), (1000, 5_452, 545), (2000, 13_333, 2_667)]);
        assert_eq!(amounts(invoice), (19_785, 23_052));
        let line = &invoice.lines[0];
        assert_eq!((line.discount.amount, line.total.amount, line.net.amount), (1_800, 16_000, 13_333));
        assert_eq!(paid(invoice), [(PaymentMethod::Cash, 24_000), (PaymentMethod::Cash, -948)]);
        assert_eq!(invoice.buyer.name, None);
    }
}

#[tokio::test]
async fn an_exchange_is_an_invoice_and_a_credit_note() {
    for shop in shops().await {
        let till = Till {
            lines: &[("Robe", 1, 8_900, 0, 2000), ("Jupe", -1, 5_900, 0, 2000)],
            payments: &[("card", 3_000)],
            ..Till::default()
        };
        let id = receipt(&shop, &till, None).await;
        let [sold, back] = &written(&shop, &id).await[..] else { panic!("two") };
        assert_eq!((sold.kind, sold.total.amount), (InvoiceKind::Invoice, 8_900));
        assert_eq!(paid(sold), [(PaymentMethod::Card, 3_000), (PaymentMethod::Other, 5_900)]);
        assert_eq!((back.kind, back.total.amount), (InvoiceKind::CreditNote, 5_900));
        assert_eq!((paid(back), back.corrects.as_ref()), (vec![(PaymentMethod::Other, 5_900)], None));
        assert_eq!((back.number.as_str(), back.lines[0].quantity), ("TM-2026-000002", 1));

        let only_back = Till {
            lines: &[("Jupe", -2, 5_900, 0, 2000)],
            payments: &[("cash", -11_800)],
            ..Till::default()
        };
        let id = receipt(&shop, &only_back, None).await;
        let [back] = &written(&shop, &id).await[..] else { panic!("a credit note") };
        assert_eq!((back.kind, paid(back)), (InvoiceKind::CreditNote, vec![(PaymentMethod::Cash, 11_800)]));
    }
}

#[tokio::test]
async fn a_company_is_named_before_and_after() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let request = order_by("zoe@example.fr", "ROBE-38", 1);
        let (order, session) = ready(&shop, &request, [127, 0, 0, 1]).await;
        let session = Some(session.as_str());
        invoice::name_company(&shop.app, session, &order, &company("Atelier Zoé")).await.unwrap();
        hand_over(&shop.app, &order, true).await.unwrap();
        let named =
            |invoice: &Invoice| invoice.buyer.company.as_ref().map(|one| one.name.as_str().to_string());
        let [first] = &written(&shop, &order).await[..] else { panic!("one invoice") };
        assert_eq!(named(first).as_deref(), Some("Atelier Zoé"));
        assert_eq!(first.buyer.company.as_ref().unwrap().address, "3 rue de l’Exemple, 75011 Paris");

        invoice::name_company(&shop.app, session, &order, &company("Atelier Zoé")).await.unwrap();
        assert_eq!(written(&shop, &order).await.len(), 1, "the same company changes nothing");

        invoice::name_company(&shop.app, session, &order, &company("Zoé & Cie")).await.unwrap();
        let [_, back, new] = &written(&shop, &order).await[..] else { panic!("three") };
        let numbers = [first, back, new].map(|one| one.number.as_str());
        assert_eq!(numbers, ["TM-2026-000001", "TM-2026-000002", "TM-2026-000003"]);
        assert_eq!(
            (back.kind, back.corrects.as_ref().unwrap().id.as_str()),
            (InvoiceKind::CreditNote, first.id.as_str())
        );
        assert_eq!((named(back), amounts(back)), (named(first), amounts(first)));
        assert_eq!((named(new).as_deref(), new.kind), (Some("Zoé & Cie"), InvoiceKind::Invoice));
        let is_replaced: Vec<bool> =
            rows(&shop, &order).await.iter().map(|row| row.replaced_at.is_some()).collect();
        assert_eq!(is_replaced, [true, false, false]);
    }
}

#[tokio::test]
async fn a_company_is_not_named_when_something_came_back() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let (order, session) = collected(&shop, 2).await;
        let line = line_of(&shop, &order).await;
        credit(&shop, &order, "return", &CreditLine { line_id: line, quantity: 1, amount: 8_900 }).await;
        let refused = invoice::name_company(&shop.app, Some(&session), &order, &company("Zoé")).await;
        assert_eq!(code(refused), Some(ErrorCode::WrongStatus));
        let stranger = stranger(&shop).await;
        let refused = invoice::name_company(&shop.app, Some(&stranger), &order, &company("Zoé")).await;
        assert_eq!(code(refused), Some(ErrorCode::NotFound));
        let mut nowhere = company("Zoé");
        for address in ["  ", &"é".repeat(201), "1 rue\nParis"] {
            nowhere.address = address.into();
            let refused = invoice::name_company(&shop.app, Some(&session), &order, &nowhere).await;
            assert_eq!(code(refused), Some(ErrorCode::InvalidField), "{address}");
        }
    }
}

async fn line_of(shop: &Shop, purchase_id: &str) -> String {
    let mut tx = shop.app.db.read().await.unwrap();
    db::purchase::lines(&mut tx, purchase_id).await.unwrap().remove(0).id
}

#[tokio::test]
async fn parts_and_the_whole_are_taken_back() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let (order, _) = collected(&shop, 2).await;
        let line_id = line_of(&shop, &order).await;
        credit(&shop, &order, "return", &CreditLine { line_id, quantity: 1, amount: 8_000 }).await;
        let [first, note] = &written(&shop, &order).await[..] else { panic!("two") };
        assert_eq!((note.kind, amounts(note)), (InvoiceKind::CreditNote, (6_667, 8_000)));
        assert_eq!(note.corrects.as_ref().unwrap().number, first.number);
        assert_eq!((note.lines[0].unit_price.amount, note.lines[0].discount.amount), (8_900, 900));

        let till = Till {
            lines: &[("Robe", 1, 8_900, 0, 2000), ("Jupe", -1, 5_900, 0, 2000)],
            payments: &[("card", 3_000)],
            ..Till::default()
        };
        let id = receipt(&shop, &till, None).await;
        shop.app.clock.advance(24 * 3_600_000);
        take_back(&shop, &id, "void").await;
        take_back(&shop, &id, "void again").await;
        let kinds: Vec<_> =
            written(&shop, &id).await.iter().map(|one| (one.kind, one.total.amount)).collect();
        let (invoice, note) = (InvoiceKind::Invoice, InvoiceKind::CreditNote);
        assert_eq!(kinds, [(invoice, 8_900), (note, 5_900), (note, 8_900), (invoice, 5_900)]);
        let last = &written(&shop, &id).await[2];
        assert_eq!((last.issued_on.as_str(), last.sold_on.as_str()), ("2026-11-22", "2026-11-22"));
    }
}

#[tokio::test]
async fn what_is_written_stays_whatever_changes_later() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(5)).await;
        let (order, session) = collected(&shop, 1).await;
        let before = rows(&shop, &order).await.remove(0);
        let (one, two) = tokio::join!(
            invoice::file(&shop.app, Some(&session), &before.id),
            invoice::file(&shop.app, Some(&session), &before.id),
        );
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one.name, "TM-2026-000001.pdf");
        assert!(one.pdf.starts_with(b"%PDF") && one.pdf == two.pdf);

        shop.run("UPDATE product_text SET name = 'Autre robe'", args![]).await;
        shop.run("UPDATE variant SET vat_rate = 550, price = 1", args![]).await;
        shop.run("UPDATE store SET name = 'Autre magasin'", args![]).await;
        let mut other = invoicing::retailer();
        other.legal.name = "Autre SAS".into();
        let app = shop.app.clone().with_retailer(other);
        let after = invoice::find(&app, Some(&session), &before.id).await.unwrap();
        assert_eq!(after, before.content);
        assert_eq!(rows(&shop, &order).await[0].xml, before.xml);
        assert_eq!(invoice::file(&app, Some(&session), &before.id).await.unwrap().pdf, one.pdf);
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM invoice_pdf", args![]).await, 1);
    }
}
