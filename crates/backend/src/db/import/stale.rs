//! What an import left behind that was killed before its end: rows that nobody has ever seen.

use super::Staging;
use crate::{
    args,
    db::{Result, Tx},
};

/// A table, its key, and the tables whose rows belong to its rows, with the columns that say so.
struct Owner {
    table: &'static str,
    keys: &'static [&'static str],
    owned: &'static [(&'static str, &'static [&'static str])],
}

const OWNERS: [Owner; 4] = [
    Owner { table: "product", keys: &["id"], owned: &[("product_text", &["product_id"])] },
    Owner {
        table: "variant",
        keys: &["sku"],
        owned: &[("variant_text", &["sku"]), ("variant_picture", &["sku"]), ("price_history", &["sku"])],
    },
    Owner { table: "store", keys: &["id"], owned: &[] },
    Owner { table: "stock", keys: &["sku", "store_id"], owned: &[("stock_movement", &["sku", "store_id"])] },
];

impl Staging {
    /// Lists the rows above a generation, in numbered tables; answers how many rows the longest has.
    pub async fn list_stale(&self, generation: i64) -> Result<i64> {
        let mut tx = self.quiet().await?;
        let mut longest = 0;
        for owner in &OWNERS {
            let (table, keys) = (owner.table, owner.keys.join(", "));
            let typed: Vec<String> = owner.keys.iter().map(|key| format!("{key} TEXT")).collect();
            let typed = typed.join(", ");
            tx.execute(format!("CREATE TEMP TABLE stale_{table} (n INTEGER PRIMARY KEY, {typed})"), args![])
                .await?;
            let sql = format!(
                "INSERT INTO stale_{table} (n, {keys}) SELECT ROW_NUMBER() OVER (ORDER BY {keys}), {keys} \
                 FROM {table} WHERE generation > $1"
            );
            longest =
                longest.max(i64::try_from(tx.execute(sql, args![generation]).await?).unwrap_or(i64::MAX));
        }
        tx.commit().await?;
        Ok(longest)
    }
}

/// Deletes the listed rows whose number lies in a range, with what belongs to them.
pub async fn delete(tx: &mut Tx, from: i64, until: i64) -> Result<()> {
    for owner in &OWNERS {
        let table = owner.table;
        let own = owner.owned.iter().copied().chain([(table, owner.keys)]);
        for (name, columns) in own {
            let listed =
                format!("SELECT {} FROM stale_{table} WHERE n > $1 AND n <= $2", owner.keys.join(", "));
            let sql = format!("DELETE FROM {name} WHERE ({}) IN ({listed})", columns.join(", "));
            tx.execute(sql, args![from, until]).await?;
        }
    }
    Ok(())
}
