//! A year's invoices as a table that a spreadsheet opens. Credit notes count negative, so that the columns add up.

use std::{collections::BTreeSet, sync::LazyLock};

use anyhow::Context;
use contract::{
    invoice::{Invoice, InvoiceKind},
    language::Language,
    money::{Money, minor_digits},
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    file: String,
    number: String,
    kind: String,
    invoice: String,
    credit_note: String,
    corrects: String,
    issued_on: String,
    sold_on: String,
    purchase: String,
    store: String,
    company: String,
    base: String,
    vat: String,
    net: String,
    total: String,
    currency: String,
}

static WORDS: LazyLock<Result<[Words; 2], toml::de::Error>> = LazyLock::new(|| {
    Ok([
        toml::from_str(include_str!("../../../templates/invoice/words.fr.toml"))?,
        toml::from_str(include_str!("../../../templates/invoice/words.en.toml"))?,
    ])
});

/// Spreadsheets take a file without it for one of an older time.
const BYTE_ORDER_MARK: &str = "\u{feff}";

fn words(language: Language) -> anyhow::Result<&'static Words> {
    let [fr, en] = WORDS.as_ref().context("the words of the table of invoices")?;
    Ok(match language {
        Language::Fr => fr,
        Language::En => en,
    })
}

/// `factures-2026.zip`, `invoices-2026.zip`.
pub fn archive_name(year: i64, language: Language) -> anyhow::Result<String> {
    Ok(format!("{}-{year}.zip", words(language)?.file))
}

/// The table, as spreadsheets of the language read it.
pub fn csv(invoices: &[Invoice], language: Language) -> anyhow::Result<Vec<u8>> {
    let words = words(language)?;
    let rates: BTreeSet<u32> = invoices.iter().flat_map(|invoice| &invoice.vat).map(|vat| vat.rate).collect();
    let separator = if language == Language::Fr { b';' } else { b',' };
    let mut table =
        csv::WriterBuilder::new().delimiter(separator).from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    table.write_record(headings(words, &rates, language))?;
    for invoice in invoices {
        table.write_record(row(words, invoice, &rates, language))?;
    }
    table.into_inner().context("a table of invoices")
}

fn headings(words: &Words, rates: &BTreeSet<u32>, language: Language) -> Vec<String> {
    let first =
        [&words.number, &words.kind, &words.corrects, &words.issued_on, &words.sold_on, &words.purchase];
    let mut headings: Vec<String> =
        first.into_iter().chain([&words.store, &words.company]).cloned().collect();
    for rate in rates {
        let rate = decimal(i64::from(*rate), 2, language);
        let rate = rate.trim_end_matches('0').trim_end_matches([',', '.']);
        headings.extend([&words.base, &words.vat].map(|heading| heading.replace("{rate}", rate)));
    }
    headings.extend([&words.net, &words.total, &words.currency].map(String::clone));
    headings
}

fn row(words: &Words, invoice: &Invoice, rates: &BTreeSet<u32>, language: Language) -> Vec<String> {
    let (kind, sign) = match invoice.kind {
        InvoiceKind::Invoice => (&words.invoice, 1),
        InvoiceKind::CreditNote => (&words.credit_note, -1),
    };
    let corrected = invoice.corrects.as_ref().map_or("", |corrected| &corrected.number);
    let company = invoice.buyer.company.as_ref().map_or("", |company| company.name.as_str());
    let texts = [
        &invoice.number,
        kind,
        corrected,
        &invoice.issued_on,
        &invoice.sold_on,
        &invoice.purchase_number,
        invoice.store.as_deref().unwrap_or_default(),
        company,
    ];
    let mut cells: Vec<String> = texts.into_iter().map(as_text).collect();
    let money = |money: &Money| {
        let digits = usize::try_from(minor_digits(&money.currency)).unwrap_or(2);
        decimal(sign * money.amount, digits, language)
    };
    for rate in rates {
        let of_rate = invoice.vat.iter().find(|vat| vat.rate == *rate);
        cells.push(of_rate.map(|vat| money(&vat.base)).unwrap_or_default());
        cells.push(of_rate.map(|vat| money(&vat.vat)).unwrap_or_default());
    }
    cells.extend([money(&invoice.net), money(&invoice.total), invoice.total.currency.clone()]);
    cells
}

/// What a till or a shopper typed is not run as a formula.
fn as_text(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { format!("'{cell}") } else { cell.to_string() }
}

/// `1234,50` or `1234.50`, without groups, so that it is a number.
fn decimal(amount: i64, digits: usize, language: Language) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    let all = format!("{:0width$}", amount.unsigned_abs(), width = digits + 1);
    let (whole, rest) = all.split_at(all.len() - digits);
    match (rest, language) {
        ("", _) => format!("{sign}{whole}"),
        (_, Language::Fr) => format!("{sign}{whole},{rest}"),
        (_, Language::En) => format!("{sign}{whole}.{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use contract::language::Language::{En, Fr};

    use super::*;

    #[test]
    fn numbers_are_numbers() {
        assert_eq!(decimal(123_450, 2, Fr), "1234,50");
        assert_eq!(decimal(-5, 2, En), "-0.05");
        assert_eq!(decimal(1234, 0, Fr), "1234");
        assert_eq!(decimal(550, 2, Fr), "5,50");
    }

    #[test]
    fn names_are_no_formulas() {
        assert_eq!(as_text("=HYPERLINK(\"http://evil.example\")"), "'=HYPERLINK(\"http://evil.example\")");
        assert_eq!(as_text("V-4KX9-27QP"), "V-4KX9-27QP");
    }

    #[test]
    fn a_zip_is_named_in_both_languages() {
        assert_eq!(archive_name(2026, Fr).ok(), Some("factures-2026.zip".into()));
        assert_eq!(archive_name(2026, En).ok(), Some("invoices-2026.zip".into()));
    }
}
