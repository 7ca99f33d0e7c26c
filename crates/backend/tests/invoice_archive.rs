//! A year's invoices over HTTP: one by one, and in a zip that holds each as it is.

use std::io::{Cursor, Read};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, Method, Request, header},
};
use backend::{domain::clock::DAY, handlers};
use contract::{
    error::{ErrorCode, Problem},
    invoice::{ArchiveProgress, Invoice, NameCompany},
    routes,
};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;
use zip::ZipArchive;

use crate::{
    common::Shop,
    invoicing::{Till, browser_of, company, receipt, rows, shops},
};

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn code(&self) -> ErrorCode {
        serde_json::from_slice::<Problem>(&self.body).unwrap().code
    }

    fn progress(&self) -> (u32, u32) {
        let progress: ArchiveProgress = serde_json::from_slice(&self.body).unwrap();
        (progress.done, progress.total)
    }
}

async fn ask(shop: &Shop, token: &str, method: Method, path: &str, body: Option<Value>) -> Answer {
    // Documents are compressed already, and answered as they are to whoever would take them smaller.
    let is_document = method == Method::GET && (path.contains("/pdf") || path.contains("/archive"));
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "shop.example")
        .header(header::COOKIE, format!("vitrine={token}"))
        .header(header::ACCEPT_LANGUAGE, "en-GB,en;q=0.9,fr;q=0.8")
        .header(header::ACCEPT_ENCODING, if is_document { "br" } else { "identity" })
        .header(header::CONTENT_TYPE, "application/json")
        .body(body.map_or_else(Body::empty, |body| Body::from(body.to_string())))
        .unwrap();
    let response = handlers::router(shop.app.clone()).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

async fn get(shop: &Shop, token: &str, path: &str) -> Answer {
    ask(shop, token, Method::GET, path, None).await
}

async fn receipts(shop: &Shop, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..count {
        let till = Till { lines: &[("=Robe; \"lin\"", 1, 4_500, 500, 2000)], ..Till::default() };
        ids.push(receipt(shop, &till, None).await);
    }
    ids
}

#[tokio::test]
async fn an_invoice_is_read_and_saved_by_who_may_see_the_purchase() {
    for shop in shops().await {
        let ids = receipts(&shop, 1).await;
        let (mine, other) = (browser_of(&shop, &ids).await, browser_of(&shop, &[]).await);
        let id = rows(&shop, &ids[0]).await[0].id.clone();
        let read = get(&shop, &mine, &routes::invoice(&id)).await;
        let invoice: Invoice = serde_json::from_slice(&read.body).unwrap();
        assert_eq!(
            (invoice.number.as_str(), read.header(header::CACHE_CONTROL)),
            ("TM-2026-000001", "no-store")
        );

        let pdf = get(&shop, &mine, &routes::invoice_pdf(&id)).await;
        assert_eq!(pdf.header(header::CONTENT_TYPE), "application/pdf");
        assert_eq!(pdf.header(header::CONTENT_DISPOSITION), "attachment; filename=\"TM-2026-000001.pdf\"");
        assert_eq!(
            (pdf.header(header::CACHE_CONTROL), pdf.header(header::CONTENT_ENCODING)),
            ("no-store", "")
        );
        let shown = get(&shop, &mine, &format!("{}?view", routes::invoice_pdf(&id))).await;
        assert!(shown.header(header::CONTENT_DISPOSITION).starts_with("inline"));
        assert_eq!(shown.body, pdf.body);

        for path in [routes::invoice(&id), routes::invoice_pdf(&id), routes::invoice("none")] {
            let refused = get(&shop, &other, &path).await;
            assert_eq!((refused.status, refused.code()), (404, ErrorCode::NotFound), "{path}");
        }
        let mail = routes::invoice_email(&id);
        let refused = ask(&shop, &other, Method::POST, &mail, Some(json!({}))).await;
        assert_eq!(refused.code(), ErrorCode::NotFound);
        let refused = ask(&shop, &mine, Method::POST, &mail, Some(json!({}))).await;
        assert_eq!(refused.code(), ErrorCode::InvalidField, "the till knew no address");
        let sent = ask(&shop, &mine, Method::POST, &mail, Some(json!({ "email": "zoe@example.fr" }))).await;
        assert_eq!(sent.status, 204);
    }
}

