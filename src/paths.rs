//! Every URL of the app as a function. The first segment is the language.

mod pocket;
mod purchase_filter;
mod returns;
mod under_way;

use contract::{language::Language, product::Sort, routes};
use leptos_router::params::ParamsMap;

pub use pocket::{MINE, handoff, is_again, manifest, passes, scan, scanner, sign_in_again};
pub use purchase_filter::PurchaseFilter;
pub use returns::{
    gift_receipt, gift_receipt_form, return_form, return_label, return_request, withdrawal, withdrawal_of,
};
pub use under_way::is_under_way;

use crate::text;

fn in_page_language(path: &str) -> String {
    format!("/{}{path}", text::language().tag())
}

pub fn home_in(language: Language) -> String {
    format!("/{}", language.tag())
}

pub fn home() -> String {
    in_page_language("")
}

/// The same page in another language.
pub fn in_language(path: &str, language: Language) -> String {
    let rest = path.trim_start_matches('/').split_once('/').map_or("", |(_, rest)| rest);
    let known = path.split(['/', '?']).nth(1).is_some_and(|first| Language::from_tag(first).is_some());
    match (known, rest) {
        (false, _) | (true, "") => home_in(language),
        (true, rest) => format!("/{}/{rest}", language.tag()),
    }
}

/// What the product list shows, as its address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductFilter {
    pub category: Option<String>,
    pub q: Option<String>,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub in_store: bool,
    pub sort: Sort,
    pub page: u32,
}

const CHEAPEST: &str = "price";
const DEAREST: &str = "-price";

impl ProductFilter {
    pub fn of_category(id: &str) -> Self {
        Self { category: Some(id.to_string()), ..Self::default() }
    }

    pub fn read(query: &ParamsMap) -> Self {
        let text = |name| query.get(name).map(|value| value.trim().to_string()).filter(|v| !v.is_empty());
        Self {
            category: text("category"),
            q: text("q"),
            colour: text("colour"),
            size: text("size"),
            in_store: text("in_store").is_some(),
            sort: match text("sort").as_deref() {
                Some(CHEAPEST) => Sort::PriceAscending,
                Some(DEAREST) => Sort::PriceDescending,
                _ => Sort::Relevance,
            },
            page: text("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1),
        }
    }

    /// The same list from its first page.
    pub fn restarted(&self) -> Self {
        Self { page: 1, ..self.clone() }
    }

    /// Whether anything but category and text narrows the list.
    pub fn is_narrowed(&self) -> bool {
        self.colour.is_some() || self.size.is_some() || self.in_store
    }
}

pub fn products(filter: &ProductFilter) -> String {
    let sort = match filter.sort {
        Sort::Relevance => None,
        Sort::PriceAscending => Some(CHEAPEST),
        Sort::PriceDescending => Some(DEAREST),
    };
    routes::with_query(
        &in_page_language("/products"),
        &[
            ("category", filter.category.clone()),
            ("q", filter.q.clone()),
            ("colour", filter.colour.clone()),
            ("size", filter.size.clone()),
            ("in_store", filter.in_store.then(|| "1".to_string())),
            ("sort", sort.map(String::from)),
            ("page", (filter.page > 1).then(|| filter.page.to_string())),
        ],
    )
}

/// A product's page, with the chosen variant.
pub fn product(slug: &str, sku: Option<&str>) -> String {
    let page = in_page_language(&format!("/products/{}", routes::encode(slug)));
    routes::with_query(&page, &[("sku", sku.map(String::from))])
}

pub fn stores() -> String {
    in_page_language("/stores")
}

pub fn store(slug: &str) -> String {
    in_page_language(&format!("/stores/{}", routes::encode(slug)))
}

pub fn cart() -> String {
    in_page_language("/cart")
}

pub fn checkout() -> String {
    in_page_language("/checkout")
}

pub fn order(id: &str) -> String {
    in_page_language(&format!("/orders/{}", routes::encode(id)))
}

/// A piece to try on: one variant of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub slug: String,
    pub sku: String,
}

/// Between a product's slug and the SKU of its variant; no slug contains it.
const OF_PRODUCT: char = '~';

/// More than any retailer lets one try on at once, so that no address asks for a thousand products.
const MOST_PIECES: usize = 20;

/// What is to be tried on and where, as the address of the page says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TryOn {
    /// No SKU twice.
    pub pieces: Vec<Piece>,
    /// The id of the store that was chosen, if any was.
    pub store: Option<String>,
}

impl TryOn {
    pub fn of(slug: &str, sku: &str, store: Option<String>) -> Self {
        Self { pieces: vec![Piece { slug: slug.to_string(), sku: sku.to_string() }], store }
    }

    /// What can't be read is left out.
    pub fn read(query: &ParamsMap) -> Self {
        let mut pieces: Vec<Piece> = Vec::new();
        for written in query.get_all("piece").unwrap_or_default() {
            let Some((slug, sku)) = written.split_once(OF_PRODUCT) else { continue };
            let known = pieces.iter().any(|piece| piece.sku == sku);
            if !slug.is_empty() && !sku.is_empty() && !known && pieces.len() < MOST_PIECES {
                pieces.push(Piece { slug: slug.to_string(), sku: sku.to_string() });
            }
        }
        Self { pieces, store: query.get("store").filter(|store| !store.is_empty()) }
    }
}

/// The page on which pieces are reserved to be tried on.
pub fn reserve(try_on: &TryOn) -> String {
    let piece = |piece: &Piece| ("piece", Some(format!("{}{OF_PRODUCT}{}", piece.slug, piece.sku)));
    let store = [("store", try_on.store.clone())];
    let pairs: Vec<_> = try_on.pieces.iter().map(piece).chain(store).collect();
    routes::with_query(&in_page_language("/reserve"), &pairs)
}

