//! Filling staged tables: the one thing that each database does in its own way.

use sqlx::{AssertSqlSafe, Executor, PgConnection, SqliteConnection};

use super::table::{Table, names};
use crate::db::{Arg, Result, Tx};

/// Arguments of one SQLite statement; it takes 32,766.
const MAX_ARGS: usize = 6_000;

pub async fn append(tx: &mut Tx, table: &Table, rows: Vec<Vec<Arg>>) -> Result<()> {
    match tx {
        Tx::Sqlite(tx) => insert(tx, table, rows).await,
        Tx::Postgres(tx) => copy(tx, table, &rows).await,
    }
}

/// Many rows a statement. Arguments have no numbers here: SQLite looks each of them up among all.
async fn insert(connection: &mut SqliteConnection, table: &Table, rows: Vec<Vec<Arg>>) -> Result<()> {
    let width = table.width();
    let row = format!("({})", vec!["?"; width].join(", "));
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let batch: Vec<Vec<Arg>> = rows.by_ref().take(MAX_ARGS / width).collect();
        let values = vec![row.as_str(); batch.len()].join(", ");
        // The text is ours: values only ever travel as arguments.
        let mut query = sqlx::query(AssertSqlSafe(format!("INSERT INTO {} VALUES {values}", table.staged())));
        for arg in batch.into_iter().flatten() {
            query = match arg {
                Arg::Int(value) => query.bind(value),
                Arg::Text(value) => query.bind(value),
            };
        }
        connection.execute(query).await?;
    }
    Ok(())
}

async fn copy(connection: &mut PgConnection, table: &Table, rows: &[Vec<Arg>]) -> Result<()> {
    let columns = names(table.all(), "");
    let mut copying =
        connection.copy_in_raw(&format!("COPY {} ({columns}) FROM STDIN", table.staged())).await?;
    let mut text = String::new();
    for row in rows {
        for (position, arg) in row.iter().enumerate() {
            if position > 0 {
                text.push('\t');
            }
            write_field(&mut text, arg);
        }
        text.push('\n');
    }
    copying.send(text.as_bytes()).await?;
    copying.finish().await?;
    Ok(())
}

/// A field of COPY's text format.
fn write_field(text: &mut String, arg: &Arg) {
    match arg {
        Arg::Int(Some(value)) => text.push_str(&value.to_string()),
        Arg::Int(None) | Arg::Text(None) => text.push_str("\\N"),
        Arg::Text(Some(value)) => {
            for character in value.chars() {
                match character {
                    '\\' => text.push_str("\\\\"),
                    '\t' => text.push_str("\\t"),
                    '\n' => text.push_str("\\n"),
                    '\r' => text.push_str("\\r"),
                    other => text.push(other),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_copy_are_escaped() {
        let written = |arg: Arg| {
            let mut text = String::new();
            write_field(&mut text, &arg);
            text
        };
        assert_eq!(written(Arg::from("a\tb\\.\n")), "a\\tb\\\\.\\n");
        assert_eq!((written(Arg::Int(None)), written(Arg::from(-7_i64))), ("\\N".into(), "-7".into()));
    }
}
