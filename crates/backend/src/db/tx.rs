//! A transaction on either database.

use std::borrow::Cow;

use sqlx::{AssertSqlSafe, Executor};

use super::{Arg, Result, Row};

pub enum Tx {
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

macro_rules! bound {
    ($sql:expr, $args:expr) => {{
        // The text is ours: values only ever travel as arguments.
        let mut query = sqlx::query(AssertSqlSafe($sql.into_owned()));
        for arg in $args {
            query = match arg {
                Arg::Int(value) => query.bind(value),
                Arg::Text(value) => query.bind(value),
            };
        }
        query
    }};
}

impl Tx {
    /// Runs a statement and answers how many rows it touched.
    pub async fn execute(&mut self, sql: impl Into<Cow<'static, str>>, args: Vec<Arg>) -> Result<u64> {
        let sql = sql.into();
        Ok(match self {
            Tx::Sqlite(tx) => tx.execute(bound!(sql, args)).await?.rows_affected(),
            Tx::Postgres(tx) => tx.execute(bound!(sql, args)).await?.rows_affected(),
        })
    }

    pub async fn rows(&mut self, sql: impl Into<Cow<'static, str>>, args: Vec<Arg>) -> Result<Vec<Row>> {
        let sql = sql.into();
        Ok(match self {
            Tx::Sqlite(tx) => tx.fetch_all(bound!(sql, args)).await?.into_iter().map(Row::Sqlite).collect(),
            Tx::Postgres(tx) => {
                tx.fetch_all(bound!(sql, args)).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    pub async fn row(&mut self, sql: impl Into<Cow<'static, str>>, args: Vec<Arg>) -> Result<Option<Row>> {
        let sql = sql.into();
        Ok(match self {
            Tx::Sqlite(tx) => tx.fetch_optional(bound!(sql, args)).await?.map(Row::Sqlite),
            Tx::Postgres(tx) => tx.fetch_optional(bound!(sql, args)).await?.map(Row::Postgres),
        })
    }

    /// The single integer a statement answers, for example a count.
    pub async fn int(&mut self, sql: impl Into<Cow<'static, str>>, args: Vec<Arg>) -> Result<i64> {
        match self.row(sql, args).await? {
            Some(row) => row.int("value"),
            None => Err(sqlx::Error::RowNotFound),
        }
    }

    pub async fn commit(self) -> Result<()> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await,
            Tx::Postgres(tx) => tx.commit().await,
        }
    }
}
