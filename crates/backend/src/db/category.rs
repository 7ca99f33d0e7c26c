//! Categories.

use std::collections::HashMap;

use super::{Result, Tx};
use crate::args;

#[derive(Clone, Debug)]
pub struct CategoryRow {
    pub id: String,
    pub parent_id: Option<String>,
    /// By language tag.
    pub names: HashMap<String, String>,
}

/// All of them, in the feed's order.
pub async fn all(tx: &mut Tx) -> Result<Vec<CategoryRow>> {
    let mut names: HashMap<String, HashMap<String, String>> = HashMap::new();
    for row in tx.rows("SELECT category_id, language, name FROM category_text", args![]).await? {
        names.entry(row.text("category_id")?).or_default().insert(row.text("language")?, row.text("name")?);
    }
    let rows = tx.rows("SELECT id, parent_id FROM category ORDER BY position, id", args![]).await?;
    let mut categories = Vec::with_capacity(rows.len());
    for row in &rows {
        let id = row.text("id")?;
        let names = names.remove(&id).unwrap_or_default();
        categories.push(CategoryRow { id, parent_id: row.opt_text("parent_id")?, names });
    }
    Ok(categories)
}
