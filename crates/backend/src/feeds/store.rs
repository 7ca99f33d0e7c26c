//! A row of Business Profile locations: a store.

use contract::store::{SpecialDay, Spell};

use super::{
    RowError, hours,
    reader::{Context, Row},
    record::{Columns, Record},
    value,
};

#[derive(Clone, Debug, PartialEq)]
pub struct StoreRow {
    pub line: u64,
    pub store_code: String,
    pub business_name: String,
    pub address: Option<String>,
    pub postal_code: Option<String>,
    pub locality: String,
    /// Two letters.
    pub country: String,
    /// Latitude and longitude in millionths of a degree.
    pub position: Option<(i64, i64)>,
    pub phone: Option<String>,
    /// Seven days from Monday; `None` when the feed gives no hours.
    pub hours: Option<Vec<Vec<Spell>>>,
    pub special_days: Vec<SpecialDay>,
}

const DAYS: [&str; 7] = [
    "monday_hours",
    "tuesday_hours",
    "wednesday_hours",
    "thursday_hours",
    "friday_hours",
    "saturday_hours",
    "sunday_hours",
];

impl Row for StoreRow {
    const COLUMNS: Columns = &[
        "store_code",
        "business_name",
        "address_line_1",
        "address_line_2",
        "locality",
        "country_region",
        "postal_code",
        "latitude",
        "longitude",
        "primary_phone",
        "monday_hours",
        "tuesday_hours",
        "wednesday_hours",
        "thursday_hours",
        "friday_hours",
        "saturday_hours",
        "sunday_hours",
        "special_hours",
    ];
    const REQUIRED: Columns = &["store_code", "business_name", "locality"];

    fn parse(record: &Record, _: &Context, remarks: &mut Vec<RowError>) -> Result<Self, RowError> {
        let short = |column: &str| -> Result<Option<String>, RowError> {
            match record.get(column) {
                Some(text) if text.chars().count() > 200 => {
                    Err(record.error("is longer than 200 characters").field(column).value(text))
                }
                other => Ok(other.map(String::from)),
            }
        };
        let required = |column: &str| short(column)?.ok_or_else(|| record.error("is empty").field(column));
        let lines = [short("address_line_1")?, short("address_line_2")?];
        let address = lines.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let hours = hours::week(DAYS.map(|day| record.get(day))).unwrap_or_else(|(day, reason)| {
            let shown = record.get(DAYS[day]).unwrap_or_default();
            remarks.push(record.error(reason).field(DAYS[day]).value(shown).kept());
            None
        });
        let special_days = record.get("special_hours").map_or(Ok(Vec::new()), hours::special_days);
        Ok(Self {
            line: record.line,
            store_code: required("store_code")?,
            business_name: required("business_name")?,
            address: (!address.is_empty()).then_some(address),
            postal_code: short("postal_code")?,
            locality: required("locality")?,
            country: country(record, remarks),
            position: position(record, remarks),
            phone: short("primary_phone")?,
            hours,
            special_days: special_days.unwrap_or_else(|reason| {
                let shown = record.get("special_hours").unwrap_or_default();
                remarks.push(record.error(reason).field("special_hours").value(shown).kept());
                Vec::new()
            }),
        })
    }
}

fn country(record: &Record, remarks: &mut Vec<RowError>) -> String {
    let text = record.get("country_region").unwrap_or("FR");
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return text.to_uppercase();
    }
    if !text.eq_ignore_ascii_case("france") {
        let error = record.error("is not a country of two letters, like FR; taken as FR");
        remarks.push(error.field("country_region").value(text).kept());
    }
    "FR".into()
}

fn position(record: &Record, remarks: &mut Vec<RowError>) -> Option<(i64, i64)> {
    let mut part = |column: &str, limit: f64| {
        let text = record.get(column)?;
        value::degrees(text, limit)
            .map_err(|reason| remarks.push(record.error(reason).field(column).value(text).kept()))
            .ok()
    };
    let (latitude, longitude) = (part("latitude", 90.0), part("longitude", 180.0));
    // Zero and zero is a spreadsheet's empty cell, not a shop in the Gulf of Guinea.
    latitude.zip(longitude).filter(|position| *position != (0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(values: &[(&str, &str)]) -> Record {
        let mut record = Record::new("stores.csv", StoreRow::COLUMNS);
        record.clear(2);
        for (name, value) in values {
            let column = StoreRow::COLUMNS.iter().position(|column| column == name);
            record.push(column.expect("a known column"), value);
        }
        record
    }

    #[test]
    fn a_store_without_street_phone_or_hours_goes_in() {
        let mut remarks = Vec::new();
        let values = [("store_code", "PAR01"), ("business_name", "Paris 1er"), ("locality", "Paris")];
        let row = StoreRow::parse(&record(&values), &Context::default(), &mut remarks).expect("a good row");
        assert_eq!((row.address, row.phone, row.hours, row.position), (None, None, None, None));
        assert!(remarks.is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_left_out_and_said() {
        let mut remarks = Vec::new();
        let values = [
            ("store_code", "PAR01"),
            ("business_name", "Paris 1er"),
            ("locality", "Paris"),
            ("latitude", "48,85"),
            ("longitude", "2.35"),
            ("monday_hours", "dès 9h"),
            ("special_hours", "Noël: x"),
        ];
        let row = StoreRow::parse(&record(&values), &Context::default(), &mut remarks).expect("a good row");
        assert_eq!((row.position, row.hours), (None, None));
        let fields: Vec<_> = remarks.iter().filter_map(|error| error.field.as_deref()).collect();
        assert_eq!(fields, ["monday_hours", "latitude", "special_hours"]);
        assert!(remarks.iter().all(|error| error.kept));
    }
}
