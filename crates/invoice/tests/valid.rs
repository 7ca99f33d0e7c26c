//! The e-invoices against the official rules: the XSD, EN 16931's schematron, and France's for companies.

use std::collections::BTreeSet;

use contract::language::Language;
use quick_xml::{Reader, events::Event};

use crate::common::{self, line, random, tools::failures};

const INVOICES: u64 = 1000;

#[test]
fn a_thousand_invoices_are_valid() {
    let folder = tempfile::tempdir().unwrap();
    for seed in 0..INVOICES {
        let invoice = random(seed);
        std::fs::write(folder.path().join(format!("{seed:04}.xml")), invoice::xml(&invoice)).unwrap();
    }
    let failures = failures(folder.path(), INVOICES as usize);
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

/// What is wrong, in which element of the document, and what stands there instead.
const TAMPERINGS: [(&str, &str, &str); 12] = [
    ("a-line", "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount", "83.34"),
    ("vat", "ram:CalculatedAmount", "16.66"),
    ("base", "ram:BasisAmount", "83.32"),
    ("net", "ram:TaxBasisTotalAmount", "83.34"),
    ("all-vat", "ram:TaxTotalAmount", "16.68"),
    ("total", "ram:GrandTotalAmount", "100.01"),
    ("paid", "ram:TotalPrepaidAmount", "99.99"),
    ("due", "ram:DuePayableAmount", "0.01"),
    ("rate", "ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax/ram:RateApplicablePercent", "10"),
    ("price", "ram:ChargeAmount", "-83.33"),
    ("decimals", "ram:GrandTotalAmount", "100.001"),
    ("kind", "ram:TypeCode", "12"),
];

#[test]
fn whatever_is_tampered_with_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let xml = invoice::xml(&common::invoice(Language::Fr, vec![line("Robe", 1, 10_000, 0, 2000)]));
    std::fs::write(folder.path().join("whole.xml"), &xml).unwrap();
    for (name, place, value) in TAMPERINGS {
        std::fs::write(folder.path().join(format!("{name}.xml")), tampered(&xml, place, value)).unwrap();
    }
    let failures = failures(folder.path(), TAMPERINGS.len() + 1);
    let found: BTreeSet<&str> = failures.iter().filter_map(|line| Some(line.split_once(':')?.0)).collect();
    assert_eq!(found, TAMPERINGS.iter().map(|(name, _, _)| *name).collect(), "{}", failures.join("\n"));
}

/// The first element whose path ends so gets another text.
fn tampered(xml: &str, path: &str, value: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let mut open = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                open = format!("{open}/{}", start.name().as_ref());
                if open.ends_with(&format!("/{path}")) {
                    let at = usize::try_from(reader.buffer_position()).unwrap();
                    let length = xml[at..].find('<').unwrap();
                    assert_ne!(&xml[at..at + length], value);
                    return format!("{}{value}{}", &xml[..at], &xml[at + length..]);
                }
            }
            Event::End(_) => open.truncate(open.rfind('/').unwrap()),
            Event::Eof => panic!("{path} is not there"),
            _ => {}
        }
    }
}
