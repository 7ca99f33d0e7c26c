//! What `vitrine serve` asks of the retailer's file when it starts: who sells, and the brand's picture.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use axum::{
    body::Body,
    http::{Request, header},
};
use backend::{
    domain::{
        invoice,
        retailer::{LegalEntity, Retailer},
        secret,
    },
    handlers,
};
use contract::routes;
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::{
    common::Shop,
    invoice_tools::{failures, run},
    invoicing::{self, Till, browser_of, company, receipt, rows, shops},
};

const LOGO: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 3\"><path d=\"M0 0h9v3z\"/></svg>";

/// Starts the server and stops it once it listens or gives up; the line by which it said that it listens, and what else
/// it said.
fn started(folder: &Path, retailer: &str) -> (String, String) {
    let file = folder.join("retailer.toml");
    fs::write(&file, retailer).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_vitrine"))
        .args(["serve", "--port", "0", "--database"])
        .arg(folder.join("start.sqlite"))
        .arg("--retailer")
        .arg(&file)
        .env_remove("VITRINE_LOG")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut listens = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut listens).unwrap();
    child.kill().unwrap();
    let said = child.wait_with_output().unwrap().stderr;
    (listens, String::from_utf8(said).unwrap())
}

#[test]
fn who_sells_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let whole = "name = \"Tournemidi\"\n[legal]\nname = \"Tournemidi SAS\"\naddress = \"1 rue de l’Exemple\"\n\
                 vat_number = \"FR44732829320\"\nsiren = \"732829320\"\n";
    let (listens, said) = started(folder.path(), whole);
    assert!(listens.starts_with("Listening") && !said.contains("invoices"), "{listens}{said}");

    let (listens, said) = started(folder.path(), "name = \"Tournemidi\"");
    assert!(listens.starts_with("Listening"), "{listens}{said}");
    assert!(said.contains("legal.name, legal.address, legal.vat_number, legal.siren"), "{said}");

    let belgian = "[[franchises]]\nstores = [\"BRU01\"]\n[franchises.legal]\nname = \"Midi SRL\"\n\
                   address = \"Bruxelles\"\ncountry = \"BE\"\nseries = \"B\"\n";
    let (_, said) = started(folder.path(), &format!("{whole}{belgian}"));
    assert!(said.contains("says franchises.legal.vat_number (of BRU01)"), "{said}");
}

#[test]
fn an_import_says_which_retailers_file_it_did_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("retailer.toml");
    fs::write(&file, "name = \"Tournemidi\"").unwrap();
    fs::write(folder.path().join("stores.csv"), "Store code,Business name\n").unwrap();
    let said = |named: bool| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vitrine"));
        command.arg("import").arg(folder.path()).arg("--check").arg("--database");
        command.arg(folder.path().join("import.sqlite"));
        if named {
            command.arg("--retailer").arg(&file);
        }
        String::from_utf8(command.output().unwrap().stderr).unwrap()
    };
    let warning = format!("name it with --retailer {}", file.display());
    assert!(said(false).contains(&warning), "{}", said(false));
    assert!(!said(true).contains(&warning));
}

#[test]
fn the_mailbox_is_not_shown_by_a_proxy() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_vitrine"));
    command.args(["serve", "--port", "0", "--mailbox", "--behind-proxy", "--database"]);
    let stopped = command.arg(folder.path().join("start.sqlite")).output().unwrap();
    assert!(!stopped.status.success());
    assert!(String::from_utf8(stopped.stderr).unwrap().contains("a proxy would show them to the world"));
}

