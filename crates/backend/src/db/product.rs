//! Products and variants as pages show them.

use std::collections::HashMap;

use contract::{
    availability::PickupMethod,
    language::Language,
    picture::Picture,
    product::{Detail, ScannedVariant},
};

use super::{Arg, Result, Row, Tx, catalogue::visible, offer::pickup_method, picture, row::placeholders};
use crate::{
    args,
    domain::price::{PastPrice, PriceInputs},
};

/// The language asked for, and the one that texts fall back to.
#[derive(Clone, Copy, Debug)]
pub struct Texts {
    pub asked: Language,
    pub fallback: Language,
}

pub struct ProductRow {
    pub id: String,
    pub slug: String,
    pub brand: Option<String>,
    pub category_id: Option<String>,
    pub name: String,
    pub description: String,
    pub material: Option<String>,
    pub details: Vec<Detail>,
}

pub struct VariantRow {
    pub sku: String,
    pub product_id: String,
    pub gtin: Option<String>,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub price: PriceInputs,
    pub pickup_method: PickupMethod,
}

const PRODUCT: &str = "SELECT p.id, p.slug, p.brand, p.category_id, COALESCE(t.name, d.name, p.id) AS name, \
    COALESCE(NULLIF(t.description, ''), d.description, '') AS description, \
    COALESCE(t.material, d.material) AS material, COALESCE(NULLIF(t.details, '[]'), d.details, '[]') AS details \
    FROM product p LEFT JOIN product_text t ON t.product_id = p.id AND t.language = $1 \
    LEFT JOIN product_text d ON d.product_id = p.id AND d.language = $2";

const PRICE: &str = "v.price, v.sale_price, v.sale_from, v.sale_until";

pub async fn by_slug(tx: &mut Tx, slug: &str, texts: Texts) -> Result<Option<ProductRow>> {
    let sql = format!("{PRODUCT} WHERE p.slug = $3 AND {}", visible("p"));
    let args = args![texts.asked.tag(), texts.fallback.tag(), slug];
    tx.row(sql, args).await?.as_ref().map(read).transpose()
}

/// In any order; what is no longer sold is left out.
pub async fn by_ids(tx: &mut Tx, ids: &[String], texts: Texts) -> Result<Vec<ProductRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("{PRODUCT} WHERE {} AND p.id IN ({})", visible("p"), placeholders(3, ids.len()));
    tx.rows(sql, with_ids(args![texts.asked.tag(), texts.fallback.tag()], ids))
        .await?
        .iter()
        .map(read)
        .collect()
}

/// The variants of products, in the feed's order within each.
pub async fn variants(tx: &mut Tx, product_ids: &[String], texts: Texts) -> Result<Vec<VariantRow>> {
    if product_ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT v.sku, v.product_id, v.gtin, v.pickup_method, {PRICE}, COALESCE(t.colour, d.colour) AS colour, \
         COALESCE(t.size, d.size) AS size FROM variant v \
         LEFT JOIN variant_text t ON t.sku = v.sku AND t.language = $1 \
         LEFT JOIN variant_text d ON d.sku = v.sku AND d.language = $2 \
         WHERE {} AND v.product_id IN ({}) ORDER BY v.product_id, v.position, v.sku",
        visible("v"),
        placeholders(3, product_ids.len())
    );
    let args = with_ids(args![texts.asked.tag(), texts.fallback.tag()], product_ids);
    tx.rows(sql, args).await?.iter().map(read_variant).collect()
}

/// The variants that are sold under a bar code, by the ways in which its GTIN may be written; those of one product stay
/// together.
pub async fn by_gtin(
    tx: &mut Tx,
    written: &[String],
    limit: u32,
    texts: Texts,
) -> Result<Vec<ScannedVariant>> {
    let sql = format!(
        "SELECT v.sku, p.slug, COALESCE(t.name, d.name, p.id) AS name, COALESCE(vt.colour, vd.colour) AS colour, \
         COALESCE(vt.size, vd.size) AS size FROM variant v JOIN product p ON p.id = v.product_id \
         LEFT JOIN product_text t ON t.product_id = p.id AND t.language = $1 \
         LEFT JOIN product_text d ON d.product_id = p.id AND d.language = $2 \
         LEFT JOIN variant_text vt ON vt.sku = v.sku AND vt.language = $1 \
         LEFT JOIN variant_text vd ON vd.sku = v.sku AND vd.language = $2 \
         WHERE {} AND {} AND v.gtin IN ({}) ORDER BY v.product_id, v.position, v.sku LIMIT {limit}",
        visible("v"),
        visible("p"),
        placeholders(3, written.len())
    );
    let read = |row: &Row| {
        Ok(ScannedVariant {
            sku: row.text("sku")?,
            product_slug: row.text("slug")?,
            name: row.text("name")?,
            colour: row.opt_text("colour")?,
            size: row.opt_text("size")?,
        })
    };
    let args = with_ids(args![texts.asked.tag(), texts.fallback.tag()], written);
    tx.rows(sql, args).await?.iter().map(read).collect()
}

/// The price of a variant that is sold; `None` when it is not.
pub async fn price_of(tx: &mut Tx, sku: &str) -> Result<Option<PriceInputs>> {
    let sql = format!(
        "SELECT {PRICE} FROM variant v JOIN product p ON p.id = v.product_id WHERE v.sku = $1 AND {} AND {}",
        visible("v"),
        visible("p")
    );
    tx.row(sql, args![sku]).await?.as_ref().map(read_price).transpose()
}

