//! What the search index is made of, read in portions.

use std::collections::HashMap;

use contract::{availability::PickupMethod, product::Detail};

use super::{
    Arg, Result, Row, Tx, catalogue::visible, offer::pickup_method, product::read_price, row::placeholders,
};
use crate::{args, domain::price::PriceInputs};

pub struct ProductRow {
    pub id: String,
    pub brand: Option<String>,
    pub category_id: Option<String>,
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
    pub pickup_method: PickupMethod,
    /// By language tag.
    pub texts: HashMap<String, VariantText>,
}

#[derive(Clone, Default)]
pub struct VariantText {
    pub colour: Option<String>,
    pub size: Option<String>,
}

/// The ids of all products, in the feed's order.
pub async fn product_ids(tx: &mut Tx) -> Result<Vec<String>> {
    let sql = format!("SELECT p.id FROM product p WHERE {} ORDER BY p.position, p.id", visible("p"));
    tx.rows(sql, args![]).await?.iter().map(|row| row.text("id")).collect()
}

/// Some products, in the order of their ids.
pub async fn products(tx: &mut Tx, ids: &[String]) -> Result<Vec<ProductRow>> {
    let of_ids = placeholders(1, ids.len());
    let args: Vec<Arg> = ids.iter().map(Arg::from).collect();
    let mut texts = product_texts(tx, &of_ids, args.clone()).await?;
    let mut variants = variants(tx, &of_ids, args.clone()).await?;
    let sql = format!("SELECT p.id, p.brand, p.category_id FROM product p WHERE p.id IN ({of_ids})");
    let mut products = HashMap::new();
    for row in tx.rows(sql, args).await? {
        let id = row.text("id")?;
        let product = ProductRow {
            brand: row.opt_text("brand")?,
            category_id: row.opt_text("category_id")?,
            texts: texts.remove(&id).unwrap_or_default(),
            variants: variants.remove(&id).unwrap_or_default(),
            id: id.clone(),
        };
        products.insert(id, product);
    }
    Ok(ids.iter().filter_map(|id| products.remove(id)).collect())
}

async fn product_texts(
    tx: &mut Tx,
    of_ids: &str,
    args: Vec<Arg>,
) -> Result<HashMap<String, HashMap<String, ProductText>>> {
    let sql = format!(
        "SELECT product_id, language, name, description, material, details FROM product_text \
         WHERE product_id IN ({of_ids})"
    );
    let mut texts: HashMap<String, HashMap<String, ProductText>> = HashMap::new();
    for row in tx.rows(sql, args).await? {
        let text = ProductText {
            name: row.text("name")?,
            description: row.text("description")?,
            material: row.opt_text("material")?,
            details: row.json("details")?,
        };
        texts.entry(row.text("product_id")?).or_default().insert(row.text("language")?, text);
    }
    Ok(texts)
}

async fn variants(tx: &mut Tx, of_ids: &str, args: Vec<Arg>) -> Result<HashMap<String, Vec<VariantRow>>> {
    let mut texts = variant_texts(tx, of_ids, args.clone()).await?;
    let sql = format!(
        "SELECT v.sku, v.product_id, v.gtin, v.pickup_method, v.price, v.sale_price, v.sale_from, v.sale_until FROM variant v \
         WHERE v.product_id IN ({of_ids}) AND {} ORDER BY v.product_id, v.position, v.sku",
        visible("v")
    );
    let mut variants: HashMap<String, Vec<VariantRow>> = HashMap::new();
    for row in tx.rows(sql, args).await? {
        let sku = row.text("sku")?;
        let texts = texts.remove(&sku).unwrap_or_default();
        let variant = VariantRow {
            gtin: row.opt_text("gtin")?,
            price: read_price(&row)?,
            pickup_method: row.one_of("pickup_method", pickup_method)?,
            texts,
            sku,
        };
        variants.entry(row.text("product_id")?).or_default().push(variant);
    }
    Ok(variants)
}

async fn variant_texts(
    tx: &mut Tx,
    of_ids: &str,
    args: Vec<Arg>,
) -> Result<HashMap<String, HashMap<String, VariantText>>> {
    let sql = format!(
        "SELECT t.sku, t.language, t.colour, t.size FROM variant v JOIN variant_text t ON t.sku = v.sku \
         WHERE v.product_id IN ({of_ids})"
    );
    let mut texts: HashMap<String, HashMap<String, VariantText>> = HashMap::new();
    for row in tx.rows(sql, args).await? {
        let text = VariantText { colour: row.opt_text("colour")?, size: row.opt_text("size")? };
        texts.entry(row.text("sku")?).or_default().insert(row.text("language")?, text);
    }
    Ok(texts)
}

/// The SKUs of which a store has units, of all or of some, and whether it lets them be ordered; `None` is what
/// the variant says. Without a join: a store may have them all.
pub async fn in_stock(
    tx: &mut Tx,
    store_id: &str,
    safety: i64,
    among: Option<&[String]>,
) -> Result<Vec<(String, Option<PickupMethod>)>> {
    let mut sql = format!(
        "SELECT s.sku, s.pickup_method FROM stock s WHERE s.store_id = $1 AND s.on_hand - s.held > $2 AND {}",
        visible("s")
    );
    let mut args = args![store_id, safety];
    if let Some(skus) = among {
        sql.push_str(&format!(" AND s.sku IN ({})", placeholders(3, skus.len())));
        args.extend(skus.iter().map(Arg::from));
    }
    let rows = tx.rows(sql, args).await?;
    let read = |row: &Row| {
        let method = row.opt_text("pickup_method")?.map(|_| row.one_of("pickup_method", pickup_method));
        Ok((row.text("sku")?, method.transpose()?))
    };
    rows.iter().map(read).collect()
}
