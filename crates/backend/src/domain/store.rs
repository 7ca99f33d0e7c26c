//! Stores: which there are, and how far.

use contract::{
    error::ErrorCode,
    newtypes::Invalid,
    store::{Store, Stores},
};
use jiff::Timestamp;

use super::refusal::{Outcome, invalid, not_found, refuse};
use crate::{
    app::App,
    db::{self, store::StoreRow},
};

/// A point on the earth, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    latitude: f64,
    longitude: f64,
}

impl Place {
    /// From what a client sent: both or none.
    pub fn parse(latitude: Option<f64>, longitude: Option<f64>) -> Outcome<Option<Self>> {
        match (latitude, longitude) {
            (None, None) => Ok(None),
            (Some(_), None) => Err(invalid("longitude", Invalid::Required)),
            (None, Some(_)) => Err(invalid("latitude", Invalid::Required)),
            (Some(latitude), _) if !(-90.0..=90.0).contains(&latitude) => {
                Err(invalid("latitude", Invalid::OutOfRange))
            }
            (_, Some(longitude)) if !(-180.0..=180.0).contains(&longitude) => {
                Err(invalid("longitude", Invalid::OutOfRange))
            }
            (Some(latitude), Some(longitude)) => Ok(Some(Self { latitude, longitude })),
        }
    }

    pub fn of(store: &StoreRow) -> Option<Self> {
        Some(Self { latitude: store.latitude?, longitude: store.longitude? })
    }

    /// The way as the crow flies, by the haversine formula.
    pub fn metres_to(self, other: Place) -> u32 {
        const EARTH_RADIUS: f64 = 6_371_000.0;
        let [from, to] = [self, other].map(|place| place.latitude.to_radians());
        let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
        let chord = half(self.latitude, other.latitude)
            + from.cos() * to.cos() * half(self.longitude, other.longitude);
        (2.0 * EARTH_RADIUS * chord.sqrt().min(1.0).asin()).round() as u32
    }
}

/// Nearest first when a place was given, else by city and name.
pub async fn list(app: &App, place: Option<Place>) -> Outcome<Stores> {
    let now = app.clock.now();
    let rows = db::store::all(&mut app.db.read().await?).await?;
    let distance = |row| Some(place?.metres_to(Place::of(row)?));
    let mut items: Vec<_> = rows.iter().map(|row| row.summary(now, distance(row))).collect();
    items.sort_by_cached_key(|store| {
        (store.distance.unwrap_or(u32::MAX), store.city.to_lowercase(), store.name.to_lowercase())
    });
    Ok(Stores { items })
}

pub async fn find(app: &App, slug: &str) -> Outcome<Store> {
    let row = db::store::by_slug(&mut app.db.read().await?, slug).await?.ok_or_else(|| not_found("store"))?;
    Ok(view(&row, app.clock.now()))
}

/// Refuses what a store that had to close can't promise.
pub fn check_open(app: &App, store: &StoreRow) -> Outcome<()> {
    match store.closed_at(app.clock.now()) {
        Some(until) => {
            Err(refuse(ErrorCode::StoreClosed, "the store had to close, and promises nothing until then")
                .in_store(&store.name)
                .at(store.time(until)))
        }
        None => Ok(()),
    }
}

/// A store with its hours and the special days to come.
pub fn view(row: &StoreRow, now: i64) -> Store {
    let instant = Timestamp::from_millisecond(now).unwrap_or(Timestamp::UNIX_EPOCH);
    let today = instant.to_zoned(row.zone()).date().to_string();
    let mut special_days = row.special_days.clone();
    special_days.retain(|day| day.date >= today);
    special_days.sort_by(|a, b| a.date.cmp(&b.date));
    Store { summary: row.summary(now, None), phone: row.phone.clone(), hours: row.week.clone(), special_days }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_paris_to_lyon_it_is_392_kilometres() {
        let paris = Place { latitude: 48.8566, longitude: 2.3522 };
        let lyon = Place { latitude: 45.7640, longitude: 4.8357 };
        assert!((391_000..393_000).contains(&paris.metres_to(lyon)), "{}", paris.metres_to(lyon));
        assert_eq!(paris.metres_to(paris), 0);
        let antipodes = Place { latitude: -48.8566, longitude: 2.3522 - 180.0 };
        assert_eq!(paris.metres_to(antipodes), 20_015_087);
    }

    #[test]
    fn half_a_place_or_one_off_the_map_is_refused() {
        for (latitude, longitude) in
            [(Some(48.0), None), (None, Some(2.0)), (Some(90.1), Some(2.0)), (Some(f64::NAN), Some(2.0))]
        {
            assert!(Place::parse(latitude, longitude).is_err(), "{latitude:?} {longitude:?}");
        }
        assert!(matches!(Place::parse(None, None), Ok(None)));
    }
}
