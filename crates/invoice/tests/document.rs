//! The PDFs: sound, the same each time, readable, with the e-invoice inside.

use std::{path::Path, time::Instant};

use contract::{
    invoice::{Invoice, Payment, PaymentMethod},
    language::Language,
};
use invoice::Logo;

use crate::common::{self, company, credited, euros, line, random, tools::run};

const INVOICES: u64 = 1000;
const THREADS: u64 = 2;

fn pdf(invoice: &Invoice) -> Vec<u8> {
    invoice::pdf(invoice, &invoice::xml(invoice), None).unwrap()
}

/// The text of its pages, with plain blanks.
fn text(folder: &Path, invoice: &Invoice) -> String {
    let file = folder.join("page.pdf");
    std::fs::write(&file, pdf(invoice)).unwrap();
    let text = String::from_utf8(run("pdftotext", &["-layout", file.to_str().unwrap(), "-"])).unwrap();
    text.replace('\u{a0}', " ")
}

#[test]
fn a_thousand_pdfs_are_sound() {
    let folder = tempfile::tempdir().unwrap();
    let check = |thread: u64| {
        let mut seconds = 0.0;
        for seed in (thread..INVOICES).step_by(THREADS as usize) {
            let invoice = random(seed);
            let start = Instant::now();
            let bytes = pdf(&invoice);
            seconds += start.elapsed().as_secs_f64();
            let file = folder.path().join(format!("{seed}.pdf"));
            std::fs::write(&file, bytes).unwrap();
            run("qpdf", &["--check", file.to_str().unwrap()]);
        }
        seconds
    };
    let seconds: f64 = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || check(thread))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    println!("one PDF in {:.1} ms, not optimised", seconds * 1000.0 / INVOICES as f64);
}

#[test]
fn the_same_invoice_gives_the_same_bytes() {
    for seed in 0..10 {
        let invoice = random(seed);
        assert_eq!(invoice::xml(&invoice), invoice::xml(&random(seed)));
        assert_eq!(pdf(&invoice), pdf(&random(seed)));
    }
}

#[test]
fn the_e_invoice_is_inside_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_string();
    for seed in 0..20 {
        let invoice = random(seed);
        std::fs::write(path("page.pdf"), pdf(&invoice)).unwrap();
        let list = String::from_utf8(run("pdfdetach", &["-list", &path("page.pdf")])).unwrap();
        assert!(list.contains("1 embedded files") && list.contains("factur-x.xml"), "{list}");
        run("pdfdetach", &["-save", "1", "-o", &path("inside.xml"), &path("page.pdf")]);
        assert_eq!(std::fs::read_to_string(path("inside.xml")).unwrap(), invoice::xml(&invoice));
    }
}

#[test]
fn the_file_says_what_it_conforms_to() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.pdf");
    std::fs::write(&file, pdf(&random(1))).unwrap();
    let said = String::from_utf8(run("pdfinfo", &["-meta", file.to_str().unwrap()])).unwrap();
    for claim in [
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "<fx:DocumentType>INVOICE</fx:DocumentType>",
        "<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>",
        "<fx:Version>1.0</fx:Version>",
        "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>",
    ] {
        assert!(said.contains(claim), "{claim} is not in {said}");
    }
    let info = String::from_utf8(run("pdfinfo", &[file.to_str().unwrap()])).unwrap();
    assert!(info.lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes")), "{info}");
}

#[test]
fn a_page_says_what_was_bought_in_french_and_in_english() {
    let folder = tempfile::tempdir().unwrap();
    let lines = || vec![line("Robe & <co>", 2, 61_725, 0, 2000), line("Carnet", 1, 1_055, 0, 550)];
    let french = text(folder.path(), &common::invoice(Language::Fr, lines()));
    for said in [
        "Facture",
        "TM-2026-000042",
        "28 novembre 2026",
        "Robe & <co>",
        "1 234,50 €",
        "5,5 %",
        "1 245,05 €",
        "Carte bancaire",
        "SIREN 732 829 320",
        "Page 1 sur 1",
    ] {
        assert!(french.contains(said), "{said} is not in {french}");
    }
    let english = text(folder.path(), &common::invoice(Language::En, lines()));
    for said in ["Invoice", "28 November 2026", "€1,234.50", "5.5%", "€1,245.05", "Bank card", "Page 1 of 1"]
    {
        assert!(english.contains(said), "{said} is not in {english}");
    }
}

