//! Offers: a variant as one store sells it, for carts and orders.

use contract::availability::PickupMethod;

use super::{Result, Row, Tx, catalogue::visible, row::placeholders};
use crate::args;

pub struct Offer {
    pub sku: String,
    pub product_slug: String,
    pub name: String,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub picture_id: Option<String>,
    pub gtin: Option<String>,
    pub vat_rate: u32,
    pub price: i64,
    pub sale_price: Option<i64>,
    pub sale_from: Option<i64>,
    pub sale_until: Option<i64>,
    pub pickup_method: PickupMethod,
    /// The retailer no longer sells it.
    pub withdrawn: bool,
    /// `None`: the store does not list it.
    pub stock: Option<OfferStock>,
}

pub struct OfferStock {
    pub on_hand: Option<i64>,
    pub held: i64,
    pub counted_at: Option<i64>,
    pub price: Option<i64>,
    pub aisle: Option<String>,
}

/// How a method is written in the tables.
pub fn pickup_method(text: &str) -> Option<PickupMethod> {
    Some(match text {
        "buy" => PickupMethod::Buy,
        "reserve" => PickupMethod::Reserve,
        "not_supported" => PickupMethod::NotSupported,
        _ => return None,
    })
}

/// The offers of SKUs in a store, in any order; texts fall back to the default language. SKUs that were never
/// visible are left out.
pub async fn of_skus(
    tx: &mut Tx,
    skus: &[String],
    store_id: Option<&str>,
    language: &str,
    default_language: &str,
) -> Result<Vec<Offer>> {
    if skus.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT v.sku, p.slug, COALESCE(t.name, d.name) AS name, COALESCE(vt.colour, vd.colour) AS colour, \
         COALESCE(vt.size, vd.size) AS size, v.gtin, v.vat_rate, v.price, v.sale_price, v.sale_from, v.sale_until, \
         COALESCE(s.pickup_method, v.pickup_method) AS pickup_method, \
         COALESCE(v.withdrawn_at, p.withdrawn_at) AS withdrawn_at, \
         (SELECT vp.picture_id FROM variant_picture vp WHERE vp.sku = v.sku ORDER BY vp.position LIMIT 1) AS picture_id, \
         s.sku AS stocked, s.on_hand, s.held, s.counted_at, s.price AS local_price, s.aisle \
         FROM variant v JOIN product p ON p.id = v.product_id \
         LEFT JOIN product_text t ON t.product_id = p.id AND t.language = $1 \
         LEFT JOIN product_text d ON d.product_id = p.id AND d.language = $2 \
         LEFT JOIN variant_text vt ON vt.sku = v.sku AND vt.language = $1 \
         LEFT JOIN variant_text vd ON vd.sku = v.sku AND vd.language = $2 \
         LEFT JOIN stock s ON s.sku = v.sku AND s.store_id = $3 AND s.withdrawn_at IS NULL \
             AND s.generation <= (SELECT generation FROM catalogue) \
         WHERE v.generation <= (SELECT generation FROM catalogue) AND v.sku IN ({})",
        placeholders(4, skus.len())
    );
    let mut args = args![language, default_language, store_id];
    args.extend(skus.iter().map(|sku| sku.as_str().into()));
    tx.rows(sql, args).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Offer> {
    let stock = match row.opt_text("stocked")? {
        Some(_) => Some(OfferStock {
            on_hand: row.opt_int("on_hand")?,
            held: row.int("held")?,
            counted_at: row.opt_int("counted_at")?,
            price: row.opt_int("local_price")?,
            aisle: row.opt_text("aisle")?,
        }),
        None => None,
    };
    Ok(Offer {
        sku: row.text("sku")?,
        product_slug: row.text("slug")?,
        name: row.opt_text("name")?.unwrap_or_default(),
        colour: row.opt_text("colour")?,
        size: row.opt_text("size")?,
        picture_id: row.opt_text("picture_id")?,
        gtin: row.opt_text("gtin")?,
        vat_rate: row.u32("vat_rate")?,
        price: row.int("price")?,
        sale_price: row.opt_int("sale_price")?,
        sale_from: row.opt_int("sale_from")?,
        sale_until: row.opt_int("sale_until")?,
        pickup_method: row.one_of("pickup_method", pickup_method)?,
        withdrawn: row.opt_int("withdrawn_at")?.is_some(),
        stock,
    })
}

/// The other variants of a SKU's product that are still sold, in the retailer's order.
pub async fn siblings(tx: &mut Tx, sku: &str) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT v.sku FROM variant v WHERE v.product_id = (SELECT o.product_id FROM variant o WHERE o.sku = $1) \
         AND v.sku <> $1 AND {} ORDER BY v.position, v.sku",
        visible("v")
    );
    tx.rows(sql, args![sku]).await?.iter().map(|row| row.text("sku")).collect()
}
