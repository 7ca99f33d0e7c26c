//! How many products have which colour and which size.

use std::cmp::Ordering;

use contract::product::FacetValue;

use super::index::{NONE, Values};

/// More values than a shopper looks through.
const MOST_VALUES: usize = 100;

/// Counts products by value, each product once.
pub(super) struct Counter<'a> {
    values: &'a Values,
    products: Vec<u64>,
    last_product: Vec<usize>,
}

impl<'a> Counter<'a> {
    pub fn new(values: &'a Values) -> Self {
        let count = values.names.len();
        Self { values, products: vec![0; count], last_product: vec![usize::MAX; count] }
    }

    pub fn count(&mut self, value: u32, product: usize) {
        if value == NONE {
            return;
        }
        let value = value as usize;
        if self.last_product[value] != product {
            self.last_product[value] = product;
            self.products[value] += 1;
        }
    }

    pub fn finish(self, order: impl Fn(&FacetValue, &FacetValue) -> Ordering) -> Vec<FacetValue> {
        let counted = self.values.names.iter().zip(self.products).filter(|(_, products)| *products > 0);
        let mut values: Vec<FacetValue> =
            counted.map(|(value, products)| FacetValue { value: value.clone(), products }).collect();
        // The rarest go when there are too many.
        values.sort_by(by_count);
        values.truncate(MOST_VALUES);
        values.sort_by(order);
        values
    }
}

pub(super) fn by_count(a: &FacetValue, b: &FacetValue) -> Ordering {
    b.products.cmp(&a.products).then_with(|| a.value.cmp(&b.value))
}

pub(super) fn by_size(a: &FacetValue, b: &FacetValue) -> Ordering {
    compare_sizes(&a.value, &b.value)
}

/// Numbers by value, letters from XS to XL, then the rest.
fn compare_sizes(a: &str, b: &str) -> Ordering {
    size_rank(a).partial_cmp(&size_rank(b)).unwrap_or(Ordering::Equal).then_with(|| a.cmp(b))
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
    let digits: String =
        capital.replace(',', ".").chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
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
        let mut sizes = vec!["XL", "Taille unique", "M", "100 cm", "36", "XS", "3XL", "9", "36,5", "L"];
        sizes.sort_by(|a, b| compare_sizes(a, b));
        assert_eq!(sizes, ["9", "36", "36,5", "100 cm", "XS", "M", "L", "XL", "3XL", "Taille unique"]);
    }
}
