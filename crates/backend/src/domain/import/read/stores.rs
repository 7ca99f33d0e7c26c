//! Locations.

use super::Reading;
use crate::{
    args,
    db::import::table::STORE,
    domain::import::{places::Places, slug::Slugs},
    feeds::{FileError, RowError, StoreRow, discover::Kind, record::Record},
};

impl Reading {
    pub fn read_stores(&mut self) -> Result<(), FileError> {
        let feeds = self.feeds(Kind::Stores);
        if feeds.is_empty() {
            for store in std::mem::take(&mut self.known.live_stores) {
                self.stores.add(&store);
            }
            return Ok(());
        }
        let slugs = self.known.stores.values().map(|(_, slug)| slug.clone());
        let mut slugs = Slugs::new(slugs.collect::<Vec<_>>());
        let mut places = Places::new(self.known.stores.is_empty());
        let mut good = 0;
        for feed in &feeds {
            good += self.each(
                feed,
                |reading, row: StoreRow| reading.store(&mut slugs, &mut places, &feed.name, row),
                Reading::refused_store,
            )?;
        }
        if good == 0 {
            return Err(FileError::new(&feeds[0].name, "holds no row that can be used"));
        }
        Ok(())
    }

    fn store(
        &mut self,
        slugs: &mut Slugs,
        places: &mut Places,
        file: &str,
        row: StoreRow,
    ) -> Result<(), RowError> {
        if self.stores.add(&row.store_code).is_none() {
            let error = RowError::new(file, row.line, "is given twice; the first row counts");
            return Err(error.field("store_code").value(&row.store_code));
        }
        let known = self.known.stores.get(&row.store_code).cloned();
        let slug = known.as_ref().map(|(_, slug)| slug.clone());
        let slug = slug.unwrap_or_else(|| slugs.unique(&row.business_name));
        let position = places.next(known.map(|(place, _)| place));
        let (latitude, longitude) = row.position.unzip();
        let json = |value: Result<String, serde_json::Error>| value.unwrap_or_else(|_| "[]".into());
        let hours = row.hours.map(|hours| json(serde_json::to_string(&hours)));
        let special_days = json(serde_json::to_string(&row.special_days));
        let time_zone = self.job.retailer.time_zone.clone();
        self.stage(
            &STORE,
            args![
                row.store_code,
                row.business_name,
                row.address,
                row.postal_code,
                row.locality,
                row.country,
                latitude,
                longitude,
                row.phone,
                time_zone,
                hours,
                special_days,
                position,
                slug
            ],
        );
        Ok(())
    }

    /// A store whose row cannot be read stays as it was.
    fn refused_store(&mut self, record: &Record) {
        let Some(store) = record.get("store_code") else { return };
        if !self.known.stores.contains_key(store) {
            self.refused.insert(store.to_string());
        } else if self.stores.add(store).is_some() {
            self.keep(&STORE, args![store]);
        }
    }
}
