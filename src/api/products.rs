use contract::{
    language::Language,
    newtypes::Gtin,
    page::Page,
    product::{Product, ProductList, ProductQuery, ScannedVariant, Sort},
    routes,
};

use super::Fetch;

fn sort_text(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "relevance",
        Sort::PriceAscending => "price_ascending",
        Sort::PriceDescending => "price_descending",
    }
}

pub fn list(query: ProductQuery) -> Fetch<ProductList> {
    Fetch::new(routes::with_query(
        routes::PRODUCTS,
        &[
            ("language", query.language.map(|language| language.tag().to_string())),
            ("q", query.q),
            ("category", query.category),
            ("colour", query.colour),
            ("size", query.size),
            ("price_min", query.price_min.map(|amount| amount.to_string())),
            ("price_max", query.price_max.map(|amount| amount.to_string())),
            ("store", query.store),
            ("in_store", query.in_store.map(|only| only.to_string())),
            ("sort", query.sort.map(|sort| sort_text(sort).to_string())),
            ("page", query.page.map(|page| page.to_string())),
            ("per_page", query.per_page.map(|count| count.to_string())),
        ],
    ))
}

pub fn by_gtin(gtin: &Gtin, language: Language) -> Fetch<Page<ScannedVariant>> {
    Fetch::new(routes::with_query(
        &routes::products_by_gtin(gtin.as_str()),
        &[("language", Some(language.tag().to_string()))],
    ))
}

pub fn get(slug: &str, language: Language, store: Option<String>) -> Fetch<Product> {
    Fetch::new(routes::with_query(
        &routes::product(slug),
        &[("language", Some(language.tag().to_string())), ("store", store)],
    ))
}
