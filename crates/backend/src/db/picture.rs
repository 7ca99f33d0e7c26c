//! Pictures of products.

use std::collections::HashMap;

use contract::picture::Picture;

use super::{Result, Row, Tx, row::placeholders};

pub async fn by_ids(tx: &mut Tx, ids: &[String]) -> Result<HashMap<String, Picture>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT id, width, height, widths, colour FROM picture WHERE id IN ({})",
        placeholders(1, ids.len())
    );
    let args = ids.iter().map(|id| id.as_str().into()).collect();
    let pictures = tx.rows(sql, args).await?;
    pictures.iter().map(|row| read(row).map(|picture| (picture.id.clone(), picture))).collect()
}

/// A picture from a row with the columns of the table.
pub fn read(row: &Row) -> Result<Picture> {
    let widths = row.text("widths")?;
    Ok(Picture {
        id: row.text("id")?,
        width: row.u32("width")?,
        height: row.u32("height")?,
        widths: widths.split(',').filter_map(|width| width.parse().ok()).collect(),
        colour: row.text("colour")?,
    })
}
