//! One search: candidates from the texts, then filters, facets and order from the columns.

use std::{ops::RangeInclusive, sync::Arc};

use contract::{
    language::Language,
    product::{Facets, Sort},
};

use super::{
    facets::{Counter, by_count, by_size},
    index::{Index, LanguageIndex, LowestPrices, Values},
    orderable::Bits,
};

pub struct Criteria {
    pub language: Language,
    pub text: Option<String>,
    pub category: Option<u32>,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub price_min: Option<i64>,
    pub price_max: Option<i64>,
    /// By variant, whether the store can give it.
    pub orderable: Option<Arc<Bits>>,
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

/// The filters of one search, and the counts of what passed them.
struct Sieve<'a> {
    index: &'a Index,
    language: &'a LanguageIndex,
    colour: Wanted,
    size: Wanted,
    /// By category.
    within: Option<Vec<bool>>,
    orderable: Option<&'a Bits>,
    lowest: Arc<LowestPrices>,
    prices: RangeInclusive<i64>,
    colours: Counter<'a>,
    sizes: Counter<'a>,
}

impl<'a> Sieve<'a> {
    fn new(index: &'a Index, criteria: &'a Criteria, now: i64) -> Self {
        let language = index.language(criteria.language);
        Self {
            index,
            language,
            colour: Wanted::of(criteria.colour.as_deref(), &language.colours),
            size: Wanted::of(criteria.size.as_deref(), &language.sizes),
            within: criteria.category.map(|category| index.categories.within(category)),
            orderable: criteria.orderable.as_deref(),
            lowest: index.lowest_prices(now),
            prices: criteria.price_min.unwrap_or(i64::MIN)..=criteria.price_max.unwrap_or(i64::MAX),
            colours: Counter::new(&language.colours),
            sizes: Counter::new(&language.sizes),
        }
    }

    /// The price of a product that passes: one of its variants has to pass all filters. The counts of colours leave
    /// the filter by colour aside, those of sizes the filter by size: they say what another choice would bring.
    fn pass(&mut self, number: usize) -> Option<i64> {
        let entry = &self.index.entries[number];
        let price = self.lowest.of_entry[number];
        let is_within = |within: &Vec<bool>| within.get(entry.category as usize).copied().unwrap_or(false);
        if !self.within.as_ref().is_none_or(is_within) || !self.prices.contains(&price) {
            return None;
        }
        let mut passes = false;
        for variant in self.index.variants_of(entry) {
            if self.orderable.is_some_and(|orderable| !orderable.get(variant)) {
                continue;
            }
            let colour = self.language.colours.of_variant[variant];
            let size = self.language.sizes.of_variant[variant];
            let (has_colour, has_size) = (self.colour.is(colour), self.size.is(size));
            if has_size {
                self.colours.count(colour, number);
            }
            if has_colour {
                self.sizes.count(size, number);
            }
            passes |= has_colour && has_size;
        }
        passes.then_some(price)
    }
}

impl Index {
    pub fn search(&self, criteria: &Criteria, now: i64) -> tantivy::Result<Found> {
        let mut sieve = Sieve::new(self, criteria, now);
        let mut pass = |number, score| {
            let price = sieve.pass(number)?;
            Some((sort_key(criteria.sort, score, price), number))
        };
        let found: Vec<_> = match &criteria.text {
            Some(text) => {
                let hits = self.matching(criteria.language, text)?;
                hits.into_iter().filter_map(|(number, score)| pass(number as usize, score)).collect()
            }
            None => (0..self.len()).filter_map(|number| pass(number, 0.0)).collect(),
        };
        Ok(Found {
            total: found.len() as u64,
            ids: self.page(found, criteria),
            facets: Facets { colours: sieve.colours.finish(by_count), sizes: sieve.sizes.finish(by_size) },
        })
    }

    fn page(&self, mut found: Vec<(i64, usize)>, criteria: &Criteria) -> Vec<String> {
        let end = found.len().min(criteria.skip.saturating_add(criteria.take));
        let start = criteria.skip.min(end);
        let is_in_order = criteria.text.is_none() && criteria.sort == Sort::Relevance;
        if !is_in_order {
            // Only what comes before the page's end has to be in order.
            if end > 0 && end < found.len() {
                found.select_nth_unstable(end - 1);
            }
            found[..end].sort_unstable();
        }
        found[start..end].iter().map(|(_, number)| self.entries[*number].id.to_string()).collect()
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