pub fn reservation(id: &str) -> String {
    in_page_language(&format!("/reservations/{}", routes::encode(id)))
}

pub fn account() -> String {
    in_page_language("/account")
}

pub fn purchases() -> String {
    in_page_language("/purchases")
}

/// The purchases that a filter leaves.
pub fn purchases_of(filter: &PurchaseFilter) -> String {
    routes::with_query(&purchases(), &filter.pairs())
}

pub fn purchase(id: &str) -> String {
    in_page_language(&format!("/purchases/{}", routes::encode(id)))
}

pub fn invoice(id: &str) -> String {
    in_page_language(&format!("/invoices/{}", routes::encode(id)))
}

/// Where a paper receipt joins the purchases; its token is the fragment.
pub fn claim_receipt() -> String {
    in_page_language("/receipts/claim")
}

pub fn favourites() -> String {
    in_page_language("/favourites")
}

/// The page to sign in, and the page to come back to afterwards.
pub fn sign_in(next: Option<&str>) -> String {
    routes::with_query(&in_page_language("/sign-in"), &[("next", next.map(String::from))])
}

/// Where to go once signed in: a page of ours that the address names, in the language of this one, else the account.
pub fn after_sign_in(query: &ParamsMap) -> String {
    let next = query.get("next").filter(|next| is_ours(next));
    next.map_or_else(account, |next| in_language(&next, text::language()))
}

/// Whether a path leads to a page of the app, and nowhere else.
fn is_ours(path: &str) -> bool {
    let language = path.strip_prefix('/').and_then(|rest| rest.split(['/', '?']).next());
    let plain = path.chars().all(|letter| letter.is_ascii_graphic() && letter != '\\');
    plain && language.is_some_and(|tag| Language::from_tag(tag).is_some())
}

pub fn legal() -> String {
    in_page_language("/legal")
}

/// The service worker; at the root, since it may only serve what lies below it.
pub fn worker() -> String {
    "/worker.js".to_string()
}

/// Directions to a place, in the shopper's own map.
pub fn directions(destination: &str) -> String {
    routes::with_query("https://www.openstreetmap.org/search", &[("query", Some(destination.to_string()))])
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn a_page_keeps_its_place_in_the_other_language() {
        let english = |path| in_language(path, Language::En);
        assert_eq!(english("/fr/products/robe?sku=R-1"), "/en/products/robe?sku=R-1");
        assert_eq!(english("/fr"), "/en");
        assert_eq!(english("/fr/"), "/en");
        assert_eq!(english("/nowhere/at/all"), "/en");
    }

    #[wasm_bindgen_test]
    fn a_list_is_read_from_its_address_as_it_was_written() {
        let filter = ProductFilter {
            category: Some("vetements~robes".into()),
            q: Some("lin & coton".into()),
            in_store: true,
            sort: Sort::PriceDescending,
            page: 3,
            ..ProductFilter::default()
        };
        let address = products(&filter);
        assert_eq!(
            address,
            "/fr/products?category=vetements~robes&q=lin%20%26%20coton&in_store=1&sort=-price&page=3"
        );
        let mut query = ParamsMap::new();
        for (name, value) in [
            ("category", "vetements~robes"),
            ("q", "lin & coton"),
            ("in_store", "1"),
            ("sort", "-price"),
            ("page", "3"),
        ] {
            query.insert(name, value.to_string());
        }
        assert_eq!(ProductFilter::read(&query), filter);
        query.replace("page", "-4".to_string());
        assert_eq!(ProductFilter::read(&query).page, 1);
    }

    #[wasm_bindgen_test]
    fn one_comes_back_only_to_a_page_of_ours() {
        let after = |next: &str| {
            let mut query = ParamsMap::new();
            query.insert("next", next.to_string());
            after_sign_in(&query)
        };
        assert_eq!(sign_in(Some("/fr/cart?a=b")), "/fr/sign-in?next=%2Ffr%2Fcart%3Fa%3Db");
        assert_eq!(after("/fr/cart?a=b"), "/fr/cart?a=b");
        assert_eq!(after("/fr/sac"), "/fr/sac");
        // The language was changed on the page to sign in.
        assert_eq!(after("/en/orders/1?a=b"), "/fr/orders/1?a=b");
        assert_eq!(after("/en"), "/fr");
        for other in ["//evil.example", "https://evil.example", "/\\evil.example", "/free", "fr/cart", ""] {
            assert_eq!(after(other), "/fr/account", "{other}");
        }
        assert_eq!(after_sign_in(&ParamsMap::new()), "/fr/account");
    }

    #[wasm_bindgen_test]
    fn pieces_to_try_on_are_read_from_the_address_as_they_were_written() {
        let mut try_on = TryOn::of("robe-lin", "R&1~38", Some("PAR11".into()));
        try_on.pieces.push(Piece { slug: "sac".into(), sku: "S 2".into() });
        assert_eq!(reserve(&try_on), "/fr/reserve?piece=robe-lin~R%261~38&piece=sac~S%202&store=PAR11");
        let mut query = ParamsMap::new();
        for written in ["robe-lin~R&1~38", "sac~S 2", "sac~S 2", "sac", "~S 3", "sac~"] {
            query.insert("piece", written.to_string());
        }
        query.insert("store", "PAR11".to_string());
        assert_eq!(TryOn::read(&query), try_on);
        assert_eq!(TryOn::read(&ParamsMap::new()), TryOn::default());
    }
}
