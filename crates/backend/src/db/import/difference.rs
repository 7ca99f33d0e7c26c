//! What differs between staged rows and the catalogue, and writing it.

use super::{
    Staging,
    table::{Early, Table, names, typed},
};
use crate::{
    args,
    db::{Arg, Result, Tx, row::placeholders},
};

/// How many rows of a table there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    pub staged: i64,
    /// New rows that nobody sees before the last transaction.
    pub new: i64,
    /// New rows that are seen at once.
    pub more: i64,
    pub changed: i64,
    pub gone: i64,
}

impl Difference {
    pub fn is_none(&self) -> bool {
        self.new + self.more + self.changed + self.gone == 0
    }
}

impl Staging {
    /// Finds the differences of a table. `scope` is the condition, on `m`, of rows that are gone when no staged row
    /// has their key.
    pub async fn compare(&self, table: &Table, scope: Option<&str>) -> Result<Difference> {
        let mut tx = self.quiet().await?;
        index_staged(&mut tx, table).await?;
        list_new(&mut tx, table).await?;
        list_changed(&mut tx, table).await?;
        list_gone(&mut tx, table, scope).await?;
        let difference = Difference {
            staged: count(&mut tx, &table.staged()).await?,
            new: count(&mut tx, &table.new_rows()).await?,
            more: count(&mut tx, &table.more_rows()).await?,
            changed: count(&mut tx, &table.changed()).await?,
            gone: count(&mut tx, &table.gone()).await?,
        };
        tx.commit().await?;
        Ok(difference)
    }

    /// A table of keys that are kept as they are, whatever the feed lacks.
    pub async fn create_kept(&self, table: &Table, keys: Vec<Vec<Arg>>) -> Result<()> {
        let mut tx = self.quiet().await?;
        let kept = table.kept();
        tx.execute(format!("CREATE TEMP TABLE {kept} ({})", typed(table.keys.iter())), args![]).await?;
        let values = placeholders(1, table.keys.len());
        for key in keys {
            tx.execute(format!("INSERT INTO {kept} VALUES ({values})"), key).await?;
        }
        tx.execute(format!("CREATE INDEX {kept}_key ON {kept} ({})", table.key_names()), args![]).await?;
        tx.commit().await
    }
}

pub async fn count(tx: &mut Tx, table: &str) -> Result<i64> {
    tx.int(format!("SELECT COUNT(*) AS value FROM {table}"), args![]).await
}

pub async fn index_staged(tx: &mut Tx, table: &Table) -> Result<()> {
    let staged = table.staged();
    tx.execute(format!("CREATE INDEX {staged}_key ON {staged} ({})", table.key_names()), args![]).await?;
    if let Tx::Postgres(_) = tx {
        tx.execute(format!("ANALYZE {staged}"), args![]).await?;
    }
    Ok(())
}

/// New rows get numbers, so that they can be written in slices.
pub async fn list_new(tx: &mut Tx, table: &Table) -> Result<()> {
    let (new, all) = (table.new_rows(), names(table.all(), ""));
    let typed = typed(table.all());
    tx.execute(format!("CREATE TEMP TABLE {new} (n INTEGER PRIMARY KEY, {typed})"), args![]).await?;
    tx.execute(format!("CREATE TEMP TABLE {} ({typed})", table.more_rows()), args![]).await?;
    let from = format!(
        "FROM {staged} s WHERE NOT EXISTS (SELECT 1 FROM {name} m WHERE {same})",
        staged = table.staged(),
        name = table.name,
        same = table.same_key("m", "s"),
    );
    let columns = names(table.all(), "s.");
    let owned = match table.early {
        Early::ByGeneration | Early::Unseen => "1 = 1".to_string(),
        Early::None => "1 = 0".to_string(),
        Early::WithOwner(owner, key, own) => {
            format!("EXISTS (SELECT 1 FROM new_{owner} o WHERE o.{key} = s.{own})")
        }
    };
    let order = names(table.keys.iter(), "s.");
    let sql = format!(
        "INSERT INTO {new} (n, {all}) SELECT ROW_NUMBER() OVER (ORDER BY {order}), {columns} {from} AND {owned}"
    );
    tx.execute(sql, args![]).await?;
    if !matches!(table.early, Early::ByGeneration | Early::Unseen) {
        let sql =
            format!("INSERT INTO {} ({all}) SELECT {columns} {from} AND NOT {owned}", table.more_rows());
        tx.execute(sql, args![]).await?;
    }
    // Those that belong to new rows look them up.
    if table.keys.len() == 1 {
        tx.execute(format!("CREATE INDEX {new}_key ON {new} ({})", table.key_names()), args![]).await?;
    }
    Ok(())
}

