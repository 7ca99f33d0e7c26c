//! The catalogue that readers see.

use super::{Result, Tx};
use crate::args;

/// The condition that a row of product, variant, store or stock is seen by readers.
pub fn visible(alias: &str) -> String {
    format!(
        "{alias}.withdrawn_at IS NULL AND {alias}.generation <= (SELECT generation FROM catalogue WHERE id = 1)"
    )
}

/// What changes whenever an import has finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edition {
    pub generation: i64,
    pub imported_at: Option<i64>,
}

pub async fn edition(tx: &mut Tx) -> Result<Edition> {
    let row = tx.row("SELECT generation, imported_at FROM catalogue WHERE id = 1", args![]).await?;
    let row = row.ok_or(sqlx::Error::RowNotFound)?;
    Ok(Edition { generation: row.int("generation")?, imported_at: row.opt_int("imported_at")? })
}