/// The pictures of the variants of products by SKU, best first.
pub async fn pictures(tx: &mut Tx, product_ids: &[String]) -> Result<HashMap<String, Vec<Picture>>> {
    let mut pictures: HashMap<String, Vec<Picture>> = HashMap::new();
    if product_ids.is_empty() {
        return Ok(pictures);
    }
    let sql = format!(
        "SELECT vp.sku, c.id, c.width, c.height, c.widths, c.colour FROM variant v \
         JOIN variant_picture vp ON vp.sku = v.sku JOIN picture c ON c.id = vp.picture_id \
         WHERE v.product_id IN ({}) ORDER BY vp.sku, vp.position",
        placeholders(1, product_ids.len())
    );
    for row in tx.rows(sql, with_ids(args![], product_ids)).await? {
        pictures.entry(row.text("sku")?).or_default().push(picture::read(&row)?);
    }
    Ok(pictures)
}

/// The first picture of each product, by product.
pub async fn first_pictures(tx: &mut Tx, product_ids: &[String]) -> Result<HashMap<String, Picture>> {
    let mut pictures = HashMap::new();
    // A list of placeholders has its limit, and categories may be many.
    for ids in product_ids.chunks(500) {
        let sql = format!(
            "SELECT v.product_id, c.id, c.width, c.height, c.widths, c.colour FROM variant v \
             JOIN variant_picture vp ON vp.sku = v.sku JOIN picture c ON c.id = vp.picture_id \
             WHERE {} AND v.product_id IN ({}) ORDER BY v.position DESC, v.sku DESC, vp.position DESC",
            visible("v"),
            placeholders(1, ids.len())
        );
        // The last of a product that is put in is its first.
        for row in tx.rows(sql, with_ids(args![], ids)).await? {
            pictures.insert(row.text("product_id")?, picture::read(&row)?);
        }
    }
    Ok(pictures)
}

/// What SKUs cost from when on, in order of time.
pub async fn price_history(tx: &mut Tx, skus: &[String]) -> Result<HashMap<String, Vec<PastPrice>>> {
    let mut history: HashMap<String, Vec<PastPrice>> = HashMap::new();
    if skus.is_empty() {
        return Ok(history);
    }
    let sql = format!(
        "SELECT sku, valid_from, price FROM price_history WHERE sku IN ({}) ORDER BY sku, valid_from",
        placeholders(1, skus.len())
    );
    for row in tx.rows(sql, with_ids(args![], skus)).await? {
        let past = PastPrice { valid_from: row.int("valid_from")?, price: row.int("price")? };
        history.entry(row.text("sku")?).or_default().push(past);
    }
    Ok(history)
}

/// How many stores have one of a product's variants, by product.
pub async fn stores_with_stock(
    tx: &mut Tx,
    product_ids: &[String],
    safety: i64,
) -> Result<HashMap<String, u32>> {
    if product_ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT v.product_id AS id, COUNT(DISTINCT s.store_id) AS stores FROM variant v \
         JOIN stock s ON s.sku = v.sku JOIN store st ON st.id = s.store_id \
         WHERE s.on_hand - s.held > $1 AND {} AND {} AND {} AND v.product_id IN ({}) GROUP BY v.product_id",
        visible("v"),
        visible("s"),
        visible("st"),
        placeholders(2, product_ids.len())
    );
    counts(tx, sql, with_ids(args![safety], product_ids)).await
}

/// How many stores can give each variant of a product, by SKU.
pub async fn stores_that_can_give(
    tx: &mut Tx,
    product_id: &str,
    safety: i64,
) -> Result<HashMap<String, u32>> {
    let sql = format!(
        "SELECT v.sku AS id, COUNT(*) AS stores FROM variant v \
         JOIN stock s ON s.sku = v.sku JOIN store st ON st.id = s.store_id \
         WHERE v.product_id = $1 AND s.on_hand - s.held > $2 AND {} AND {} \
         AND COALESCE(s.pickup_method, v.pickup_method) <> 'not_supported' GROUP BY v.sku",
        visible("s"),
        visible("st")
    );
    counts(tx, sql, args![product_id, safety]).await
}

async fn counts(tx: &mut Tx, sql: String, args: Vec<Arg>) -> Result<HashMap<String, u32>> {
    let rows = tx.rows(sql, args).await?;
    rows.iter().map(|row| Ok((row.text("id")?, row.u32("stores")?))).collect()
}

fn with_ids(mut args: Vec<Arg>, ids: &[String]) -> Vec<Arg> {
    args.extend(ids.iter().map(Arg::from));
    args
}

fn read(row: &Row) -> Result<ProductRow> {
    Ok(ProductRow {
        id: row.text("id")?,
        slug: row.text("slug")?,
        brand: row.opt_text("brand")?,
        category_id: row.opt_text("category_id")?,
        name: row.text("name")?,
        description: row.text("description")?,
        material: row.opt_text("material")?,
        details: row.json("details")?,
    })
}

fn read_variant(row: &Row) -> Result<VariantRow> {
    Ok(VariantRow {
        sku: row.text("sku")?,
        product_id: row.text("product_id")?,
        gtin: row.opt_text("gtin")?,
        colour: row.opt_text("colour")?,
        size: row.opt_text("size")?,
        price: read_price(row)?,
        pickup_method: row.one_of("pickup_method", pickup_method)?,
    })
}

/// The price from a row with the columns of a variant.
pub fn read_price(row: &Row) -> Result<PriceInputs> {
    Ok(PriceInputs {
        regular: row.int("price")?,
        local: None,
        sale: row.opt_int("sale_price")?,
        sale_from: row.opt_int("sale_from")?,
        sale_until: row.opt_int("sale_until")?,
    })
}
