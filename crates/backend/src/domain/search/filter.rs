//! One search: candidates from the texts, then filters, facets and order from the columns.

use std::{cmp::Ordering, sync::Arc};

use contract::{
    language::Language,
    product::{FacetValue, Facets, Sort},
};

use super::index::{Index, NONE, Values};

/// More values than a shopper looks through.
const MOST_VALUES: usize = 100;

pub struct Criteria {
    pub language: Language,
    pub text: Option<String>,
    pub category: Option<u32>,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub price_min: Option<i64>,
    pub price_max: Option<i64>,
    /// By variant, whether the store can give it.
    pub orderable: Option<Arc<Vec<bool>>>,
    pub sort: Sort,
    pub skip: usize,
    pub take: usize,
}

/// A page of product ids, and what there is on all pages.
#[derive(Debug, PartialEq)]
pub struct Found {
    pub ids: Vec<String>,
    pub total: u64,
    pub facets: Facets,
}

/// A filter by one value of an attribute.
#[derive(Clone, Copy)]
enum Wanted {
    Any,
    Value(u32),
    /// A value that nothing has.
    Nothing,
}

impl Wanted {
    fn of(value: Option<&str>, values: &Values) -> Self {
        match value {
            None => Self::Any,
            Some(value) => values.find(value).map_or(Self::Nothing, Self::Value),
        }
    }

    fn is(self, value: u32) -> bool {
        match self {
            Self::Any => true,
            Self::Value(wanted) => wanted == value,
            Self::Nothing => false,
        }
    }
}

/// Counts products by value, each product once.
struct Counter<'a> {
    values: &'a Values,
    products: Vec<u64>,
    last_product: Vec<usize>,
}

impl<'a> Counter<'a> {
    fn new(values: &'a Values) -> Self {
        let count = values.names.len();
        Self {
            values,
            products: vec![0; count],
            last_product: vec![usize::MAX; count],
        }
    }

    fn count(&mut self, value: u32, product: usize) {
        if value == NONE {
            return;
        }
        let value = value as usize;
        if self.last_product[value] != product {
            self.last_product[value] = product;
            self.products[value] += 1;
        }
    }

    fn finish(self, order: impl Fn(&FacetValue, &FacetValue) -> Ordering) -> Vec<FacetValue> {
        let counted = self
            .values
            .names
            .iter()
            .zip(self.products)
            .filter(|(_, products)| *products > 0);
        let mut values: Vec<FacetValue> = counted
            .map(|(value, products)| FacetValue {
                value: value.clone(),
                products,
            })
            .collect();
        // The rarest go when there are too many.
        values.sort_by(|a, b| b.products.cmp(&a.products).then_with(|| a.value.cmp(&b.value)));
        values.truncate(MOST_VALUES);
        values.sort_by(order);
        values
    }
}

impl Index {
    /// A product is found when one of its variants passes all filters. The counts of colours leave the filter by
    /// colour aside, those of sizes the filter by size: they say what another choice would bring.
    pub fn search(&self, criteria: &Criteria, now: i64) -> tantivy::Result<Found> {
        let language = self.language(criteria.language);
        let colour = Wanted::of(criteria.colour.as_deref(), &language.colours);
        let size = Wanted::of(criteria.size.as_deref(), &language.sizes);
        let within = criteria.category.map(|category| self.categories.within(category));
        let lowest = self.lowest_prices(now);
        let prices = criteria.price_min.unwrap_or(i64::MIN)..=criteria.price_max.unwrap_or(i64::MAX);
        let (mut colours, mut sizes) = (Counter::new(&language.colours), Counter::new(&language.sizes));
        let mut found = Vec::new();
        for (number, score) in self.candidates(criteria)? {
            let entry = &self.entries[number];
            let price = lowest.of_entry[number];
            let in_category = match &within {
                Some(within) => within.get(entry.category as usize).copied().unwrap_or(false),
                None => true,
            };
            if !in_category || !prices.contains(&price) {
                continue;
            }
            let mut passes = false;
            for variant in self.variants_of(entry) {
                if criteria
                    .orderable
                    .as_ref()
                    .is_some_and(|orderable| !orderable[variant])
                {
                    continue;
                }
                let (its_colour, its_size) = (
                    language.colours.of_variant[variant],
                    language.sizes.of_variant[variant],
                );
                let (has_colour, has_size) = (colour.is(its_colour), size.is(its_size));
                if has_size {
                    colours.count(its_colour, number);
                }
                if has_colour {
                    sizes.count(its_size, number);
                }
                passes |= has_colour && has_size;
            }
            if passes {
                found.push((sort_key(criteria.sort, score, price), entry.position, number));
            }
        }
        Ok(Found {
            total: found.len() as u64,
            ids: self.page(found, criteria),
            facets: Facets {
                colours: colours
                    .finish(|a, b| b.products.cmp(&a.products).then_with(|| a.value.cmp(&b.value))),
                sizes: sizes.finish(|a, b| compare_sizes(&a.value, &b.value)),
            },
        })
    }