async fn list_changed(tx: &mut Tx, table: &Table) -> Result<()> {
    let revived = if table.has_generation() { " OR m.withdrawn_at IS NOT NULL" } else { "" };
    let sql = format!(
        "CREATE TEMP TABLE {changed} AS SELECT {columns} FROM {staged} s JOIN {name} m ON {same} \
         WHERE {differs}{revived}",
        changed = table.changed(),
        columns = names(table.all(), "s."),
        staged = table.staged(),
        name = table.name,
        same = table.same_key("m", "s"),
        differs = table.differs("m", "s"),
    );
    tx.execute(sql, args![]).await?;
    Ok(())
}

pub async fn list_gone(tx: &mut Tx, table: &Table, scope: Option<&str>) -> Result<()> {
    let (live, kept) = if table.has_generation() {
        let same = table.same_key("k", "m");
        (
            "m.withdrawn_at IS NULL AND",
            format!("AND NOT EXISTS (SELECT 1 FROM {} k WHERE {same})", table.kept()),
        )
    } else {
        ("", String::new())
    };
    let sql = format!(
        "CREATE TEMP TABLE {gone} AS SELECT {keys} FROM {name} m WHERE {live} ({scope}) \
         AND NOT EXISTS (SELECT 1 FROM {staged} s WHERE {same}) {kept}",
        gone = table.gone(),
        keys = names(table.keys.iter(), "m."),
        name = table.name,
        scope = scope.unwrap_or("1 = 0"),
        staged = table.staged(),
        same = table.same_key("m", "s"),
    );
    tx.execute(sql, args![]).await?;
    Ok(())
}

/// Writes new rows whose number lies in a range; where the table has generations they are seen from this one on.
pub async fn insert_new(tx: &mut Tx, table: &Table, generation: i64, from: i64, until: i64) -> Result<()> {
    let mut columns = names(table.all(), "");
    let mut values = columns.clone();
    let mut args = args![from, until];
    if table.has_generation() {
        columns.push_str(", generation");
        values.push_str(", $3");
        args.push(generation.into());
    }
    let (name, new) = (table.name, table.new_rows());
    let sql = format!(
        "INSERT INTO {name} ({columns}) SELECT {values} FROM {new} WHERE n > $1 AND n <= $2 ORDER BY n"
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// Writes everything else that differs.
pub async fn apply(tx: &mut Tx, table: &Table, difference: &Difference, now: i64) -> Result<()> {
    if difference.more > 0 {
        let columns = names(table.all(), "");
        let (name, more) = (table.name, table.more_rows());
        tx.execute(format!("INSERT INTO {name} ({columns}) SELECT {columns} FROM {more}"), args![]).await?;
    }
    if difference.changed > 0 {
        update_changed(tx, table).await?;
    }
    if difference.gone > 0 {
        remove_gone(tx, table, now).await?;
    }
    Ok(())
}

async fn update_changed(tx: &mut Tx, table: &Table) -> Result<()> {
    let mut set: Vec<String> =
        table.columns.iter().map(|(column, _)| format!("{column} = c.{column}")).collect();
    if table.has_generation() {
        set.push("withdrawn_at = NULL".into());
    }
    let sql = format!(
        "UPDATE {name} SET {set} FROM {changed} c WHERE {same}",
        name = table.name,
        set = set.join(", "),
        changed = table.changed(),
        same = table.same_key(table.name, "c"),
    );
    tx.execute(sql, args![]).await?;
    Ok(())
}

/// Withdraws what is gone, or deletes it where it is only a part of something.
async fn remove_gone(tx: &mut Tx, table: &Table, now: i64) -> Result<()> {
    let (name, gone) = (table.name, table.gone());
    let (key, same) = (table.keys[0].0, table.same_key(name, "g"));
    if table.has_generation() {
        let sql = format!("UPDATE {name} SET withdrawn_at = $1 FROM {gone} g WHERE {same}");
        tx.execute(sql, args![now]).await?;
    } else {
        let listed = format!("{name}.{key} IN (SELECT {key} FROM {gone})");
        let sql =
            format!("DELETE FROM {name} WHERE {listed} AND EXISTS (SELECT 1 FROM {gone} g WHERE {same})");
        tx.execute(sql, args![]).await?;
    }
    Ok(())
}
