//! Makes the index from the database, in portions: memory holds one portion beside the index itself.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use anyhow::Context;
use contract::language::Language;

use super::{
    categories::CategoryTree,
    index::{Entry, Index, LanguageIndex, LowestPrices, NONE, Values},
    text::{Document, TextIndexWriter},
};
use crate::{
    db::{
        self, Db, Tx,
        catalogue::Edition,
        product::Texts,
        search::{ProductRow, VariantText},
    },
    domain::{price::PriceInputs, retailer::Retailer},
};

const PORTION: usize = 1000;

pub(super) async fn build(db: &Db, retailer: &Retailer) -> anyhow::Result<Index> {
    let mut tx = db.read().await?;
    let edition = db::catalogue::edition(&mut tx).await?;
    let categories = CategoryTree::new(db::category::all(&mut tx).await?);
    let mut builder = Builder::new(retailer, categories)?;
    for ids in db::search::product_ids(&mut tx).await?.chunks(PORTION) {
        let products = db::search::products(&mut tx, ids).await?;
        builder = off_thread(move || builder.add(products)).await?;
    }
    add_pictures(&mut tx, &mut builder.categories).await?;
    off_thread(move || builder.finish(edition)).await
}

/// Making an index is work for the processor: the threads that answer requests are left alone.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    tokio::task::spawn_blocking(work).await.context("making the search index stopped")?
}

async fn add_pictures(tx: &mut Tx, categories: &mut CategoryTree) -> anyhow::Result<()> {
    let firsts = categories.first_products();
    let pictures = db::product::first_pictures(tx, &firsts).await?;
    categories.set_pictures(&pictures);
    Ok(())
}

struct Builder {
    fallback: Language,
    categories: CategoryTree,
    entries: Vec<Entry>,
    variants: Vec<PriceInputs>,
    can_order: Vec<bool>,
    by_sku: HashMap<Box<str>, u32>,
    by_code: HashMap<Box<str>, u32>,
    languages: Vec<LanguageBuilder>,
}

struct LanguageBuilder {
    texts: Texts,
    colours: Values,
    sizes: Values,
    writer: TextIndexWriter,
}

impl Builder {
    fn new(retailer: &Retailer, categories: CategoryTree) -> anyhow::Result<Self> {
        let fallback = retailer.default_language;
        let languages = retailer.languages.iter().map(|asked| {
            Ok(LanguageBuilder {
                texts: Texts { asked: *asked, fallback },
                colours: Values::default(),
                sizes: Values::default(),
                writer: TextIndexWriter::new(*asked)?,
            })
        });
        Ok(Self {
            fallback,
            categories,
            entries: Vec::new(),
            variants: Vec::new(),
            can_order: Vec::new(),
            by_sku: HashMap::new(),
            by_code: HashMap::new(),
            languages: languages.collect::<anyhow::Result<_>>()?,
        })
    }

    fn add(mut self, products: Vec<ProductRow>) -> anyhow::Result<Self> {
        for product in products.iter().filter(|product| !product.variants.is_empty()) {
            self.add_product(product)?;
        }
        Ok(self)
    }

    fn add_product(&mut self, product: &ProductRow) -> anyhow::Result<()> {
        let number = u32::try_from(self.entries.len())?;
        let category = product.category_id.as_ref().and_then(|id| self.categories.find(id)).unwrap_or(NONE);
        self.categories.count(category, &product.id);
        let start = u32::try_from(self.variants.len())?;
        for (variant, place) in product.variants.iter().zip(start..) {
            self.variants.push(variant.price);
            self.can_order.push(variant.pickup_method.can_order());
            self.by_code.insert(variant.sku.to_lowercase().into(), number);
            if let Some(gtin) = &variant.gtin {
                self.by_code.insert(gtin.trim_start_matches('0').into(), number);
            }
            self.by_sku.insert(variant.sku.as_str().into(), place);
        }
        for language in &mut self.languages {
            language.add_product(product, self.categories.names(category, language.texts))?;
        }
        let variants = start..u32::try_from(self.variants.len())?;
        self.entries.push(Entry { id: product.id.as_str().into(), category, variants });
        Ok(())
    }

    fn finish(self, edition: Edition) -> anyhow::Result<Index> {
        let is_empty = self.entries.is_empty();
        let mut languages = Vec::new();
        for language in self.languages {
            languages.push(LanguageIndex {
                language: language.texts.asked,
                colours: language.colours,
                sizes: language.sizes,
                text: if is_empty { None } else { Some(language.writer.finish()?) },
            });
        }
        // The language that others fall back to leads.
        languages.sort_by_key(|index| index.language != self.fallback);
        Ok(Index {
            edition,
            entries: self.entries,
            variants: self.variants,
            can_order: self.can_order,
            by_sku: self.by_sku,
            by_code: self.by_code,
            languages,
            categories: self.categories,
            lowest: Mutex::new(Arc::new(LowestPrices::default())),
            orderable: Mutex::default(),
            loading: tokio::sync::Mutex::default(),
        })
    }
}

impl LanguageBuilder {
    fn add_product(&mut self, product: &ProductRow, categories: Vec<String>) -> tantivy::Result<()> {
        let mut document = Document { words: categories, ..Document::default() };
        document.words.extend(product.brand.clone());
        if let Some(text) = self.text(&product.texts) {
            document.name = text.name.clone();
            document.words.extend(text.material.clone());
            document.text.push(text.description.clone());
            document.text.extend(text.details.iter().map(|detail| detail.value.clone()));
        }
        let mut values = Vec::new();
        for variant in &product.variants {
            let default = VariantText::default();
            let asked = variant.texts.get(self.texts.asked.tag()).unwrap_or(&default);
            let fallback = variant.texts.get(self.texts.fallback.tag()).unwrap_or(&default);
            let colour = asked.colour.as_ref().or(fallback.colour.as_ref());
            let size = asked.size.as_ref().or(fallback.size.as_ref());
            self.colours.push(colour.map(String::as_str));
            self.sizes.push(size.map(String::as_str));
            values.extend([colour, size].into_iter().flatten().cloned());
        }
        values.sort();
        values.dedup();
        document.words.extend(values);
        self.writer.add(&document)
    }

    fn text<'a, T>(&self, texts: &'a HashMap<String, T>) -> Option<&'a T> {
        texts.get(self.texts.asked.tag()).or_else(|| texts.get(self.texts.fallback.tag()))
    }
}
