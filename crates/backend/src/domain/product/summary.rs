//! What cards show, for a whole page in few queries.

use std::collections::HashMap;

use contract::{
    availability::{Availability, AvailabilityStatus},
    picture::Picture,
    product::{Colourway, Price, ProductQuery, ProductSummary},
};

use super::{list::filled, prices};
use crate::{
    app::App,
    db::{
        self, Tx,
        product::{ProductRow, Texts, VariantRow},
        store::StoreRow,
    },
    domain::availability::availability,
};

/// What the database knows about the page's products.
struct Known<'a> {
    app: &'a App,
    query: &'a ProductQuery,
    variants: HashMap<String, Vec<VariantRow>>,
    pictures: HashMap<String, Vec<Picture>>,
    stores: HashMap<String, u32>,
    /// Of each product's cheapest variant, by SKU.
    prices: HashMap<String, Price>,
    in_store: HashMap<String, Availability>,
}

/// In the order of the ids; a product that was withdrawn this moment is left out.
pub async fn summaries(
    tx: &mut Tx,
    app: &App,
    ids: &[String],
    texts: Texts,
    store: Option<&StoreRow>,
    query: &ProductQuery,
) -> db::Result<Vec<ProductSummary>> {
    let rows = db::product::by_ids(tx, ids, texts).await?;
    let variants = db::product::variants(tx, ids, texts).await?;
    let skus: Vec<String> = variants.iter().map(|variant| variant.sku.clone()).collect();
    let mut known = Known {
        app,
        query,
        pictures: db::product::pictures(tx, ids).await?,
        stores: db::product::stores_with_stock(tx, ids, app.retailer.stock.safety_stock).await?,
        in_store: in_store(tx, app, store, &skus).await?,
        variants: HashMap::new(),
        prices: HashMap::new(),
    };
    for variant in variants {
        known.variants.entry(variant.product_id.clone()).or_default().push(variant);
    }
    let cheapest: Vec<&VariantRow> =
        known.variants.values().filter_map(|variants| known.cheapest(variants)).collect();
    known.prices = prices(tx, app, &cheapest).await?;
    let by_id: HashMap<&str, &ProductRow> = rows.iter().map(|row| (row.id.as_str(), row)).collect();
    Ok(ids.iter().filter_map(|id| known.summary(by_id.get(id.as_str())?)).collect())
}

/// What a store has, by SKU; empty when no store was asked for.
pub async fn in_store(
    tx: &mut Tx,
    app: &App,
    store: Option<&StoreRow>,
    skus: &[String],
) -> db::Result<HashMap<String, Availability>> {
    let Some(store) = store else {
        return Ok(HashMap::new());
    };
    let now = app.clock.now();
    let stocks = db::availability::of_skus(tx, skus, &store.id).await?;
    let stocks = stocks.iter().map(|stock| availability(stock, store, &app.retailer.stock, now));
    Ok(stocks.map(|availability| (availability.sku.clone(), availability)).collect())
}

impl Known<'_> {
    fn cheapest<'v>(&self, variants: &'v [VariantRow]) -> Option<&'v VariantRow> {
        let now = self.app.clock.now();
        variants.iter().min_by_key(|variant| variant.price.price_at(now).current)
    }

    /// `None` when nothing of it is sold any more.
    fn summary(&self, row: &ProductRow) -> Option<ProductSummary> {
        let variants = self.variants.get(&row.id)?;
        let price = self.prices.get(&self.cheapest(variants)?.sku)?.clone();
        let now = self.app.clock.now();
        let price_varies =
            variants.iter().any(|variant| variant.price.price_at(now).current != price.current.amount);
        Some(ProductSummary {
            id: row.id.clone(),
            slug: row.slug.clone(),
            name: row.name.clone(),
            brand: row.brand.clone(),
            price,
            price_varies,
            picture: self.picture(self.chosen(variants)).or_else(|| self.picture(variants.iter())),
            colourways: self.colourways(variants),
            in_store: self.best(variants),
            stores_with_stock: self.stores.get(&row.id).copied().unwrap_or(0),
        })
    }

    /// The variants that the filters by colour and size mean.
    fn chosen<'v>(&self, variants: &'v [VariantRow]) -> impl Iterator<Item = &'v VariantRow> {
        let [colour, size] =
            [&self.query.colour, &self.query.size].map(|value| filled(value).map(|v| v.to_lowercase()));
        let is = |wanted: &Option<String>, value: &Option<String>| {
            wanted.is_none() || value.as_ref().map(|value| value.trim().to_lowercase()) == *wanted
        };
        variants.iter().filter(move |variant| is(&colour, &variant.colour) && is(&size, &variant.size))
    }

    fn picture<'v>(&self, mut variants: impl Iterator<Item = &'v VariantRow>) -> Option<Picture> {
        variants.find_map(|variant| self.pictures.get(&variant.sku)?.first()).cloned()
    }

    fn colourways(&self, variants: &[VariantRow]) -> Vec<Colourway> {
        let mut colourways: Vec<Colourway> = Vec::new();
        for variant in variants {
            let Some(name) = variant.colour.as_deref() else {
                continue;
            };
            let picture = self.picture([variant].into_iter());
            match colourways.iter_mut().find(|known| known.name.to_lowercase() == name.to_lowercase()) {
                Some(known) => known.picture = known.picture.take().or(picture),
                None => {
                    colourways.push(Colourway { name: name.to_string(), sku: variant.sku.clone(), picture })
                }
            }
        }
        colourways
    }

    fn best(&self, variants: &[VariantRow]) -> Option<Availability> {
        let listed = self.chosen(variants).filter_map(|variant| self.in_store.get(&variant.sku));
        listed.max_by_key(|availability| (rank(availability.status), availability.quantity)).cloned()
    }
}

/// As long as one variant was never counted, nobody can say that the product is sold out.
fn rank(status: AvailabilityStatus) -> u8 {
    match status {
        AvailabilityStatus::OutOfStock => 0,
        AvailabilityStatus::Unknown => 1,
        AvailabilityStatus::Limited => 2,
        AvailabilityStatus::InStock => 3,
    }
}
