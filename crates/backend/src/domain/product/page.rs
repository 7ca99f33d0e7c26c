//! The page of a product.

use contract::{
    language::Language,
    product::{Product, Variant},
};

use super::{prices, summary::in_store, texts};
use crate::{
    app::App,
    db::{self, product::VariantRow},
    domain::refusal::{Outcome, not_found},
};

pub async fn find(
    app: &App,
    slug: &str,
    language: Option<Language>,
    store: Option<&str>,
) -> Outcome<Product> {
    let texts = texts(app, language);
    let mut tx = app.db.read().await?;
    let cursor = db::outbox::last(&mut tx).await?;
    let row = db::product::by_slug(&mut tx, slug, texts).await?.ok_or_else(|| not_found("product"))?;
    let store = match store.filter(|id| !id.is_empty()) {
        Some(id) => Some(db::store::find_visible(&mut tx, id).await?.ok_or_else(|| not_found("store"))?),
        None => None,
    };
    let ids = [row.id.clone()];
    let rows = db::product::variants(&mut tx, &ids, texts).await?;
    if rows.is_empty() {
        return Err(not_found("product"));
    }
    let skus: Vec<String> = rows.iter().map(|variant| variant.sku.clone()).collect();
    let mut pictures = db::product::pictures(&mut tx, &ids).await?;
    let mut prices = prices(&mut tx, app, &rows.iter().collect::<Vec<_>>()).await?;
    let safety = app.retailer.stock.safety_stock;
    let stores = db::product::stores_that_can_give(&mut tx, &row.id, safety).await?;
    let mut in_store = in_store(&mut tx, app, store.as_ref(), &skus).await?;
    let variant = |variant: VariantRow| {
        Some(Variant {
            price: prices.remove(&variant.sku)?,
            pictures: pictures.remove(&variant.sku).unwrap_or_default(),
            in_store: in_store.remove(&variant.sku),
            stores_with_stock: stores.get(&variant.sku).copied().unwrap_or(0),
            sku: variant.sku,
            gtin: variant.gtin,
            colour: variant.colour,
            size: variant.size,
            pickup_method: variant.pickup_method,
        })
    };
    let variants = rows.into_iter().filter_map(variant).collect();
    let index = app.search.current();
    let category = row.category_id.as_deref().and_then(|id| index.categories().find(id));
    Ok(Product {
        id: row.id,
        slug: row.slug,
        name: row.name,
        brand: row.brand,
        description: row.description,
        material: row.material,
        details: row.details,
        trail: index.categories().trail(category, texts),
        variants,
        cursor,
    })
}
