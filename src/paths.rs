//! Every URL of the app as a function. The first segment is the language.

use contract::{language::Language, product::Sort, routes};
use leptos_router::params::ParamsMap;

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

/// The private link of an order: the secret stays in the fragment, which no server sees.
pub fn order_link(id: &str, token: &str) -> String {
    format!("{}#{}", order(id), routes::encode(token))
}

pub fn legal() -> String {
    in_page_language("/legal")
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
}
