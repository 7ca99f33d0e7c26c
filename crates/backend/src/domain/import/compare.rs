//! What differs between the feeds and the catalogue.

use super::{Counts, Job, Problems, Report, read::Read};
use crate::{
    db::{
        self,
        import::{
            Staging,
            difference::Difference,
            stock::StockDifference,
            table::{
                CATEGORY, CATEGORY_TEXT, PICTURE, PRICE_HISTORY, PRODUCT, PRODUCT_TEXT, STORE, Table,
                VARIANT, VARIANT_PICTURE, VARIANT_TEXT,
            },
        },
    },
    feeds::Kind,
};

pub struct Differences {
    /// In the order in which new rows are written.
    pub tables: Vec<(&'static Table, Difference)>,
    pub stock: StockDifference,
    changed_products: i64,
    changed_variants: i64,
    changed_categories: i64,
}

pub async fn compare(staging: &Staging, job: &Job, read: &Read) -> db::Result<Differences> {
    job.progress.at("comparing", 0, 1);
    let all_when = |kind: Kind| read.kinds.contains(&kind).then_some("1 = 1");
    let languages: Vec<String> = read.languages.iter().map(|tag| format!("'{tag}'")).collect();
    let told = format!("m.language IN ({})", languages.join(", "));
    let told = (!languages.is_empty()).then_some(told);
    let text_of = |owner: &str| told.as_ref().map(|told| format!("{told} AND {owner}"));
    let product_texts = text_of("m.product_id IN (SELECT id FROM staged_product)");
    let variant_texts = text_of("m.sku IN (SELECT sku FROM staged_variant)");
    let future = format!("m.valid_from > {} AND m.sku IN (SELECT sku FROM priced)", job.now);

    let mut tables = vec![
        (&PICTURE, staging.compare(&PICTURE, None).await?),
        (&CATEGORY, staging.compare(&CATEGORY, None).await?),
        (&CATEGORY_TEXT, staging.compare(&CATEGORY_TEXT, None).await?),
        (&PRODUCT, staging.compare(&PRODUCT, all_when(Kind::Products)).await?),
        (&PRODUCT_TEXT, staging.compare(&PRODUCT_TEXT, product_texts.as_deref()).await?),
        (&VARIANT, staging.compare(&VARIANT, all_when(Kind::Products)).await?),
        (&VARIANT_TEXT, staging.compare(&VARIANT_TEXT, variant_texts.as_deref()).await?),
    ];
    let pictured = "m.sku IN (SELECT sku FROM staged_pictured)";
    tables.push((&VARIANT_PICTURE, staging.compare(&VARIANT_PICTURE, Some(pictured)).await?));
    staging.keep_changed_prices().await?;
    tables.push((&PRICE_HISTORY, staging.compare(&PRICE_HISTORY, Some(&future)).await?));
    tables.push((&STORE, staging.compare(&STORE, all_when(Kind::Stores)).await?));
    let stock = staging.compare_stock(all_when(Kind::Stock)).await?;
    let product_parts = [("product_text", "product_id")];
    let variant_parts = [("variant_text", "sku"), ("variant_picture", "sku")];
    job.progress.at("comparing", 1, 1);
    Ok(Differences {
        tables,
        stock,
        changed_products: staging.count_changed("product", "id", &product_parts).await?,
        changed_variants: staging.count_changed("variant", "sku", &variant_parts).await?,
        changed_categories: staging
            .count_changed("category", "id", &[("category_text", "category_id")])
            .await?,
    })
}

impl Differences {
    pub fn is_none(&self) -> bool {
        let stock = &self.stock;
        self.tables.iter().all(|(_, difference)| difference.is_none())
            && stock.new + stock.touched + stock.gone == 0
    }

    fn of(&self, table: &Table) -> Difference {
        let found = self.tables.iter().find(|(this, _)| this.name == table.name);
        found.map(|(_, difference)| *difference).unwrap_or_default()
    }

    fn counts(&self, table: &Table, changed: i64) -> Counts {
        let Difference { staged, new, more, gone, .. } = self.of(table);
        let new = new + more;
        // Parts of what is new are new themselves and listed as such only where their owner was known.
        let changed = changed.min(staged - new);
        Counts { new, changed, withdrawn: gone, unchanged: staged - new - changed }
    }

    pub fn report(&self, problems: Problems) -> Report {
        let StockDifference { staged, new, touched, changed, gone } = self.stock;
        let new_categories = self.of(&CATEGORY).more;
        Report {
            products: self.counts(&PRODUCT, self.changed_products),
            variants: self.counts(&VARIANT, self.changed_variants),
            stores: self.counts(&STORE, self.of(&STORE).changed),
            stock: Counts { new, changed, withdrawn: gone, unchanged: staged - new - changed },
            categories: self.counts(&CATEGORY, (self.changed_categories - new_categories).max(0)),
            pictures: self.of(&PICTURE).new,
            confirmed: touched - changed,
            problems,
            applied: false,
        }
    }
}
