//! What the search index is made of, read in portions.

use std::collections::HashMap;

use contract::product::Detail;

use super::{Arg, Result, Row, Tx, catalogue::visible, product::read_price, row::placeholders};
use crate::{args, domain::price::PriceInputs};

pub struct ProductRow {
    pub id: String,
    pub brand: Option<String>,
    pub category_id: Option<String>,
    pub position: i64,
    /// By language tag.
    pub texts: HashMap<String, ProductText>,
    /// In the feed's order.
    pub variants: Vec<VariantRow>,
}

#[derive(Clone)]
pub struct ProductText {
    pub name: String,
    pub description: String,
    pub material: Option<String>,
    pub details: Vec<Detail>,
}

pub struct VariantRow {
    pub sku: String,
    pub gtin: Option<String>,
    pub price: PriceInputs,
    /// By language tag.
    pub texts: HashMap<String, VariantText>,
}

#[derive(Clone, Default)]
pub struct VariantText {
    pub colour: Option<String>,
    pub size: Option<String>,
}

/// The next `limit` products by id, those after `after`.
pub async fn products_after(tx: &mut Tx, after: &str, limit: i64) -> Result<Vec<ProductRow>> {
    let sql = format!(
        "SELECT p.id, p.brand, p.category_id, p.position FROM product p WHERE p.id > $1 AND {} ORDER BY p.id LIMIT $2",
        visible("p")
    );
    let rows = tx.rows(sql, args![after, limit]).await?;
    let mut products = rows.iter().map(read_product).collect::<Result<Vec<_>>>()?;
    let Some(last) = products.last().map(|product| product.id.clone()) else {
        return Ok(products);
    };
    let range = args![after, last.as_str()];
    let mut texts = product_texts(tx, range.clone()).await?;
    let mut variants = variants(tx, range).await?;
    for product in &mut products {
        product.texts = texts.remove(&product.id).unwrap_or_default();
        product.variants = variants.remove(&product.id).unwrap_or_default();
    }
    Ok(products)
}

async fn product_texts(
    tx: &mut Tx,
    range: Vec<Arg>,
) -> Result<HashMap<String, HashMap<String, ProductText>>> {
    let sql = "SELECT product_id, language, name, description, material, details FROM product_text \
               WHERE product_id > $1 AND product_id <= $2";
    let mut texts: HashMap<String, HashMap<String, ProductText>> = HashMap::new();
    for row in tx.rows(sql, range).await? {
        let text = ProductText {
            name: row.text("name")?,
            description: row.text("description")?,
            material: row.opt_text("material")?,
            details: row.json("details")?,
        };
        texts
            .entry(row.text("product_id")?)
            .or_default()
            .insert(row.text("language")?, text);
    }
    Ok(texts)
}

async fn variants(tx: &mut Tx, range: Vec<Arg>) -> Result<HashMap<String, Vec<VariantRow>>> {
    let mut texts = variant_texts(tx, range.clone()).await?;
    let sql = format!(
        "SELECT v.sku, v.product_id, v.gtin, v.price, v.sale_price, v.sale_from, v.sale_until FROM variant v \
         WHERE v.product_id > $1 AND v.product_id <= $2 AND {} ORDER BY v.product_id, v.position, v.sku",
        visible("v")
    );
    let mut variants: HashMap<String, Vec<VariantRow>> = HashMap::new();
    for row in tx.rows(sql, range).await? {
        let sku = row.text("sku")?;
        let texts = texts.remove(&sku).unwrap_or_default();
        let variant = VariantRow {
            gtin: row.opt_text("gtin")?,
            price: read_price(&row)?,
            texts,
            sku,
        };
        variants.entry(row.text("product_id")?).or_default().push(variant);
    }
    Ok(variants)
}

async fn variant_texts(
    tx: &mut Tx,
    range: Vec<Arg>,
) -> Result<HashMap<String, HashMap<String, VariantText>>> {
    let sql = "SELECT t.sku, t.language, t.colour, t.size FROM variant v JOIN variant_text t ON t.sku = v.sku \
               WHERE v.product_id > $1 AND v.product_id <= $2";
    let mut texts: HashMap<String, HashMap<String, VariantText>> = HashMap::new();
    for row in tx.rows(sql, range).await? {
        let text = VariantText {
            colour: row.opt_text("colour")?,
            size: row.opt_text("size")?,
        };
        texts
            .entry(row.text("sku")?)
            .or_default()
            .insert(row.text("language")?, text);
    }
    Ok(texts)
}

fn read_product(row: &Row) -> Result<ProductRow> {
    Ok(ProductRow {
        id: row.text("id")?,
        brand: row.opt_text("brand")?,
        category_id: row.opt_text("category_id")?,
        position: row.int("position")?,
        texts: HashMap::new(),
        variants: Vec::new(),
    })
}

/// The SKUs that a store can give now, of all or of some.
pub async fn orderable_skus(
    tx: &mut Tx,
    store_id: &str,
    safety: i64,
    among: Option<&[String]>,
) -> Result<Vec<String>> {
    let mut sql = format!(
        "SELECT s.sku FROM stock s JOIN variant v ON v.sku = s.sku \
         WHERE s.store_id = $1 AND s.on_hand - s.held > $2 AND {} \
         AND COALESCE(s.pickup_method, v.pickup_method) <> 'not_supported'",
        visible("s")
    );
    let mut args = args![store_id, safety];
    if let Some(skus) = among {
        sql.push_str(&format!(" AND s.sku IN ({})", placeholders(3, skus.len())));
        args.extend(skus.iter().map(Arg::from));
    }
    tx.rows(sql, args)
        .await?
        .iter()
        .map(|row| row.text("sku"))
        .collect()
}