    fn candidates(&self, criteria: &Criteria) -> tantivy::Result<Vec<(usize, f32)>> {
        Ok(match criteria.text.as_deref() {
            Some(text) => {
                let hits = self.matching(criteria.language, text)?;
                hits.into_iter()
                    .map(|(number, score)| (number as usize, score))
                    .collect()
            }
            None => (0..self.entries.len()).map(|number| (number, 0.0)).collect(),
        })
    }

    fn page(&self, mut found: Vec<(i64, i64, usize)>, criteria: &Criteria) -> Vec<String> {
        let end = found.len().min(criteria.skip.saturating_add(criteria.take));
        let start = criteria.skip.min(end);
        // Only what comes before the page's end has to be in order.
        if end > 0 && end < found.len() {
            found.select_nth_unstable(end - 1);
        }
        found[..end].sort_unstable();
        found[start..end]
            .iter()
            .map(|(_, _, number)| self.entries[*number].id.to_string())
            .collect()
    }
}

/// The smallest key comes first.
fn sort_key(sort: Sort, score: f32, price: i64) -> i64 {
    match sort {
        // Scores are not negative, so their bits are in their order.
        Sort::Relevance => -i64::from(score.to_bits()),
        Sort::PriceAscending => price,
        Sort::PriceDescending => -price,
    }
}

/// Numbers by value, letters from XS to XL, then the rest.
fn compare_sizes(a: &str, b: &str) -> Ordering {
    size_rank(a)
        .partial_cmp(&size_rank(b))
        .unwrap_or(Ordering::Equal)
        .then_with(|| a.cmp(b))
}

fn size_rank(size: &str) -> (u8, f64) {
    const LETTERS: [&[&str]; 9] = [
        &["XXS", "2XS"],
        &["XS"],
        &["S"],
        &["M"],
        &["L"],
        &["XL"],
        &["XXL", "2XL"],
        &["XXXL", "3XL"],
        &["4XL"],
    ];
    let capital = size.trim().to_uppercase();
    if let Some(rank) = LETTERS.iter().position(|same| same.contains(&capital.as_str())) {
        return (1, rank as f64);
    }
    let digits: String = capital
        .replace(',', ".")
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    match digits.parse() {
        Ok(number) => (0, number),
        Err(_) => (2, 0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_in_the_order_of_a_shop() {
        let mut sizes = vec![
            "XL",
            "Taille unique",
            "M",
            "100 cm",
            "36",
            "XS",
            "3XL",
            "9",
            "36,5",
            "L",
        ];
        sizes.sort_by(|a, b| compare_sizes(a, b));
        assert_eq!(
            sizes,
            [
                "9",
                "36",
                "36,5",
                "100 cm",
                "XS",
                "M",
                "L",
                "XL",
                "3XL",
                "Taille unique"
            ]
        );
    }
}