#[test]
fn a_company_reads_its_numbers_and_the_terms() {
    let folder = tempfile::tempdir().unwrap();
    let mut invoice = common::invoice(Language::Fr, vec![line("Robe", 1, 10_000, 0, 2000)]);
    invoice.buyer.company = Some(company());
    invoice.payments.clear();
    let page = text(folder.path(), &invoice);
    for said in ["Atelier Bertin & Fils", "SIREN 552 100 554", "FR53552100554", "Reste à régler", "Pénalités"]
    {
        assert!(page.contains(said), "{said} is not in {page}");
    }
}

#[test]
fn a_credit_note_names_what_it_corrects_and_what_was_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let invoice = common::invoice(Language::Fr, vec![line("Robe", 1, 10_000, 0, 2000)]);
    let negative = credited(invoice);
    let mut positive = negative.clone();
    positive.payments = vec![Payment { method: PaymentMethod::Card, amount: euros(10_000) }];
    assert_eq!(invoice::xml(&negative), invoice::xml(&positive));
    for note in [negative, positive] {
        let page = text(folder.path(), &note);
        for said in ["Avoir", "Rectifie la facture TM-2026-000042", "Remboursement", "Avoir remboursé."] {
            assert!(page.contains(said), "{said} is not in {page}");
        }
        assert!(!page.contains('\u{2212}'), "{page}");
    }
}

#[test]
fn thirty_lines_break_over_pages_that_are_numbered() {
    let folder = tempfile::tempdir().unwrap();
    let lines = (1..=30).map(|number| line(&format!("Robe n° {number}."), 1, 10_000, 0, 2000)).collect();
    let text = text(folder.path(), &common::invoice(Language::Fr, lines));
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(pages.len() > 1);
    for (index, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("Page {} sur {}", index + 1, pages.len())), "{page}");
        assert!(page.contains("Prix unitaire"), "the table's head is on every page: {page}");
    }
    assert!((1..=30).all(|number| text.matches(&format!("Robe n° {number}.")).count() == 1), "{text}");
}

/// Shapes, a gradient and what shines through.
const DRAWN: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">
<defs><linearGradient id="g"><stop stop-color="#2237A0"/><stop offset="1" stop-color="#9DB2FF"/></linearGradient></defs>
<circle cx="20" cy="20" r="18" fill="url(#g)" opacity="0.8"/><path d="M50 35 V5 M50 5 H110" stroke="#1A1815" stroke-width="6"/>
</svg>"##;
/// One pixel, half transparent.
const DOT: &[u8] = include_bytes!("dot.png");

#[test]
fn the_logo_stands_at_the_head_and_is_told_to_who_does_not_see_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_string();
    let invoice = common::invoice(Language::Fr, vec![line("Robe", 1, 10_000, 0, 2000)]);
    for bytes in [DRAWN.as_bytes(), DOT] {
        let logo = Logo::read(bytes.to_vec()).unwrap();
        let pdf = invoice::pdf(&invoice, &invoice::xml(&invoice), Some(&logo)).unwrap();
        std::fs::write(path("page.pdf"), pdf).unwrap();
        run("qpdf", &["--check", &path("page.pdf")]);
        let inside = run("qpdf", &["--qdf", "--object-streams=disable", &path("page.pdf"), "-"]);
        let inside = String::from_utf8_lossy(&inside);
        assert!(inside.contains("/S /Figure") && inside.contains("/Alt (Tournemidi)"));
        let said = String::from_utf8(run("pdftotext", &["-layout", &path("page.pdf"), "-"])).unwrap();
        assert!(said.trim_start().starts_with("Facture"), "the picture says the brand: {said}");
    }
}

#[test]
fn what_is_no_logo_is_refused_with_the_reason() {
    let refused = |bytes: &[u8]| format!("{:#}", Logo::read(bytes.to_vec()).unwrap_err());
    assert_eq!(refused(b"GIF89a"), "it is neither an SVG nor a PNG");
    assert!(refused(&DOT[..30]).starts_with("it can't be read"), "{}", refused(&DOT[..30]));
    assert!(refused(&[DRAWN.as_bytes(), &[b' '; 600_000]].concat()).starts_with("it has more than 512 kB"));
}
