//! The tree of categories, with how many products each has.

use std::collections::HashMap;

use contract::{category::Category, picture::Picture};

use super::index::NONE;
use crate::db::{category::CategoryRow, product::Texts};

/// Deeper than any feed's product types.
const MAX_DEPTH: usize = 20;

#[derive(Default)]
pub struct CategoryTree {
    entries: Vec<Entry>,
    by_id: HashMap<String, u32>,
}

struct Entry {
    row: CategoryRow,
    parent: u32,
    products: u64,
    /// The product that lends its picture: the first in the feed's order.
    first: Option<String>,
    picture: Option<Picture>,
}

impl CategoryTree {
    pub fn new(rows: Vec<CategoryRow>) -> Self {
        let by_id: HashMap<String, u32> = rows.iter().map(|row| row.id.clone()).zip(0..).collect();
        let parent = |row: &CategoryRow| row.parent_id.as_ref().and_then(|id| by_id.get(id)).copied();
        let entries = rows.into_iter().map(|row| Entry {
            parent: parent(&row).unwrap_or(NONE),
            row,
            products: 0,
            first: None,
            picture: None,
        });
        Self { entries: entries.collect(), by_id }
    }

    pub fn find(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// A category and its ancestors, from it to the root.
    fn upwards(&self, category: u32) -> impl Iterator<Item = (u32, &Entry)> {
        let step = move |from: u32| Some((from, self.entries.get(usize::try_from(from).ok()?)?));
        std::iter::successors(step(category), move |(_, entry)| step(entry.parent)).take(MAX_DEPTH)
    }

    /// Counts a product in its category and those above. Products come in the feed's order.
    pub(super) fn count(&mut self, category: u32, product_id: &str) {
        let path: Vec<u32> = self.upwards(category).map(|(number, _)| number).collect();
        for number in path {
            let Some(entry) = self.entries.get_mut(number as usize) else {
                continue;
            };
            entry.products += 1;
            entry.first.get_or_insert_with(|| product_id.to_string());
        }
    }

    /// The products that lend their pictures.
    pub(super) fn first_products(&self) -> Vec<String> {
        let mut ids: Vec<String> = self.entries.iter().filter_map(|entry| entry.first.clone()).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    pub(super) fn set_pictures(&mut self, of_product: &HashMap<String, Picture>) {
        for entry in &mut self.entries {
            entry.picture = entry.first.as_ref().and_then(|id| of_product.get(id)).cloned();
        }
    }

    /// The names of a category and those above it, in one language.
    pub(super) fn names(&self, category: u32, texts: Texts) -> Vec<String> {
        self.upwards(category).map(|(_, entry)| entry.name(texts)).collect()
    }

    /// For every category, whether it is the one asked for or lies below it.
    pub(super) fn within(&self, category: u32) -> Vec<bool> {
        let is_within = |number: u32| self.upwards(number).any(|(above, _)| above == category);
        (0..).take(self.entries.len()).map(is_within).collect()
    }

    /// A category and its ancestors, from the root.
    pub fn trail(&self, category: Option<u32>, texts: Texts) -> Vec<Category> {
        let path = category.into_iter().flat_map(|category| self.upwards(category));
        let mut trail: Vec<Category> = path.map(|(_, entry)| self.to_contract(entry, texts)).collect();
        trail.reverse();
        trail
    }

    /// The direct subcategories that have products; the roots without a category.
    pub fn children(&self, category: Option<u32>, texts: Texts) -> Vec<Category> {
        let parent = category.unwrap_or(NONE);
        self.shown(texts, |entry| entry.parent == parent)
    }

    /// Every category that has products, in the feed's order.
    pub fn all(&self, texts: Texts) -> Vec<Category> {
        self.shown(texts, |_| true)
    }

    fn shown(&self, texts: Texts, wanted: impl Fn(&Entry) -> bool) -> Vec<Category> {
        let entries = self.entries.iter().filter(|entry| entry.products > 0 && wanted(entry));
        entries.map(|entry| self.to_contract(entry, texts)).collect()
    }

    fn to_contract(&self, entry: &Entry, texts: Texts) -> Category {
        Category {
            id: entry.row.id.clone(),
            parent_id: entry.row.parent_id.clone(),
            name: entry.name(texts),
            products: entry.products,
            picture: entry.picture.clone(),
        }
    }
}

impl Entry {
    fn name(&self, texts: Texts) -> String {
        let names = &self.row.names;
        let name = names.get(texts.asked.tag()).or_else(|| names.get(texts.fallback.tag()));
        name.unwrap_or(&self.row.id).clone()
    }
}