#[tokio::test]
async fn what_the_rules_miss_of_a_seller_is_what_is_asked_for() {
    let mut shop = shops().await.remove(0);
    let folder = tempfile::tempdir().unwrap();
    let mut asked_for = BTreeSet::new();
    for name in ["nothing", "siren", "vat_number", "whole"] {
        let mut retailer = invoicing::retailer();
        match name {
            "nothing" => retailer.legal = LegalEntity::default(),
            "siren" => retailer.legal.siren.clear(),
            "vat_number" => retailer.legal.vat_number.clear(),
            _ => retailer.legal.siren = "732 829 320".into(),
        }
        if !retailer.missing().is_empty() {
            asked_for.insert(name);
        }
        shop.app = shop.app.clone().with_retailer(retailer);
        write_for_company(&shop, &folder.path().join(format!("{name}.xml"))).await;
    }
    let failures = failures(folder.path(), 4);
    let found: BTreeSet<&str> = failures.iter().filter_map(|line| Some(line.split_once(':')?.0)).collect();
    assert_eq!(found, asked_for, "{failures:#?}");
    assert_eq!(found, BTreeSet::from(["nothing", "siren", "vat_number"]));
    for rule in ["nothing: [BR-CO-26]", "vat_number: [BR-S-02]", "siren: BR-FR-10"] {
        assert!(failures.iter().any(|failure| failure.starts_with(rule)), "{rule}: {failures:#?}");
    }
}

/// The invoice of a receipt that names a company.
async fn write_for_company(shop: &Shop, file: &Path) {
    let id = receipt(shop, &Till::default(), None).await;
    let session = secret::hash(&browser_of(shop, std::slice::from_ref(&id)).await);
    invoice::name_company(&shop.app, Some(&session), &id, &company("Atelier Bertin")).await.unwrap();
    fs::write(file, &rows(shop, &id).await.last().unwrap().xml).unwrap();
}

#[test]
fn a_logo_that_can_not_be_shown_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let named = "name = \"Tournemidi\"\nlogo = \"marks/logo.svg\"";
    let (listens, said) = started(folder.path(), named);
    let file = folder.path().join("marks/logo.svg").display().to_string();
    assert!(listens.is_empty() && said.contains(&format!("cannot read the logo {file}")), "{said}");
    fs::create_dir(folder.path().join("marks")).unwrap();
    fs::write(&file, "GIF89a").unwrap();
    let (listens, said) = started(folder.path(), named);
    let reason = "neither an SVG nor a PNG";
    assert!(listens.is_empty() && said.contains(&file) && said.contains(reason), "{said}");
    fs::write(&file, LOGO).unwrap();
    let (listens, said) = started(folder.path(), named);
    assert!(listens.starts_with("Listening"), "{said}");
}

#[tokio::test]
async fn the_logo_is_on_the_page_and_in_the_pdf() {
    let mut shop = shops().await.remove(0);
    let folder = shop.folder.path().to_path_buf();
    fs::write(folder.join("logo.svg"), LOGO).unwrap();
    fs::write(folder.join("retailer.toml"), "name = \"Tournemidi\"\nlogo = \"logo.svg\"").unwrap();
    let retailer = Retailer::load(Some(&folder.join("retailer.toml"))).unwrap();
    shop.app = shop.app.clone().with_retailer(retailer);
    let name = shop.app.retailer.to_contract().logo.unwrap();
    for (name, status) in [(name.as_str(), 200), ("0123456789abcdef.svg", 404)] {
        let request = Request::get(routes::logo(name)).body(Body::empty()).unwrap();
        let response = handlers::router(shop.app.clone()).oneshot(request).await.unwrap();
        assert_eq!(response.status().as_u16(), status);
        if status == 200 {
            assert_eq!(response.headers()[header::CONTENT_TYPE], "image/svg+xml");
            assert_eq!(response.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
            assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), LOGO);
        }
    }
    let id = receipt(&shop, &Till::default(), None).await;
    let file = invoice::kept(&shop.app, &rows(&shop, &id).await[0].id).await.unwrap();
    fs::write(folder.join("page.pdf"), file.pdf).unwrap();
    let path = folder.join("page.pdf").display().to_string();
    let said = String::from_utf8(run("pdftotext", &["-layout", &path, "-"])).unwrap();
    assert!(said.trim_start().starts_with("Facture"), "the picture says the brand: {said}");
}