#[tokio::test]
async fn a_company_is_checked_before_it_is_named() {
    for shop in shops().await {
        let ids = receipts(&shop, 1).await;
        let mine = browser_of(&shop, &ids).await;
        let path = routes::purchase_company(&ids[0]);
        let good = serde_json::to_value(NameCompany { company: company("Atelier Zoé") }).unwrap();
        for (field, wrong) in
            [("siren", "123456789"), ("vat_number", "44732829320"), ("name", " "), ("address", "")]
        {
            let mut bad = good.clone();
            bad["company"][field] = wrong.into();
            let refused = ask(&shop, &mine, Method::PUT, &path, Some(bad)).await;
            let problem: Problem = serde_json::from_slice(&refused.body).unwrap();
            assert_eq!(problem.field.as_deref(), Some(format!("company/{field}").as_str()));
        }
        let named = ask(&shop, &mine, Method::PUT, &path, Some(good)).await;
        assert_eq!((named.status, rows(&shop, &ids[0]).await.len()), (204, 3));
    }
}

#[tokio::test]
async fn a_years_zip_holds_every_pdf_and_a_table() {
    for shop in shops().await {
        let mut ids = receipts(&shop, 43).await;
        let mine = browser_of(&shop, &ids).await;
        let path = routes::invoices_archive(2026);
        let foreign = receipts(&shop, 1).await;
        shop.app.clock.advance(60 * DAY);
        ids.extend(receipts(&shop, 1).await);

        let made = ask(&shop, &mine, Method::POST, &path, None).await;
        assert_eq!(made.progress(), (40, 43));
        let zip = get(&shop, &mine, &path).await;
        assert_eq!((zip.status, zip.header(header::CONTENT_TYPE)), (200, "application/zip"));
        assert_eq!(zip.header(header::CONTENT_DISPOSITION), "attachment; filename=\"invoices-2026.zip\"");
        assert_eq!(
            (zip.header(header::CACHE_CONTROL), zip.header(header::CONTENT_ENCODING)),
            ("no-store", "")
        );
        let made = ask(&shop, &mine, Method::POST, &path, None).await;
        assert_eq!(made.progress(), (43, 43), "the zip made those that lacked");

        let mut archive = ZipArchive::new(Cursor::new(zip.body.to_vec())).unwrap();
        assert_eq!(archive.len(), 44);
        let one = rows(&shop, &ids[42]).await.remove(0);
        let kept = get(&shop, &mine, &routes::invoice_pdf(&one.id)).await.body;
        let mut bytes = Vec::new();
        archive.by_name("TM-2026-000043.pdf").unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, kept);
        let mut table = String::new();
        archive.by_name("invoices.csv").unwrap().read_to_string(&mut table).unwrap();
        assert_eq!(table.lines().count(), 44);
        assert!(table.contains("TM-2026-000001,Invoice,,2026-11-21,2026-11-21,T-"), "{table}");
        assert!(
            table
                .lines()
                .next()
                .unwrap()
                .ends_with("Net at 20%,VAT at 20%,Net total,Total with VAT,Currency")
        );
        assert!(table.lines().nth(1).unwrap().ends_with("33.33,6.67,33.33,40.00,EUR"), "{table}");

        let french = get(&shop, &mine, &format!("{path}&language=fr")).await;
        assert!(french.header(header::CONTENT_DISPOSITION).contains("factures-2026.zip"));
        for (token, path) in [(&mine, routes::invoices_archive(2025)), (&browser_of(&shop, &[]).await, path)]
        {
            assert_eq!(get(&shop, token, &path).await.code(), ErrorCode::NotFound);
            assert_eq!(ask(&shop, token, Method::POST, &path, None).await.code(), ErrorCode::NotFound);
        }
        let of_stranger = rows(&shop, &foreign[0]).await.remove(0);
        assert!(!table.contains(&of_stranger.content.number));
    }
}
