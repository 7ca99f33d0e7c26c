//! Arguments and rows, the same for both databases.

use sqlx::Row as _;

use super::Result;

/// An argument of a statement, bound to `$1`, `$2`, ….
#[derive(Clone, Debug)]
pub enum Arg {
    Int(Option<i64>),
    Text(Option<String>),
}

impl From<i64> for Arg {
    fn from(value: i64) -> Self {
        Arg::Int(Some(value))
    }
}

impl From<Option<i64>> for Arg {
    fn from(value: Option<i64>) -> Self {
        Arg::Int(value)
    }
}

impl From<u32> for Arg {
    fn from(value: u32) -> Self {
        Arg::Int(Some(i64::from(value)))
    }
}

impl From<&str> for Arg {
    fn from(value: &str) -> Self {
        Arg::from(value.to_string())
    }
}

impl From<String> for Arg {
    /// PostgreSQL's texts hold no NUL. Nothing of ours has one, so what a stranger sends with it is only not found.
    fn from(value: String) -> Self {
        Arg::Text(Some(match value.contains('\0') {
            true => value.replace('\0', "\u{fffd}"),
            false => value,
        }))
    }
}

impl From<&String> for Arg {
    fn from(value: &String) -> Self {
        Arg::from(value.clone())
    }
}

impl From<Option<String>> for Arg {
    fn from(value: Option<String>) -> Self {
        value.map_or(Arg::Text(None), Arg::from)
    }
}

impl From<Option<&str>> for Arg {
    fn from(value: Option<&str>) -> Self {
        Arg::from(value.map(str::to_string))
    }
}

/// `args![a, b]` is what the statements of this folder take.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Arg::from($value)),*] };
}

/// `$from, $from+1, …`: the placeholders of a list of arguments.
pub fn placeholders(from: usize, count: usize) -> String {
    (from..from + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

pub enum Row {
    Sqlite(sqlx::sqlite::SqliteRow),
    Postgres(sqlx::postgres::PgRow),
}

impl Row {
    pub fn int(&self, column: &str) -> Result<i64> {
        match self {
            Row::Sqlite(row) => row.try_get(column),
            Row::Postgres(row) => row.try_get(column),
        }
    }

    pub fn opt_int(&self, column: &str) -> Result<Option<i64>> {
        match self {
            Row::Sqlite(row) => row.try_get(column),
            Row::Postgres(row) => row.try_get(column),
        }
    }

    pub fn text(&self, column: &str) -> Result<String> {
        match self {
            Row::Sqlite(row) => row.try_get(column),
            Row::Postgres(row) => row.try_get(column),
        }
    }

    pub fn opt_text(&self, column: &str) -> Result<Option<String>> {
        match self {
            Row::Sqlite(row) => row.try_get(column),
            Row::Postgres(row) => row.try_get(column),
        }
    }

    pub fn u32(&self, column: &str) -> Result<u32> {
        u32::try_from(self.int(column)?).map_err(|error| decode(column, error))
    }

    /// A column that holds JSON.
    pub fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T> {
        serde_json::from_str(&self.text(column)?).map_err(|error| decode(column, error))
    }

    /// A column that holds JSON or nothing.
    pub fn opt_json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<Option<T>> {
        let text = self.opt_text(column)?;
        let value = text.map(|text| serde_json::from_str(&text)).transpose();
        value.map_err(|error| decode(column, error))
    }

    /// A column whose text is one of a closed list.
    pub fn one_of<T>(&self, column: &str, parse: fn(&str) -> Option<T>) -> Result<T> {
        let text = self.text(column)?;
        parse(&text).ok_or_else(|| decode(column, format!("unexpected value {text:?}")))
    }
}

fn decode(column: &str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: column.to_string(), source: source.into() }
}
