//! The catalogue as columns in memory, beside the texts: filters, facets, prices and order are read from here.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use contract::language::Language;

use super::{
    categories::CategoryTree,
    orderable::Orderable,
    text::{Hit, TextIndex},
};
use crate::{db::catalogue::Edition, domain::price::PriceInputs};

/// No category, no colour, no size.
pub(super) const NONE: u32 = u32::MAX;

pub struct Index {
    pub(super) edition: Edition,
    pub(super) entries: Vec<Entry>,
    pub(super) variants: Vec<PriceInputs>,
    /// By variant, unless its stock in a store says otherwise.
    pub(super) can_order: Vec<bool>,
    pub(super) by_sku: HashMap<Box<str>, u32>,
    /// Products by GTIN without leading zeros and by SKU in small letters.
    pub(super) by_code: HashMap<Box<str>, u32>,
    pub(super) languages: Vec<LanguageIndex>,
    pub(super) categories: CategoryTree,
    pub(super) lowest: Mutex<Arc<LowestPrices>>,
    pub(super) orderable: Mutex<HashMap<String, Orderable>>,
    /// Held by whoever reads the whole stock of a store.
    pub(super) loading: tokio::sync::Mutex<()>,
}

/// A product. Its number is its place in the feed's order, and that of its document in the texts.
pub(super) struct Entry {
    pub id: Box<str>,
    pub category: u32,
    pub variants: Range<u32>,
}

pub(super) struct LanguageIndex {
    pub language: Language,
    pub colours: Values,
    pub sizes: Values,
    /// `None` when there is no product at all.
    pub text: Option<TextIndex>,
}

/// The values of an attribute, and which of them each variant has.
#[derive(Default)]
pub(super) struct Values {
    pub names: Vec<String>,
    pub of_variant: Vec<u32>,
    by_name: HashMap<String, u32>,
}

impl Values {
    /// Feeds write the same value in capital and in small letters.
    pub fn push(&mut self, value: Option<&str>) {
        let value = value.map(str::trim).filter(|value| !value.is_empty());
        let number = value.map_or(NONE, |value| {
            *self.by_name.entry(value.to_lowercase()).or_insert_with(|| {
                self.names.push(value.to_string());
                u32::try_from(self.names.len() - 1).unwrap_or(NONE)
            })
        });
        self.of_variant.push(number);
    }

    pub fn find(&self, value: &str) -> Option<u32> {
        self.by_name.get(&value.trim().to_lowercase()).copied()
    }
}

/// The lowest price among each product's variants, true from one moment until another.
#[derive(Default)]
pub(super) struct LowestPrices {
    from: i64,
    until: i64,
    pub of_entry: Vec<i64>,
}

impl Index {
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// How many products there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn categories(&self) -> &CategoryTree {
        &self.categories
    }

    pub(super) fn language(&self, language: Language) -> &LanguageIndex {
        let found = self.languages.iter().find(|index| index.language == language);
        found.unwrap_or(&self.languages[0])
    }

    /// The products that a text means: the one whose code it is, else those that have its words.
    pub(super) fn matching(&self, language: Language, text: &str) -> tantivy::Result<Vec<Hit>> {
        let code = text.trim().to_lowercase();
        if let Some(number) =
            self.by_code.get(code.trim_start_matches('0')).or_else(|| self.by_code.get(&*code))
        {
            return Ok(vec![(*number, 1.0)]);
        }
        self.language(language).text.as_ref().map_or(Ok(Vec::new()), |index| index.search(text))
    }

    /// Sales begin and end by themselves, so the table is made anew when the first of them does.
    pub(super) fn lowest_prices(&self, now: i64) -> Arc<LowestPrices> {
        let mut current = self.lowest.lock().unwrap_or_else(PoisonError::into_inner);
        if !(current.from..current.until).contains(&now) {
            let until = self.variants.iter().filter_map(|price| price.next_change(now)).min();
            let lowest = |entry: &Entry| {
                let prices =
                    self.variants_of(entry).map(|variant| self.variants[variant].price_at(now).current);
                prices.min().unwrap_or_default()
            };
            let of_entry = self.entries.iter().map(lowest).collect();
            *current = Arc::new(LowestPrices { from: now, until: until.unwrap_or(i64::MAX), of_entry });
        }
        current.clone()
    }

    pub(super) fn variants_of(&self, entry: &Entry) -> Range<usize> {
        entry.variants.start as usize..entry.variants.end as usize
    }
}
