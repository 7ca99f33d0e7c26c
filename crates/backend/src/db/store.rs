//! Stores.

use contract::{
    store::{SpecialDay, Spell, StoreSummary},
    time::Timestamp,
};
use jiff::tz::TimeZone;

use super::{Result, Row, Tx, catalogue::visible};
use crate::{
    args,
    domain::{clock, hours::Hours},
};

/// The columns that [`read`] wants, of a table named `st`.
pub const COLUMNS: &str = "st.id, st.slug, st.name, st.address, st.postal_code, st.city, st.country, st.latitude, \
                           st.longitude, st.phone, st.time_zone, st.hours, st.special_days, st.closed_until";

#[derive(Clone, Debug)]
pub struct StoreRow {
    pub id: String,
    pub slug: String,
    pub name: String,
    pub address: Option<String>,
    pub postal_code: Option<String>,
    pub city: String,
    pub country: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub phone: Option<String>,
    pub time_zone: String,
    pub week: Option<Vec<Vec<Spell>>>,
    pub special_days: Vec<SpecialDay>,
    /// It had to close: until when.
    pub closed_until: Option<i64>,
}

impl StoreRow {
    pub fn zone(&self) -> TimeZone {
        clock::zone(&self.time_zone)
    }

    pub fn hours(&self) -> Hours {
        Hours {
            zone: self.zone(),
            week: self.week.clone(),
            special_days: self.special_days.clone(),
            closed_until: self.closed_until,
        }
    }

    /// Until when it is closed, if it had to close.
    pub fn closed_at(&self, now: i64) -> Option<i64> {
        self.closed_until.filter(|until| *until > now)
    }

    pub fn time(&self, milliseconds: i64) -> Timestamp {
        clock::timestamp(milliseconds, &self.zone())
    }

    pub fn summary(&self, now: i64, distance: Option<u32>) -> StoreSummary {
        StoreSummary {
            id: self.id.clone(),
            slug: self.slug.clone(),
            name: self.name.clone(),
            address: self.address.clone(),
            postal_code: self.postal_code.clone(),
            city: self.city.clone(),
            country: self.country.clone(),
            latitude: self.latitude,
            longitude: self.longitude,
            time_zone: self.time_zone.clone(),
            opening: self.hours().opening(now),
            closed_until: self.closed_at(now).map(|until| self.time(until)),
            distance,
        }
    }
}

/// The stores that are open to readers, in the retailer's order.
pub async fn all(tx: &mut Tx) -> Result<Vec<StoreRow>> {
    let sql = format!("SELECT {COLUMNS} FROM store st WHERE {} ORDER BY st.position, st.id", visible("st"));
    tx.rows(sql, args![]).await?.iter().map(read).collect()
}

/// A store by its code, be it withdrawn: its orders live on.
pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<StoreRow>> {
    let sql = format!("SELECT {COLUMNS} FROM store st WHERE st.id = $1");
    tx.row(sql, args![id]).await?.as_ref().map(read).transpose()
}

pub async fn find_visible(tx: &mut Tx, id: &str) -> Result<Option<StoreRow>> {
    let sql = format!("SELECT {COLUMNS} FROM store st WHERE st.id = $1 AND {}", visible("st"));
    tx.row(sql, args![id]).await?.as_ref().map(read).transpose()
}

/// The same of a store that is about to promise something: whoever closes it waits until this transaction has ended, and
/// finds what was promised. SQLite's writers follow each other anyway.
pub async fn find_to_promise(tx: &mut Tx, id: &str) -> Result<Option<StoreRow>> {
    let lock = if matches!(tx, Tx::Postgres(_)) { "FOR SHARE OF st" } else { "" };
    let sql = format!("SELECT {COLUMNS} FROM store st WHERE st.id = $1 AND {} {lock}", visible("st"));
    tx.row(sql, args![id]).await?.as_ref().map(read).transpose()
}

pub async fn by_slug(tx: &mut Tx, slug: &str) -> Result<Option<StoreRow>> {
    let sql = format!("SELECT {COLUMNS} FROM store st WHERE st.slug = $1 AND {}", visible("st"));
    tx.row(sql, args![slug]).await?.as_ref().map(read).transpose()
}

/// Closes a store until a moment, or opens it again. False when it was so already; of two at once the second one waits.
pub async fn set_closed_until(tx: &mut Tx, id: &str, until: Option<i64>) -> Result<bool> {
    let sql =
        "UPDATE store SET closed_until = $2 WHERE id = $1 AND COALESCE(closed_until, -1) <> COALESCE($2, -1)";
    Ok(tx.execute(sql, args![id, until]).await? == 1)
}

pub fn read(row: &Row) -> Result<StoreRow> {
    Ok(StoreRow {
        id: row.text("id")?,
        slug: row.text("slug")?,
        name: row.text("name")?,
        address: row.opt_text("address")?,
        postal_code: row.opt_text("postal_code")?,
        city: row.text("city")?,
        country: row.text("country")?,
        latitude: row.opt_int("latitude")?.map(degrees),
        longitude: row.opt_int("longitude")?.map(degrees),
        phone: row.opt_text("phone")?,
        time_zone: row.text("time_zone")?,
        week: row.opt_json("hours")?,
        special_days: row.json("special_days")?,
        closed_until: row.opt_int("closed_until")?,
    })
}

/// The table keeps millionths of a degree; they are exact in a float.
fn degrees(millionths: i64) -> f64 {
    millionths as f64 / 1_000_000.0
}
