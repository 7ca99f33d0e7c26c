//! What a code says that was scanned or typed.

use contract::{
    language::Language,
    newtypes::{Gtin, SixDigits},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The bar code of an article.
    Article(Gtin),
    /// A page of this shop, by its address without the host.
    Page(String),
    /// An address somewhere else.
    Elsewhere(String),
    /// What a shopper shows in the store.
    Pass,
    /// The digits of a bar code, one of them wrong or missing.
    Misread,
    Other(String),
}

/// A signed token is longer than any word on a label.
const SHORTEST_TOKEN: usize = 80;

/// Reads it as this shop does, which is found at `origin`.
pub fn read(text: &str, origin: &str) -> Reading {
    let text = text.trim();
    if let Ok(gtin) = Gtin::parse(text) {
        return Reading::Article(gtin);
    }
    if SixDigits::parse(text).is_ok() || is_token(text) {
        return Reading::Pass;
    }
    if let Some(path) = below(text, origin) {
        return Reading::Page(path.to_string());
    }
    if is_address(text) {
        return match linked_article(text) {
            Some(gtin) => Reading::Article(gtin),
            None => Reading::Elsewhere(text.to_string()),
        };
    }
    let is_number = text.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, ' ' | '-'));
    match is_number && text.chars().filter(char::is_ascii_digit).count() > 6 {
        true => Reading::Misread,
        false => Reading::Other(text.to_string()),
    }
}

/// What follows a beginning, whose letters a QR code may write in capitals.
fn after<'a>(text: &'a str, beginning: &str) -> Option<&'a str> {
    let found = text.get(..beginning.len())?;
    found.eq_ignore_ascii_case(beginning).then(|| &text[beginning.len()..])
}

/// The path of an address below the origin, if it is one that the shop's app answers.
fn below<'a>(text: &'a str, origin: &str) -> Option<&'a str> {
    let path = after(text, origin)?;
    if path.is_empty() {
        return Some("/");
    }
    let first = path.strip_prefix('/')?.split(['/', '?', '#']).next()?;
    (path == "/" || Language::from_tag(first).is_some()).then_some(path)
}

fn is_address(text: &str) -> bool {
    ["https://", "http://"].into_iter().any(|scheme| after(text, scheme).is_some())
}

/// The article that a GS1 Digital Link names, on whichever host: `https://id.gs1.org/01/09506000134352`.
fn linked_article(url: &str) -> Option<Gtin> {
    let mut segments = url.split(['?', '#']).next()?.split('/');
    segments.find(|segment| *segment == "01")?;
    Gtin::parse(segments.next()?).ok()
}

fn is_token(text: &str) -> bool {
    text.len() >= SHORTEST_TOKEN
        && text.chars().all(|letter| matches!(letter.to_ascii_uppercase(), 'A'..='Z' | '2'..='7'))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    const SHOP: &str = "https://shop.example";

    fn article(digits: &str) -> Reading {
        Gtin::parse(digits).map_or(Reading::Misread, Reading::Article)
    }

    #[wasm_bindgen_test]
    fn bar_codes_are_articles() {
        assert_eq!(read(" 2041700000707 ", SHOP), article("2041700000707"));
        assert_eq!(read("9638-5074", SHOP), article("96385074"));
        assert_eq!(read("https://id.gs1.org/01/09506000134352?17=261231", SHOP), article("09506000134352"));
        assert_eq!(read("2041700000708", SHOP), Reading::Misread);
        assert_eq!(read("204170000070", SHOP), Reading::Misread);
    }

    #[wasm_bindgen_test]
    fn the_shop_s_own_addresses_are_pages() {
        for path in ["/fr", "/fr/products/robe-camille?sku=A", "/en/gift#ABC", "/fr/receipts/claim#TOKEN"] {
            assert_eq!(read(&format!("{SHOP}{path}"), SHOP), Reading::Page(path.into()));
        }
        assert_eq!(read(SHOP, SHOP), Reading::Page("/".into()));
        assert_eq!(read("HTTPS://SHOP.EXAMPLE/fr/gift#ABC", SHOP), Reading::Page("/fr/gift#ABC".into()));
    }

    #[wasm_bindgen_test]
    fn what_only_looks_like_the_shop_is_somewhere_else() {
        for url in [
            "https://shop.example.evil.com/fr",
            "https://shop.example@evil.com/fr",
            "https://shop.example:8443/fr",
            "https://shop.example//evil.com/fr",
            "https://shop.example\\@evil.com/fr",
            "https://shop.example/desk",
            "http://shop.example/fr",
            "https://evil.com/01/123",
        ] {
            assert_eq!(read(url, SHOP), Reading::Elsewhere(url.into()), "{url}");
        }
        assert_eq!(read("javascript:alert(1)", SHOP), Reading::Other("javascript:alert(1)".into()));
    }

    #[wasm_bindgen_test]
    fn what_one_shows_in_the_store_is_a_pass() {
        assert_eq!(read("123 456", SHOP), Reading::Pass);
        assert_eq!(read(&"AEBAGBAFAY".repeat(16), SHOP), Reading::Pass);
        assert_eq!(read("V-4KX9-27QP", SHOP), Reading::Other("V-4KX9-27QP".into()));
    }
}
