//! The ends of an import: texts that fall back, prices that changed, counts for the report, the new generation.

use super::Staging;
use crate::{
    args,
    db::{Result, Tx},
};

impl Staging {
    /// What another language lacks is said in the default one.
    pub async fn fall_back(&self, default_language: &str) -> Result<()> {
        let mut tx = self.quiet().await?;
        tx.execute("CREATE INDEX text_lookup ON staged_product_text (product_id, language)", args![]).await?;
        for (column, empty) in [("description", "t.description = ''"), ("details", "t.details = '[]'")] {
            let sql = format!(
                "UPDATE staged_product_text AS t SET {column} = (SELECT d.{column} FROM staged_product_text d \
                 WHERE d.product_id = t.product_id AND d.language = $1) \
                 WHERE t.language <> $1 AND {empty} AND EXISTS (SELECT 1 FROM staged_product_text d \
                 WHERE d.product_id = t.product_id AND d.language = $1)"
            );
            tx.execute(sql, args![default_language]).await?;
        }
        tx.execute("DROP INDEX text_lookup", args![]).await?;
        tx.commit().await
    }

    /// Leaves staged prices only of variants that are new or whose price or sale changed.
    pub async fn keep_changed_prices(&self) -> Result<()> {
        let mut tx = self.quiet().await?;
        tx.execute(
            "CREATE TEMP TABLE priced AS SELECT c.sku FROM changed_variant c JOIN variant m ON m.sku = c.sku \
             WHERE m.withdrawn_at IS NOT NULL OR m.price <> c.price OR m.sale_price IS DISTINCT FROM c.sale_price \
             OR m.sale_from IS DISTINCT FROM c.sale_from OR m.sale_until IS DISTINCT FROM c.sale_until",
            args![],
        )
        .await?;
        tx.execute("CREATE INDEX priced_key ON priced (sku)", args![]).await?;
        tx.execute(
            "DELETE FROM staged_price_history WHERE NOT EXISTS \
             (SELECT 1 FROM priced p WHERE p.sku = staged_price_history.sku) AND NOT EXISTS \
             (SELECT 1 FROM new_variant v WHERE v.sku = staged_price_history.sku)",
            args![],
        )
        .await?;
        tx.commit().await
    }

    /// How many rows differ though they are not new, parts of theirs included.
    pub async fn count_changed(&self, owner: &str, key: &str, parts: &[(&str, &str)]) -> Result<i64> {
        let mut sets = vec![format!("SELECT {key} AS id FROM changed_{owner}")];
        for (part, own) in parts {
            for kind in ["more", "changed", "gone"] {
                sets.push(format!("SELECT {own} AS id FROM {kind}_{part}"));
            }
        }
        let sql = format!("SELECT COUNT(*) AS value FROM ({}) d", sets.join(" UNION "));
        let mut tx = self.quiet().await?;
        tx.int(sql, args![]).await
    }
}

/// Shows readers everything up to a generation.
pub async fn show(tx: &mut Tx, generation: i64, now: i64) -> Result<()> {
    tx.execute("UPDATE catalogue SET generation = $1, imported_at = $2 WHERE id = 1", args![generation, now])
        .await?;
    Ok(())
}
