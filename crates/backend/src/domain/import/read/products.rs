//! Product feeds: the default language gives offers, the others their texts.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
};

use contract::{availability::PickupMethod, language::Language};

use super::Reading;
use crate::{
    args,
    db::import::table::{
        CATEGORY, CATEGORY_TEXT, PRICE_HISTORY, PRODUCT, PRODUCT_TEXT, VARIANT, VARIANT_TEXT,
    },
    domain::{
        import::{categories::Categories, places::Places, slug::Slugs},
        price::PriceInputs,
    },
    feeds::{
        FileError, ProductRow, RowError, TextRow, Texts,
        discover::{Feed, Kind},
        record::Record,
    },
};

/// What product rows share while they are read.
struct Shelves {
    categories: Categories,
    slugs: Slugs,
    product_places: Places,
    variant_places: Places,
    /// Product id to its category.
    products: HashMap<String, Option<String>>,
    /// SKU to product id, of those that go in.
    offers: HashMap<String, String>,
}

pub fn method(method: PickupMethod) -> &'static str {
    match method {
        PickupMethod::Buy => "buy",
        PickupMethod::Reserve => "reserve",
        PickupMethod::NotSupported => "not_supported",
    }
}

impl Reading {
    pub fn read_products(&mut self) -> Result<(), FileError> {
        let feeds = self.feeds(Kind::Products);
        if feeds.is_empty() {
            for sku in std::mem::take(&mut self.known.live_variants) {
                self.skus.add(&sku);
            }
            return Ok(());
        }
        let default = self.default_language();
        let is_default = |feed: &&Feed| feed.language.is_none_or(|language| language == default);
        if !feeds.iter().any(|feed| is_default(&feed)) {
            let reason = format!("is in another language than the retailer's, {}", default.tag());
            return Err(FileError::new(&feeds[0].name, reason));
        }
        let slugs = self.known.products.values().map(|(_, slug)| slug.clone());
        let mut shelves = Shelves {
            categories: Categories::new(std::mem::take(&mut self.known.categories)),
            slugs: Slugs::new(slugs.collect::<Vec<_>>()),
            product_places: Places::new(self.known.products.is_empty()),
            variant_places: Places::new(self.known.variants.is_empty()),
            products: HashMap::new(),
            offers: HashMap::new(),
        };
        let mut good = 0;
        self.languages.insert(default.tag());
        for feed in feeds.iter().filter(is_default) {
            let folder = folder_of(feed);
            good += self.each(
                feed,
                |reading, row: ProductRow| reading.product(&mut shelves, &feed.name, &folder, row),
                Reading::refused_product,
            )?;
        }
        if good == 0 {
            return Err(FileError::new(&feeds[0].name, "holds no row that can be used"));
        }
        for feed in feeds.iter().filter(|feed| !is_default(feed)) {
            let language = feed.language.unwrap_or(default);
            self.languages.insert(language.tag());
            let mut told = HashSet::new();
            self.each(
                feed,
                |reading, row: TextRow| reading.texts(&mut shelves, &mut told, feed, language, row),
                |_, _| {},
            )?;
        }
        Ok(())
    }

    fn product(
        &mut self,
        shelves: &mut Shelves,
        file: &str,
        folder: &Path,
        row: ProductRow,
    ) -> Result<(), RowError> {
        if self.skus.add(&row.id).is_none() {
            let error = RowError::new(file, row.line, "is given twice; the first row counts");
            return Err(error.field("id").value(&row.id));
        }
        if !shelves.products.contains_key(&row.item_group_id) {
            self.new_product(shelves, &row);
        }
        let position = shelves.variant_places.next(self.known.variants.get(&row.id).map(|(place, _)| *place));
        let sale = row.sale.map(|sale| sale.price);
        let (from, until) = row.sale.and_then(|sale| sale.dates).unzip();
        let vat = self.job.retailer.vat_rate(&row.texts.product_type);
        self.stage(
            &VARIANT,
            args![
                &row.id,
                &row.item_group_id,
                position,
                row.gtin.as_deref(),
                method(row.pickup_method),
                row.price,
                sale,
                from,
                until,
                vat
            ],
        );
        let inputs =
            PriceInputs { regular: row.price, local: None, sale, sale_from: from, sale_until: until };
        self.stage_prices(&row.id, inputs);
        self.stage_variant_texts(&row.id, self.default_language(), &row.texts);
        self.want_pictures(file, folder, &row);
        shelves.offers.insert(row.id, row.item_group_id);
        Ok(())
    }

