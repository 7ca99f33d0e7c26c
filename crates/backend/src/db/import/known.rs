//! What the catalogue knows already: places in its order, slugs, and which stores and SKUs there are.

use std::collections::HashMap;

use crate::{
    args,
    db::{Result, Tx},
};

#[derive(Clone, Debug, Default)]
pub struct Known {
    pub generation: i64,
    /// Product id to place and slug.
    pub products: HashMap<String, (i64, String)>,
    /// SKU to place and product id.
    pub variants: HashMap<String, (i64, String)>,
    /// Store id to place and slug.
    pub stores: HashMap<String, (i64, String)>,
    /// Category id to place.
    pub categories: HashMap<String, i64>,
    /// SKUs that are sold and stores that are open to orders.
    pub live_variants: Vec<String>,
    pub live_stores: Vec<String>,
}

pub async fn read(tx: &mut Tx) -> Result<Known> {
    let generation = tx.int("SELECT generation AS value FROM catalogue WHERE id = 1", args![]).await?;
    let mut known = Known { generation, ..Known::default() };
    for row in tx.rows("SELECT id, position, slug FROM product", args![]).await? {
        known.products.insert(row.text("id")?, (row.int("position")?, row.text("slug")?));
    }
    for row in tx.rows("SELECT sku, position, product_id, withdrawn_at FROM variant", args![]).await? {
        let sku = row.text("sku")?;
        if row.opt_int("withdrawn_at")?.is_none() {
            known.live_variants.push(sku.clone());
        }
        known.variants.insert(sku, (row.int("position")?, row.text("product_id")?));
    }
    for row in tx.rows("SELECT id, position, slug, withdrawn_at FROM store", args![]).await? {
        let id = row.text("id")?;
        if row.opt_int("withdrawn_at")?.is_none() {
            known.live_stores.push(id.clone());
        }
        known.stores.insert(id, (row.int("position")?, row.text("slug")?));
    }
    for row in tx.rows("SELECT id, position FROM category", args![]).await? {
        known.categories.insert(row.text("id")?, row.int("position")?);
    }
    Ok(known)
}
