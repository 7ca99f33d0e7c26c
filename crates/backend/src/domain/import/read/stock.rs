//! Local inventory.

use super::Reading;
use crate::{
    args,
    db::import::table::STOCK,
    domain::import::offers::Pairs,
    feeds::{
        FileError, RowError, StockRow,
        discover::{Feed, Kind},
        record::Record,
    },
};

use super::products::method;

impl Reading {
    pub fn read_stock(&mut self) -> Result<(), FileError> {
        let mut met = Pairs::new(self.skus.len(), self.stores.len());
        for feed in self.feeds(Kind::Stock) {
            let counted_at = self.counted_at(&feed);
            self.each(
                &feed,
                |reading, row: StockRow| reading.stock(&mut met, &feed.name, counted_at, row),
                Reading::refused_stock,
            )?;
        }
        Ok(())
    }

    /// A count cannot be of the future, whatever the file's time says.
    fn counted_at(&self, feed: &Feed) -> i64 {
        let modified = std::fs::metadata(&feed.path).and_then(|data| data.modified()).ok();
        let modified = modified.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        let modified = modified.and_then(|age| i64::try_from(age.as_millis()).ok());
        self.job.counted_at.or(modified).unwrap_or(self.job.now).min(self.job.now)
    }

    fn stock(&mut self, met: &mut Pairs, file: &str, counted_at: i64, row: StockRow) -> Result<(), RowError> {
        let unknown = |field: &str, value: &str, feed: &str| {
            let reason = if self.refused.contains(value) {
                format!("names a row of the {feed} that was left out")
            } else {
                format!("is not in the {feed}")
            };
            RowError::new(file, row.line, reason).field(field).value(value)
        };
        let Some(store) = self.stores.get(&row.store_code) else {
            return Err(unknown("store_code", &row.store_code, "locations"));
        };
        let Some(sku) = self.skus.get(&row.id) else {
            return Err(unknown("id", &row.id, "product feed"));
        };
        if !met.meet(sku, store) {
            let value = format!("{} {}", row.store_code, row.id);
            return Err(RowError::new(file, row.line, "is given twice; the first row counts").value(&value));
        }
        self.stage(
            &STOCK,
            args![
                row.id,
                row.store_code,
                row.price,
                row.pickup_method.map(method),
                row.aisle,
                row.quantity,
                counted_at
            ],
        );
        Ok(())
    }

    /// Stock whose row cannot be read stays as it was.
    fn refused_stock(&mut self, record: &Record) {
        if let (Some(sku), Some(store)) = (record.get("id"), record.get("store_code")) {
            self.keep(&STOCK, args![sku, store]);
        }
    }
}