    /// The first row of a product gives what its variants share.
    fn new_product(&mut self, shelves: &mut Shelves, row: &ProductRow) {
        let id = &row.item_group_id;
        let (category, met) = shelves.categories.place(&row.texts.product_type);
        for met in met {
            self.stage(&CATEGORY, args![met.id, met.parent_id, met.position]);
        }
        let language = self.default_language();
        if let Some(category) = &category {
            self.name_category(shelves, category, language, &row.texts);
        }
        let known = self.known.products.get(id).cloned();
        let slug = known.as_ref().map(|(_, slug)| slug.clone());
        let slug = slug.unwrap_or_else(|| shelves.slugs.unique(&row.texts.title));
        let position = shelves.product_places.next(known.map(|(place, _)| place));
        self.stage(&PRODUCT, args![id, row.brand.as_deref(), category.as_deref(), position, slug]);
        self.stage_product_texts(id, language, &row.texts);
        shelves.products.insert(id.clone(), category);
    }

    fn name_category(&mut self, shelves: &mut Shelves, id: &str, language: Language, texts: &Texts) {
        for named in shelves.categories.name(id, language.tag(), &texts.product_type) {
            self.stage(&CATEGORY_TEXT, args![named.id, named.language, named.name]);
        }
    }

    fn texts(
        &mut self,
        shelves: &mut Shelves,
        told: &mut HashSet<String>,
        feed: &Feed,
        language: Language,
        row: TextRow,
    ) -> Result<(), RowError> {
        let Some(product) = shelves.offers.get(&row.id).cloned() else {
            if self.skus.get(&row.id).is_some() {
                return Ok(());
            }
            let reason = format!("is not in the product feed in {}", self.default_language().tag());
            return Err(RowError::new(&feed.name, row.line, reason).field("id").value(&row.id));
        };
        if !told.insert(format!("variant {}", row.id)) {
            let error = RowError::new(&feed.name, row.line, "is given twice; the first row counts");
            return Err(error.field("id").value(&row.id));
        }
        self.stage_variant_texts(&row.id, language, &row.texts);
        if told.insert(format!("product {product}")) {
            self.stage_product_texts(&product, language, &row.texts);
            if let Some(category) = shelves.products.get(&product).cloned().flatten() {
                self.name_category(shelves, &category, language, &row.texts);
            }
        }
        Ok(())
    }

    fn stage_product_texts(&mut self, id: &str, language: Language, texts: &Texts) {
        let details = serde_json::to_string(&texts.product_detail).unwrap_or_else(|_| "[]".into());
        let material = texts.material.as_deref();
        self.stage(
            &PRODUCT_TEXT,
            args![id, language.tag(), &texts.title, &texts.description, material, details],
        );
    }

    fn stage_variant_texts(&mut self, sku: &str, language: Language, texts: &Texts) {
        self.stage(&VARIANT_TEXT, args![sku, language.tag(), texts.color.as_deref(), texts.size.as_deref()]);
    }

    /// What is paid from now on, and from each moment on at which that changes by itself.
    fn stage_prices(&mut self, sku: &str, inputs: PriceInputs) {
        let mut at = Some(self.job.now);
        while let Some(moment) = at {
            self.stage(&PRICE_HISTORY, args![sku, moment, inputs.price_at(moment).current]);
            at = inputs.next_change(moment);
        }
    }

    fn want_pictures(&mut self, file: &str, folder: &Path, row: &ProductRow) {
        let first = row.image_link.iter().map(|link| ("image_link", link));
        let more = row.additional_image_links.iter().map(|link| ("additional_image_link", link));
        let mut numbers = Vec::new();
        for (field, link) in first.chain(more) {
            let at = || RowError::new(file, row.line, "").field(field).value(link).kept();
            let number = self.pictures.number(folder.to_path_buf(), link, at);
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        let known = self.known.variants.contains_key(&row.id);
        self.pictures.offers.push((row.id.clone(), numbers, known));
    }

    /// An offer whose row cannot be read stays as it was.
    fn refused_product(&mut self, record: &Record) {
        let Some(sku) = record.get("id") else { return };
        match self.known.variants.get(sku).map(|(_, product)| product.clone()) {
            Some(product) if self.skus.add(sku).is_some() => {
                self.keep(&VARIANT, args![sku]);
                self.keep(&PRODUCT, args![product]);
            }
            Some(_) => {}
            None => {
                self.refused.insert(sku.to_string());
            }
        }
    }
}

fn folder_of(feed: &Feed) -> PathBuf {
    let folder = feed.path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or_else(|| PathBuf::from("."), PathBuf::from)
}
