//! Feeds of any bytes: never a panic, never a row made up, and what is written reads back.

use std::io::Cursor;

use backend::feeds::{
    Context, ProductRow, ReadError, Reader, Row, StockRow, StoreRow, TextRow, source::Source,
};
use proptest::prelude::*;

/// Every row and every error, until the end or a file error.
fn read<R: Row>(bytes: &[u8]) -> (Vec<R>, Vec<String>) {
    let (mut rows, mut errors) = (Vec::new(), Vec::new());
    let opened = Source::new("feed", Cursor::new(bytes.to_vec()));
    let mut reader: Reader<R> = match opened.and_then(|source| Reader::new(source, &Context::default())) {
        Ok(reader) => reader,
        Err(error) => return (rows, vec![error.to_string()]),
    };
    loop {
        match reader.next(&mut Vec::new()) {
            Ok(Some(row)) => rows.push(row),
            Ok(None) => return (rows, errors),
            Err(ReadError::Row(error)) => errors.push(error.to_string()),
            Err(ReadError::File(error)) => {
                errors.push(error.to_string());
                return (rows, errors);
            }
        }
    }
}

fn read_all_kinds(bytes: &[u8]) {
    read::<ProductRow>(bytes);
    read::<TextRow>(bytes);
    read::<StoreRow>(bytes);
    read::<StockRow>(bytes);
}

/// A field as a spreadsheet writes it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Printable, without what trimming takes away.
fn word() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9éèàçœ'’\"&<>;.-]([ a-zA-Z0-9éèàçœ'’\"&<>;.\t-]{0,20}[a-zA-Z0-9éèàçœ'’\"&<>;.-])?"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_all_kinds(&bytes);
        let mut table = b"id\ttitle\tprice\tstore_code\tquantity\tbusiness_name\tlocality\n".to_vec();
        table.extend_from_slice(&bytes);
        read_all_kinds(&table);
        let mut gzip = vec![0x1f, 0x8b];
        gzip.extend_from_slice(&bytes);
        read_all_kinds(&gzip);
    }

    #[test]
    fn no_markup_panics(text in "(<|>|&|;|/|!|\\[CDATA\\[|\\]\\]>|item|entry|rss|g:id|g:title| |\n|é|\"|=){0,60}") {
        read_all_kinds(text.as_bytes());
        read_all_kinds(format!("<rss><channel><item>{text}").as_bytes());
    }

    #[test]
    fn tables_read_back(rows in proptest::collection::vec((word(), word(), 1_i64..1_000_000), 1..20)) {
        let mut text = String::from("id\ttitle\tprice\r\n");
        for (id, title, cents) in &rows {
            let price = format!("{}.{:02} EUR", cents / 100, cents % 100);
            text.push_str(&format!("{}\t{}\t{price}\r\n", quoted(id), quoted(title)));
        }
        let (read, errors) = read::<ProductRow>(text.as_bytes());
        prop_assert_eq!(errors, Vec::<String>::new());
        let read: Vec<_> = read.into_iter().map(|row| (row.id, row.texts.title, row.price)).collect();
        prop_assert_eq!(read, rows);
    }

    #[test]
    fn xml_reads_back(rows in proptest::collection::vec((word(), word(), proptest::option::of(0_i64..1000)), 1..20)) {
        let mut text = String::from("<rss xmlns:g='x'><channel>");
        for (id, store, quantity) in &rows {
            let quantity = quantity.map(|quantity| quantity.to_string()).unwrap_or_default();
            let store = format!("<![CDATA[{store}]]>");
            text.push_str(&format!("<item><g:id>{}</g:id><g:store_code>{store}</g:store_code>", escaped(id)));
            text.push_str(&format!("<g:quantity>{quantity}</g:quantity></item>\n"));
        }
        text.push_str("</channel></rss>");
        let (read, errors) = read::<StockRow>(text.as_bytes());
        prop_assert_eq!(errors, Vec::<String>::new());
        let read: Vec<_> = read.into_iter().map(|row| (row.id, row.store_code, row.quantity)).collect();
        prop_assert_eq!(read, rows);
    }
}

#[test]
fn a_truncated_document_is_an_error() {
    let text = "<rss><channel><item><g:id>A</g:id><g:store_code>S</g:store_code></item><item><g:id>B";
    let (rows, errors) = read::<StockRow>(text.as_bytes());
    assert_eq!(rows.len(), 1);
    assert!(errors[0].contains("cut short"), "{errors:?}");
}

#[test]
fn other_xml_is_told_apart() {
    let (_, errors) = read::<StockRow>(b"<html><body>Not found</body></html>");
    assert!(errors[0].contains("neither RSS 2.0 nor Atom"), "{errors:?}");
}

#[test]
fn a_huge_text_in_xml_is_a_row_error_with_its_line() {
    let huge = "é\n".repeat(2 << 20);
    let item = |id: &str, title: &str| {
        format!("<item><g:id>{id}</g:id><g:title>{title}</g:title><g:price>1.00 EUR</g:price></item>\n")
    };
    let text =
        format!("<rss><channel>\n{}{}{}</channel></rss>", item("A", "a"), item("B", &huge), item("C", "c"));
    let (rows, errors) = read::<ProductRow>(text.as_bytes());
    assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["A", "C"]);
    assert_eq!(errors, ["feed:3 title: is longer than 1 MB; row left out"]);
    assert_eq!(rows[1].line, 3 + (2 << 20) + 1);
}

#[test]
fn details_come_nested_in_xml() {
    let text = "<rss><channel><item><g:id>A</g:id><g:title>a</g:title><g:price>1.00 EUR</g:price><g:product_detail>\
                <g:section_name>Tissu</g:section_name><g:attribute_name>Matière</g:attribute_name>\
                <g:attribute_value>Lin</g:attribute_value></g:product_detail></item></channel></rss>";
    let (rows, errors) = read::<ProductRow>(text.as_bytes());
    assert_eq!(errors, Vec::<String>::new());
    let detail = &rows[0].texts.product_detail[0];
    assert_eq!((detail.name.as_str(), detail.value.as_str()), ("Matière", "Lin"));
}
