//! Orders and their lines.

use contract::{language::Language, order::Channel, pickup::LineOutcome};

use super::{Result, Row, Tx};
use crate::args;

pub struct OrderRow {
    pub id: String,
    pub number: String,
    pub channel: Channel,
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    pub language: Language,
    pub currency: String,
    pub total: i64,
    pub address: String,
    pub placed_at: i64,
}

pub struct LineRow {
    pub id: String,
    pub sku: String,
    pub product_slug: String,
    pub name: String,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub picture_id: Option<String>,
    pub quantity: u32,
    pub unit_price: i64,
    pub vat_rate: u32,
    pub outcome: Option<LineOutcome>,
}

/// False when the number is taken.
pub async fn insert(tx: &mut Tx, order: &OrderRow) -> Result<bool> {
    let sql = "INSERT INTO orders (id, number, channel, name, email, phone, language, currency, total, address, \
               placed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING";
    let args = args![
        &order.id,
        &order.number,
        order.channel.as_str(),
        &order.name,
        &order.email,
        order.phone.as_deref(),
        order.language.tag(),
        &order.currency,
        order.total,
        &order.address,
        order.placed_at,
    ];
    Ok(tx.execute(sql, args).await? == 1)
}

pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<OrderRow>> {
    let sql = "SELECT id, number, channel, name, email, phone, language, currency, total, address, placed_at \
               FROM orders WHERE id = $1";
    tx.row(sql, args![id]).await?.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<OrderRow> {
    Ok(OrderRow {
        id: row.text("id")?,
        number: row.text("number")?,
        channel: row.one_of("channel", Channel::from_text)?,
        name: row.text("name")?,
        email: row.text("email")?,
        phone: row.opt_text("phone")?,
        language: row.one_of("language", Language::from_tag)?,
        currency: row.text("currency")?,
        total: row.int("total")?,
        address: row.text("address")?,
        placed_at: row.int("placed_at")?,
    })
}

/// Orders of a person with a live pickup: by e-mail address, in any case of letters.
pub async fn open_of_email(tx: &mut Tx, email: &str) -> Result<i64> {
    let sql = "SELECT COUNT(DISTINCT o.id) AS value FROM orders o JOIN pickup p ON p.order_id = o.id \
               WHERE LOWER(o.email) = LOWER($1) AND p.status IN ('placed', 'preparing', 'ready')";
    tx.int(sql, args![email]).await
}

/// Orders of a network address with a live pickup.
pub async fn open_of_address(tx: &mut Tx, address: &str) -> Result<i64> {
    let sql = "SELECT COUNT(DISTINCT o.id) AS value FROM orders o JOIN pickup p ON p.order_id = o.id \
               WHERE o.address = $1 AND p.status IN ('placed', 'preparing', 'ready')";
    tx.int(sql, args![address]).await
}

pub async fn insert_line(
    tx: &mut Tx,
    order_id: &str,
    pickup_id: &str,
    position: i64,
    line: &LineRow,
) -> Result<()> {
    let sql = "INSERT INTO order_line (id, order_id, pickup_id, position, sku, product_slug, name, colour, size, \
               picture_id, quantity, unit_price, vat_rate) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let args = args![
        &line.id,
        order_id,
        pickup_id,
        position,
        &line.sku,
        &line.product_slug,
        &line.name,
        line.colour.as_deref(),
        line.size.as_deref(),
        line.picture_id.as_deref(),
        line.quantity,
        line.unit_price,
        line.vat_rate,
    ];
    tx.execute(sql, args).await?;
    Ok(())
}

pub async fn lines_of_pickup(tx: &mut Tx, pickup_id: &str) -> Result<Vec<LineRow>> {
    let sql = "SELECT id, sku, product_slug, name, colour, size, picture_id, quantity, unit_price, vat_rate, outcome \
               FROM order_line WHERE pickup_id = $1 ORDER BY position";
    tx.rows(sql, args![pickup_id]).await?.iter().map(read_line).collect()
}

fn read_line(row: &Row) -> Result<LineRow> {
    let outcome = match row.opt_text("outcome")? {
        Some(_) => Some(row.one_of("outcome", LineOutcome::from_text)?),
        None => None,
    };
    Ok(LineRow {
        id: row.text("id")?,
        sku: row.text("sku")?,
        product_slug: row.text("product_slug")?,
        name: row.text("name")?,
        colour: row.opt_text("colour")?,
        size: row.opt_text("size")?,
        picture_id: row.opt_text("picture_id")?,
        quantity: row.u32("quantity")?,
        unit_price: row.int("unit_price")?,
        vat_rate: row.u32("vat_rate")?,
        outcome,
    })
}

pub async fn set_outcomes(tx: &mut Tx, pickup_id: &str, outcome: LineOutcome) -> Result<()> {
    let sql =
        "UPDATE order_line SET outcome = $2 WHERE pickup_id = $1 AND (outcome IS NULL OR outcome = 'found')";
    tx.execute(sql, args![pickup_id, outcome.as_str()]).await?;
    Ok(())
}
